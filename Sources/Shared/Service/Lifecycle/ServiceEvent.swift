/// What a service group waits for.
enum ServiceEvent: Sendable {
    case shutdownWanted(reason: String)
    case ended(name: String, error: (any Error)?)
    case stopping(name: String)
    case allStopped
    case deadlinePassed
}
