import Crypto
import Foundation
import Testing

struct SHA256Tests {
    /// Vectors from FIPS 180-4's examples.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func knownHashes(text: String, expected: String) {
        #expect(Hex.encode(SHA256.hash(text)) == expected)
    }

    @Test func aStreamInPiecesGivesTheHashOfTheWhole() {
        let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var stream = SHA256.Stream()
        for start in stride(from: 0, to: bytes.count, by: 77) {
            stream.update(Array(bytes[start..<min(start + 77, bytes.count)]))
        }
        #expect(stream.finalize() == SHA256.hash(bytes))
        stream.update([1])
        #expect(stream.finalize() == SHA256.hash(bytes + [1]))
    }

    @Test func aFileLongerThanOneStepIsHashedWhole() throws {
        let path = FileManager.default.temporaryDirectory.path + "/rollcall-hash-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let bytes = [UInt8](repeating: 7, count: (1 << 20) * 2 + 5)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(try SHA256.hash(contentsOf: path) == SHA256.hash(bytes))
    }

    @Test(arguments: ["/no/such/file", "/"])
    func anUnreadableFileIsNamed(path: String) {
        let error = #expect(throws: FileReadError.self) { try SHA256.hash(contentsOf: path) }
        #expect(error?.description.contains(path) == true)
    }
}
