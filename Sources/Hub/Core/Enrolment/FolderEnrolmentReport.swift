import Vision

/// What became of a folder of photographs.
package struct FolderEnrolmentReport: Sendable, Encodable {
    /// What became of one photograph.
    package struct Line: Sendable, Encodable {
        /// As the folder or the file says.
        package let person: String
        package let photograph: PhotographOutcome
    }

    package var lines: [Line] = []
    package var enrolled: [PersonView] = []
    /// People of whom no photograph could be used.
    package var withoutFace: [String] = []
    /// People who were enrolled already, by their name or number.
    package var known: [String] = []
    /// Pairs with somebody of the folder who may be one person under two names.
    package var alike: [ConflictView] = []

    /// Photographs that were not used, or that could be better.
    package var remarks: [Line] { lines.filter { $0.photograph.reason != nil } }

    /// What there is to do now, the most pressing first; each is one line.
    package var advice: [String] {
        var advice: [String] = []
        func add(_ count: Int, _ one: String, _ several: String, _ what: String) {
            if count > 0 { advice.append("\(count) \(count == 1 ? one : several). \(what)") }
        }
        let refused = lines.map(\.photograph).filter { !$0.isAccepted }
        let strange = refused.filter { $0.problem == EnrolmentProblem.unlikeOthers(resembles: nil).code }.count
        add(
            strange, "photograph shows somebody else than the others of the same name",
            "photographs show somebody else than the others of the same name",
            "Look whose they are: rollcall-hub people enrol --person ID PHOTO")
        add(
            alike.count, "pair of people look alike", "pairs of people look alike",
            "Say whether each is one person: rollcall-hub conflicts show CONFLICT")
        add(
            refused.count - strange, "photograph was not used", "photographs were not used",
            "The reasons say how to make better ones.")
        add(
            withoutFace.count, "person was not enrolled", "people were not enrolled",
            "Take a photograph of them and run this again: " + withoutFace.joined(separator: ", "))
        return advice
    }

    enum CodingKeys: String, CodingKey {
        case enrolled, known, alike
        case lines = "photographs"
        case withoutFace = "without_face"
    }
}
