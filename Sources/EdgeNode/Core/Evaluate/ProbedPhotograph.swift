/// A photograph in an evaluation: what it gives when it is enrolled, and what it is searched for with.
package struct ProbedPhotograph: Sendable {
    /// Nil where no face was found.
    package let enrolled: [Float]?
    /// A search each, by one look or several; by none where no face was found.
    package let probes: [[[Float]]]

    package init(enrolled: [Float]?, probes: [[[Float]]]) {
        self.enrolled = enrolled
        self.probes = probes
    }

    /// In which no face was found.
    package static let withoutFace = ProbedPhotograph(enrolled: nil, probes: [[]])
}
