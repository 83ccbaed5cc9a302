import Foundation
import HTTP
import Replication
import Service

/// Whether the hub answers, and takes this node for one of its own.
struct HubCheck: Sendable {
    struct Result: Sendable {
        var findings: [DoctorFinding]
        /// Hub minus this computer, in milliseconds, to the second; nil where it is not known.
        var offset: Int64?
    }

    let folder: DataFolder
    let time: any TimeSource
    let client: HTTPClient

    /// Longest wait for the hub's status, in seconds.
    private static let statusSeconds = 5.0

    func examine() async -> Result {
        let identity: NodeIdentity
        let cursor: Cursor?
        do {
            let reader = try NodeReader(folder: folder)
            guard let joined = try reader.identity() else { throw Failure.notJoined(folder.path) }
            identity = joined
            cursor = try reader.cursor()
        } catch {
            return Result(findings: [
                .warn(
                    "hub", "this node has not joined one", fix: "rollcall-edge join URL --token T.")
            ])
        }
        let reached = await status(of: identity.hub)
        guard reached.findings.allSatisfy({ $0.verdict == .ok }) else { return reached }
        let secret = await secret(identity, cursor)
        return Result(findings: reached.findings + [secret], offset: reached.offset)
    }

    private func status(of hub: String) async -> Result {
        let fix =
            "Check the network and that rollcall-hub serve runs there. Until then the node keeps its events."
        do {
            let sent = time.wallMilliseconds()
            let response = try await client.send(
                HTTPClientRequest(.get, hub + "/v1/status", timeoutSeconds: Self.statusSeconds))
            let returned = time.wallMilliseconds()
            guard response.isSuccess else {
                return Result(findings: [
                    .fail("hub", "\(hub) answered \(response.status)", fix: fix, .unavailable)
                ])
            }
            let offset = response.headers["Date"].flatMap(Self.milliseconds).map {
                $0 - (sent + returned) / 2
            }
            return Result(findings: [.ok("hub", "\(hub) answers in \(returned - sent) ms")], offset: offset)
        } catch {
            return Result(findings: [.fail("hub", "\(hub): \(error)", fix: fix, .unavailable)])
        }
    }

    private func secret(_ identity: NodeIdentity, _ cursor: Cursor?) async -> DoctorFinding {
        let fix = "Join again: a token from the hub, an empty data folder, rollcall-edge join."
        do {
            switch try await HubClient(identity: identity, client: client).poll(
                cursor: cursor, waitSeconds: 0)
            {
            case .value: return .ok("hub secret", "accepted")
            case .failed(_, let why): return .fail("hub secret", why, fix: fix)
            case .away(let why): return .fail("hub secret", why, fix: fix, .unavailable)
            }
        } catch {
            return .fail("hub secret", error, fix: fix, .unavailable)
        }
    }

    /// The middle of the second that the header `Date` names (RFC 9110 §5.6.7).
    static func milliseconds(_ date: String) -> Int64? {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        return formatter.date(from: date).map { Int64($0.timeIntervalSince1970) * 1_000 + 500 }
    }
}
