import Attendance

/// Whom a line names that cannot be read: every text in it that has the form of an identifier.
package enum NamedPeople {
    private static let length = 36

    /// In order, each once.
    package static func identifiers(in line: [UInt8]) -> [PersonID] {
        guard line.count >= length else { return [] }
        var found: [PersonID] = []
        var start = 0
        while start + length <= line.count {
            guard let id = identifier(line[start..<start + length]) else {
                start += 1
                continue
            }
            if !found.contains(id) { found.append(id) }
            start += length
        }
        return found
    }

    private static func identifier(_ bytes: ArraySlice<UInt8>) -> PersonID? {
        let dash = UInt8(ascii: "-")
        guard [8, 13, 18, 23].allSatisfy({ bytes[bytes.startIndex + $0] == dash }) else { return nil }
        return try? PersonID(text: String(decoding: bytes, as: UTF8.self).lowercased())
    }
}
