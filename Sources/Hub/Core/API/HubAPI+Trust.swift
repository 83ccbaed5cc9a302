import HTTP
import Replication

/// By what nodes and browsers know this hub. Open: a node asks before it can verify anything, and checks the answer by
/// signatures or by the hash in its join code.
extension HubAPI {
    func addTrustRoutes(to routes: inout HubRoutes) {
        routes.on(.get, Protocol.Path.authority, .open) { _ in
            try .wire(authority.chain)
        }
    }
}
