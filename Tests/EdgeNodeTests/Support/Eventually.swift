import Testing

/// Waits until `condition` holds; fails after a minute: other tests may take the processors.
func eventually(
    _ what: String, sourceLocation: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    Issue.record("not within a minute: \(what)", sourceLocation: sourceLocation)
}

/// Runs `background` while `body` runs, then ends it.
func whileRunning(
    _ background: @Sendable @escaping () async throws -> Void, _ body: () async throws -> Void
) async throws {
    let task = Task { try await background() }
    do {
        try await body()
    } catch {
        task.cancel()
        _ = await task.result
        throw error
    }
    task.cancel()
    do { try await task.value } catch is CancellationError {}
}
