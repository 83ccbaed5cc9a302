import Replication
import SimulatorCore
import Testing

/// Hubs that follow one another through faults that a seed decides.
struct HubsTests {
    /// Any mixture of faults, each seed twice: hidden chance would give another hash.
    @Test(arguments: 0..<40)
    func hubsAgreeInTheEnd(seed: UInt64) {
        let result = HubsWorld.live(seed: seed)
        #expect(result.violations.isEmpty, "seed \(seed)")
        #expect(HubsWorld.live(seed: seed).hash == result.hash, "seed \(seed) differs from itself")
    }

    /// Row 26: apart for days, then together; no hub is sent what it has.
    @Test(arguments: 0..<20)
    func hubsThatWereApartForDaysAgree(seed: UInt64) {
        #expect(HubsWorld.live(seed: seed, always: .partition).violations.isEmpty, "seed \(seed)")
    }

    /// Row 29: links stop one by one and come back in any order.
    @Test(arguments: 0..<20)
    func linksThatStopOneByOneComeBackInAnyOrder(seed: UInt64) {
        #expect(HubsWorld.live(seed: seed, always: .swizzle).violations.isEmpty, "seed \(seed)")
    }

    /// Row 8: clocks jump by seconds and by years.
    @Test(arguments: 0..<20)
    func clocksThatJumpLoseNothing(seed: UInt64) {
        #expect(HubsWorld.live(seed: seed, always: .clockJumps).violations.isEmpty, "seed \(seed)")
    }

    @Test(arguments: 0..<20, [HubFault.setBack, .restored])
    func hubsThatWereSetBackGetTheirsBack(seed: UInt64, fault: HubFault) {
        #expect(HubsWorld.live(seed: seed, always: fault).violations.isEmpty, "seed \(seed)")
    }

    @Test func seedsDiffer() {
        #expect(HubsWorld.live(seed: 1).hash != HubsWorld.live(seed: 2).hash)
    }
}
