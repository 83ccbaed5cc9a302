import CCurl
import Glibc
import Synchronization

/// The thread that drives all transfers of one client through one libcurl "multi" handle, whose
/// connection cache they share.
final class TransferLoop: Sendable {
    private struct State {
        var submitted: [(Transfer, Transfer.Continuation)] = []
        var cancelled: [Transfer] = []
        var isStopping = false
        /// Nil once the thread has ended.
        var wakeable: MultiHandle?
    }

    /// Sendable by this invariant: other threads only call `curl_multi_wakeup` on it, the one function
    /// that libcurl allows them, and only under the lock of `State`, which outlives the handle.
    private struct MultiHandle: @unchecked Sendable {
        let pointer: UnsafeMutableRawPointer
    }

    /// libcurl wakes earlier for its own timers; this only bounds how long one wait lasts.
    private static let longestWaitMilliseconds: Int32 = 10_000

    private static let libraryIsReady: Bool = curl_global_init(CCurl_global_default) == CURLE_OK

    private let state = Mutex(State())

    func start() {
        precondition(Self.libraryIsReady, "libcurl could not be initialised")
        guard let multi = curl_multi_init() else { preconditionFailure("libcurl: out of memory") }
        let handle = MultiHandle(pointer: multi)
        state.withLock { $0.wakeable = handle }
        startThread { self.run(handle.pointer) }
    }

    func stop() {
        wake { $0.isStopping = true }
    }

    func submit(_ transfer: Transfer, _ continuation: Transfer.Continuation) {
        wake { $0.submitted.append((transfer, continuation)) }
    }

    /// May come before `submit`, and after the end.
    func cancel(_ transfer: Transfer) {
        wake { $0.cancelled.append(transfer) }
    }

    private func wake(_ change: (inout State) -> Void) {
        state.withLock {
            change(&$0)
            if let handle = $0.wakeable { curl_multi_wakeup(handle.pointer) }
        }
    }

    private func run(_ multi: UnsafeMutableRawPointer) {
        ignoreBrokenPipes()
        var active: [UnsafeMutableRawPointer: Transfer] = [:]
        while takeOrders(multi, &active) {
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            finishDone(multi, &active)
            curl_multi_poll(multi, nil, 0, Self.longestWaitMilliseconds, nil)
        }
        for (handle, transfer) in active {
            curl_multi_remove_handle(multi, handle)
            transfer.end(.failure(CancellationError()))
        }
        curl_multi_cleanup(multi)
    }

    /// Starts and ends transfers as asked; false when the loop is to end.
    private func takeOrders(
        _ multi: UnsafeMutableRawPointer, _ active: inout [UnsafeMutableRawPointer: Transfer]
    ) -> Bool {
        let (submitted, cancelled, isStopping) = state.withLock { state in
            defer {
                state.submitted = []
                state.cancelled = []
                if state.isStopping { state.wakeable = nil }
            }
            return (state.submitted, state.cancelled, state.isStopping)
        }
        // First, so that a cancellation which came before its submission is seen by it.
        for transfer in cancelled {
            transfer.isCancelled = true
            if let handle = transfer.handle, active.removeValue(forKey: handle) != nil {
                curl_multi_remove_handle(multi, handle)
                transfer.end(.failure(CancellationError()))
            }
        }
        for (transfer, continuation) in submitted {
            transfer.continuation = continuation
            if transfer.isCancelled || isStopping {
                transfer.end(.failure(CancellationError()))
                continue
            }
            do throws(HTTPClientError) {
                let handle = try transfer.prepare()
                active[handle] = transfer
                curl_multi_add_handle(multi, handle)
            } catch {
                transfer.end(.failure(error))
            }
        }
        return !isStopping
    }

    private func finishDone(
        _ multi: UnsafeMutableRawPointer, _ active: inout [UnsafeMutableRawPointer: Transfer]
    ) {
        var remaining: Int32 = 0
        while let message = curl_multi_info_read(multi, &remaining) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else {
                continue
            }
            // Read before the handle leaves the set: the message belongs to libcurl until then.
            let code = message.pointee.data.result
            curl_multi_remove_handle(multi, handle)
            active.removeValue(forKey: handle)?.finish(code)
        }
    }

    /// OpenSSL writes without MSG_NOSIGNAL: a peer that closes would end the process.
    private func ignoreBrokenPipes() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
