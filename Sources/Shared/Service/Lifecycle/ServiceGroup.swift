/// A process is an ordered list of services: started in order, stopped in reverse, with one deadline.
package final class ServiceGroup: Sendable {
    private let services: [any Service]
    private let log: Log
    private let shutdownDeadlineSeconds: Double
    private let handlesSignals: Bool
    private let events: AsyncStream<ServiceEvent>
    private let report: AsyncStream<ServiceEvent>.Continuation

    package init(
        _ services: [any Service], log: Log, shutdownDeadlineSeconds: Double = 10, handlesSignals: Bool = true
    ) {
        self.services = services
        self.log = log
        self.shutdownDeadlineSeconds = shutdownDeadlineSeconds
        self.handlesSignals = handlesSignals
        (events, report) = AsyncStream.makeStream()
    }

    /// Ends the group in good order, as SIGTERM does.
    package func requestShutdown() {
        report.yield(.shutdownWanted(reason: "requested"))
    }

    /// Runs the services until a signal, a request, the caller's cancellation, or the end of one of them;
    /// call it once.
    /// Throws the error that ended the group, or `ShutdownTimeout` when the services do not stop in time.
    package func run() async throws {
        // A task of its own, so that the caller's cancellation begins the shutdown instead of cutting it
        // short.
        let life = Task { try await live() }
        try await withTaskCancellationHandler {
            try await life.value
        } onCancel: {
            report.yield(.shutdownWanted(reason: "cancelled"))
        }
    }

    private func live() async throws {
        let signals = handlesSignals ? Signals(report: report) : nil
        defer { signals?.stop() }

        var running: [RunningService] = []
        var failure: (any Error)?
        do {
            for service in services {
                try await service.start()
                running.append(RunningService(service, report: report))
                log.debug("Service started.", ["service": service.name])
            }
            try await waitForReason()
        } catch {
            failure = error
        }
        let timeout = await stopInReverse(running)
        if let error = failure ?? timeout { throw error }
    }

    /// Waits for the event that ends the group; throws if that is a service's error.
    private func waitForReason() async throws {
        for await event in events {
            switch event {
            case .shutdownWanted(let reason):
                log.info("Stopping.", ["reason": reason])
                return
            case .ended(let name, nil):
                log.info("Stopping because a service is done.", ["service": name])
                return
            case .ended(let name, let error?):
                log.error("A service failed.", ["service": name, "error": String(describing: error)])
                throw error
            case .stopping, .allStopped, .deadlinePassed:
                continue
            }
        }
    }

    private func stopInReverse(_ running: [RunningService]) async -> ShutdownTimeout? {
        // Not awaited: a service that ignores its cancellation must not hold the process up.
        Task { [log, report] in
            for service in running.reversed() {
                report.yield(.stopping(name: service.name))
                await service.stop()
                log.debug("Service stopped.", ["service": service.name])
            }
            report.yield(.allStopped)
        }
        let timer = Task { [report, shutdownDeadlineSeconds] in
            try await Task.sleep(for: .seconds(shutdownDeadlineSeconds))
            report.yield(.deadlinePassed)
        }
        defer { timer.cancel() }

        var current = ""
        for await event in events {
            switch event {
            case .stopping(let name): current = name
            case .allStopped: return nil
            case .deadlinePassed: return ShutdownTimeout(service: current, seconds: shutdownDeadlineSeconds)
            case .ended(let name, let error?):
                log.warning(
                    "A service failed while stopping.", ["service": name, "error": String(describing: error)])
            case .ended, .shutdownWanted: continue
            }
        }
        return nil
    }
}
