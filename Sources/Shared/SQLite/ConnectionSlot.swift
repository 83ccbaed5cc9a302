import Dispatch

/// A serial queue and the one connection that lives on it. The connection is opened when it is first needed,
/// and anew
/// after an error that leaves its state uncertain.
final class ConnectionSlot: Sendable {
    let queue: DispatchQueue
    private let path: String
    private let mode: Connection.Mode
    // Read and written on `queue` alone, as every function below asserts.
    nonisolated(unsafe) private var current: Connection?

    init(path: String, mode: Connection.Mode, label: String) {
        self.path = path
        self.mode = mode
        queue = DispatchQueue(label: label, qos: .userInitiated)
    }

    func connection() throws(SQLiteError) -> Connection {
        dispatchPrecondition(condition: .onQueue(queue))
        if let current { return current }
        let opened = try Connection(path: path, mode: mode)
        current = opened
        return opened
    }

    /// Closes the connection if the error leaves its state uncertain.
    func discard(after error: any Error) {
        dispatchPrecondition(condition: .onQueue(queue))
        if let error = error as? SQLiteError, error.isDamaging { close() }
    }

    func close() {
        dispatchPrecondition(condition: .onQueue(queue))
        current?.close()
        current = nil
    }
}
