import Attendance

/// Whether a node goes over to the model that its site announced. Until then it recognises by the model that it has:
/// faces of two models are never compared, and nobody goes unrecognised because a change is half done. Pure.
package enum ModelRules {
    /// What a node knows.
    package struct Facts: Hashable, Sendable {
        /// What it recognises by.
        package var present: ModelID
        package var announced: SiteModel?
        /// Whether the announced model can be used here: its pack, of this very id, and thresholds for it.
        package var isInstalled: Bool
        /// Whether what was pulled adds up to the hub's checkpoint.
        package var isVerified: Bool
        /// People of whom the node holds samples of the present model, and of the announced one.
        package var presentPeople: Int
        package var announcedPeople: Int

        package init(
            present: ModelID, announced: SiteModel?, isInstalled: Bool, isVerified: Bool, presentPeople: Int,
            announcedPeople: Int
        ) {
            self.present = present
            self.announced = announced
            self.isInstalled = isInstalled
            self.isVerified = isVerified
            self.presentPeople = presentPeople
            self.announcedPeople = announcedPeople
        }
    }

    package enum Decision: Hashable, Sendable {
        /// There is nothing to change.
        case stay
        /// There is, but not yet.
        case wait(Waiting)
        /// Embedder and gallery change together, now.
        case change(to: SiteModel)
    }

    /// Why a node stays with its model although its site announced another.
    package enum Waiting: Hashable, Sendable {
        case notInstalled(SiteModel)
        /// The hub does not say yet that everybody has samples of it.
        case notComplete(SiteModel, people: Int, of: Int)
        /// Samples are still being pulled, or do not add up.
        case notVerified(SiteModel)
        /// The hub says that everybody has samples, and none came.
        case nobody(SiteModel)

        /// For people, with what to do about it.
        package var words: String {
            switch self {
            case .notInstalled(let model):
                "The site recognises by the model \(model.name) (\(model.id.short)), which is not installed here: this "
                    + "node stays with its own. Install the pack (deploy/bootstrap), with thresholds."
            case .notComplete(let model, let people, let all):
                "The site changes to the model \(model.name); \(people) of \(all) people have samples of it. This node "
                    + "changes when the hub says that everybody has."
            case .notVerified(let model):
                "The site changes to the model \(model.name); its samples are still being fetched."
            case .nobody(let model):
                "The site changes to the model \(model.name), but there are no samples of it: this node stays with its "
                    + "own. See the hub."
            }
        }
    }

    package static func decision(_ facts: Facts) -> Decision {
        guard let model = facts.announced, model.id != facts.present else { return .stay }
        guard facts.isInstalled else { return .wait(.notInstalled(model)) }
        guard model.isComplete else {
            return .wait(.notComplete(model, people: facts.announcedPeople, of: facts.presentPeople))
        }
        guard facts.isVerified else { return .wait(.notVerified(model)) }
        guard facts.announcedPeople > 0 || facts.presentPeople == 0 else { return .wait(.nobody(model)) }
        return .change(to: model)
    }
}
