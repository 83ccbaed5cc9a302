/// A photograph in an evaluation: what it gives when it is enrolled, and what it is searched for with.
package struct ProbedPhotograph: Sendable {
    /// Nil where no face was found.
    package let enrolled: [Float]?
    /// A search each; nil where no face was found.
    package let probes: [[Float]?]

    package init(enrolled: [Float]?, probes: [[Float]?]) {
        self.enrolled = enrolled
        self.probes = probes
    }

    /// Searched as it is.
    package init(_ embedding: [Float]?) {
        self.init(enrolled: embedding, probes: [embedding])
    }
}
