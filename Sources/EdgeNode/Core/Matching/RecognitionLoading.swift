/// Loads once, however many ask at the same time.
actor RecognitionLoading {
    private var task: Task<Recognition, any Error>?

    func value(_ load: @Sendable @escaping () async throws -> Recognition) async throws -> Recognition {
        let task = task ?? Task { try await load() }
        self.task = task
        return try await task.value
    }
}
