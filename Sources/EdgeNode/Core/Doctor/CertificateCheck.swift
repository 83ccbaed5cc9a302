import Foundation

/// Whether the thresholds that the node adopted are good for what it has now.
struct CertificateCheck: Sendable {
    let folder: DataFolder
    let packs: String?

    /// Nil where no thresholds were adopted, or where other checks say what is wrong.
    func finding() -> DoctorFinding? {
        guard let configuration = try? NodeConfiguration.load(folder), let own = configuration.thresholds,
            let measured = own.measuredFor,
            let present = try? CertificateScope.present(
                folder, configuration, packs: packs, environment: ProcessInfo.processInfo.environment)
        else { return nil }
        if let problem = CertificateValidity.judge(measured, now: present).problem {
            return .warn("certificate", problem, fix: CertificateValidity.advice)
        }
        return .ok(
            "certificate",
            "threshold \(own.accept), measured with \(measured.people) people, now \(present.people)")
    }
}
