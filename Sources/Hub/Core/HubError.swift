import Service

/// What the hub refuses or cannot do: what happened, to what, and what to do next.
package struct HubError: ReportableError, Equatable {
    /// The `code` of an error answer of the API.
    package enum Code: String, Sendable {
        case invalid
        case notFound = "not_found"
        case conflict
        case tokenRefused = "token_refused"
        case lineageRefused = "lineage_refused"
        case unprocessable
        case busy
        case visionUnavailable = "vision_unavailable"
        case notInitialised = "not_initialised"
        case unreachable
        case addressInUse = "address_in_use"
        case refused
        case damaged
        /// The database has lost data, and erasures may be among it.
        case recovering
        /// A chunk that belongs to no present snapshot.
        case chunkGone = "chunk_gone"
        /// No more can be put aside of this node.
        case quarantineFull = "quarantine_full"
    }

    package let code: Code
    package let message: String
    package let advice: String

    /// A full stop at the end of `message` is dropped: messages of other modules have one.
    package init(_ code: Code, _ message: String, advice: String = "") {
        self.code = code
        self.message = message.withoutFullStop
        self.advice = advice
    }

    package var exitCode: ExitCode {
        switch code {
        case .invalid, .unprocessable: .dataError
        case .notFound, .chunkGone: .noInput
        case .conflict, .refused: .failure
        case .tokenRefused, .lineageRefused: .noPermission
        case .busy, .recovering, .quarantineFull: .temporaryFailure
        case .visionUnavailable, .unreachable, .addressInUse: .unavailable
        case .notInitialised: .configuration
        case .damaged: .dataError
        }
    }

    package static func notFound(_ what: String) -> HubError {
        HubError(.notFound, "There is no \(what)")
    }
}

extension String {
    var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
