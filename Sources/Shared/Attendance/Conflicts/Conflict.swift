/// What a human has to decide: derived from the facts and from earlier decisions, never edited.
package struct Conflict: Hashable, Sendable {
    package let id: ConflictID
    /// Whether nobody has decided, or something arrived since that no decision covers.
    package let isOpen: Bool
    package let people: [PersonID]
    package let evidence: [ConflictEvidence]
    /// What holds until somebody decides, for people.
    package let provisional: String
    package let suggestion: Resolution?
    package let options: [ConflictOption]
    /// Where it is resolved, if not here.
    package let elsewhere: String?

    package init(
        id: ConflictID, isOpen: Bool, people: [PersonID], evidence: [ConflictEvidence], provisional: String,
        suggestion: Resolution? = nil, options: [ConflictOption] = [], elsewhere: String? = nil
    ) {
        self.id = id
        self.isOpen = isOpen
        self.people = people
        self.evidence = evidence
        self.provisional = provisional
        self.suggestion = suggestion
        self.options = options
        self.elsewhere = elsewhere
    }
}
