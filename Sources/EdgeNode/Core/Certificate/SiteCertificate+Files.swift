extension SiteCertificate {
    /// Writes `certificate.html`, to read, and `certificate.json`, to adopt, into a folder that is made where it is
    /// missing.
    package func write(to folder: String) throws {
        try Edge.write(Array(CertificatePage(self).html.utf8), folder: folder, name: "certificate.html")
        try Edge.write(Array(ReportJSON.text(self).utf8), folder: folder, name: Self.fileName)
    }

    package static let fileName = "certificate.json"
}
