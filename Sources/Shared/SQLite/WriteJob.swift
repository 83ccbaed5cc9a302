/// One caller's write, waiting for its turn.
struct WriteJob: Sendable {
    /// What became of the body; the caller hears of it once the group's commit is decided.
    struct Outcome {
        /// The body's own error; its changes are undone.
        let bodyError: (any Error)?
        /// Tells the caller, with the commit's error if there was one.
        let tell: ((any Error)?) -> Void
    }

    /// Runs the body in its savepoint.
    let perform: @Sendable (Connection) -> Outcome
    /// Tells the caller that the body never ran.
    let refuse: @Sendable (any Error) -> Void

    init<T: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> T,
        _ continuation: CheckedContinuation<T, any Error>
    ) {
        perform = { connection in
            let result = Result { try connection.savepoint { try body(connection) } }
            switch result {
            case .success(let value):
                return Outcome(bodyError: nil) { commitError in
                    continuation.resume(with: commitError.map { .failure($0) } ?? .success(value))
                }
            case .failure(let error):
                return Outcome(bodyError: error) { _ in continuation.resume(throwing: error) }
            }
        }
        refuse = { continuation.resume(throwing: $0) }
    }
}
