import Service

/// A hub as a process of its own: takes the data folder, runs its services in order, and gives the folder back.
package struct HubProcess: Sendable {
    private let folder: HubFolder
    private let configuration: HubConfiguration
    private let log: Log

    package init(folder: HubFolder, configuration: HubConfiguration, log: Log) {
        self.folder = folder
        self.configuration = configuration
        self.log = log
    }

    /// Returns after SIGTERM or SIGINT, when everything is written and closed. `onStart` gets the address, the
    /// administrator's secret and the port as soon as the port is open.
    package func run(onStart: @escaping @Sendable (String, String, Int) throws -> Void) async throws {
        let lock = try FolderLock(folder: folder.path, owner: "rollcall-hub")
        defer { withExtendedLifetime(lock) {} }
        ControlFile.remove(folder)
        let secret = try folder.adminSecret()
        let hub = try await Hub.open(folder, configuration: configuration, packs: configuration.packStore(), log: log)
        let server = HubServer(hub.server(host: configuration.host, port: configuration.port), folder: folder) {
            address, port in
            log.info("The hub is open.", ["address": address, "version": HubRelease.version])
            try onStart(address, secret, port)
        }
        try await ServiceGroup([hub.store] + hub.services + [server, hub.faces], log: log).run()
    }
}
