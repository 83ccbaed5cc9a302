import CMicroHTTPD
import Glibc
import Synchronization

/// Notices that a client has gone while its request waits. libmicrohttpd does not look at suspended
/// connections, so one thread watches their sockets for the peer's end with an epoll set of its own.
final class DisconnectWatcher: Sendable {
    private struct State {
        var next: UInt64 = 1
        var actions: [UInt64: @Sendable () -> Void] = [:]
    }

    /// The token of the event that ends the thread; clients' tokens begin at 1.
    private static let stopToken: UInt64 = 0
    private static let eventsPerCall = 64
    private static let tickMilliseconds: Int32 = 1000

    private let state = Mutex(State())
    private let epoll: Int32
    private let stopEvent: Int32

    init() {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        stopEvent = eventfd(0, Int32(EFD_CLOEXEC))
        var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: Self.stopToken))
        epoll_ctl(epoll, EPOLL_CTL_ADD, stopEvent, &event)
    }

    deinit {
        close(epoll)
        close(stopEvent)
    }

    /// Also calls `tick` about once a second, on the same thread.
    func start(everySecond tick: @escaping @Sendable () -> Void) {
        startThread { self.run(tick) }
    }

    func stop() {
        eventfd_write(stopEvent, 1)
    }

    /// Calls `action` once, on the watcher's thread, if the peer closes; until `forget`.
    func watch(_ socket: Int32, _ action: @escaping @Sendable () -> Void) -> UInt64 {
        let token = state.withLock {
            let token = $0.next
            $0.next += 1
            $0.actions[token] = action
            return token
        }
        let events = EPOLLRDHUP.rawValue | EPOLLONESHOT.rawValue
        var event = epoll_event(events: events, data: epoll_data_t(u64: token))
        epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event)
        return token
    }

    /// To be called while `socket` is still open.
    func forget(_ socket: Int32, _ token: UInt64) {
        epoll_ctl(epoll, EPOLL_CTL_DEL, socket, nil)
        state.withLock { _ = $0.actions.removeValue(forKey: token) }
    }

    private func run(_ tick: () -> Void) {
        var lastTick = ContinuousClock.now
        var events = [epoll_event](repeating: epoll_event(), count: Self.eventsPerCall)
        while true {
            let count = epoll_wait(epoll, &events, Int32(events.count), Self.tickMilliseconds)
            for event in events.prefix(Int(max(0, count))) {
                if event.data.u64 == Self.stopToken { return }
                let action = state.withLock { $0.actions.removeValue(forKey: event.data.u64) }
                action?()
            }
            if ContinuousClock.now - lastTick >= .milliseconds(Int(Self.tickMilliseconds)) {
                lastTick = .now
                tick()
            }
        }
    }
}
