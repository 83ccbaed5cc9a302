import Attendance
import SQLite
import Service

/// Shows conflicts and takes what humans decide about them.
package struct ConflictDesk: Sendable {
    let store: HubStore
    let time: any TimeSource
    let rules: AttendanceRules
    let watch: FaceWatch

    /// Which conflicts a list shows; what is nil does not restrict.
    struct Filter: Sendable {
        var status: ConflictView.Status?
        var kind: ConflictKind?
        /// When the sightings in two rooms were, milliseconds since 1970 UTC. Default: the last
        /// `HubLimits.conflictDays`.
        var from: Int64?
        var before: Int64?
    }

    /// In order of id.
    func list(_ filter: Filter, cursor: String?, limit: Int) async throws -> Page<ConflictView> {
        let after = try cursor.map { try ListCursor.parse($0, parts: 1)[0] } ?? ""
        let now = time.wallMilliseconds()
        let before = filter.before ?? HubLimits.farthestTime
        let from = filter.from ?? (min(before, now) - HubLimits.conflictDays * 86_400_000)
        let period = from..<max(from, before)
        let found = try await read { reader in
            try reader.all(kinds: filter.kind.map { [$0] } ?? ConflictKind.allCases, period: period)
                .filter { filter.status == nil || $0.isOpen == (filter.status == .open) }
                .filter { $0.id.description > after }.prefix(limit + 1).map { try view($0, reader) }
        }
        return Page(found, limit: limit) { ListCursor.make([$0.id.description]) }
    }

    func find(_ id: ConflictID) async throws -> ConflictView {
        try await read { reader in try view(Self.conflict(id, reader), reader) }
    }

    func resolve(_ id: ConflictID, _ request: ResolveRequest) async throws -> ConflictView {
        let actor = try Self.check(actor: request.actor, reason: request.reason)
        return try await commit { reader, decision, now in
            let conflict = try Self.conflict(id, reader)
            let option = try Self.option(request, of: conflict)
            try Deciding.carryOut(
                ConflictDecision(
                    id: decision, conflict: conflict.id, ruling: try Self.ruling(option, request), actor: actor,
                    reason: request.reason, at: now),
                in: reader.database)
            return conflict
        }
    }

    /// Takes back the latest decision in force.
    func undo(_ id: ConflictID, _ request: UndoRequest) async throws -> ConflictView {
        let actor = try Self.check(actor: request.actor, reason: request.reason)
        return try await commit { reader, undo, now in
            let conflict = try Self.conflict(id, reader)
            guard let decision = reader.decisions(on: conflict).last else {
                throw HubError(.conflict, "Nothing was decided about this conflict")
            }
            try Deciding.undo(
                decision, id: undo, actor: actor, reason: request.reason, at: now, in: reader.database)
            return conflict
        }
    }

    private func read<Value: Sendable>(
        _ body: @Sendable @escaping (ConflictReader) throws -> Value
    ) async throws -> Value {
        try await watch.catchUp()
        let (thresholds, rules) = (try await watch.thresholds(), rules)
        return try await store.read { try body(try ConflictReader($0, rules: rules, thresholds: thresholds)) }
    }

    /// `body` gets the id and the time of what it writes, and gives the conflict; as it is afterwards, it is shown.
    private func commit(
        _ body: @Sendable @escaping (ConflictReader, DecisionID, Int64) throws -> Conflict
    ) async throws -> ConflictView {
        try await watch.catchUp()
        let (thresholds, rules) = (try await watch.thresholds(), rules)
        let (id, now) = (DecisionID.fresh(time), time.wallMilliseconds())
        return try await store.commit { database in
            // A clock that was set back must not put a decision before one that was made earlier.
            let at = max(now, try DecisionTable.latest(in: database) &+ 1)
            let before = try ConflictReader(database, rules: rules, thresholds: thresholds)
            let conflict = try body(before, id, at)
            let after = try ConflictReader(database, rules: rules, thresholds: thresholds)
            return try view(after.find(conflict.id) ?? conflict, after)
        }
    }

    private func view(_ conflict: Conflict, _ reader: ConflictReader) throws -> ConflictView {
        ConflictView(
            conflict, people: try conflict.people.map { try RecordSearch.reference($0, in: reader.database) },
            decisions: reader.decisions(on: conflict))
    }

    private static func conflict(_ id: ConflictID, _ reader: ConflictReader) throws -> Conflict {
        guard let conflict = try reader.find(id) else {
            throw HubError(
                .notFound, "There is no conflict \(id)",
                advice: "What arrived since may have settled or renamed it: rollcall-hub conflicts list.")
        }
        return conflict
    }

    private static func option(_ request: ResolveRequest, of conflict: Conflict) throws -> ConflictOption {
        if let elsewhere = conflict.elsewhere {
            throw HubError(.conflict, "This conflict is not resolved here", advice: elsewhere)
        }
        guard conflict.isOpen else {
            throw HubError(
                .conflict, "This conflict is resolved",
                advice: "To decide anew, undo it first: rollcall-hub conflicts undo \(conflict.id).")
        }
        let ways = conflict.options.filter { $0.resolution == request.resolution }
        guard !ways.isEmpty else {
            let known = Set(conflict.options.map(\.resolution.rawValue)).sorted().joined(separator: ", ")
            throw HubError(
                .invalid, "\"\(request.resolution.rawValue)\" does not resolve this conflict",
                advice: "Its resolutions are \(known).")
        }
        guard let choice = request.choice else {
            if ways.count == 1 { return ways[0] }
            throw HubError(
                .invalid, "\"\(request.resolution.rawValue)\" can be done in several ways",
                advice: "Name a \"choice\": " + ways.compactMap(\.choice).joined(separator: ", ") + ".")
        }
        guard let way = ways.first(where: { $0.choice == choice }) else {
            throw HubError(
                .invalid, "\"\(choice.prefix(64))\" is no choice here",
                advice: "Choices are " + ways.compactMap(\.choice).joined(separator: ", ") + ".")
        }
        return way
    }

    private static func ruling(_ option: ConflictOption, _ request: ResolveRequest) throws -> Ruling {
        guard case .renumber(let person, let old, _) = option.ruling else {
            guard request.number == nil else {
                throw HubError(.invalid, "Only \"renumber\" takes a number")
            }
            return option.ruling
        }
        if let number = request.number {
            try Limits.check(number, field: "number", maximumCharacters: Limits.personNumberCharacters)
            guard number != old else { throw HubError(.invalid, "This is the number that they share") }
        }
        return .renumber(person, old: old, new: request.number)
    }

    private static func check(actor: String?, reason: String?) throws -> String {
        if let reason { try Limits.check(reason, field: "reason", maximumCharacters: Limits.remarkCharacters) }
        return try HubActor.checked(actor)
    }
}
