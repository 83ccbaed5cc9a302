import Attendance
import HTTP
import Replication

/// Erasing and its receipts, for administrators; the ledger, for nodes.
extension HubAPI {
    func addErasureRoutes(to routes: inout HubRoutes) {
        routes.on(.post, "/v1/people/:id/erasure", .admin) { request in
            let view = try await erasures.erase(
                try request.identifier("id"), try request.decode(ErasureRequest.self))
            await forgetCaches()
            return try .wire(view, status: 201)
        }
        routes.on(.post, "/v1/people/:id/consent", .admin) { request in
            let person: PersonID = try request.identifier("id")
            try await erasures.giveConsent(of: person)
            return try .wire(try await people.find(person))
        }
        routes.on(.get, "/v1/receipts", .admin) { request in
            let (limit, cursor) = try request.page()
            return try .wire(try await erasures.list(cursor: cursor, limit: limit))
        }
        routes.on(.get, "/v1/receipts/:id", .admin) { request in
            let receipt = try await erasures.receipt(try request.identifier("id"))
            guard request.text("format") == "text" else { return try .wire(receipt) }
            return .text(try receipt.page(store.site.calendar))
        }
        routes.on(.get, Protocol.Path.erasures, .nodeEvenRevoked) { request in
            var page = try await erasures.page(
                after: Erasing.Place(
                    incarnation: try request.identifierInQuery("incarnation"),
                    position: Int64(try request.queryInteger("after", default: 0, in: 0...Int.max)),
                    latest: try request.identifierInQuery("id")),
                by: request.node.id)
            page.isRevoked = request.nodeState == .revoked
            if !page.isRevoked { page.lease = try await leases.grant(to: request.node.id) }
            return try .wire(page)
        }
        routes.on(.post, Protocol.Path.erasures, .node) { request in
            let report = try request.decode(ErasureReport.self)
            guard report.erasures.count <= Protocol.erasuresPerPage else {
                throw HTTPError.tooLarge("A report holds at most \(Protocol.erasuresPerPage) erasures.")
            }
            try await erasures.take(report, from: request.node)
            await forgetCaches()
            return .empty()
        }
    }

    /// What was read before an erasure must not lie about either.
    private func forgetCaches() async {
        feed.forgetPages()
        await snapshots.forgetChunks()
        copies.removeAll()
    }
}
