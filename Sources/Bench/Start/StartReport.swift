import EdgeNodeCore

/// What `rollcall-bench start` measured.
struct StartReport: Sendable, Encodable {
    struct Start: Sendable, Encodable {
        /// From the start of the process to the log's line about the first identification.
        let identificationMs: Double
        /// Most memory that the process ever had (`ProcessMemory.peak`), in MiB.
        let peakMib: Double
        /// What it had at the end of it (`ProcessMemory.resident`).
        let residentMib: Double
    }

    let samples: Int
    /// The first one compiled the networks.
    let starts: [Start]
    let machine: String

    var text: String {
        let lines = starts.enumerated().map { index, start in
            "start \(index + 1): \(Decimals.text(start.identificationMs, 0)) ms to the first identification,"
                + " \(Decimals.text(start.residentMib, 0)) MiB resident, \(Decimals.text(start.peakMib, 0)) MiB at most"
        }
        return (lines + ["\(samples) samples", machine]).joined(separator: "\n")
    }
}
