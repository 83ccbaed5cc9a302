import Service

extension VisionOptions {
    /// The networks by which the node of `folder` recognises, where the arguments do not name others.
    package init(_ arguments: Arguments, node folder: DataFolder) throws {
        try self.init(arguments)
        try use(
            folder, detector: arguments.textIfGiven("detector"), embedder: arguments.textIfGiven("embedder"))
    }

    /// Those of the node; without one, those that commands use.
    package init(packs: String?, node folder: DataFolder?) throws {
        self.init(packs: packs)
        if let folder { try use(folder) }
    }

    private mutating func use(
        _ folder: DataFolder, detector given: String? = nil, embedder named: String? = nil
    ) throws {
        let configuration = try NodeConfiguration.load(folder)
        packs = packs ?? configuration.packs
        detector = given ?? configuration.detector ?? store.standardDetector
        embedder = try named ?? NodeReader(folder: folder).usedModel()?.name ?? configuration.embedder
            ?? store.standardEmbedder
    }
}
