import Service

/// A face was to be stored or compared, and the gallery lease is over.
struct LeaseOver: ReportableError {
    var exitCode: ExitCode { .unavailable }
    var message: String { "The gallery lease of this node is over: it keeps no faces until it hears its hub again" }
    var advice: String { "Bring the node back into the hub's network, or enrol at the hub." }
}
