/// Why a photograph makes no sample; completes "FILE: …".
struct PhotographProblem: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
