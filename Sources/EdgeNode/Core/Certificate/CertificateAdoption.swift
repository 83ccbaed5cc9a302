import Service

/// Takes the thresholds of a certificate over into a node's configuration.
package enum CertificateAdoption {
    /// What it needs of a certificate's file.
    private struct File: Decodable {
        struct Subject: Decodable { let node: String? }

        let format: Int
        let subject: Subject
        let choice: ThresholdChoice
        let adoption: NodeConfiguration.Thresholds
    }

    /// Largest certificate that is read, in bytes.
    package static let maximumBytes = 64 << 20

    /// Writes `node.json` anew with the thresholds; everything else in it stays. Nothing is written, and `Failure`
    /// thrown, where the certificate is another node's or is not good for what this node has.
    /// - Returns: what was adopted, and the choice that it rests on.
    package static func adopt(
        _ path: String, folder: DataFolder, packs: String?, environment: [String: String]
    ) throws -> (thresholds: NodeConfiguration.Thresholds, choice: ThresholdChoice) {
        let file = try read(path)
        var configuration = try NodeConfiguration.load(folder)
        let identity = try NodeReader(folder: folder).identity()
        if let measuredAt = file.subject.node, let node = identity?.node.name, measuredAt != node {
            throw Failure(
                .dataError, "\(path) is the certificate of node \"\(measuredAt)\", this is \"\(node)\"",
                advice: "Measure this node's room: rollcall-edge evaluate site --data \(folder.path).")
        }
        guard let measured = file.adoption.measuredFor else {
            throw Failure(.dataError, "\(path) does not say what its thresholds were measured for", advice: advice)
        }
        let present = try CertificateScope.present(folder, configuration, packs: packs, environment: environment)
        if let problem = CertificateValidity.judge(measured, now: present).problem {
            throw Failure(
                .dataError, "\(path) does not hold for this node: \(problem)", advice: CertificateValidity.advice)
        }
        configuration.thresholds = file.adoption
        try configuration.write(folder)
        return (file.adoption, file.choice)
    }

    private static let advice = "Give the certificate.json that rollcall-edge evaluate site wrote."

    private static func read(_ path: String) throws -> File {
        let text = try TextFile.read(path, maximumBytes: maximumBytes)
        guard let file = try? ReportJSON.value(File.self, from: text) else {
            throw Failure(.dataError, "\(path) is no certificate", advice: advice)
        }
        guard file.format == SiteCertificate.format else {
            throw Failure(
                .dataError, "\(path) has format \(file.format); this version reads format \(SiteCertificate.format)",
                advice: "Measure again with this version.")
        }
        return file
    }
}
