import Attendance
import Crypto
import Replication
import Trust

/// By what nodes, hubs and people know one another.
enum TrustTargets {
    static let all = [codes, chain, messages, headers]

    private static let codes = FuzzTarget(
        "join-code", words: ["-", " ", "O", "l", "u"], maximumBytes: 4_096, shortRun: 20_000,
        seeds: {
            let code = JoinCode(token: Examples.token, fingerprint: Examples.authority.fingerprint)
            return [code?.text ?? "", Examples.token.text].map { Array($0.utf8) }
        },
        reader: {
            { bytes in
                let text = String(decoding: bytes, as: UTF8.self)
                let (code, token) = (JoinCode(text: text), Token(text: text))
                precondition(code.map { JoinCode(text: $0.text) == $0 } ?? true, "a code reads otherwise")
                precondition(token.map { Token(text: $0.text) == $0 } ?? true, "a token reads otherwise")
                return code != nil || token != nil
            }
        })

    private static let chain = FuzzTarget(
        "authority-chain", words: ["\"generation\":", "\"signature\":", "\"key\":", "-----END CERTIFICATE-----\n"],
        shortRun: 3_000,
        seeds: {
            let second = AuthorityLink(
                generation: 2, certificate: Examples.certificate, key: Examples.nextKey.verifyingKey,
                signedBy: Examples.key)
            let last = AuthorityLink(generation: .max, certificate: [1], key: Examples.key.verifyingKey)
            return try [[Examples.authority], [Examples.authority, second], [Examples.authority, last, second]].map {
                try WireCoding.encode(AuthorityChain(generations: $0))
            } + [Array(Examples.authority.pem.utf8)]
        },
        reader: {
            { bytes in
                let certificate = PEM.decode(String(decoding: bytes, as: UTF8.self))
                guard let chain = try? WireCoding.decode(AuthorityChain.self, from: bytes) else {
                    return certificate != nil
                }
                _ = chain.newest(from: Examples.authority)
                // Joining takes over whatever stands last there.
                for link in chain.generations.prefix(4) { _ = (chain.newest(from: link), link.fingerprint, link.pem) }
                return true
            }
        })

    private static let messages = FuzzTarget(
        "join-messages", words: ["\"again\":", "\"key\":", "\"node\":", "\"authority\":"], shortRun: 3_000,
        seeds: {
            let proof = RejoinProof(
                node: Examples.node.id, token: Examples.token, newKey: Examples.nextKey, oldKey: Examples.key)
            let key = Examples.nextKey.verifyingKey.description
            return [
                try WireCoding.encode(JoinRequest(token: Examples.token.text, name: "node", key: key, again: proof)),
                try WireCoding.encode(JoinReply(
                    node: Examples.node, site: "Hill School", authority: Examples.authority, needsApproval: true)),
            ]
        },
        reader: {
            { bytes in
                let reply = try? WireCoding.decode(JoinReply.self, from: bytes)
                guard let request = try? WireCoding.decode(JoinRequest.self, from: bytes) else { return reply != nil }
                _ = Token(text: request.token)
                guard let key = Hex.decode(request.key).flatMap({ VerifyingKey(bytes: $0) }) else { return false }
                _ = request.again?.isValid(token: Examples.token, newKey: key, known: Examples.key.verifyingKey)
                return true
            }
        })

    /// One line of text in the places of headers, nonces and cursors.
    private static let headers = FuzzTarget(
        "signed-header", words: ["Rollcall ", " 2 ", ".", "Bearer "], maximumBytes: 4_096, shortRun: 20_000,
        seeds: {
            let subject = RequestSignature.Subject(method: "POST", target: "/v1/push", body: [1])
            let signature = RequestSignature(subject, node: Examples.node.id, time: Examples.now, key: Examples.key)
            let cursor = Cursor(incarnation: Examples.incarnation, position: 3, base: 9)
            return [signature.header, "7.9f3c", cursor.text, Examples.model.text].map { Array($0.utf8) }
        },
        reader: {
            let subject = RequestSignature.Subject(method: "POST", target: "/v1/push", body: [1])
            return { bytes in
                let text = String(decoding: bytes, as: UTF8.self)
                let signature = try? RequestSignature(header: text)
                _ = signature?.isValid(subject, key: Examples.key.verifyingKey)
                let (nonce, model) = (Nonce(text: text), try? ModelID(text))
                let isCursor = (try? Cursor(text: text).parsed()) != nil
                _ = (Base64.decodeVector(text, dimension: 3), Hex.decode(text), Base64.decode(text), try? RoomID(text))
                return signature != nil || nonce != nil || model != nil || isCursor
            }
        })
}
