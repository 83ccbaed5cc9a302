import FoundationEssentials

/// What a process has of the machine's memory (proc(5), `status`), in bytes.
package struct ProcessMemory: Sendable {
    /// The most that it ever had (VmHWM); what lies in mapped files included.
    package let peak: Int
    /// What it has now (VmRSS): its own, and what it has read of mapped files.
    package let resident: Int
    /// Of that, pages of files on a disk (RssFile): the system takes them back when it needs room.
    package let mapped: Int

    /// Nil where there is no such process, or it cannot be looked at. `process`: its id; nil: this one.
    package init?(of process: Int32? = nil) {
        let name = process.map { "\($0)" } ?? "self"
        guard let text = try? String(contentsOfFile: "/proc/\(name)/status", encoding: .utf8) else { return nil }
        func bytes(_ field: String) -> Int? {
            let line = text.split(separator: "\n").first { $0.hasPrefix(field + ":") }
            return line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) }.map { $0 << 10 }
        }
        guard let peak = bytes("VmHWM"), let resident = bytes("VmRSS"), let mapped = bytes("RssFile") else {
            return nil
        }
        self.peak = peak
        self.resident = resident
        self.mapped = mapped
    }

    /// In MiB, as reports have it.
    package static func mebibytes(_ bytes: Int) -> Double { Double(bytes) / 1_048_576 }
}
