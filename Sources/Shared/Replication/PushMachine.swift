import Attendance
import Defects

/// The node's side of pushing, without clock, disk or network: inputs in, effects out.
///
/// One request is under way at a time. Each contact begins with the hub's erasures, then a hello tells how far the hub
/// has this outbox; a hub that has less than it once acknowledged (it was restored) is filled up again from there. What
/// was sent is marked only after the hub's reply.
package struct PushMachine: Sendable {
    package enum Input: Sendable {
        /// Something was added to the outbox, or a wait is over.
        case wake
        /// The hub's erasures up to this position are applied here.
        case erasuresApplied(through: Int64)
        /// The outbox's next operations, oldest first, as asked by `load`.
        case loaded([StoredOperation])
        case replied(PushReply)
        /// What was asked of the hub last brought nothing that counts.
        case failed(PushFailure)
    }

    package enum Effect: Hashable, Sendable {
        /// Get and apply the hub's erasures after `after`.
        case pullErasures(after: Int64)
        /// Ask how far the hub has this outbox; `first` is the sequence after what is thought acknowledged.
        case hello(first: Int64)
        /// Read at most `limit` operations with a sequence above `after`.
        case load(after: Int64, limit: Int)
        case send(first: Int64, lines: [[UInt8]])
        /// Record durably what the hub has and the nonce that it gave, before anything else is sent.
        case accept(PushReply)
        /// The outbox cannot go on in its lineage: a copy of it writes too, or it was rolled back. Begin another one
        /// that has everything which is still held, and a new machine.
        case startNewLineage
        /// Wake again after this many milliseconds, or sooner when something is added.
        case wait(milliseconds: Int64)
        /// Nothing to send; wake when something is added, or after `idleMilliseconds` to look again.
        case idle
    }

    private enum State: Sendable {
        case idle
        case erasing
        case greeting(first: Int64)
        case loading
        case sending(first: Int64, last: Int64)
        case waiting
    }

    /// A queue is looked at again after this long even when no trigger came, so that a missed one cannot stall it.
    package static let idleMilliseconds: Int64 = 10_000

    private var state = State.idle
    private var acceptedThrough: Int64
    /// Last sequence that is known to be written.
    private var written: Int64
    /// Whether the hub said since the last start how far it has this outbox.
    private var isGreeted = false
    private var erasuresApplied: Int64
    private var erasuresDue = true
    /// The hub's life that answered last.
    private var incarnation: Incarnation?
    private var firstContactSpread: Int64
    private let wakesBetweenHellos: Int
    private var idleWakes = 0
    private var backoff: Backoff
    private var batchLimit: Int

    /// - Parameters:
    ///   - acceptedThrough: the durable mark of an earlier run.
    ///   - written: last sequence of the outbox.
    ///   - erasuresApplied: position of the last erasure that was applied here.
    ///   - incarnation: the hub's life that answered last, as far as an earlier run knew.
    ///   - firstContactSpread: the first contact waits up to so many milliseconds (after a power cut, for instance,
    ///     when every room of a school comes back at once).
    ///   - wakesBetweenHellos: a node with nothing to send says hello again after so many wakes, so that a hub which
    ///     was copied back is noticed also when nothing happens.
    package init(
        acceptedThrough: Int64, written: Int64, erasuresApplied: Int64 = 0, incarnation: Incarnation? = nil,
        backoff: Backoff = Backoff(), batchLimit: Int = Protocol.operationsPerBatch, firstContactSpread: Int64 = 0,
        wakesBetweenHellos: Int = 30
    ) {
        self.acceptedThrough = acceptedThrough
        self.written = written
        self.erasuresApplied = erasuresApplied
        self.incarnation = incarnation
        self.backoff = backoff
        self.batchLimit = batchLimit
        self.firstContactSpread = Defect.firstContactAtOnce.isActive ? 0 : firstContactSpread
        self.wakesBetweenHellos = wakesBetweenHellos
    }

    /// `random` is in 0..<1 and spreads waits.
    package mutating func handle(_ input: Input, random: Double) -> [Effect] {
        switch (input, state) {
        case (.wake, .idle) where firstContactSpread > 0:
            state = .waiting
            defer { firstContactSpread = 0 }
            return [.wait(milliseconds: Int64(Double(firstContactSpread) * random))]
        case (.wake, .idle):
            idleWakes += 1
            if idleWakes > wakesBetweenHellos, !Defect.silentWhenIdle.isActive { isGreeted = false }
            return next()
        case (.wake, .waiting):
            return next()
        case (.wake, _):
            return []
        case (.erasuresApplied(let position), .erasing):
            erasuresApplied = position
            erasuresDue = false
            return next()
        case (.loaded(let operations), .loading):
            return loaded(operations)
        case (.replied(let reply), .greeting(let first)):
            return replied(reply, first: first, last: first - 1, random: random)
        case (.replied(let reply), .sending(let first, let last)):
            return replied(reply, first: first, last: last, random: random)
        case (.failed(let failure), .erasing), (.failed(let failure), .greeting), (.failed(let failure), .sending):
            return failed(failure, random: random)
        case (.erasuresApplied, _), (.loaded, _), (.replied, _), (.failed, _):
            preconditionFailure("the driver answered an effect that is not under way")
        }
    }

    /// What is due first.
    private mutating func next() -> [Effect] {
        if erasuresDue {
            state = .erasing
            return [.pullErasures(after: erasuresApplied)]
        }
        guard isGreeted else { return hello(first: acceptedThrough + 1) }
        state = .loading
        return [.load(after: acceptedThrough, limit: batchLimit)]
    }

    private mutating func hello(first: Int64) -> [Effect] {
        state = .greeting(first: first)
        idleWakes = 0
        return [.hello(first: first)]
    }

    private mutating func loaded(_ operations: [StoredOperation]) -> [Effect] {
        guard let first = operations.first else {
            guard acceptedThrough < written else {
                state = .idle
                return [.idle]
            }
            // Nothing of it is held any more: the hub has to note the loss and go on behind it.
            return hello(first: written + 1)
        }
        var bytes = 0
        let fitting = operations.prefix { operation in
            bytes += operation.line.count + 1
            return bytes <= Protocol.bytesPerBatch || operation.sequence == first.sequence
        }
        let last = first.sequence + Int64(fitting.count) - 1
        written = max(written, operations.last?.sequence ?? last)
        state = .sending(first: first.sequence, last: last)
        return [.send(first: first.sequence, lines: fitting.map(\.line))]
    }

    private mutating func replied(_ reply: PushReply, first: Int64, last: Int64, random: Double) -> [Effect] {
        if (reply.forked && !Defect.forkIgnored.isActive) || reply.acceptedThrough > written {
            state = .idle
            return [.startNewLineage]
        }
        if reply.acceptedThrough == first - 1, last >= first {
            // The hub answered but took nothing: asking again at once would spin.
            return failed(.unreachable, random: random)
        }
        backoff.succeeded()
        if last >= first {
            batchLimit = min(Protocol.operationsPerBatch, batchLimit + max(1, batchLimit / 10))
        }
        isGreeted = true
        // The hub may have more, and its word about what of that has to go was lost: it is asked again.
        let reply = reply.limited(to: last)
        acceptedThrough = reply.acceptedThrough
        // A hub in another life may have forgotten erasures that this node knows.
        let isOtherLife = incarnation != nil && incarnation != reply.incarnation
        incarnation = reply.incarnation
        if reply.erasures > erasuresApplied || isOtherLife { erasuresDue = true }
        return [.accept(reply)] + next()
    }

    private mutating func failed(_ failure: PushFailure, random: Double) -> [Effect] {
        // Out of touch: erasures may have come meanwhile.
        erasuresDue = true
        state = .waiting
        switch failure {
        case .unreachable, .refused:
            return [.wait(milliseconds: backoff.failed(random: random))]
        case .busy(let retryAfter):
            batchLimit = max(1, batchLimit / 2)
            return [.wait(milliseconds: backoff.failed(random: random, atLeast: retryAfter))]
        case .tooLarge:
            batchLimit = max(1, batchLimit / 2)
            return [.wait(milliseconds: backoff.failed(random: random))]
        }
    }
}
