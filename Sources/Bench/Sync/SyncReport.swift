import EdgeNodeCore

/// What `rollcall-bench sync` measured. Bytes are those of the TCP stream, TLS and all.
struct SyncReport: Sendable, Encodable {
    /// One push of so many events.
    struct Push: Sendable, Encodable {
        let events: Int
        /// NDJSON with its header.
        let plainBytes: Int
        /// The same as gzip: what has to be said.
        let compressedBytes: Int
        /// Over a connection that is open already, both directions.
        let openBytes: Int
        /// With everything that a new connection takes.
        let freshBytes: Int

        var openRatio: Double { Double(openBytes) / Double(compressedBytes) }
        var freshRatio: Double { Double(freshBytes) / Double(compressedBytes) }

        enum CodingKeys: String, CodingKey {
            case events, plainBytes, compressedBytes, openBytes, freshBytes, openRatio, freshRatio
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(events, forKey: .events)
            try container.encode(plainBytes, forKey: .plainBytes)
            try container.encode(compressedBytes, forKey: .compressedBytes)
            try container.encode(openBytes, forKey: .openBytes)
            try container.encode(freshBytes, forKey: .freshBytes)
            try container.encode(openRatio, forKey: .openRatio)
            try container.encode(freshRatio, forKey: .freshRatio)
        }
    }

    var pushes: [Push] = []
    /// Events of the measurements that follow.
    var events = 0
    var nodeDiskBytesPerEvent = 0.0
    var hubDiskBytesPerEvent = 0.0
    /// Processor seconds per 1,000 events.
    var nodeRecordingSeconds = 0.0
    var nodeSendingSeconds = 0.0
    var hubSeconds = 0.0
    /// Samples of the measurements that follow, and their dimension.
    var samples = 0
    var dimension = 0
    /// One new sample of somebody known, to one node that has everything else.
    var newSampleBytes = 0
    /// Per sample, all of them page by page.
    var feedBytesPerSample = 0.0
    var snapshotBytes = 0
    /// Fetched, verified and stored.
    var snapshotSeconds = 0.0
    var machine = ""

    var text: String {
        let lines = pushes.map { push in
            "push of \(push.events): \(push.plainBytes) bytes of NDJSON, \(push.compressedBytes) compressed; "
                + "\(push.openBytes) on an open connection (×\(Decimals.text(push.openRatio, 2)), "
                + "\(Decimals.text(Double(push.openBytes) / Double(push.events), 1)) an event), "
                + "\(push.freshBytes) on a fresh one (×\(Decimals.text(push.freshRatio, 2)))"
        }
        return (lines + [
            "disk: \(Decimals.text(nodeDiskBytesPerEvent, 0)) bytes an event at the node, "
                + "\(Decimals.text(hubDiskBytesPerEvent, 0)) at the hub (\(events) events)",
            "processor seconds per 1,000 events: \(Decimals.text(nodeRecordingSeconds, 3)) to record, "
                + "\(Decimals.text(nodeSendingSeconds, 3)) to send, \(Decimals.text(hubSeconds, 3)) at the hub",
            "a new sample (\(dimension) values): \(newSampleBytes) bytes for each node; "
                + "\(Decimals.text(feedBytesPerSample, 0)) bytes a sample page by page",
            "snapshot of \(samples) samples: \(snapshotBytes) bytes, \(Decimals.text(snapshotSeconds, 1)) s",
            machine,
        ]).joined(separator: "\n")
    }
}
