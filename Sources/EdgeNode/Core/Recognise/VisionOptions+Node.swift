import Replication
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

    /// The same where the folder may be broken, or not there: what cannot be read names nothing.
    package init(_ arguments: Arguments, examining folder: DataFolder) throws {
        try self.init(arguments)
        use(
            (try? NodeConfiguration.load(folder)) ?? NodeConfiguration(), try? NodeReader(folder: folder).usedModel(),
            detector: arguments.textIfGiven("detector"), embedder: arguments.textIfGiven("embedder"))
    }

    private mutating func use(
        _ folder: DataFolder, detector given: String? = nil, embedder named: String? = nil
    ) throws {
        use(
            try NodeConfiguration.load(folder), try NodeReader(folder: folder).usedModel(), detector: given,
            embedder: named)
    }

    private mutating func use(
        _ configuration: NodeConfiguration, _ model: SiteModel?, detector given: String?, embedder named: String?
    ) {
        packs = packs ?? configuration.packs
        detector = given ?? configuration.detector ?? store.standardDetector
        detectionSide = detectionSide ?? configuration.detectionSide
        embedder = named ?? model?.name ?? configuration.embedder ?? store.standardEmbedder
    }
}
