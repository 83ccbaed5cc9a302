import Synchronization

/// A position that only grows, and those who wait for it to grow: every long-poll waits here, none asks the database.
package final class PositionSignal: Sendable {
    private enum Waiter {
        /// Has a ticket, does not wait yet.
        case arriving
        /// Its time was over, or it was cancelled, before it waited.
        case released
        case waiting(past: Int64, CheckedContinuation<Void, Never>)
    }

    private struct State {
        var position: Int64
        var nextTicket = 0
        var waiters: [Int: Waiter] = [:]
    }

    private let state: Mutex<State>

    package init(_ position: Int64 = 0) {
        state = Mutex(State(position: position))
    }

    package var position: Int64 { state.withLock { $0.position } }

    /// Waiters at the moment, for metrics and tests.
    package var waiterCount: Int { state.withLock { $0.waiters.count } }

    /// Wakes everybody who waits for a position up to this one. A lower position than the present one changes nothing.
    package func advance(to position: Int64) {
        wake { $0 = max($0, position) }
    }

    /// Moves on by one.
    package func advance() {
        wake { $0 += 1 }
    }

    private func wake(_ move: (inout Int64) -> Void) {
        let woken = state.withLock { state in
            move(&state.position)
            var woken: [CheckedContinuation<Void, Never>] = []
            for (ticket, waiter) in state.waiters {
                if case .waiting(let past, let continuation) = waiter, past < state.position {
                    woken.append(continuation)
                    state.waiters[ticket] = nil
                }
            }
            return woken
        }
        for continuation in woken { continuation.resume() }
    }

    /// Returns when the position is past `position`, when the time is over, or when the task is cancelled.
    package func wait(past position: Int64, seconds: Double) async {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            state.waiters[state.nextTicket] = .arriving
            return state.nextTicket
        }
        let timer = Task {
            try? await Task.sleep(for: .milliseconds(Int64(seconds * 1_000)))
            release(ticket)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { arrive(ticket, past: position, $0) }
        } onCancel: {
            release(ticket)
        }
        timer.cancel()
    }

    private func arrive(_ ticket: Int, past position: Int64, _ continuation: CheckedContinuation<Void, Never>) {
        let waits = state.withLock { state in
            if case .arriving = state.waiters[ticket], state.position <= position {
                state.waiters[ticket] = .waiting(past: position, continuation)
                return true
            }
            state.waiters[ticket] = nil
            return false
        }
        if !waits { continuation.resume() }
    }

    private func release(_ ticket: Int) {
        let continuation: CheckedContinuation<Void, Never>? = state.withLock { state in
            switch state.waiters[ticket] {
            case .waiting(_, let continuation):
                state.waiters[ticket] = nil
                return continuation
            case .arriving:
                state.waiters[ticket] = .released
                return nil
            case .released, nil:
                return nil
            }
        }
        continuation?.resume()
    }
}
