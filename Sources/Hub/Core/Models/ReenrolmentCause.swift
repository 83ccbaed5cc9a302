import Attendance

/// Why somebody has no sample of a model, although they have some of another. Pure.
package enum ReenrolmentCause: Hashable, Sendable {
    /// Nobody has to do anything: a crop has not been read by the model yet.
    case waiting
    /// Crops were read and give no sample; why, of the last.
    case refused(String)
    /// Photographs came to this hub, and no crop is kept of them.
    case notKept
    /// No photograph came to this hub.
    case elsewhere

    /// What is known of a sample of another model.
    package struct Face: Hashable, Sendable {
        package enum Crop: Hashable, Sendable {
            case waiting
            /// `problem`: why it gave no sample.
            case read(problem: String?)
        }

        package let origin: Sample.Origin
        /// Nil: none is kept.
        package let crop: Crop?

        package init(origin: Sample.Origin, crop: Crop?) {
            self.origin = origin
            self.crop = crop
        }
    }

    package init(_ faces: [Face]) {
        let problems = faces.compactMap { face in
            if case .read(let problem) = face.crop { problem } else { nil }
        }
        if faces.contains(where: { $0.crop == .waiting }) {
            self = .waiting
        } else if let problem = problems.last {
            self = .refused(problem)
        } else {
            self = faces.contains { $0.origin == .photograph } ? .notKept : .elsewhere
        }
    }

    /// For programs.
    package var code: String {
        switch self {
        case .waiting: "waiting"
        case .refused: "refused"
        case .notKept: "not_kept"
        case .elsewhere: "enrolled_elsewhere"
        }
    }

    /// For people, without a capital at the start or a full stop at the end.
    package var words: String {
        switch self {
        case .waiting: "a crop is kept, and has not been read by this model yet"
        case .refused(let problem): "the crop that is kept gives no sample: \(problem)"
        case .notKept: "no crop of their photographs is kept"
        case .elsewhere: "enrolled at a node or from a file: no photograph of them came to the hub"
        }
    }
}
