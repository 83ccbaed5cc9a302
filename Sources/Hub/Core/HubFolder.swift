import Attendance
import Crypto
import Foundation
import Service

/// The hub's data folder: database, configuration, the administrator's secret, and who runs on it.
package struct HubFolder: Sendable {
    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    static let databaseName = "hub.sqlite"
    static let configurationName = "hub.json"
    static let adminSecretName = "admin.secret"
    static let authorityName = "authority.json"
    static let ledgerName = "erasures.ledger"

    package var databasePath: String { path + "/" + Self.databaseName }
    package var configurationPath: String { path + "/" + Self.configurationName }
    package var adminSecretPath: String { path + "/" + Self.adminSecretName }
    /// The authority with its private keys. Part of every backup: without it all nodes join again.
    package var authorityPath: String { path + "/" + Self.authorityName }
    /// Everybody who was erased, so that a restored database forgets them again.
    package var ledgerPath: String { path + "/" + Self.ledgerName }
    /// Made anew where it is missing.
    package var serverCertificatePath: String { path + "/server.json" }
    /// Address of the running hub, for the command line.
    package var controlPath: String { path + "/control.json" }

    private static let maximumSecretBytes = 256

    package var isInitialised: Bool { FileManager.default.fileExists(atPath: configurationPath) }

    /// Makes a new data folder. The configuration is written last: an interrupted run can be repeated.
    package func initialise(
        site: String, timeZone: TimeZone, configuration: HubConfiguration, time: any TimeSource
    ) async throws {
        guard !isInitialised else {
            throw HubError(
                .conflict, "\(path) is the data folder of a hub already",
                advice: "Choose another --data, or start it with rollcall-hub serve.")
        }
        try HubNames.check(configuration.names)
        try Limits.check(site, field: "site", maximumCharacters: Limits.personNameCharacters)
        try Folder.createPrivate(path)
        let lock = try FolderLock(folder: path, owner: "rollcall-hub")
        try await HubStore.create(path: databasePath, site: site, timeZone: timeZone, time: time)
        if !FileManager.default.fileExists(atPath: adminSecretPath) {
            let secret = Base64.encodeURL(SecureRandom.bytes(32))
            try PrivateFile.write(adminSecretPath, Array((secret + "\n").utf8))
        }
        if !FileManager.default.fileExists(atPath: authorityPath) {
            try HubAuthority.make(site: site).save(self)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try PrivateFile.write(configurationPath, Array(try encoder.encode(configuration)) + [UInt8(ascii: "\n")])
        withExtendedLifetime(lock) {}
    }

    /// How nodes reach the hub: what join commands say.
    package func publicAddress() throws -> String {
        let configuration = try configuration()
        return HubNames.address(configuration, port: try ControlFile.read(self)?.port ?? configuration.port)
    }

    /// Replaces the authority by its next generation. No hub may run on the folder: it would go on showing the old
    /// certificate.
    package func rotateAuthority() async throws -> HubAuthority {
        try requireInitialised()
        let lock = try FolderLock(folder: path, owner: "rollcall-hub")
        defer { withExtendedLifetime(lock) {} }
        let store = try await HubStore.open(path: databasePath)
        let site = store.site.name
        await store.stop()
        let next = try HubAuthority.load(self).next(site: site)
        try next.save(self)
        return next
    }

    /// Makes an authority where the file of the present one is lost. All nodes have to join again.
    package func replaceLostAuthority() async throws -> HubAuthority {
        try requireInitialised()
        let lock = try FolderLock(folder: path, owner: "rollcall-hub")
        defer { withExtendedLifetime(lock) {} }
        guard !FileManager.default.fileExists(atPath: authorityPath) else {
            throw HubError(
                .conflict, "\(authorityPath) is there", advice: "Use rollcall-hub authority rotate: nodes follow that.")
        }
        let store = try await HubStore.open(path: databasePath)
        let site = store.site.name
        await store.stop()
        let made = try HubAuthority.make(site: site)
        try made.save(self)
        return made
    }

    package func configuration() throws -> HubConfiguration {
        try requireInitialised()
        return try ConfigurationFile.load(configurationPath)
    }

    package func adminSecret() throws -> String {
        try requireInitialised()
        let bytes = try PrivateFile.read(adminSecretPath, maximumBytes: Self.maximumSecretBytes)
        let secret = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard secret.utf8.count >= 32 else {
            throw HubError(
                .damaged, "\(adminSecretPath) holds no secret",
                advice: "Write at least 32 random characters into it.")
        }
        return secret
    }

    private func requireInitialised() throws {
        guard isInitialised else {
            throw HubError(
                .notInitialised, "\(path) is not the data folder of a hub",
                advice: "Make it with: rollcall-hub init --data \(path) --site NAME")
        }
    }
}
