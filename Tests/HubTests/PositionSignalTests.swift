import HubCore
import Testing

struct PositionSignalTests {
    @Test func returnsAtOnceWhenThePositionIsPast() async {
        let signal = PositionSignal(5)
        await signal.wait(past: 4, seconds: 60)
        #expect(signal.waiterCount == 0)
    }

    @Test func aLowerPositionWakesNobody() async {
        let signal = PositionSignal(5)
        signal.advance(to: 3)
        #expect(signal.position == 5)
    }

    @Test func aCancelledWaiterGoes() async throws {
        let signal = PositionSignal()
        let task = Task { await signal.wait(past: 0, seconds: 60) }
        try await waitFor { signal.waiterCount == 1 }
        task.cancel()
        await task.value
        #expect(signal.waiterCount == 0)
    }

    @Test func aWaiterThatComesCancelledGoes() async {
        let signal = PositionSignal()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            await signal.wait(past: 0, seconds: 60)
        }
        await task.value
        #expect(signal.waiterCount == 0)
    }

    @Test func nobodyIsForgottenUnderLoad() async {
        let signal = PositionSignal()
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<2_000 {
                let seconds = index.isMultiple(of: 7) ? 0.01 : 60
                group.addTask { await signal.wait(past: Int64(index % 100), seconds: seconds) }
            }
            for _ in 0..<100 {
                group.addTask { signal.advance() }
            }
        }
        #expect(signal.position == 100)
        #expect(signal.waiterCount == 0)
    }
}
