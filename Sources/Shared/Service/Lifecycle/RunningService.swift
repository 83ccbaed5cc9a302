/// A started service and the task that it lives in.
struct RunningService: Sendable {
    private let service: any Service
    private let task: Task<Void, Never>

    var name: String { service.name }

    init(_ service: any Service, report: AsyncStream<ServiceEvent>.Continuation) {
        self.service = service
        task = Task {
            do {
                try await service.run()
                report.yield(.ended(name: service.name, error: nil))
            } catch is CancellationError {
                report.yield(.ended(name: service.name, error: nil))
            } catch {
                report.yield(.ended(name: service.name, error: error))
            }
        }
    }

    func stop() async {
        await service.stop()
        task.cancel()
        await task.value
    }
}
