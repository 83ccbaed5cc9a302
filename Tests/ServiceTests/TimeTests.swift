import Service
import Testing

struct TimeTests {
    @Test func theMachinesClocksGoOn() async throws {
        let time = SystemTime()
        let begin = (time.bootNanoseconds(), time.wallMilliseconds())
        try await Task.sleep(for: .milliseconds(20))
        #expect(time.bootNanoseconds() - begin.0 >= 20_000_000)
        #expect(time.wallMilliseconds() > 1_700_000_000_000)
        #expect(time.bootID.count == 36)
        #expect(time.bootID == SystemTime().bootID)
    }

    @Test func clocksTurnedByHand() {
        let time = ManualTime(wallMilliseconds: 1000)
        time.advance(seconds: 1.5)
        #expect(time.wallMilliseconds() == 2500 && time.bootNanoseconds() == 1_500_000_000)
        time.setWall(0)
        #expect(time.wallMilliseconds() == 0 && time.bootNanoseconds() == 1_500_000_000)
        time.reboot(bootID: "boot-2")
        #expect(time.bootNanoseconds() == 0 && time.bootID == "boot-2")
    }
}
