import Attendance
import Crypto
import SQLite
import Trust

/// How a node becomes known: a one-use token for its room, and a key of its own.
extension NodeRegistry {
    /// A code with which one node may join for a room.
    func makeToken(_ request: TokenRequest) async throws -> TokenReply {
        let minutes = request.minutes ?? HubLimits.defaultTokenMinutes
        guard HubLimits.tokenMinutes.contains(minutes) else {
            throw HubError(
                .invalid, "A token lives \(HubLimits.tokenMinutes.lowerBound) to "
                    + "\(HubLimits.tokenMinutes.upperBound) minutes, not \(minutes)")
        }
        let token = Token()
        guard let code = JoinCode(token: token, fingerprint: authority.current.fingerprint) else {
            throw HubError(.damaged, "The authority's hash has a wrong length")
        }
        let now = time.wallMilliseconds()
        let row = NodeTable.TokenRow(
            room: request.room, expires: now + Int64(minutes) * 60_000,
            needsApproval: request.needsApproval ?? false, isUsed: false)
        try await store.commit { try NodeTable.insertToken(token.digest, row, created: now, in: $0) }
        return TokenReply(token: code.text, room: row.room, expiresMilliseconds: row.expires)
    }

    /// Throws `HubError` (`token_refused`) for a token that is wrong, used or too old.
    func join(_ request: JoinRequest) async throws -> JoinReply {
        try Limits.check(request.name, field: "name", maximumCharacters: Limits.labelCharacters)
        guard let token = Token(text: request.token) else {
            throw Self.refused("The token is mistyped", advice: "Copy the join code again.")
        }
        guard let key = Hex.decode(request.key).flatMap({ VerifyingKey(bytes: $0) }) else {
            throw HubError(.invalid, "The node's key is not 32 bytes in hexadecimal")
        }
        let id = request.again?.node ?? NodeID.fresh(time)
        let now = time.wallMilliseconds()
        let known = try await store.commit { database in
            let admitted = try Self.admitted(token, now: now, in: database)
            if let proof = request.again {
                try Self.check(proof, token: token, key: key, room: admitted.room, in: database)
            }
            guard try NodeTable.owner(of: key, in: database) ?? id == id else {
                throw HubError(.conflict, "Another node has this key", advice: "Give each node its own data folder.")
            }
            let known = KnownNode(
                node: Node(id: id, name: request.name, room: admitted.room), key: key,
                stored: admitted.needsApproval ? .pending : .active, lastHeard: now)
            try NodeTable.put(known, joined: now, in: database)
            try NodeTable.useToken(token.digest, by: id, in: database)
            // With what an operator said of it before.
            return try NodeTable.known(id, in: database) ?? known
        }
        learn(known)
        return JoinReply(
            node: known.node, site: store.site.name, authority: authority.current,
            needsApproval: known.stored == .pending)
    }

    private static func admitted(
        _ token: Token, now: Int64, in database: Connection
    ) throws -> NodeTable.TokenRow {
        guard let row = try NodeTable.token(token.digest, in: database) else {
            throw refused("This hub did not make that token")
        }
        guard !row.isUsed else { throw refused("A node has joined with this token already") }
        guard now < row.expires else { throw refused("The token has expired") }
        return row
    }

    /// Who joins again proves to be who it was, and stays in its room: what waits in its outbox is of that room. A
    /// node that this hub never knew, of a hub that was lost, has nobody to be mistaken for.
    private static func check(
        _ proof: RejoinProof, token: Token, key: VerifyingKey, room: RoomID, in database: Connection
    ) throws {
        guard let known = try NodeTable.known(proof.node, in: database) else { return }
        guard proof.isValid(token: token, newKey: key, known: known.key) else {
            throw refused(
                "The node did not prove that it is the one it says",
                advice: "Was the data folder copied, and the copy joined again? Join with an empty data folder.")
        }
        guard known.node.room == room else {
            throw refused(
                "The token is for room \(room), the node belongs to room \(known.node.room)",
                advice: "Make a token for its room, or join with an empty data folder.")
        }
    }

    private static func refused(
        _ message: String, advice: String = "Make a new one: rollcall-hub nodes token --room ROOM."
    ) -> HubError {
        HubError(.tokenRefused, message, advice: advice)
    }
}
