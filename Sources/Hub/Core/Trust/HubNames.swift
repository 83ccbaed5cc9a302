import Certificates

/// By which names the hub is reached.
enum HubNames {
    /// What its certificate is good for: names given by `init --name`, then what the machine knows of itself.
    static func all(_ configuration: HubConfiguration) -> [String] {
        var seen: Set<String> = []
        return (configuration.names + MachineNames.all()).filter { seen.insert($0).inserted }
    }

    /// The address that nodes are told: the first name given, else the address it listens on, else the machine's
    /// first address on a network, else its own loopback.
    static func address(_ configuration: HubConfiguration, port: Int) -> String {
        let listensEverywhere = ["0.0.0.0", "::"].contains(configuration.host)
        let own = listensEverywhere
            ? MachineNames.all().first { !["localhost", "127.0.0.1", "::1"].contains($0) && MachineNames.isAddress($0) }
            : configuration.host
        let host = configuration.names.first ?? own ?? "127.0.0.1"
        return "https://" + (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
    }

    /// Throws `HubError.invalid` for a text that cannot stand in a certificate.
    static func check(_ names: [String]) throws {
        for name in names where !MachineNames.isHostName(name) && !MachineNames.isAddress(name) {
            throw HubError(
                .invalid, "\"\(name.prefix(64))\" is neither a host name nor an address",
                advice: "Write it without https:// and without a port, such as hub.school.example.")
        }
    }
}
