import Attendance
import Gallery
import Replication
import SQLite
import Service
import Synchronization

/// Makes gallery generations from the samples table and hands out the matcher of the current one.
package actor GalleryKeeper {
    private let store: NodeStore
    private let folder: String
    private var files: GalleryStore
    private var model: ModelID
    private var dimension: Int
    private let clock: NodeClock
    private let log: Log
    private let disk: DiskWatch?
    private let sections: [SectionID]
    private var latest: Task<Void, Never>?

    /// What is matched now.
    private struct Current {
        var eyes: Eyes?
        var search: FaceSearch?
        /// Its file; nil where nobody is enrolled, or where the disk did not take it.
        var fileName: String?
    }

    private nonisolated let current: Mutex<Current>

    /// `folder` holds the gallery files; `disk` says whether there is room for them; people of `sections` are expected
    /// in the room, everybody where it is empty. Throws `GalleryError` when it cannot be made.
    package init(
        folder: String, store: NodeStore, model: ModelID, dimension: Int, clock: NodeClock, log: Log,
        disk: DiskWatch? = nil, eyes: Eyes? = nil, sections: [SectionID] = []
    ) throws {
        self.store = store
        self.model = model
        self.dimension = dimension
        self.clock = clock
        self.log = log
        self.disk = disk
        self.sections = sections
        self.folder = folder
        current = Mutex(Current(eyes: eyes))
        files = try GalleryStore(folder: folder, model: model)
    }

    /// The matcher of this moment, nil where nobody is enrolled; it stays whole for whoever holds it.
    package nonisolated var matcher: Matcher? { current.withLock { $0.search?.matcher } }

    /// The networks and the matcher of this moment.
    package nonisolated var view: GalleryView {
        let now = current.withLock { $0 }
        return GalleryView(eyes: now.eyes, search: now.search)
    }

    /// Nobody is matched any more, until the next generation is published.
    package nonisolated func close() { show(nil, fileName: nil, expected: nil) }

    private nonisolated func show(_ gallery: Gallery?, fileName: String?, expected: Set<PersonID>?) {
        let eyes = current.withLock { $0.eyes }
        let search = gallery.map { FaceSearch($0, isCentred: eyes?.isCentred ?? false, expected: expected) }
        current.withLock {
            $0.search = search
            $0.fileName = fileName
        }
    }

    /// Opens what the last run published; makes it anew from the samples where it is missing, damaged, sealed with
    /// another key, of another model or older than the samples. While the gallery lease is over there is none.
    package func open() async throws {
        let (state, key, expected) = try await store.read {
            (try GalleryState.read($0), try LeaseTable.key(in: $0), try self.expected(in: $0))
        }
        guard let key else { return await publish() }
        let opening = files.open(pointer: state.pointer, key: key.bytes)
        for problem in opening.problems {
            log.warning("A gallery file cannot be used; it is made anew.", ["problem": problem.description])
        }
        if let gallery = opening.gallery {
            show(gallery, fileName: opening.fileName, expected: expected)
        }
        // Without a pointer there may still be samples, of a model that was not this one until now.
        if opening.fileName != state.pointer || state.isStale || state.pointer == nil { await publish() }
        try files.clean(pointer: try await store.read { try GalleryState.read($0).pointer })
    }

    package func isStale() async throws -> Bool {
        try await store.read { try GalleryState.read($0).isStale }
    }

    /// Makes the next generation, one at a time. What goes wrong is logged; matching goes on with new samples from
    /// memory, or else with the last good gallery.
    package func publish() async {
        let previous = latest
        let task = Task {
            await previous?.value
            do {
                try await publishNext()
            } catch {
                log.error("A gallery could not be published.", ["error": "\(error)"])
            }
        }
        latest = task
        await task.value
    }

    /// Order: memory → file → log, where somebody was removed → pointer and position in one transaction → older files
    /// → mapped.
    private func publishNext() async throws {
        let (model, dimension, present) = (model, dimension, matcher?.gallery.rows() ?? [])
        let (source, key, expected) = try await store.read {
            (try GalleryState.source(model: model, dimension: dimension, present: present, in: $0),
             try LeaseTable.key(in: $0), try self.expected(in: $0))
        }
        let (state, rows, others) = source
        guard let key else { return try await remove(state) }
        if others > 0 {
            log.warning(
                "Samples of another model are kept but not matched.", ["samples": others, "model": model.short])
        }
        let gallery = try gallery(rows, model, dimension, after: state)
        let before = current.withLock { $0 }
        let isSame = before.fileName == state.pointer
            && (rows.isEmpty
                ? before.search == nil
                : before.fileName != nil && before.search?.matcher.gallery.root == gallery.root)
        guard !isSame || state.mustForget else {
            // For instance the hub's copy of what was enrolled here, or a person's sections.
            current.withLock { $0.search = $0.search.map { FaceSearch($0.matcher, expected: expected) } }
            try await store.write { try GalleryState.setPublished(state, in: $0) }
            return
        }
        // Matched at once, also where the disk does not take it.
        show(rows.isEmpty ? nil : gallery, fileName: nil, expected: expected)
        let hasRoom = rows.isEmpty || disk?.admitsFile(bytes: fileBytes(rows.count, dimension)) ?? true
        if !hasRoom {
            log.warning("There is no room for a gallery file; it is matched from memory.", ["samples": rows.count])
            // The file of before holds nobody who was removed: it may stay.
            guard state.mustForget else { return }
        }
        let published = rows.isEmpty || !hasRoom ? nil : try files.publish(gallery, key: key.bytes)
        // Whoever was removed is not in the log either before it counts as done.
        if state.mustForget { try await store.database.truncateLog() }
        try await store.write { try GalleryState.setPublished(state, file: published?.fileName, in: $0) }
        try files.clean(pointer: published?.fileName, olderGenerations: state.mustForget ? 0 : 1)
        if let published { show(published.gallery, fileName: published.fileName, expected: expected) }
        log.info(
            "Gallery published.",
            ["gallery.generation": state.generation + 1, "gallery.samples": rows.count,
             "gallery.people": gallery.personIDs.count])
    }

    private func gallery(
        _ rows: [GalleryRow], _ model: ModelID, _ dimension: Int, after state: GalleryState
    ) throws -> Gallery {
        try Gallery(
            header: GalleryHeader(
                model: model, dimension: dimension, generation: state.generation + 1,
                createdMilliseconds: max(0, clock.wall())),
            rows: rows)
    }

    /// Goes over to another model in one step: its gallery is made and on the disk before anybody is matched with it,
    /// and until then, and where anything goes wrong, everybody is matched as before.
    /// - Returns: false where something came between, so that it is to be tried again.
    package func change(to eyes: Eyes, dimension: Int, announced: SiteModel) async throws -> Bool {
        let previous = latest
        let task = Task {
            await previous?.value
            return try await changeNext(to: eyes, dimension: dimension, announced: announced)
        }
        latest = Task { _ = try? await task.value }
        return try await task.value
    }

    private func changeNext(to eyes: Eyes, dimension: Int, announced: SiteModel) async throws -> Bool {
        let (source, key, expected) = try await store.read {
            (try GalleryState.source(model: eyes.model, dimension: dimension, present: [], in: $0),
             try LeaseTable.key(in: $0), try self.expected(in: $0))
        }
        // Once more at this very state: a page of the feed may have come since it was decided.
        guard let key, source.state.isVerified, source.state.siteModel == announced else { return false }
        let gallery = try gallery(source.rows, eyes.model, dimension, after: source.state)
        guard gallery.count == 0 || disk?.admitsFile(bytes: fileBytes(gallery.count, dimension)) ?? true else {
            return false
        }
        let store = try GalleryStore(folder: folder, model: eyes.model)
        let published = gallery.count == 0 ? nil : try store.publish(gallery, key: key.bytes)
        if source.state.mustForget { try await self.store.database.truncateLog() }
        try await self.store.write {
            try GalleryState.setPublished(source.state, file: published?.fileName, in: $0)
            try ModelTable.use(announced, in: $0)
        }
        (model, self.dimension, files) = (eyes.model, dimension, store)
        let search = published.map {
            FaceSearch($0.gallery, isCentred: eyes.isCentred, expected: expected)
        }
        current.withLock { $0 = Current(eyes: eyes, search: search, fileName: published?.fileName) }
        // Files of the model of before are of no use any more.
        try files.clean(pointer: published?.fileName, olderGenerations: 0)
        return true
    }

    private nonisolated func expected(in connection: Connection) throws -> Set<PersonID>? {
        sections.isEmpty ? nil : try RosterTable.people(of: sections, in: connection)
    }

    /// About how large the file of so many samples is.
    private func fileBytes(_ rows: Int, _ dimension: Int) -> Int64 {
        Int64(rows) * Int64(4 * dimension + Self.identifierBytes) + Self.headBytes
    }

    /// Of each row besides its embedding, and of a file besides its rows.
    private static let identifierBytes = 32
    private static let headBytes: Int64 = 64 << 10

    /// The lease is over: no generation stays, in memory or on the disk.
    private func remove(_ state: GalleryState) async throws {
        close()
        try files.clean(pointer: nil)
        guard state.mustForget else { return }
        try await store.database.truncateLog()
        try await store.write { try GalleryState.setPublished(state, in: $0) }
    }
}
