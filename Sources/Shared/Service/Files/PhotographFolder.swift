import FoundationEssentials

/// A folder of photographs with a sub-folder for each person, or with photographs whose names begin with the person's
/// (`anna.jpg`, `anna-2.jpg`, `anna_0003.jpg`) or are the person's number (`1207.jpg`), or all of it.
package enum PhotographFolder {
    /// Photographs of people with names, and whom they show, sorted by path.
    package static func photographs(in folder: String) -> [(label: String, path: String)] {
        paths(in: folder).compactMap { path in
            guard case .name(let label) = PhotographSource.subject(of: path) else { return nil }
            return (label, folder + "/" + path)
        }
    }

    /// The same and those of people with numbers, to be read later.
    package static func sources(in folder: String) -> [PhotographSource] {
        paths(in: folder).compactMap { path in
            PhotographSource.subject(of: path).map { subject in
                PhotographSource(subject: subject, file: Photograph.name(of: path)) {
                    try PhotographFile.read(folder + "/" + path)
                }
            }
        }
    }

    /// The file's name without its ending and without a number at its end; nil when nothing is left.
    package static func label(ofFile name: String) -> String? {
        var label = name.prefix(upTo: name.lastIndex(of: ".") ?? name.endIndex)
        while let last = label.last, last.isNumber || last == "_" || last == "-" || last.isWhitespace {
            label.removeLast()
        }
        return label.isEmpty ? nil : String(label)
    }

    /// What lies in the folder and in its folders, below it, sorted.
    private static func paths(in folder: String) -> [String] {
        func names(_ path: String) -> [String] {
            (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted() ?? []
        }
        return names(folder).flatMap { entry in
            PhotographFile.hasImageName(entry) ? [entry] : names(folder + "/" + entry).map { entry + "/" + $0 }
        }
    }
}
