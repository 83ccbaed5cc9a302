import Attendance
import FoundationEssentials
import Glibc

/// A node's folder of gallery files. Which of them is current is a file name that the caller keeps in its
/// database (the *pointer*); so the order of a change is: `publish` → commit the returned name together with
/// what it was made from → `clean` → use it. A stop at any moment leaves the old or the new generation whole,
/// and the pointer at one.
package struct GalleryStore: Sendable {
    package let folder: String
    private let model: ModelID

    /// Makes the folder, readable by its owner alone, where it is missing. Throws `storage`.
    package init(folder: String, model: ModelID) throws {
        self.folder = folder
        self.model = model
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw GalleryError(.storage, folder, "cannot be made: \(systemMessage())")
        }
    }

    /// What was found at start.
    package struct Opening: Sendable {
        /// Nil where there is no usable gallery: start with none, and fetch everything from the hub.
        package let gallery: Gallery?
        package let fileName: String?
        /// What was wrong with the files that come before it, for the log.
        package let problems: [GalleryError]
    }

    /// Opens the gallery that `pointer` names, else the newest whole one of a lower generation, else none.
    /// Higher generations are never used: their making did not come to its end. A `fileName` other than
    /// `pointer` means that what is matched is older than what the database says: fetch again.
    /// - Parameter key: opens sealed files, and only those; nil: opens plain files only.
    package func open(pointer: String?, key: [UInt8]? = nil) -> Opening {
        guard let pointer else { return Opening(gallery: nil, fileName: nil, problems: []) }
        guard let name = GalleryFileName(text: pointer) else {
            let problem = GalleryError(.notAGallery, folder, "the pointer does not name a gallery file")
            return Opening(gallery: nil, fileName: nil, problems: [problem])
        }
        var problems: [GalleryError] = []
        let older = generations().filter { $0.generation < name.generation }
        for candidate in [name] + older {
            do {
                let gallery = try openWhole(candidate, key)
                return Opening(gallery: gallery, fileName: candidate.text, problems: problems)
            } catch let problem as GalleryError {
                problems.append(problem)
            } catch {
                problems.append(GalleryError(.damaged, path(candidate.text), "cannot be opened (\(error))"))
            }
        }
        return Opening(gallery: nil, fileName: nil, problems: problems)
    }

    private func openWhole(_ name: GalleryFileName, _ key: [UInt8]?) throws -> Gallery {
        guard name.isSealed == (key != nil) else {
            throw GalleryError(
                .notAGallery, path(name.text),
                name.isSealed ? "is sealed, and there is no key" : "is not sealed, as a node's galleries are")
        }
        // A sealed file was verified by `publish`.
        let gallery = try Gallery.open(path: path(name.text), model: model, key: key, verify: !name.isSealed)
        guard GalleryFileName(gallery, isSealed: name.isSealed) == name else {
            throw GalleryError(.damaged, path(name.text), "holds another generation than its name says")
        }
        return gallery
    }

    /// Writes the gallery into a file of its own, so that it is there whole or not at all: temporary file →
    /// fsync → close → reopen and verify → rename → fsync the folder. Returns its name and the mapped
    /// gallery. Throws `otherModel`, `storage` (disk full, no permission), or what verification finds;
    /// nothing is left then.
    /// - Parameters:
    ///   - key: seals the file; nil: it is plain HDF5.
    ///   - after: called after each step; for tests of what a stop at that moment leaves.
    package func publish(
        _ gallery: Gallery, key: [UInt8]? = nil, after: (PublishStep) throws -> Void = { _ in }
    ) throws -> (fileName: String, gallery: Gallery) {
        guard gallery.header.model == model else {
            throw GalleryError(
                .otherModel(found: gallery.header.model, expected: model), folder,
                "is for model \(model.short), the gallery to publish for \(gallery.header.model.short)")
        }
        let name = GalleryFileName(gallery, isSealed: key != nil).text
        let temporary = path(name + GalleryFileName.temporarySuffix)
        // One of an earlier try that was stopped.
        unlink(temporary)
        do {
            try GalleryWriter.write(path: temporary, seal: key.map { (name, $0) }, after: after) {
                try GalleryFile.write(gallery, to: $0)
            }
            let written = try Gallery.open(path: temporary, model: model, key: key, name: name)
            guard written.root == gallery.root, written.header == gallery.header else {
                throw GalleryError(.storage, temporary, "does not hold what was written; check the disk")
            }
            try after(.verified)
            guard rename(temporary, path(name)) == 0 else {
                throw GalleryError(.storage, temporary, "cannot be renamed: \(systemMessage())")
            }
            try after(.renamed)
            try GalleryWriter.synchronise(folder: folder)
            // The mapping is of the file, whatever it is called now.
            return (name, written)
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Removes unfinished files and every generation but the pointer's and `olderGenerations` before it.
    /// After an erasure that is 0, so that no file holds the erased person any more. Throws `storage`.
    package func clean(pointer: String?, olderGenerations: Int = 1) throws {
        let current = pointer.flatMap { GalleryFileName(text: $0) }
        let older = generations().filter { name in current.map { name.generation < $0.generation } ?? false }
        let kept = Set(([current].compactMap(\.self) + older.prefix(max(0, olderGenerations))).map(\.text))
        for name in try files() where name.hasPrefix("gallery-") && !kept.contains(name) {
            guard unlink(path(name)) == 0 || errno == ENOENT else {
                throw GalleryError(.storage, path(name), "cannot be removed: \(systemMessage())")
            }
        }
        try GalleryWriter.synchronise(folder: folder)
    }

    /// The complete files in the folder, newest first.
    private func generations() -> [GalleryFileName] {
        ((try? files()) ?? []).compactMap { GalleryFileName(text: $0) }
            .sorted { $0.generation > $1.generation }
    }

    private func files() throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw GalleryError(.storage, folder, "cannot be listed")
        }
    }

    private func path(_ name: String) -> String { folder + "/" + name }
}
