/// Everything of ours that reads what comes from outside.
package enum FuzzTargets {
    package static let all = PushTargets.all + FeedTargets.all + TrustTargets.all + HTTPTargets.all + FileTargets.all

    package static func named(_ name: String) -> FuzzTarget? {
        all.first { $0.name == name }
    }
}
