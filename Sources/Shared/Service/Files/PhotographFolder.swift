import FoundationEssentials

/// A folder of photographs with a sub-folder for each person, or with photographs whose names begin with the person's
/// (`anna.jpg`, `anna-2.jpg`, `anna_0003.jpg`), or both.
package enum PhotographFolder {
    /// Photographs with whom they show, sorted by path.
    package static func photographs(in folder: String) -> [(label: String, path: String)] {
        let manager = FileManager.default
        let entries = (try? manager.contentsOfDirectory(atPath: folder))?.sorted() ?? []
        return entries.flatMap { entry -> [(label: String, path: String)] in
            let path = folder + "/" + entry
            if PhotographFile.hasImageName(entry) {
                return label(ofFile: entry).map { [($0, path)] } ?? []
            }
            let inner = (try? manager.contentsOfDirectory(atPath: path))?.sorted() ?? []
            return inner.filter(PhotographFile.hasImageName).map { (entry, path + "/" + $0) }
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
}
