import Foundation
import HTTP
import Replication
import Service
import Trust

/// Whether the hub answers, and takes this node for one of its own.
struct HubCheck: Sendable {
    struct Result: Sendable {
        var findings: [DoctorFinding]
        /// Hub minus this computer, in milliseconds, to the second; nil where it is not known.
        var offset: Int64?
    }

    let folder: DataFolder
    let time: any TimeSource

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
                    "hub", "this node has not joined one", fix: "rollcall-edge join URL --token CODE.")
            ])
        }
        // A newer authority is looked at only: the running node takes it over by itself.
        let transport = HubTransport(identity: identity, wall: { [time] in time.wallMilliseconds() }) { _ in }
        let reached = await status(of: identity, transport)
        guard reached.findings.allSatisfy({ $0.verdict == .ok }) else { return reached }
        let key = await key(HubClient(transport), cursor)
        return Result(findings: reached.findings + [key], offset: reached.offset)
    }

    private func status(of identity: NodeIdentity, _ transport: HubTransport) async -> Result {
        let hub = identity.hub
        let fix =
            "Check the network and that rollcall-hub serve runs there. Until then the node keeps its events."
        do {
            let sent = time.wallMilliseconds()
            let response = try await transport.send(.get, "/v1/status") { $0.timeoutSeconds = Self.statusSeconds }
            let returned = time.wallMilliseconds()
            guard response.isSuccess else {
                return Result(findings: [
                    .fail("hub", "\(hub) answered \(response.status)", fix: fix, .unavailable)
                ])
            }
            let offset = response.headers["Date"].flatMap(Self.milliseconds).map {
                $0 - (sent + returned) / 2
            }
            return Result(
                findings: [
                    .ok("hub", "\(hub) answers in \(returned - sent) ms"),
                    .ok("hub authority", Self.text(transport.authority, joined: identity.authority)),
                ], offset: offset)
        } catch let error as HTTPClientError where error.reason == .wrongName {
            return Result(findings: [
                .fail(
                    "hub", error.description,
                    fix: "Add the name to \"names\" in the hub's hub.json and start it again.", .unavailable)
            ])
        } catch let error as HubTrouble {
            return Result(findings: [
                .ok("hub", "somebody answers at \(hub)"), .fail("hub authority", error.description, fix: fix),
            ])
        } catch {
            return Result(findings: [.fail("hub", "\(hub): \(error)", fix: fix, .unavailable)])
        }
    }

    private static func text(_ present: AuthorityLink, joined: AuthorityLink) -> String {
        present.generation == joined.generation
            ? "generation \(present.generation), certificate verified"
            : "generation \(present.generation), which follows generation \(joined.generation) as it should"
    }

    private func key(_ hub: HubClient, _ cursor: Cursor?) async -> DoctorFinding {
        let fix = "Join again: a code from the hub, then rollcall-edge join URL --token CODE --again."
        do {
            switch try await hub.poll(cursor: cursor, waitSeconds: 0) {
            case .value: return .ok("node key", "accepted")
            case .failed(_, let why): return .fail("node key", why, fix: fix)
            case .away(let why): return .fail("node key", why, fix: fix, .unavailable)
            }
        } catch {
            return .fail("node key", error, fix: fix, .unavailable)
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
