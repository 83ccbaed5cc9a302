import Attendance
import Service
import Vision

/// Enrols everybody of a folder of photographs (`PhotographFolder`), one after the other. Who is enrolled already, by
/// name or number, is passed over: after an interruption the same folder goes on where it stopped.
package struct FolderEnrolment {
    private let sources: [PhotographSource.Subject: [PhotographSource]]
    private let sections: [SectionID]

    /// Takes what was found in `folder`. `sections`: names of everybody's. Throws `Failure` where there are no
    /// photographs of people, and `AttendanceError.invalid` for a section that breaks the rule of names.
    package init(_ folder: String, _ photographs: [PhotographSource], sections: [String]) throws {
        sources = Dictionary(grouping: photographs, by: \.subject)
        guard !sources.isEmpty else {
            throw Failure(
                .noInput, "\(folder): no photographs of people",
                advice: "It needs a folder for each person, or files such as \"Ana Castillo 2.jpg\" or \"1207.jpg\".")
        }
        self.sections = try sections.map { try SectionID($0) }
    }

    /// People in the folder.
    package var people: Int { sources.count }

    /// `progress` hears how many people are done. Throws `HubError` where the hub cannot be used.
    package func run(_ hub: HubClient, progress: (Int) -> Void) async throws -> FolderEnrolmentReport {
        let present: [PersonView] = try await hub.all("/v1/people")
        let names = Set(present.map(\.name))
        let numbers = Dictionary(present.compactMap { person in person.number.map { ($0, person) } }) { one, _ in one }
        var report = FolderEnrolmentReport()
        for (number, (title, subject)) in ordered.enumerated() {
            progress(number)
            let photographs = sources[subject, default: []]
            switch subject {
            case .name(let name) where names.contains(name):
                report.known.append(name)
            case .name(let name):
                let draft = PersonDraft(name: name, number: nil, sections: sections)
                try await enrol(title, photographs, draft, nil, at: hub, into: &report)
            case .number(let number):
                guard let person = numbers[number] else {
                    refuse(title, photographs, "nobody has the number \(number); add the person first", in: &report)
                    continue
                }
                if person.samples > 0 {
                    report.known.append(title)
                } else {
                    try await enrol(title, photographs, nil, person, at: hub, into: &report)
                }
            }
        }
        progress(people)
        let fresh = Set(report.enrolled.map(\.id))
        let alike: [ConflictView] = try await hub.all("/v1/conflicts", [("kind", ConflictKind.sameFace.rawValue)])
        report.alike = alike.filter { $0.people.contains { fresh.contains($0.id) } }
        return report
    }

    private var ordered: [(title: String, subject: PhotographSource.Subject)] {
        sources.keys.map { subject in
            switch subject {
            case .name(let text), .number(let text): (text, subject)
            }
        }.sorted { $0.title < $1.title }
    }

    /// Either a `draft` of somebody new, or a `person` who is there.
    private func enrol(
        _ title: String, _ sources: [PhotographSource], _ draft: PersonDraft?, _ known: PersonView?, at hub: HubClient,
        into report: inout FolderEnrolmentReport
    ) async throws {
        var enrolled: PersonView?
        var rest = sources[...]
        while !rest.isEmpty {
            let batch = nextBatch(&rest, of: title, into: &report)
            guard !batch.isEmpty else { continue }
            do {
                let person = enrolled ?? known
                let reply = try await hub.enrol(
                    person == nil ? draft : nil, person: person?.id.description, photographs: batch)
                enrolled = reply.person ?? enrolled
                report.lines += reply.photographs.map { FolderEnrolmentReport.Line(person: title, photograph: $0) }
            } catch let error as HubError where [.invalid, .conflict, .notFound].contains(error.code) {
                // About this person alone; the others are still enrolled.
                batch.forEach { note($0.file, error.message, of: title, in: &report) }
            }
        }
        if let enrolled { report.enrolled.append(enrolled) } else { report.withoutFace.append(title) }
    }

    /// As many photographs as one request takes, read now: a school's photographs do not fit into memory.
    private func nextBatch(
        _ rest: inout ArraySlice<PhotographSource>, of title: String, into report: inout FolderEnrolmentReport
    ) -> [Photograph] {
        var batch: [Photograph] = []
        var bytes = 0
        // The next one may be as large as a photograph can be.
        while batch.count < HubLimits.photographsPerRequest, let source = rest.first,
            bytes + PhotographFile.maximumBytes < HubLimits.photographRequestBytes
        {
            rest.removeFirst()
            do {
                batch.append(Photograph(file: source.file, bytes: try source.read()))
                bytes += batch.last?.bytes.count ?? 0
            } catch {
                note(source.file, (error as? Failure)?.message ?? "\(error)", of: title, in: &report)
            }
        }
        return batch
    }

    private func refuse(
        _ title: String, _ sources: [PhotographSource], _ reason: String, in report: inout FolderEnrolmentReport
    ) {
        sources.forEach { note($0.file, reason, of: title, in: &report) }
        report.withoutFace.append(title)
    }

    private func note(_ file: String, _ reason: String, of title: String, in report: inout FolderEnrolmentReport) {
        report.lines.append(FolderEnrolmentReport.Line(
            person: title,
            photograph: PhotographOutcome(file: file, isAccepted: false, problem: .unusable(reason))))
    }
}
