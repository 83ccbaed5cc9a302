/// Why a server could not start.
package struct HTTPServerError: Error, CustomStringConvertible {
    package enum Reason: Sendable {
        case addressInUse
        case notPermitted
        case badAddress
        case badTLS
        case other
    }

    package let reason: Reason
    package let description: String

    init(_ reason: Reason, _ description: String) {
        self.reason = reason
        self.description = description
    }
}
