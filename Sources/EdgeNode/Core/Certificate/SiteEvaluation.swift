import Attendance
import Gallery
import Vision

/// Replays labelled tracks of one room against its gallery, and strangers.
package struct SiteEvaluation: Sendable {
    private let gallery: SiteGallery
    private let probes: LabelledTracks
    private let strangers: LabelledTracks
    private let groups: PersonGroups
    private let targetFpir: Double

    /// Strangers who may be given a name, as a share; and what may be asked for.
    package static let standardTargetFpir = 0.003
    package static let possibleTargetFpir = 0.000_01...0.5

    package init(
        gallery: SiteGallery, probes: LabelledTracks, strangers: LabelledTracks, groups: PersonGroups = .none,
        targetFpir: Double
    ) {
        self.gallery = gallery
        self.probes = probes
        self.strangers = strangers
        self.groups = groups
        self.targetFpir = targetFpir
    }

    /// Throws `EvaluationError.unfit` when nobody among the probes is enrolled, or everybody among the strangers.
    package func run(
        _ tools: RecognitionTools, _ options: VisionOptions, made: String
    ) async throws -> SiteCertificate {
        let enrolled = Set(gallery.known.gallery.personIDs)
        let mated = probes.tracks.filter { gallery.labels.person($0.label).map(enrolled.contains) ?? false }
        let unmated = strangers.tracks.filter {
            gallery.labels.person($0.label) == nil && !gallery.labels.isAmbiguous($0.label)
        }
        guard !mated.isEmpty else {
            throw EvaluationError.unfit(
                "Nobody among the probes is enrolled",
                advice: "Name their folders by number, name or id of the roster.")
        }
        guard !unmated.isEmpty else {
            throw EvaluationError.unfit(
                "Everybody among the strangers is on the roster", advice: "Give people who are not enrolled.")
        }
        let replayed = await TrackReplay(analyser: tools.analyser).looks(
            of: mated + unmated, workers: options.workers)
        let search = FaceSearch(
            gallery.known.gallery, isCentred: tools.analyser.embedder.isCentred, expected: gallery.expected)
        let searches = zip(mated + unmated, replayed).enumerated().map { index, pair in
            let (track, looks) = pair
            return SiteSearch(
                track: track.name, label: track.label,
                truth: index < mated.count ? gallery.labels.person(track.label) : nil,
                looks: looks.map { search.candidates(for: $0, lookAlikesFrom: gallery.rule.review) })
        }
        var measurement = SiteMeasurement(
            scope: CertificateScope(
                model: tools.analyser.modelID, detector: tools.detectorID, people: enrolled.count,
                cameras: gallery.cameras, isCentred: tools.analyser.embedder.isCentred),
            enrolment: gallery.enrolment, names: gallery.known.names, mated: Array(searches.prefix(mated.count)),
            strangers: Array(searches.dropFirst(mated.count)), leftOut: leftOut(mated, unmated), groups: groups,
            rule: gallery.rule, packAccept: try tools.rule.accept, targetFpir: targetFpir)
        measurement.subject = subject(tools, options)
        return measurement.certificate(made: made)
    }

    /// A line for each folder that is not in the figures.
    private func leftOut(_ mated: [LabelledTracks.Track], _ unmated: [LabelledTracks.Track]) -> [String] {
        let used = (Set(mated.map(\.label)), Set(unmated.map(\.label)))
        let probed = Set(probes.tracks.map(\.label)).subtracting(used.0).sorted().map { label in
            let reason = gallery.labels.isAmbiguous(label)
                ? "is the name of several people; use the number"
                : gallery.labels.person(label) == nil ? "is not on the roster" : "has no sample in the gallery"
            return "probes/\(label) \(reason)"
        }
        return probed + Set(strangers.tracks.map(\.label)).subtracting(used.1).sorted().map {
            "strangers/\($0) is the name or number of somebody on the roster"
        }
    }

    private func subject(_ tools: RecognitionTools, _ options: VisionOptions) -> SiteCertificate.Subject {
        var subject = SiteCertificate.Subject()
        subject.site = gallery.identity?.site
        subject.room = gallery.identity?.node.room.text
        subject.node = gallery.identity?.node.name
        subject.cameras = gallery.cameras
        subject.detector = options.detector
        subject.embedder = options.embedder
        subject.model = tools.analyser.modelID.text
        subject.precision = options.precision.rawValue
        subject.detectionSide = options.detectionSettings.detectionSide
        subject.galleryPeople = gallery.known.gallery.personIDs.count
        subject.gallerySamples = gallery.known.gallery.count
        return subject
    }
}
