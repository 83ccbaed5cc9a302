import Attendance

/// What hubs cannot settle by themselves: a human decides. The view has a provisional outcome for each.
package enum SiteConflict: Hashable, Sendable {
    /// Several people who are not merged hold one student number.
    case number(String, holders: [PersonID])
    /// Corrections of one person in one session whose authors did not see one another.
    case correction(SessionID, PersonID, corrections: [EventID])
    /// Merged with somebody who was erased, or whose consent was withdrawn: not recognised by face until it is decided
    /// whether they are the same human.
    case mergedWithErased(PersonID)
    /// One identifier, two contents.
    case event(EventID)
    case sample(SampleID)
    /// A hub wrote twice to one place of its log: it was copied, or set back.
    case fork(OperationID)
    /// This hub's clock was more than ε ahead of another's, or that one's behind.
    case clock(SiteID)
}
