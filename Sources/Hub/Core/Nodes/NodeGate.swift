import Attendance
import Crypto
import HTTP
import Service
import Trust

/// Lets nodes through: by the head of a request who may speak, by the signature over all of it who spoke.
struct NodeGate: Sendable {
    private let nodes: NodeRegistry

    init(_ nodes: NodeRegistry) {
        self.nodes = nodes
    }

    /// Before the body is read: the node is known, and its state allows the request. Attaches the node, its state and
    /// the signature.
    func checkHead(_ request: inout HTTPRequest, admitsRevoked: Bool) throws(HTTPError) {
        let signature = try Self.signature(of: request)
        guard let (known, state) = nodes.known(signature.node) else {
            throw HTTPError(
                401, "unknown_node", "This hub does not know the node.", hint: Self.joinAgain, headers: Self.challenge)
        }
        switch state {
        case .active: break
        case .revoked where admitsRevoked: break
        case .revoked:
            throw HTTPError(
                403, "revoked", "The hub's operator has revoked this node.",
                hint: "Ask for approval, or for a new code.")
        case .pending:
            throw HTTPError(
                403, "pending", "The hub's operator has not approved this node yet; nothing is lost meanwhile.",
                hint: "At the hub: rollcall-hub nodes approve \(known.node.id)")
        case .lapsed:
            throw HTTPError(
                403, "lapsed",
                "The hub has not heard of this node for over \(HubLimits.lapseDays) days; nothing is lost meanwhile.",
                hint: "Check the hub's clock; then, at the hub: rollcall-hub nodes approve \(known.node.id)")
        }
        request.attach(known)
        request.attach(state)
        request.attach(signature)
    }

    /// With the body, uncompressed: the node's key signed exactly this.
    func checkSignature(_ request: HTTPRequest) async throws {
        guard let known = request.attached(KnownNode.self), let signature = request.attached(RequestSignature.self),
            signature.isValid(
                .init(method: request.method.rawValue, target: request.target, body: request.body), key: known.key)
        else {
            throw HTTPError(
                401, "bad_signature", "The request is not signed with this node's key.", hint: Self.joinAgain,
                headers: Self.challenge)
        }
        await nodes.heard(known.node.id)
    }

    private static let joinAgain =
        "Join again, which keeps what was recorded: rollcall-edge join URL --token CODE --again."
    private static let challenge: HTTPHeaders = ["WWW-Authenticate": RequestSignature.scheme]

    private static func signature(of request: HTTPRequest) throws(HTTPError) -> RequestSignature {
        do throws(RequestSignature.UnknownVersion) {
            if let header = request.headers["Authorization"], let signature = try RequestSignature(header: header) {
                return signature
            }
        } catch {
            throw HTTPError(
                400, "unsupported_version",
                "The request is of protocol version \(error.version), this hub speaks \(RequestSignature.version).",
                hint: "Install the same release of Rollcall on node and hub.")
        }
        throw HTTPError(
            401, "unsigned", "The request carries no node's signature.", hint: joinAgain, headers: challenge)
    }
}

extension HTTPRequest {
    /// The node that sent this; only on routes for nodes.
    var node: Node { known.node }

    /// `active`, or on routes that admit it `revoked`; only on routes for nodes.
    var nodeState: NodeState {
        guard let state = attached(NodeState.self) else { preconditionFailure("the route is not for nodes") }
        return state
    }

    /// Whom the node is to hold; only on routes for nodes.
    var scope: NodeScope { known.scope }

    private var known: KnownNode {
        guard let known = attached(KnownNode.self) else { preconditionFailure("the route is not for nodes") }
        return known
    }

    /// The signature over this request; only on routes for nodes.
    var signature: RequestSignature {
        guard let signature = attached(RequestSignature.self) else { preconditionFailure("the route is not for nodes") }
        return signature
    }
}
