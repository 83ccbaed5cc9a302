import Service

/// Ends the process when every photograph is dealt with and the hub has everything. Streams never end and are not
/// waited for.
struct IdleEnd: Service {
    let name = "idle end"
    let cameras: [CameraService]
    let outbox: Outbox

    private static let interval = Duration.milliseconds(50)

    func run() async throws {
        while true {
            let isExhausted = cameras.allSatisfy { !$0.isStill || $0.queue.isExhausted }
            if isExhausted, try await outbox.status().pending == 0 { return }
            try await Task.sleep(for: Self.interval)
        }
    }
}
