import Attendance
import Replication
import Service

/// Whom an evaluation searches among, by which thresholds, and where.
package struct SiteGallery: Sendable {
    let known: KnownPeople
    let labels: RosterLabels
    let enrolment: SiteCertificate.Enrolment
    let rule: DecisionRule
    /// Who belongs into the room; nil where nothing is known of it.
    var expected: Set<PersonID>?
    var identity: NodeIdentity?
    var cameras: [String] = []

    /// The gallery of a node, with the thresholds that it uses. Throws `Failure`, `SQLiteError` or `GalleryError`.
    package static func of(
        node folder: DataFolder, _ tools: RecognitionTools, _ options: VisionOptions
    ) throws -> SiteGallery {
        let reader = try NodeReader(folder: folder)
        let configuration = try NodeConfiguration.load(folder)
        let known = try tools.known(dataFolder: folder.path)
        let roster = try reader.people().filter { ErasureRules.mayBeRecognised(consent: $0.consent) }
        let enrolled = Set(known.gallery.personIDs)
        return SiteGallery(
            known: known, labels: RosterLabels(roster.map { ($0.id, $0.name, $0.number) }),
            enrolment: .init(
                people: roster.count, peopleWithoutSample: roster.count { !enrolled.contains($0.id) }),
            rule: try tools.rule(of: configuration, options), expected: try reader.people(of: configuration.sections),
            identity: try reader.identity(), cameras: try configuration.cameraNames())
    }

    /// Takes these for the cameras of the captures, if there are any. Throws `UsageError` for what is none.
    package mutating func name(cameras given: [String]) throws {
        guard !given.isEmpty else { return }
        cameras = try given.map { try CameraSpecification($0).description }
    }

    /// People who are enrolled for the evaluation only, with the thresholds of the model pack. Throws `Failure` when
    /// not one photograph could be used.
    package static func of(
        people folder: String, _ tools: RecognitionTools, workers: Int
    ) async throws -> SiteGallery {
        let people = Set(PhotographFolder.photographs(in: folder).map(\.label))
        let outcome = try await tools.enrol(peopleFolder: folder, workers: workers)
        let roster = people.sorted().map { (id: StableIdentifier.person(label: $0), name: $0, number: String?.none) }
        return SiteGallery(
            known: outcome.known, labels: RosterLabels(roster),
            enrolment: .init(
                people: people.count, peopleWithoutSample: people.count - outcome.known.gallery.personIDs.count,
                photographsRefused: outcome.problems),
            rule: try tools.rule)
    }
}
