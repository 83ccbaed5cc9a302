import Crypto
import Service

/// Reads a backup's bytes from its file, whether it is encrypted or not.
final class BackupInput {
    private let file: FileReader
    private var stream: OpeningStream?
    private var hasEnded = false
    /// Read and not asked for yet.
    private var pending: ArraySlice<UInt8>
    let isSealed: Bool

    /// Throws `HubError` for an encrypted file without a passphrase.
    init(_ path: String, passphrase: [UInt8]?) throws {
        file = try FileReader(path)
        let first = try file.read(BackupSeal.prefixByteCount)
        isSealed = first.starts(with: BackupSeal.mark)
        guard isSealed else {
            pending = first[...]
            return
        }
        guard let passphrase else {
            throw HubError(.invalid, "\(path) is encrypted", advice: "Give its passphrase with --passphrase-file FILE.")
        }
        pending = []
        stream = try BackupSeal.open(first, passphrase: passphrase, path: path)
    }

    /// Exactly `count` bytes. Throws `HubError.damaged` where the file ends before them or was changed.
    func read(_ count: Int) throws -> [UInt8] {
        while pending.count < count {
            guard try readMore() else { throw damaged("ends too early") }
        }
        defer { pending = pending.dropFirst(count) }
        return Array(pending.prefix(count))
    }

    /// Whether nothing follows.
    func isAtEnd() throws -> Bool {
        while pending.isEmpty {
            guard try readMore() else { return true }
        }
        return false
    }

    func damaged(_ problem: String) -> HubError {
        HubError(.damaged, "\(file.path) \(problem)", advice: "It is not a whole backup. Use another one.")
    }

    private func readMore() throws -> Bool {
        if hasEnded { return false }
        guard stream != nil else {
            let bytes = try file.read(BackupSeal.chunkBytes)
            hasEnded = bytes.isEmpty
            pending += bytes
            return !bytes.isEmpty
        }
        let sealed = try file.read(BackupSeal.chunkBytes + SealingStream.overheadBytes)
        guard !sealed.isEmpty else { throw damaged("ends too early") }
        guard let chunk = stream?.open(sealed) else {
            throw HubError(
                .damaged, "\(file.path) cannot be opened: the passphrase is another one, or the file was changed",
                advice: "Check the passphrase; else use another backup.")
        }
        if chunk.isLast {
            hasEnded = true
            guard try file.read(1).isEmpty else { throw damaged("goes on behind its end") }
        }
        pending += chunk.plain
        return true
    }
}
