/// A part of the process that lives for a while: a server, a camera, a synchroniser.
package protocol Service: Sendable {
    /// For the log, for instance "hub-push".
    var name: String { get }

    /// Makes the service ready for use: port open, file loaded. The next service starts when this returns.
    func start() async throws

    /// Lives until its task is cancelled. Returning earlier ends the whole group in good order; throwing
    /// ends it with
    /// that error.
    func run() async throws

    /// Called when the group ends, in reverse order, just before the task of `run` is cancelled.
    func stop() async
}

extension Service {
    package func start() async throws {}

    package func run() async throws {
        while !Task.isCancelled {
            // The sleep ends early, with an error, exactly when the task is cancelled.
            try? await Task.sleep(for: .seconds(3600))
        }
    }

    package func stop() async {}
}
