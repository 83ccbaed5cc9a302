import Attendance
import Defects
import Replication

/// Whether a request of a node belongs to the history that the hub knows of its outbox. Values in, decisions out.
///
/// Three things tell copies of an outbox apart: the chain over its operations, the nonce that changes with each reply,
/// and the instance that changes with each start of the process. None of them may mistake a lost reply, a restart or a
/// request that was delayed for a copy.
package enum AdmissionRules {
    /// What the hub has of a lineage.
    package struct LineageState: Hashable, Sendable {
        package var owner: NodeID
        package var acceptedThrough: Int64
        /// What the operations up to `acceptedThrough` come to.
        package var chain: Digest
        /// As given out last.
        package var nonce: Nonce?
        /// As the node brought it when `nonce` was given out.
        package var previousNonce: Nonce?
        package var instance: Instance?
        /// Instances that were followed by another one, latest last.
        package var superseded: [Instance]
        /// When the node sent what was last heard, by its own boot clock.
        package var boot: String
        package var sinceBoot: Int64

        package init(
            owner: NodeID, acceptedThrough: Int64 = 0, chain: Digest = .chainStart, nonce: Nonce? = nil,
            previousNonce: Nonce? = nil, instance: Instance? = nil, superseded: [Instance] = [], boot: String = "",
            sinceBoot: Int64 = 0
        ) {
            self.owner = owner
            self.acceptedThrough = acceptedThrough
            self.chain = chain
            self.nonce = nonce
            self.previousNonce = previousNonce
            self.instance = instance
            self.superseded = superseded
            self.boot = boot
            self.sinceBoot = sinceBoot
        }
    }

    package enum Admission: Hashable, Sendable {
        case take
        /// As `take`; what lies in `lost` the node does not hold any more and the hub never had.
        case takeBehindGap(lost: ClosedRange<Int64>)
        /// A contact that stores nothing: operations before the batch are missing, the node sends from there.
        case behind
        /// A late double of something old: nothing changes, not even the nonce.
        case replay
        /// Two copies of one outbox.
        case forked(String)
        /// The lineage belongs to another node.
        case refused
    }

    /// Instances that are remembered as superseded.
    package static let supersededInstances = 8

    /// Where the hub's database stands.
    package struct HubState: Hashable, Sendable {
        /// The hub's present life.
        package let incarnation: Incarnation
        /// Whether the life that the node saw last is the present one or one before it.
        package let knowsLifeSeen: Bool
        /// Position of the latest erasure.
        package let erasures: Int64

        package init(incarnation: Incarnation, knowsLifeSeen: Bool, erasures: Int64) {
            self.incarnation = incarnation
            self.knowsLifeSeen = knowsLifeSeen
            self.erasures = erasures
        }
    }

    /// Whether the node saw of the hub what the hub does not know of itself: the hub's database was copied back from
    /// an earlier time.
    package static func hubHasLostData(_ header: PushHeader, known: LineageState?, hub: HubState) -> Bool {
        if Defect.lossUnnoticed.isActive { return false }
        guard let seen = header.incarnationSeen else { return false }
        guard hub.knowsLifeSeen else { return true }
        // What was seen in an earlier life, the present one was filled up with.
        guard seen == hub.incarnation else { return false }
        return header.acknowledgedSeen > known?.acceptedThrough ?? 0
            || header.nonce?.count ?? 0 > known?.nonce?.count ?? 0
            || header.erasures > hub.erasures
    }

    /// - Parameters:
    ///   - incarnation: the hub's life; after `hubHasLostData` already the new one.
    ///   - chainsAgree: whether the batch and what is stored come to the same where they overlap.
    package static func admission(
        of header: PushHeader, from node: NodeID, known: LineageState?, incarnation: Incarnation, chainsAgree: Bool
    ) -> Admission {
        guard known == nil || known?.owner == node else { return .refused }
        guard chainsAgree || Defect.chainUnchecked.isActive else {
            return .forked("the outbox has another history than what it sent before")
        }
        let acceptedThrough = known?.acceptedThrough ?? 0
        // In another life of the hub nonces and instances of this one mean nothing.
        if let known, known.nonce != nil, header.incarnationSeen == nil || header.incarnationSeen == incarnation,
            let doubt = doubt(about: header, known: known)
        {
            return doubt
        }
        guard header.first > acceptedThrough + 1, !Defect.gapSwallowed.isActive else { return .take }
        return header.oldest == header.first
            ? .takeBehindGap(lost: acceptedThrough + 1...header.first - 1) : .behind
    }

    private static func doubt(about header: PushHeader, known: LineageState) -> Admission? {
        if Defect.nonceUnchecked.isActive { return nil }
        let isSuperseded = known.superseded.contains(header.instance)
        let bringsKnownNonce = header.nonce == known.nonce || header.nonce == known.previousNonce
        if !isSuperseded, bringsKnownNonce { return nil }
        // Sent before something that arrived before it, or without anything new: a late double.
        let isLate = known.boot == header.at.boot && header.at.sinceBoot < known.sinceBoot
        let addsNothing = !header.isHello && header.last <= known.acceptedThrough
        if isLate || addsNothing { return .replay }
        return .forked(isSuperseded
            ? "a process that another one had followed is back" : "it came with a nonce that was used before")
    }

    /// What is known of the lineage after this contact. `nonce` is what the reply gives out; `through` and `chain` are
    /// what is stored after it.
    package static func afterContact(
        _ header: PushHeader, known: LineageState?, owner: NodeID, through: Int64, chain: Digest, nonce: Nonce
    ) -> LineageState {
        var state = known ?? LineageState(owner: owner)
        state.acceptedThrough = through
        state.chain = chain
        // After a lost reply the node still has the nonce before: that one stays good.
        state.previousNonce = header.nonce
        state.nonce = nonce
        if let instance = state.instance, instance != header.instance {
            state.superseded = Array((state.superseded + [instance]).suffix(supersededInstances))
        }
        state.instance = header.instance
        state.boot = header.at.boot
        state.sinceBoot = header.at.sinceBoot
        return state
    }

    /// The count that the next nonce has: above whatever either side has seen, until there is nothing above it; then
    /// what is random in a nonce has to tell copies apart alone.
    package static func nextNonceCount(_ header: PushHeader, known: LineageState?) -> Int64 {
        min(max(header.nonce?.count ?? 0, known?.nonce?.count ?? 0), Nonce.farthestCount - 1) + 1
    }
}
