import Attendance
import HTTP
import Service
import Vision

/// A hub on its data folder, ready to be served: the database is open, the port is not.
package struct Hub: Sendable {
    package let store: HubStore
    package let nodes: NodeRegistry
    package let faces: FaceReader
    package let metrics = Metrics()
    package let authority: HubAuthority
    private let configuration: HubConfiguration
    private let certificate: ServerCertificate
    let time: any TimeSource
    let rules: AttendanceRules
    private let adminSecret: String
    private let feed: FeedReader
    private let signSnapshot: SnapshotDesk.Signer
    private let log: Log

    /// `packs`: where model packs are looked for.
    package static func open(
        _ folder: HubFolder, configuration: HubConfiguration, packs: ModelPackStore, log: Log,
        time: any TimeSource = SystemTime()
    ) async throws -> Hub {
        let rules = try configuration.attendanceRules()
        let adminSecret = try folder.adminSecret()
<<<<<<< Updated upstream
        try HubNames.check(configuration.names)
        let authority = try HubAuthority.load(folder)
        let certificate = try ServerCertificate.current(
            folder, authority: authority, names: HubNames.all(configuration), time: time)
=======
        let signing = try HubSigningKey(folder)
>>>>>>> Stashed changes
        let store = try await HubStore.open(path: folder.databasePath)
        return Hub(
            store: store, nodes: try await NodeRegistry.load(store: store, authority: authority, time: time),
            faces: FaceReader(
                packs: packs, detector: configuration.detector ?? packs.standardDetector,
                embedder: configuration.embedder ?? packs.standardEmbedder, log: log),
<<<<<<< Updated upstream
            authority: authority, configuration: configuration, certificate: certificate, time: time, rules: rules,
            adminSecret: adminSecret, log: log)
=======
            time: time, rules: rules, adminSecret: adminSecret, feed: FeedReader(store: store),
            signSnapshot: signing.sign, log: log)
    }

    /// What works besides answering requests.
    package var services: [any Service] {
        [FeedCollector(feed: feed, store: store, time: time, log: log)]
>>>>>>> Stashed changes
    }

    /// All routes.
    package func routes() -> HubRoutes {
        let people = PeopleDirectory(store: store, time: time)
        let api = HubAPI(
            store: store, nodes: nodes, people: people,
            enrolments: EnrolmentDesk(people: people, faces: faces, time: time),
            sessions: SessionDesk(store: store, time: time),
            records: RecordSearch(store: store, time: time, rules: rules), events: EventLog(store: store),
<<<<<<< Updated upstream
            ingest: Ingest(store: store, time: time, metrics: metrics, log: log), feed: FeedReader(store: store),
            metrics: metrics, time: time, authority: authority)
=======
            ingest: Ingest(store: store, time: time, metrics: metrics), feed: feed,
            snapshots: SnapshotDesk(store: store, time: time, sign: signSnapshot), metrics: metrics, time: time)
>>>>>>> Stashed changes
        var routes = HubRoutes(
            admin: AdminGate(secret: adminSecret), nodes: nodes,
            storageProblems: RepeatedErrorLog(log: log, time: time))
        api.addTrustRoutes(to: &routes)
        api.addNodeRoutes(to: &routes)
        api.addFeedRoutes(to: &routes)
        api.addPeopleRoutes(to: &routes)
        api.addNodeListRoutes(to: &routes)
        api.addSessionRoutes(to: &routes)
        api.addRecordRoutes(to: &routes)
        api.addEventRoutes(to: &routes)
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
