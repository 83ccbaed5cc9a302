/// What `evaluate site` found out about one room: everything that the page and the file say.
package struct SiteCertificate: Sendable, Codable, Equatable {
    /// Version of the file.
    package static let format = 1

    /// What was measured, and with what.
    package struct Subject: Sendable, Codable, Equatable {
        /// Nil where people were enrolled for the measurement only.
        package var site: String?
        package var room: String?
        package var node: String?
        package var cameras: [String] = []
        package var detector = ""
        package var embedder = ""
        package var model = ""
        package var precision = ""
        /// Longer side of what the detector sees, in pixels.
        package var detectionSide = 0
        package var galleryPeople = 0
        package var gallerySamples = 0

        package init() {}
    }

    /// How much there was to measure with.
    package struct Extent: Sendable, Codable, Equatable {
        package let tracks: Int
        package let people: Int
        /// Tracks in which no face was found: failures to acquire. Their searches count as naming nobody.
        package let tracksWithoutFace: Int

        package init(_ searches: [SiteSearch]) {
            tracks = searches.count
            people = Set(searches.map(\.label)).count
            tracksWithoutFace = searches.count { $0.looks.isEmpty }
        }
    }

    /// Failures to enrol.
    package struct Enrolment: Sendable, Codable, Equatable {
        /// People who should be in the gallery.
        package let people: Int
        /// … and have no sample of this model.
        package let peopleWithoutSample: Int
        /// Photographs that gave no sample, each with why; empty where a node's own gallery was measured.
        package let photographsRefused: [String]

        package init(people: Int, peopleWithoutSample: Int, photographsRefused: [String] = []) {
            self.people = people
            self.peopleWithoutSample = peopleWithoutSample
            self.photographsRefused = photographsRefused
        }
    }

    /// A track that would be given somebody else's name: an error, or a wrong label.
    package struct WrongName: Sendable, Codable, Equatable {
        package let track: String
        package let label: String
        package let isStranger: Bool
        package let namedAs: String
        package let similarity: Float
    }

    package let format: Int
    /// UTC.
    package let made: String
    package let subject: Subject
    package let enrolment: Enrolment
    package let mated: Extent
    package let strangers: Extent
    package let present: WorkingPoint
    package let choice: ThresholdChoice
    package let proposed: WorkingPoint
    package let det: [DetectionErrorTradeoff.Point]
    package let wrongNames: [WrongName]
    package let groups: [GroupFigures]
    /// Labels among the probes who are not enrolled, and among the strangers who are; left out of all figures.
    package let leftOut: [String]
    package let warnings: [String]
    package let intervals: String
    package let thresholdMethod: String
    /// What `thresholds adopt` writes into a node's configuration.
    package let adoption: NodeConfiguration.Thresholds
}
