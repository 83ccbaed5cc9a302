import Attendance

/// One hub among others, as a value: its clock, everything that it knows, and how far it has each origin's log.
package struct SiteReplica: Sendable {
    package private(set) var origin: Origin
    package private(set) var clock: HybridClock
    package private(set) var state = SiteState()
    private var logs: [Origin: OriginLog] = [:]
    private let hashing: PeerHashing

    package init(origin: Origin, clock: HybridClock = .init(), hashing: PeerHashing) {
        self.origin = origin
        self.clock = clock
        self.hashing = hashing
    }

    /// The hub's process starts again with what its database holds; `bound` is the clock's as stored.
    package mutating func restart(bound: HLC) {
        clock = .restored(from: bound)
    }

    /// Goes on under another name: the database has lost something, or is a copy. `clock`: a new one, where an operator
    /// wants to be rid of readings from a time when the wall clock was years ahead.
    package mutating func beginIncarnation(_ incarnation: Incarnation, clock: HybridClock? = nil) {
        origin = Origin(site: origin.site, incarnation: incarnation)
        if let clock { self.clock = clock }
    }

    /// Appends to the own log. Nil: it is about somebody who was erased, and nothing was written.
    package mutating func write(_ content: SiteContent, now: Int64, salt: [UInt8]) -> SiteOperation? {
        guard !SiteOperation.isForbidden(content, state.erasures, mask: hashing.mask) else { return nil }
        let id = OperationID(origin: origin, sequence: (logs[origin]?.through ?? 0) + 1)
        let operation = SiteOperation(id: id, at: clock.tick(now: now), content: content, salt: salt, hashing: hashing)
        _ = store(operation)
        return operation
    }

    /// Takes in another hub's erasures.
    package mutating func receive(_ erasures: [SiteErasure]) {
        for erasure in erasures { state.add(erasure, hashing) }
    }

    /// Takes in operations, which may be known, and come in any order.
    package mutating func receive(_ operations: [SiteOperation], now: Int64) -> PeerReceipt {
        var receipt = PeerReceipt()
        var ahead: Set<SiteID> = []
        for operation in operations {
            guard operation.isGenuine(hashing) else {
                receipt.damaged += 1
                continue
            }
            guard store(operation) else { continue }
            receipt.new += 1
            let order = clock.accept(operation.at, now: now)
            if order < operation.at { ahead.insert(operation.id.origin.site) }
            guard operation.content?.isOrdered == true, order < state.order(of: operation),
                let stamp = write(.stamp(of: operation.hash, order: order), now: now, salt: [])
            else { continue }
            receipt.stamps.append(stamp)
        }
        receipt.ahead = ahead.sorted()
        return receipt
    }

    private mutating func store(_ operation: SiteOperation) -> Bool {
        let isNew = state.add(operation, hashing)
        logs[operation.id.origin, default: OriginLog()].add(operation.hash, at: operation.id.sequence)
        return isNew
    }

    package var vector: SiteVector { SiteVector(logs.mapValues(\.vectorEntry)) }
    package var view: SiteView { SiteView(state, hashing) }
    package var stateHash: Digest { state.stateHash(hashing) }
    package var erasureSum: BucketSum { state.erasures.sum(hashing) }

    /// Whether another hub knows more, or other, operations of this hub's present life than this hub wrote: it was set
    /// back or copied. It has to begin a new incarnation before it writes anything else.
    package func hasLost(seenBy vector: SiteVector) -> Bool {
        guard let entry = vector.entries[origin] else { return false }
        let own = logs[origin] ?? OriginLog()
        return entry.through > own.through || !own.agrees(with: entry)
    }
}

extension SiteReplica {
    /// What the asker lacks; never what it wrote itself in its present life.
    package func answer(_ request: PeerRequest) -> PeerReply {
        let mismatched = request.vector.entries.filter { logs[$0.key]?.agrees(with: $0.value) == false }
        var due: [(origin: Origin, after: Int64)] = []
        if let repair = request.repair {
            due = [(repair.origin, repair.after)]
        } else {
            due = logs.keys.sorted().map { ($0, request.vector.through($0)) }
        }
        var page = Page()
        for (origin, after) in due where origin != request.origin {
            guard let log = logs[origin], after >= 0, after < log.through else { continue }
            for place in after + 1...log.through {
                guard page.add(log.hashes(at: place).compactMap { state.operations[$0] }) else { break }
            }
        }
        return PeerReply(
            origin: origin, operations: page.operations, vector: vector, mismatched: mismatched.keys.sorted(),
            isMore: page.isFull)
    }

    /// The erasures after `after`, unless the asker has the same: `known` is its sum.
    package func erasures(
        known: BucketSum, after: SiteErasure?, limit: Int = Protocol.erasuresPerPage
    ) -> PeerErasures {
        guard known != erasureSum else { return PeerErasures(origin: origin, erasures: [], isMore: false) }
        let due = state.erasures.sorted.filter { erasure in after.map { $0 < erasure } ?? true }
        return PeerErasures(origin: origin, erasures: Array(due.prefix(limit)), isMore: due.count > limit)
    }

    /// Operations until a limit is reached; what stands at one place is not torn apart.
    private struct Page {
        var operations: [SiteOperation] = []
        var isFull = false
        private var bytes = 0

        mutating func add(_ place: [SiteOperation]) -> Bool {
            let more = place.reduce(0) { $0 + $1.bytes.count }
            let fits = operations.count + place.count <= Protocol.operationsPerBatch
                && bytes + more <= Protocol.bytesPerBatch
            guard !isFull, fits || operations.isEmpty else {
                isFull = true
                return false
            }
            operations += place
            bytes += more
            return true
        }
    }
}
