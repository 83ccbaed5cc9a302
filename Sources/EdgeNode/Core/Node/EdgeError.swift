import Service

/// What the node refuses or could not do, for the person who runs it.
package struct EdgeError: ReportableError, Equatable {
    package let exitCode: ExitCode
    /// What happened, to what.
    package let message: String
    /// What to do next.
    package let advice: String

    package init(_ exitCode: ExitCode, _ message: String, advice: String = "") {
        self.exitCode = exitCode
        // Joined to the advice as one sentence each; texts taken over from elsewhere may end in a full stop.
        self.message = message.hasSuffix(".") ? String(message.dropLast()) : message
        self.advice = advice
    }

    package static func notJoined(_ folder: String) -> EdgeError {
        EdgeError(
            .configuration, "\(folder) does not belong to a hub yet",
            advice: "Get a token at the hub (rollcall-hub nodes token --room ROOM), "
                + "then: rollcall-edge join URL --token T.")
    }
}
