/// Why the hub did not do what the node asked; for the log.
struct HubTrouble: Error, CustomStringConvertible {
    let description: String
}
