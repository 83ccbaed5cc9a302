import Attendance
import Service

/// Says in the log when the thresholds that a node adopted are not good any more for what it has: at its start, and
/// when its gallery or its model have changed since.
struct CertificateService: Service {
    let name = "certificate"
    let measured: CertificateScope
    let cameras: [String]
    let detector: ModelID?
    let keeper: GalleryKeeper
    let log: Log

    private static let interval = Duration.seconds(60)

    func run() async throws {
        var last: CertificateValidity?
        while true {
            if let present {
                let validity = CertificateValidity.judge(measured, now: present)
                if validity != last, let problem = validity.problem {
                    log.warning(
                        "The accuracy certificate does not hold any more.",
                        ["reason": problem, "advice": CertificateValidity.advice])
                }
                last = validity
            }
            try await Task.sleep(for: Self.interval)
        }
    }

    private var present: CertificateScope? {
        let view = keeper.view
        return view.eyes.map {
            CertificateScope(
                model: $0.model, detector: detector, people: view.search?.matcher.gallery.personIDs.count ?? 0,
                cameras: cameras, isCentred: $0.isCentred)
        }
    }
}
