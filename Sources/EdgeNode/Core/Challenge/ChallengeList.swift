/// What is asked of whom at this moment: of `GET /control/challenges`, and of the screen.
package struct ChallengeList: Sendable, Codable, Equatable {
    package let items: [ChallengeRequest]
}
