import HTTP

/// How the hub is, for people, programs and dashboards.
extension HubAPI {
    func addStatusRoutes(to routes: inout HubRoutes) {
        routes.on(.get, "/v1/status", .open) { _ in
            try .wire(try await status())
        }
        routes.on(.get, "/v1/live", .admin, RouteOptions(endsOnStop: true)) { _ in
            var response = HTTPResponse.stream("text/event-stream") { try await live($0) }
            response.headers["Cache-Control"] = "no-store"
            return response
        }
        routes.on(.get, "/metrics", .open) { _ in
            let status = try await status()
            metrics.gauge("rollcall_people", "People enrolled.").set(Double(status.people))
            metrics.gauge("rollcall_nodes", "Nodes joined.").set(Double(status.nodes))
            metrics.gauge("rollcall_events", "Events stored.").set(Double(status.events))
            metrics.gauge("rollcall_feed_position", "Position of the feed's last change.")
                .set(Double(status.feedPosition))
            metrics.gauge("rollcall_feed_waiters", "Nodes that wait for a change of the feed.")
                .set(Double(store.feed.waiterCount))
            let (aside, lost) = try await store.read { database in
                (try QuarantineTable.count(in: database), try GapTable.total(in: database).operations)
            }
            metrics.gauge("rollcall_quarantined_operations", "Operations of nodes that lie aside.").set(Double(aside))
            metrics.gauge("rollcall_lost_operations", "Operations of nodes that are gone for good.").set(Double(lost))
            metrics.gauge("rollcall_alarms", "Things that an operator has to look at.").set(Double(status.alarms.count))
            return HTTPResponse(
                body: Array(metrics.prometheusText().utf8), contentType: "text/plain; version=0.0.4; charset=utf-8")
        }
    }

    private func status() async throws -> StatusView {
        let isDamaged = !integrity.problems.isEmpty
        let (people, nodes, events, alarms) = try await store.read { database in
            (try PeopleTable.count(in: database), try NodeTable.count(in: database),
             try EventTable.count(in: database), try Alarms.read(isDamaged: isDamaged, in: database))
        }
        return StatusView(
            version: HubRelease.version, site: store.site.name, timeZone: store.site.timeZone.identifier,
            people: people, nodes: nodes, events: events, feedPosition: store.feed.position,
            nowMilliseconds: time.wallMilliseconds(), alarms: alarms)
    }

    /// A hint whenever something changed; the page then asks for what it shows.
    private func live(_ writer: HTTPBodyWriter) async throws {
        var seen = store.changes.position
        try await writer.write(ServerSentEvent(event: "records", data: String(seen)).bytes)
        while !Task.isCancelled {
            await store.changes.wait(past: seen, seconds: Double(HubLimits.liveHeartbeatSeconds))
            let position = store.changes.position
            guard position != seen else {
                try await writer.write(": still here\n\n")
                continue
            }
            seen = position
            try await writer.write(ServerSentEvent(event: "records", data: String(seen)).bytes)
            try await Task.sleep(for: .milliseconds(HubLimits.liveHintMilliseconds))
        }
    }
}
