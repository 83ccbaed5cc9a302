import Service

/// Gives commands a hub to talk to: the one that runs on the data folder, or else the same hub started in this
/// process for the length of the command. Either way they speak to it over HTTP.
package enum HubControl {
    /// How often, and how many milliseconds apart, a hub that is just starting is looked for.
    private static let attempts = 30
    private static let attemptMilliseconds = 100

    package static func use<Result>(
        _ folder: HubFolder, _ body: (HubClient) async throws -> Result
    ) async throws -> Result {
        let secret = try folder.adminSecret()
        for _ in 0..<attempts {
            do {
                let lock = try FolderLock(folder: folder.path, owner: "rollcall-hub")
                defer { withExtendedLifetime(lock) {} }
                return try await useOwn(folder, secret: secret, body)
            } catch let failure as Failure where failure.exitCode == .temporaryFailure {
                if let control = try ControlFile.read(folder) {
                    let authority = try HubAuthority.load(folder).current
                    return try await body(
                        HubClient(address: control.address, secret: secret, authority: authority))
                }
                try await Task.sleep(for: .milliseconds(attemptMilliseconds))
            }
        }
        throw HubError(
            .unreachable, "Another process uses the data folder \(folder.path) but no hub answers on it",
            advice: "Wait until it has ended, or end it.")
    }

    private static func useOwn<Result>(
        _ folder: HubFolder, secret: String, _ body: (HubClient) async throws -> Result
    ) async throws -> Result {
        let configuration = try folder.configuration()
        let hub = try await Hub.open(
            folder, configuration: configuration, packs: configuration.packStore(), log: Log(level: .error))
        let server = hub.server(host: "127.0.0.1", port: 0)
        do {
            try server.start()
            let result = try await body(
                HubClient(address: server.localAddress, secret: secret, authority: hub.authority.current))
            await server.stop(graceSeconds: 0)
            await hub.store.stop()
            return result
        } catch {
            await server.stop(graceSeconds: 0)
            await hub.store.stop()
            throw error
        }
    }
}
