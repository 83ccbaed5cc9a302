import Attendance
import HTTP
import Replication
import Service
import Vision

/// A hub on its data folder, ready to be served: the database is open, the port is not.
package struct Hub: Sendable {
    package let store: HubStore
    package let nodes: NodeRegistry
    package let faces: FaceReader
    private let installed: InstalledModels
    package let metrics = Metrics()
    package let authority: HubAuthority
    private let folder: HubFolder
    private let configuration: HubConfiguration
    private let packs: ModelPackStore
    private let detector: String
    private let embedder: String
    package let ledger: Ledger
    package let faceWatch: FaceWatch
    package let integrity: IntegrityCheck
    private let certificate: ServerCertificate
    let time: any TimeSource
    let rules: AttendanceRules
    private let adminSecret: String
    private let feed: FeedReader
    private let log: Log

    /// `packs`: where model packs are looked for.
    package static func open(
        _ folder: HubFolder, configuration: HubConfiguration, packs: ModelPackStore, log: Log,
        time: any TimeSource = SystemTime()
    ) async throws -> Hub {
        let rules = try configuration.attendanceRules()
        try configuration.checkLease()
        let gate = try configuration.enrolmentGate()
        let adminSecret = try folder.adminSecret()
        try HubNames.check(configuration.names)
        let authority = try HubAuthority.load(folder)
        let certificate = try ServerCertificate.current(
            folder, authority: authority, names: HubNames.all(configuration), time: time)
        DatabaseCopies.removeAll(in: folder)
        let store = try await HubStore.open(path: folder.databasePath)
        let ledger: Ledger
        do {
            // Erasures first: nothing that is taken up again may be about somebody who was erased.
            ledger = try await Ledger.open(folder, copy: configuration.ledgerCopy, store: store, log: log)
            try await QuarantineDesk(store: store, log: log).redriveForThisRelease()
        } catch {
            await store.stop()
            throw error
        }
        if !configuration.keepEnrolmentCrops { await store.forgetCrops(log) }
        let embedder = configuration.embedder ?? packs.standardEmbedder
        let detector = configuration.detector ?? packs.standardDetector
        return Hub(
            store: store, nodes: try await NodeRegistry.load(store: store, authority: authority, time: time),
            faces: FaceReader(
                packs: packs, detector: detector, embedder: embedder, gate: gate,
                keepsCrops: configuration.keepEnrolmentCrops, log: log),
            installed: InstalledModels(packs: packs), authority: authority, folder: folder,
            configuration: configuration, packs: packs, detector: detector, embedder: embedder, ledger: ledger,
            faceWatch: FaceWatch(store: store, log: log) {
                try FaceThresholds(configuration.faceThresholds, packs: packs, embedder: embedder)
            },
            integrity: IntegrityCheck(store: store, log: log), certificate: certificate, time: time, rules: rules,
            adminSecret: adminSecret, feed: FeedReader(store: store), log: log)
    }

    /// What works besides answering requests.
    package var services: [any Service] {
        [
            FeedCollector(feed: feed, store: store, time: time, log: log),
            ErasureCompletion(store: store, time: time, log: log),
            faceWatch, integrity,
            ModelAnnouncer(store: store, packs: packs, embedder: embedder, log: log), reembedder,
        ]
    }

    package var reembedder: Reembedder {
        Reembedder(
            store: store, packs: packs, installed: installed, detector: detector, embedder: embedder, gate: faces.gate,
            log: log, problems: RepeatedErrorLog(log: log, time: time))
    }

    /// By what the ledger knows a person.
    package func digest(of person: PersonID) async throws -> Digest {
        try await store.read { try ErasureTable.digest(of: person, in: $0) }
    }

    /// All routes.
    package func routes() -> HubRoutes {
        let people = PeopleDirectory(store: store, time: time)
        let api = HubAPI(
            store: store, nodes: nodes, people: people,
            enrolments: EnrolmentDesk(
                people: people, faces: faces, resemblances: Resemblances(store: store, watch: faceWatch), time: time),
            sessions: SessionDesk(store: store, time: time),
            records: RecordSearch(store: store, time: time, rules: rules), events: EventLog(store: store),
            ingest: Ingest(store: store, time: time, metrics: metrics, log: log), feed: feed,
            snapshots: SnapshotDesk(store: store, time: time, signer: authority.signer),
            metrics: metrics, time: time, authority: authority,
            erasures: ErasureDesk(
                store: store, ledger: ledger, signer: authority.signer, time: time,
                keepsCounts: configuration.keepAnonymousCounts, log: log),
            conflicts: ConflictDesk(store: store, time: time, rules: rules, watch: faceWatch),
            leases: LeaseDesk(store: store, time: time, days: configuration.leaseDays),
            recovery: RecoveryDesk(store: store), copies: DatabaseCopies(store: store, folder: folder),
            quarantine: QuarantineDesk(store: store, log: log), integrity: integrity,
            radar: Radar(store: store, watch: faceWatch, time: time),
            models: ModelDesk(store: store, installed: installed, keepsCrops: configuration.keepEnrolmentCrops))
        var routes = HubRoutes(
            admin: AdminGate(secret: adminSecret), nodes: nodes,
            storageProblems: RepeatedErrorLog(log: log, time: time))
        api.addTrustRoutes(to: &routes)
        api.addNodeRoutes(to: &routes)
        api.addErasureRoutes(to: &routes)
        api.addRecoveryRoutes(to: &routes)
        api.addFeedRoutes(to: &routes)
        api.addPeopleRoutes(to: &routes)
        api.addNodeListRoutes(to: &routes)
        api.addSessionRoutes(to: &routes)
        api.addRecordRoutes(to: &routes)
        api.addEventRoutes(to: &routes)
        api.addConflictRoutes(to: &routes)
        api.addModelRoutes(to: &routes)
        api.addQuarantineRoutes(to: &routes)
        api.addStatusRoutes(to: &routes)
        api.addWebRoutes(to: &routes)
        return routes
    }

    /// A server for the routes, on `host` and `port` (0: any free one), with TLS only.
    package func server(host: String, port: Int) -> HTTPServer {
        var router = routes().router
        router.use(RequestMetrics(metrics).middleware)
        let log = log
        var settings = HTTPServer.Configuration(host: host, port: port)
        settings.tls = certificate.tls
        return HTTPServer(configuration: settings, router: router) { error, request in
            log.error(
                "A request failed.",
                ["http.route": request.route ?? "none", "http.method": request.method.rawValue, "error": "\(error)"])
        }
    }
}
