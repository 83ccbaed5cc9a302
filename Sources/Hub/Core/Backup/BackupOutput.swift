import Crypto
import Service

/// Writes a backup's bytes into its file, encrypted where there is a passphrase.
final class BackupOutput {
    let file: PrivateFileWriter
    private var stream: SealingStream?
    /// What does not fill a chunk yet.
    private var pending: [UInt8] = []

    init(_ path: String, passphrase: [UInt8]?) throws {
        file = try PrivateFileWriter(path)
        guard let passphrase else { return }
        let (prefix, stream) = try BackupSeal.begin(passphrase)
        self.stream = stream
        try file.write(prefix)
    }

    func write(_ bytes: [UInt8]) throws {
        guard stream != nil else { return try file.write(bytes) }
        pending += bytes
        // One is kept back: the last chunk is marked as such.
        while pending.count > BackupSeal.chunkBytes {
            try seal(Array(pending.prefix(BackupSeal.chunkBytes)), isLast: false)
            pending.removeFirst(BackupSeal.chunkBytes)
        }
    }

    /// Returns when everything is on the disk, still under the temporary name.
    func finish() throws {
        if stream != nil { try seal(pending, isLast: true) }
        try file.synchronize()
    }

    private func seal(_ plain: [UInt8], isLast: Bool) throws {
        guard let sealed = stream?.seal(plain, isLast: isLast) else { return }
        try file.write(sealed)
    }
}
