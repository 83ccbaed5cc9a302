import EdgeNodeCore

/// What `rollcall-bench start` measured.
struct StartReport: Sendable, Encodable {
    struct Start: Sendable, Encodable {
        /// From the start of the process to the log's line about the first identification.
        let identificationMs: Double
        /// Most memory that the process ever had (proc(5): VmHWM), in MiB; what lies in mapped files included.
        let peakMiB: Double
        /// What it had at the end of it (VmRSS).
        let residentMiB: Double
    }

    let samples: Int
    /// The first one compiled the networks.
    let starts: [Start]
    let machine: String

    var text: String {
        let lines = starts.enumerated().map { index, start in
            "start \(index + 1): \(Decimals.text(start.identificationMs, 0)) ms to the first identification,"
                + " \(Decimals.text(start.residentMiB, 0)) MiB resident, \(Decimals.text(start.peakMiB, 0)) MiB at most"
        }
        return (lines + ["\(samples) samples", machine]).joined(separator: "\n")
    }
}
