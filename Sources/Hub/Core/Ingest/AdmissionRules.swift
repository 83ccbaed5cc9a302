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
        /// The hub's life in which `nonce` was given out.
        package var nonceLife: Incarnation?
        /// The hub's life that the node had heard of at the last contact.
        package var lifeSeen: Incarnation?
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
            nonceLife: Incarnation? = nil, lifeSeen: Incarnation? = nil, previousNonce: Nonce? = nil,
            instance: Instance? = nil, superseded: [Instance] = [], boot: String = "", sinceBoot: Int64 = 0
        ) {
            self.owner = owner
            self.acceptedThrough = acceptedThrough
            self.chain = chain
            self.nonce = nonce
            self.nonceLife = nonceLife
            self.lifeSeen = lifeSeen
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
            || isForgotten(header.nonce, known: known)
            || header.erasures > hub.erasures
    }

    /// Whether the hub once gave this nonce out and then, copied back, another one in its place, to a late double.
    private static func isForgotten(_ nonce: Nonce?, known: LineageState?) -> Bool {
        guard let nonce, nonce.count < Nonce.farthestCount else { return false }
        let given = [known?.nonce, known?.previousNonce].compactMap(\.self)
        return given.contains { $0.count == nonce.count && $0 != nonce }
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
        if let known, isLate(header, known: known) { return .replay }
        // What was given out in another life of the hub means nothing, before the node has been heard in this one.
        let isOfThisLife = header.incarnationSeen == nil || header.incarnationSeen == incarnation
            || known?.lifeSeen == incarnation
        if let known, known.nonce != nil, isOfThisLife, let doubt = doubt(about: header, known: known) { return doubt }
        guard header.first > acceptedThrough + 1, !Defect.gapSwallowed.isActive else { return .take }
        return header.oldest == header.first
            ? .takeBehindGap(lost: acceptedThrough + 1...header.first - 1) : .behind
    }

    /// Sent before something that arrived before it, or that very request again. Whatever nonce it brings, a new one
    /// would reach nobody, and the node would be taken for its own copy the next time.
    private static func isLate(_ header: PushHeader, known: LineageState) -> Bool {
        guard known.boot == header.at.boot, !Defect.lateTaken.isActive else { return false }
        let isSentAgain = header.at.sinceBoot == known.sinceBoot && header.nonce != known.nonce
        return header.at.sinceBoot < known.sinceBoot || isSentAgain
    }

    private static func doubt(about header: PushHeader, known: LineageState) -> Admission? {
        if Defect.nonceUnchecked.isActive { return nil }
        let isSuperseded = known.superseded.contains(header.instance)
        let bringsKnownNonce = header.nonce == known.nonce || header.nonce == known.previousNonce
        if !isSuperseded, bringsKnownNonce { return nil }
        // Without anything new it is a late double, too.
        if !header.isHello, header.last <= known.acceptedThrough { return .replay }
        return .forked(isSuperseded
            ? "a process that another one had followed is back" : "it came with a nonce that was used before")
    }

    /// What is known of the lineage after this contact. `nonce` is what the reply gives out; `through` and `chain` are
    /// what is stored after it.
    package static func afterContact(
        _ header: PushHeader, known: LineageState?, owner: NodeID, through: Int64, chain: Digest, nonce: Nonce,
        life: Incarnation
    ) -> LineageState {
        var state = known ?? LineageState(owner: owner)
        state.acceptedThrough = through
        state.chain = chain
        // After a lost reply the node still has the nonce before: that one stays good.
        state.previousNonce = header.nonce
        state.nonce = nonce
        (state.nonceLife, state.lifeSeen) = (life, header.incarnationSeen)
        // Doubles from before the hub's present life are taken, too: they end no process.
        let isHeard = header.incarnationSeen == nil || header.incarnationSeen == life
        if isHeard, let instance = state.instance, instance != header.instance {
            state.superseded = Array((state.superseded + [instance]).suffix(supersededInstances))
        }
        state.instance = header.instance
        state.boot = header.at.boot
        state.sinceBoot = header.at.sinceBoot
        return state
    }

    /// What the reply gives out: above whatever either side has seen, until there is nothing above it; then what is
    /// random in a nonce has to tell copies apart alone. Before the node has been heard in the hub's
    /// present life it is the same each time, since doubles of its old requests are taken, too.
    package static func nextNonce(
        _ header: PushHeader, known: LineageState?, life: Incarnation, random: UInt64
    ) -> Nonce {
        let isUnheard = header.incarnationSeen != life && known?.lifeSeen != life && known?.nonceLife == life
        if isUnheard, header.incarnationSeen != nil, let nonce = known?.nonce { return nonce }
        let seen = max(header.nonce?.count ?? 0, known?.nonce?.count ?? 0)
        return Nonce(count: min(seen, Nonce.farthestCount - 1) + 1, random: random)
    }
}
