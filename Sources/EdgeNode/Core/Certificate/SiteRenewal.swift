import Service

/// Measures a node's room anew with the captures that the site keeps, where that is due.
package struct SiteRenewal: Sendable {
    package enum Outcome: Sendable {
        /// Nothing was measured: why.
        case kept(String)
        case adopted(NodeConfiguration.Thresholds, ThresholdChoice)
    }

    private let folder: DataFolder
    private let options: VisionOptions
    private let environment: [String: String]

    /// `options`: of the node, see `VisionOptions.init(_:node:)`.
    package init(folder: DataFolder, options: VisionOptions, environment: [String: String]) {
        self.folder = folder
        self.options = options
        self.environment = environment
    }

    /// Where the certificate is written to.
    package var output: String { folder.path + "/certificate" }

    /// Throws `Failure` where the node names no captures, and where it was measured and the result is not for adopting:
    /// nothing in `node.json` changes then.
    /// - Parameters:
    ///   - anyway: measures although what was adopted holds.
    ///   - made: UTC.
    ///   - report: hears why it is measured, before that.
    package func run(anyway: Bool, made: String, report: (String) -> Void) async throws -> Outcome {
        let configuration = try NodeConfiguration.load(folder)
        guard let captures = configuration.certificate else {
            throw Failure(
                .configuration, "\(folder.configuration) does not say where the captures of this room are",
                advice: "Set \"certificate\": {\"probes\": DIR, \"strangers\": DIR} in it.")
        }
        let present = try CertificateScope.present(
            folder, configuration, packs: options.packs, environment: environment)
        switch CertificateRenewal(configuration.thresholds, now: present) {
        case .keep(let reason) where !anyway: return .kept(reason)
        case .keep(let reason), .measure(let reason): report(reason)
        }
        let tools = try RecognitionTools(options)
        let certificate = try await SiteEvaluation(
            gallery: .of(node: folder, tools, options), probes: LabelledTracks(folder: captures.probes),
            strangers: LabelledTracks(folder: captures.strangers),
            targetFpir: captures.targetFpir ?? SiteEvaluation.standardTargetFpir
        ).run(tools, options, made: made)
        try certificate.write(to: output)
        if let objection = CertificateRenewal.objection(to: certificate) {
            throw Failure(
                .dataError, "The room was measured, and nothing was adopted: \(objection)",
                advice: "Read \(output)/certificate.html.")
        }
        let adopted = try CertificateAdoption.adopt(
            output + "/" + SiteCertificate.fileName, folder: folder, packs: options.packs, environment: environment)
        return .adopted(adopted.thresholds, adopted.choice)
    }
}
