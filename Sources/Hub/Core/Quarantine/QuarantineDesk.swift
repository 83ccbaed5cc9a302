import Attendance
import Service
import SQLite

/// Shows what was put aside, takes it up again, or throws it away; never the last by itself.
struct QuarantineDesk: Sendable {
    let store: HubStore
    let log: Log

    /// Operations in one transaction.
    private static let step = 200

    func list(_ filter: QuarantineTable.Filter, cursor: String?, limit: Int) async throws -> Page<QuarantinedView> {
        let before = try cursor.map(ListCursor.parseInteger)
        let found = try await store.read {
            try QuarantineTable.list(filter, before: before, limit: limit + 1, in: $0)
        }
        return Page(found, limit: limit) { ListCursor.make([String($0.row)]) }
    }

    /// `withContent`: the line as it came, as text.
    func find(_ row: Int64, withContent: Bool) async throws -> QuarantinedView {
        try await store.read { database in
            guard var view = try QuarantineTable.view(row, in: database),
                let item = try QuarantineTable.item(row, in: database)
            else { throw Self.missing(row) }
            if withContent { view.line = String(decoding: item.line, as: UTF8.self) }
            return view
        }
    }

    /// Throws `HubError.conflict` where it stays aside, with the reason.
    func redrive(_ row: Int64, evenRevoked: Bool) async throws -> QuarantineResult {
        let outcome = try await store.commit { database in
            guard let item = try QuarantineTable.item(row, in: database) else { throw Self.missing(row) }
            return try Redrive.perform(item, evenRevoked: evenRevoked, in: database)
        }
        var result = QuarantineResult()
        result.count(outcome)
        report(result, "Operations that were put aside were taken up again.")
        switch outcome {
        case .stored, .known, .erased:
            return result
        case .kept(let reason):
            throw HubError(.conflict, "Operation \(row) stays aside: it \(reason)")
        case .keptForRevoked:
            throw HubError(
                .conflict, "Operation \(row) came from a node that was revoked",
                advice: "To take it all the same, say so: --even-revoked.")
        }
    }

    /// Every one that the request names. What came from revoked nodes only node by node, and only by express word.
    func redrive(_ request: QuarantineRequest) async throws -> QuarantineResult {
        let evenRevoked = request.evenRevoked ?? false
        guard !evenRevoked || request.node != nil else {
            throw HubError(
                .invalid, "What came from revoked nodes is decided node by node", advice: "Name the node.")
        }
        let filter = QuarantineTable.Filter(cause: request.cause, node: request.node)
        return try await redrive(filter, evenRevoked: evenRevoked)
    }

    /// When a hub starts: what an earlier release did not understand, this one may. What came from revoked nodes stays.
    func redriveForThisRelease() async throws {
        _ = try await redrive(
            QuarantineTable.Filter(notUnderstoodBy: HubRelease.understanding), evenRevoked: false)
    }

    private func redrive(_ filter: QuarantineTable.Filter, evenRevoked: Bool) async throws -> QuarantineResult {
        let result = try await eachStep(filter) { items, database in
            var result = QuarantineResult()
            for item in items {
                result.count(try Redrive.perform(item, evenRevoked: evenRevoked, in: database))
            }
            return result
        }
        report(result, "Operations that were put aside were taken up again.")
        return result
    }

    func discard(_ row: Int64) async throws -> QuarantineResult {
        try await store.commit { database in
            guard try QuarantineTable.item(row, in: database) != nil else { throw Self.missing(row) }
            try QuarantineTable.remove(row, in: database)
        }
        var result = QuarantineResult()
        result.discarded = 1
        report(result, "Operations that were put aside were thrown away by an operator.")
        return result
    }

    func discard(_ request: QuarantineRequest) async throws -> QuarantineResult {
        guard request.cause != nil || request.node != nil else {
            throw HubError(.invalid, "Say which operations are to be thrown away", advice: "By cause or by node.")
        }
        let filter = QuarantineTable.Filter(cause: request.cause, node: request.node)
        let result = try await eachStep(filter) { items, database in
            for item in items { try QuarantineTable.remove(item.row, in: database) }
            var result = QuarantineResult()
            result.discarded = items.count
            return result
        }
        report(result, "Operations that were put aside were thrown away by an operator.")
        return result
    }

    /// A transaction for each step, so that pushes come in between.
    private func eachStep(
        _ filter: QuarantineTable.Filter,
        _ body: @escaping @Sendable ([QuarantineTable.Item], Connection) throws -> QuarantineResult
    ) async throws -> QuarantineResult {
        var sum = QuarantineResult()
        var last: Int64? = 0
        while let row = last {
            let (result, next) = try await store.commit { database in
                let items = try QuarantineTable.items(filter, after: row, limit: Self.step, in: database)
                return (try body(items, database), items.count == Self.step ? items.last?.row : nil)
            }
            sum.add(result)
            last = next
        }
        return sum
    }

    private func report(_ result: QuarantineResult, _ what: StaticString) {
        guard result != QuarantineResult() else { return }
        log.info(what, [
            "stored": result.stored, "known": result.known, "erased": result.erased, "discarded": result.discarded,
            "kept": result.kept,
        ])
    }

    private static func missing(_ row: Int64) -> HubError {
        .notFound("operation \(row) in quarantine")
    }
}

extension QuarantineResult {
    mutating func count(_ outcome: Redrive.Outcome) {
        switch outcome {
        case .stored: stored += 1
        case .known: known += 1
        case .erased: erased += 1
        case .kept, .keptForRevoked: kept += 1
        }
    }

    mutating func add(_ other: QuarantineResult) {
        stored += other.stored
        known += other.known
        erased += other.erased
        discarded += other.discarded
        kept += other.kept
    }
}
