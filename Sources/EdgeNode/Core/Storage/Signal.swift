/// Wakes one waiting task; raising it several times before it is waited for wakes once.
package struct Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    package init() {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    package func raise() {
        continuation.yield()
    }

    /// Returns when it is raised, after `milliseconds`, or when the task is cancelled.
    package func wait(atMost milliseconds: Int64) async {
        let timer = Task {
            try await Task.sleep(for: .milliseconds(milliseconds))
            continuation.yield()
        }
        defer { timer.cancel() }
        var iterator = stream.makeAsyncIterator()
        _ = await iterator.next()
    }
}
