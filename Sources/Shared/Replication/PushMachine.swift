import Attendance

/// The node's side of pushing, without clock, disk or network: inputs in, effects out.
/// One batch is in flight at a time; what was sent is marked only after the hub's reply, and nothing is deleted.
package struct PushMachine: Sendable {
    package enum Input: Sendable {
        /// Something was added to the outbox, or a wait is over.
        case wake
        /// The outbox's next operations, oldest first, as asked by `load`.
        case loaded([StoredOperation])
        case replied(PushReply)
        case failed(PushFailure)
    }

    package enum Effect: Hashable, Sendable {
        /// Read at most `limit` operations with a sequence above `after`.
        case load(after: Int64, limit: Int)
        case send(first: Int64, lines: [[UInt8]])
        /// Record durably what the hub has.
        case accept(through: Int64, incarnation: Incarnation, items: [PushReply.Item])
        /// The hub has lost what it once acknowledged (it was restored): it will be sent again from here.
        case resend(after: Int64)
        /// The hub knows more of this lineage than this outbox ever wrote: the outbox was rolled back.
        case startNewLineage
        /// Wake again after this many milliseconds, or sooner when something is added.
        case wait(milliseconds: Int64)
        /// Nothing to send; wake when something is added, or after `idleMilliseconds` to look again.
        case idle
    }

    private enum State: Sendable {
        case idle
        case loading
        case sending(first: Int64, last: Int64)
        case waiting
    }

    /// A queue is looked at again after this long even when no trigger came, so that a missed one cannot stall it.
    package static let idleMilliseconds: Int64 = 10_000

    private var state = State.idle
    private var acceptedThrough: Int64
    private var backoff: Backoff
    private var batchLimit: Int

    /// `acceptedThrough`: the durable mark of an earlier run.
    package init(acceptedThrough: Int64, backoff: Backoff = Backoff(), batchLimit: Int = Protocol.operationsPerBatch) {
        self.acceptedThrough = acceptedThrough
        self.backoff = backoff
        self.batchLimit = batchLimit
    }

    /// `random` is in 0..<1 and spreads waits.
    package mutating func handle(_ input: Input, random: Double) -> [Effect] {
        switch (input, state) {
        case (.wake, .idle), (.wake, .waiting):
            return load()
        case (.wake, .loading), (.wake, .sending):
            return []
        case (.loaded(let operations), .loading):
            return loaded(operations)
        case (.replied(let reply), .sending(let first, let last)):
            return replied(reply, first: first, last: last, random: random)
        case (.failed(let failure), .sending):
            return failed(failure, random: random)
        case (.loaded, _), (.replied, _), (.failed, _):
            preconditionFailure("the driver answered an effect that is not under way")
        }
    }

    private mutating func load() -> [Effect] {
        state = .loading
        return [.load(after: acceptedThrough, limit: batchLimit)]
    }

    private mutating func loaded(_ operations: [StoredOperation]) -> [Effect] {
        guard let first = operations.first else {
            state = .idle
            return [.idle]
        }
        var bytes = 0
        let fitting = operations.prefix { operation in
            bytes += operation.line.count + 1
            return bytes <= Protocol.bytesPerBatch || operation.sequence == first.sequence
        }
        state = .sending(first: first.sequence, last: first.sequence + Int64(fitting.count) - 1)
        return [.send(first: first.sequence, lines: fitting.map(\.line))]
    }

    private mutating func replied(
        _ reply: PushReply, first: Int64, last: Int64, random: Double
    ) -> [Effect] {
        if reply.acceptedThrough > last {
            state = .idle
            return [.startNewLineage]
        }
        if reply.acceptedThrough == first - 1 {
            // The hub answered but took nothing: asking again at once would spin.
            return failed(.unreachable, random: random)
        }
        backoff.succeeded()
        if reply.acceptedThrough < first - 1 {
            acceptedThrough = reply.acceptedThrough
            return [.resend(after: acceptedThrough)] + load()
        }
        batchLimit = min(Protocol.operationsPerBatch, batchLimit + max(1, batchLimit / 10))
        acceptedThrough = reply.acceptedThrough
        return [.accept(through: acceptedThrough, incarnation: reply.incarnation, items: reply.items)] + load()
    }

    private mutating func failed(_ failure: PushFailure, random: Double) -> [Effect] {
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
