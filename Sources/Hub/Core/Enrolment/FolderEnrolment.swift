import Attendance
import Service

/// Enrols everybody of a folder of photographs (`PhotographFolder`), one after the other. Who is there already, by
/// name, is passed over: after an interruption the same folder goes on where it stopped.
package struct FolderEnrolment {
    package struct Report: Sendable, Encodable {
        package struct Refusal: Sendable, Encodable {
            package let person: String
            package let file: String
            package let reason: String
        }

        package var enrolled: [PersonView] = []
        /// People of whom no photograph could be used.
        package var withoutFace: [String] = []
        /// People who were there already.
        package var known: [String] = []
        package var refusals: [Refusal] = []
        /// Pairs with somebody of the folder who may be one person under two names.
        package var alike: [ConflictView] = []

        enum CodingKeys: String, CodingKey {
            case enrolled, known, refusals, alike
            case withoutFace = "without_face"
        }
    }

    /// Paths by whom they show.
    private let photographs: [String: [String]]
    private let sections: [SectionID]

    /// Looks through the folder. `sections`: names of everybody's. Throws `Failure` where there are no photographs of
    /// people, and `AttendanceError.invalid` for a section that breaks the rule of names.
    package init(_ folder: String, sections: [String]) throws {
        photographs = Dictionary(grouping: PhotographFolder.photographs(in: folder), by: \.label)
            .mapValues { $0.map(\.path) }
        guard !photographs.isEmpty else {
            throw Failure(
                .noInput, "\(folder): no photographs of people",
                advice: "It needs a folder for each person, or files such as \"Ana Castillo 2.jpg\".")
        }
        self.sections = try sections.map { try SectionID($0) }
    }

    /// People in the folder.
    package var people: Int { photographs.count }

    /// `progress` hears how many people are done. Throws `HubError` where the hub cannot be used.
    package func run(_ hub: HubClient, progress: (Int) -> Void) async throws -> Report {
        let present: [PersonView] = try await hub.all("/v1/people")
        let names = Set(present.map(\.name))
        var report = Report()
        for (number, name) in photographs.keys.sorted().enumerated() {
            progress(number)
            if names.contains(name) {
                report.known.append(name)
            } else {
                try await enrol(name, photographs[name, default: []], at: hub, into: &report)
            }
        }
        progress(photographs.count)
        let fresh = Set(report.enrolled.map(\.id))
        let alike: [ConflictView] = try await hub.all("/v1/conflicts", [("kind", ConflictKind.sameFace.rawValue)])
        report.alike = alike.filter { $0.people.contains { fresh.contains($0.id) } }
        return report
    }

    private func enrol(
        _ name: String, _ paths: [String], at hub: HubClient, into report: inout Report
    ) async throws {
        var readable: [(file: String, bytes: [UInt8])] = []
        for path in paths {
            let file = String(path.split(separator: "/").last ?? "")
            do {
                readable.append((file, try PhotographFile.read(path)))
            } catch let failure as Failure {
                report.refusals.append(Report.Refusal(person: name, file: file, reason: failure.message))
            }
        }
        var person: PersonView?
        let step = HubLimits.photographsPerRequest
        for start in stride(from: 0, to: readable.count, by: step) {
            let part = Array(readable[start..<min(start + step, readable.count)])
            let draft = PersonDraft(name: name, number: nil, sections: sections)
            let reply = try await hub.enrol(
                person == nil ? draft : nil, person: person?.id.description, photographs: part)
            person = reply.person ?? person
            report.refusals += reply.photographs.filter { !$0.isAccepted }.map {
                Report.Refusal(person: name, file: $0.file, reason: $0.reason ?? "not used")
            }
        }
        if let person { report.enrolled.append(person) } else { report.withoutFace.append(name) }
    }
}
