import Attendance
import Foundation
import Replication
import Vision

/// `hub.json` in the data folder: what an operator may change; read when the hub starts.
package struct HubConfiguration: Sendable, Codable {
    /// Address to listen on; 0.0.0.0 for every network of the machine.
    package var host = "127.0.0.1"
    /// 0: any free port.
    package var port = 8080
    /// Host names and addresses under which nodes and browsers reach the hub, beside those that the machine knows of
    /// itself. The first is what join commands say.
    package var names: [String] = []
    /// Names of the model packs for enrolment by photograph; without them the standard ones that are installed.
    package var detector: String?
    package var embedder: String?
    /// Folder of the model packs; without it the usual places are searched.
    package var packs: String?
    package var rules = Rules()
    /// A second file for the erasure ledger, such as on a share of another machine.
    package var ledgerCopy: String?
    /// For how many days a node that does not hear the hub goes on recognising people.
    package var leaseDays = 14
    /// Whether an erasure keeps for each room and day that one more person was there.
    package var keepAnonymousCounts = false
    /// Whether crops are kept of the photographs that people are enrolled by here, so that another model can make
    /// samples of them. Without it all crops that are there are deleted.
    package var keepEnrolmentCrops = false
    /// From which similarity on two ids may be one person, by model id; for the embedder's own model its pack says it.
    package var faceThresholds: [String: FaceThresholds.Values] = [:]

    /// What a photograph must be to become a sample.
    package var enrolment = EnrolmentLimits()

    /// `AttendanceRules` as the file names them.
    package struct Rules: Sendable, Codable {
        package var opensBeforeMinutes: Int
        package var lateAfterMinutes: Int
        package var absentAfterMinutes: Int?
        package var mayLeaveBeforeEndMinutes: Int?
        package var minimumTravelSeconds: Int

        package init() {
            let rules = AttendanceRules()
            opensBeforeMinutes = rules.opensBeforeMinutes
            lateAfterMinutes = rules.lateAfterMinutes
            minimumTravelSeconds = rules.minimumTravelSeconds
        }

        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            opensBeforeMinutes = try container.decode(Int.self, forKey: .opensBeforeMinutes)
            lateAfterMinutes = try container.decode(Int.self, forKey: .lateAfterMinutes)
            absentAfterMinutes = try container.decodeIfPresent(Int.self, forKey: .absentAfterMinutes)
            mayLeaveBeforeEndMinutes = try container.decodeIfPresent(Int.self, forKey: .mayLeaveBeforeEndMinutes)
            // A file of an older release does not name it.
            minimumTravelSeconds = try container.decodeIfPresent(Int.self, forKey: .minimumTravelSeconds)
                ?? AttendanceRules().minimumTravelSeconds
        }

        enum CodingKeys: String, CodingKey {
            case opensBeforeMinutes = "opens_before_minutes"
            case lateAfterMinutes = "late_after_minutes"
            case absentAfterMinutes = "absent_after_minutes"
            case mayLeaveBeforeEndMinutes = "may_leave_before_end_minutes"
            case minimumTravelSeconds = "minimum_travel_seconds"
        }
    }

    package init() {}

    /// What the file does not name keeps its default, so that a file of an older release stays good.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        host = try container.decodeIfPresent(String.self, forKey: .host) ?? host
        port = try container.decodeIfPresent(Int.self, forKey: .port) ?? port
        names = try container.decodeIfPresent([String].self, forKey: .names) ?? names
        detector = try container.decodeIfPresent(String.self, forKey: .detector)
        embedder = try container.decodeIfPresent(String.self, forKey: .embedder)
        packs = try container.decodeIfPresent(String.self, forKey: .packs)
        rules = try container.decodeIfPresent(Rules.self, forKey: .rules) ?? rules
        ledgerCopy = try container.decodeIfPresent(String.self, forKey: .ledgerCopy)
        leaseDays = try container.decodeIfPresent(Int.self, forKey: .leaseDays) ?? leaseDays
        keepAnonymousCounts = try container.decodeIfPresent(Bool.self, forKey: .keepAnonymousCounts)
            ?? keepAnonymousCounts
        keepEnrolmentCrops = try container.decodeIfPresent(Bool.self, forKey: .keepEnrolmentCrops)
            ?? keepEnrolmentCrops
        faceThresholds = try container.decodeIfPresent([String: FaceThresholds.Values].self, forKey: .faceThresholds)
            ?? faceThresholds
        enrolment = try container.decodeIfPresent(EnrolmentLimits.self, forKey: .enrolment) ?? enrolment
    }

    /// Where model packs are looked for: in the configured folder, or else in the usual places.
    package func packStore() -> ModelPackStore {
        .standard(
            explicit: packs, checkout: FileManager.default.currentDirectoryPath,
            environment: ProcessInfo.processInfo.environment)
    }

    /// Throws `HubError.invalid` for a number of days that makes no sense.
    package func checkLease() throws {
        guard LeaseGrant.possibleDays.contains(leaseDays) else {
            let days = LeaseGrant.possibleDays
            throw HubError(.invalid, "hub.json: leaseDays is \(days.lowerBound) to \(days.upperBound)")
        }
    }

    /// Throws `HubError.invalid` for limits that make no sense.
    package func enrolmentGate() throws -> EnrolmentGate {
        if let problem = enrolment.problem { throw HubError(.invalid, "hub.json: enrolment.\(problem)") }
        return EnrolmentGate(limits: enrolment)
    }

    /// Throws `HubError.invalid` for minutes that make no sense.
    package func attendanceRules() throws -> AttendanceRules {
        var result = AttendanceRules()
        result.opensBeforeMinutes = rules.opensBeforeMinutes
        result.lateAfterMinutes = rules.lateAfterMinutes
        result.absentAfterMinutes = rules.absentAfterMinutes
        result.mayLeaveBeforeEndMinutes = rules.mayLeaveBeforeEndMinutes
        result.minimumTravelSeconds = rules.minimumTravelSeconds
        let minutes = [
            rules.opensBeforeMinutes, rules.lateAfterMinutes, rules.absentAfterMinutes ?? 0,
            rules.mayLeaveBeforeEndMinutes ?? 0,
        ]
        guard minutes.allSatisfy({ (0...1_440).contains($0) }) else {
            throw HubError(.invalid, "hub.json: the rules' minutes must be between 0 and 1440")
        }
        guard (0...3_600).contains(rules.minimumTravelSeconds) else {
            throw HubError(.invalid, "hub.json: minimum_travel_seconds must be between 0 and 3600")
        }
        return result
    }
}
