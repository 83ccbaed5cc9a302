import Attendance
import Crypto
import Foundation
import Replication
import Synchronization

/// What an outbox remembers of its pushes: chains, the hub's last word, and the process that it runs in.
final class PushHistory: Sendable {
    private struct State {
        var chains: [Lineage: [Int64: Digest]] = [:]
        var replies: [Lineage: PushReply] = [:]
        var incarnation: Incarnation?
        var instance = Instance(UUID())
    }

    private let state = Mutex(State())

    /// The same outbox in another folder, as it is now.
    func copy() -> PushHistory {
        let copy = PushHistory()
        let now = state.withLock { $0 }
        copy.state.withLock { $0 = now }
        copy.restart()
        return copy
    }

    /// The process starts anew.
    func restart() {
        state.withLock { $0.instance = Instance(UUID()) }
    }

    /// The header of a batch of `lines`, which are remembered.
    func header(
        of lineage: Lineage, first: Int64, lines: [[UInt8]], oldest: Int64 = 1, at: TimeEvidence
    ) -> PushHeader {
        state.withLock { state in
            let previous = state.chains[lineage]?[first - 1] ?? .chainStart
            var chain = previous
            for (sequence, line) in zip(first..., lines) {
                chain = chain.chained(with: Digest(bytes: SHA256.hash(line)), hash: SHA256.hash)
                state.chains[lineage, default: [:]][sequence] = chain
            }
            let reply = state.replies[lineage]
            return PushHeader(
                lineage: lineage, first: first, last: first + Int64(lines.count) - 1, oldest: oldest,
                previous: previous, nonce: reply?.nonce, instance: state.instance,
                incarnationSeen: state.incarnation, acknowledgedSeen: reply?.acceptedThrough ?? 0, at: at)
        }
    }

    func heard(_ reply: PushReply, of lineage: Lineage) {
        state.withLock { state in
            if reply.nonce != nil { state.replies[lineage] = reply }
            state.incarnation = reply.incarnation
        }
    }
}
