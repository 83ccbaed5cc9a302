/// What happened, as one number (FNV-1a), and as text where somebody wants to read it.
struct Trace {
    private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    private(set) var steps = 0
    let isKept: Bool
    private(set) var lines: [String] = []

    init(isKept: Bool) {
        self.isKept = isKept
    }

    mutating func note(_ time: Int64, _ text: @autoclosure () -> String) {
        let text = "\(time) \(text())"
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        steps += 1
        if isKept { lines.append(text) }
    }
}
