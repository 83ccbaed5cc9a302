import HTTP
import Service

/// Looks at everything that a node needs, and says how to put right what is wrong.
package struct Doctor: Sendable {
    private let folder: DataFolder
    private let options: VisionOptions
    private let cameras: [String]
    private let time: any TimeSource
    private let client: HTTPClient

    /// - Parameter cameras: as people write them, see `CameraSpecification`.
    package init(
        folder: DataFolder, options: VisionOptions, cameras: [String], time: any TimeSource = SystemTime(),
        client: HTTPClient = HTTPClient()
    ) {
        self.folder = folder
        self.options = options
        self.cameras = cameras
        self.time = time
        self.client = client
    }

    /// All checks, each independent of what the others found.
    package func examine() async -> DoctorReport {
        var findings = ModelCheck(options: options).findings()
        if let liveness = LivenessCheck(folder: folder, options: options).finding() { findings.append(liveness) }
        if let site = SiteModelCheck(folder: folder, packs: options.store).finding() { findings.append(site) }
        findings += DataFolderCheck(folder: folder).findings()
        if let certificate = CertificateCheck(folder: folder, packs: options.packs).finding() {
            findings.append(certificate)
        }
        if let lease = LeaseCheck(folder: folder, time: time).finding() { findings.append(lease) }
        let hub = await HubCheck(folder: folder, time: time).examine()
        findings.append(ClockCheck.finding(time: time, hubOffset: hub.offset))
        findings += hub.findings
        for camera in cameras { findings.append(await CameraCheck(camera: camera, client: client).finding()) }
        if cameras.isEmpty {
            findings.append(
                .warn(
                    "camera", "none is configured",
                    fix: "Name one: --camera, or \"cameras\" in \(folder.configuration)."))
        }
        return DoctorReport(findings: findings)
    }
}
