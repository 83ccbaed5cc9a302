import Crypto
import HTTP

/// Lets administrators through: whoever has the secret of the data folder.
struct AdminGate: Sendable {
    private let digest: [UInt8]

    init(secret: String) {
        digest = SHA256.hash(secret)
    }

    /// Compares digests in constant time, so that timing tells nothing about the secret.
    func check(_ request: HTTPRequest) throws(HTTPError) {
        guard let secret = request.bearerToken, constantTimeEqual(SHA256.hash(secret), digest) else {
            throw HTTPError.unauthorised(
                "The administrator's secret is missing or wrong.",
                hint: "Send \"Authorization: Bearer …\" with the secret from admin.secret in the hub's data folder.")
        }
    }
}
