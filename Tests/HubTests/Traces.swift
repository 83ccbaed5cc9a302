import Attendance
import Foundation
import HubCore
import Service

/// Bytes of whoever must be gone.
enum Traces {
    static func needles(of person: Person, embedding: [UInt8]) -> [[UInt8]] {
        [
            Array(person.name.utf8), Array(person.name.lowercased().utf8), embedding, person.id.bytes,
            Array(person.id.description.utf8),
        ]
    }

    /// Files of the hub's data folder in which any of them is found.
    static func files(_ hub: HubHarness, with needles: [[UInt8]]) throws -> [String] {
        try Folder.files(in: hub.folder.path).filter { path in
            let bytes = Data(try PrivateFile.read(path, maximumBytes: 1 << 28))
            return needles.contains { bytes.range(of: Data($0)) != nil }
        }
    }
}
