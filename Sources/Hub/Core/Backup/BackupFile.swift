import Attendance
import Crypto
import Foundation
import Replication
import Service

/// A backup as one file: a tar archive with the manifest first, encrypted as a whole where there is a passphrase.
enum BackupFile {
    /// What of a data folder is in a backup. The server's certificate is made anew.
    static let contents = [
        HubFolder.databaseName, HubFolder.configurationName, HubFolder.authorityName, HubFolder.adminSecretName,
        HubFolder.ledgerName,
    ]
    private static let stepBytes = 1 << 20
    private static let end = [UInt8](repeating: 0, count: 2 * TarHeader.blockBytes)

    /// Where the bytes of a file come from.
    enum Source {
        case path(String)
        case bytes([UInt8])
    }

    /// Writes everything to the disk; `output.file` has still to be published. Throws `HubError` where a file is not
    /// what the manifest says.
    static func write(_ manifest: BackupManifest, _ sources: [String: Source], to output: BackupOutput) throws {
        let modified = manifest.madeMilliseconds / 1_000
        let json = try WireCoding.encode(manifest)
        let header = TarHeader(name: BackupManifest.name, bytes: Int64(json.count))
        try output.write(header.encoded(modified: modified) + json + zeros(header.padding))
        for file in manifest.files {
            let header = TarHeader(name: file.name, bytes: file.bytes)
            try output.write(header.encoded(modified: modified))
            switch sources[file.name] {
            case .bytes(let bytes):
                try output.write(bytes)
            case .path(let path):
                let reader = try FileReader(path)
                while case let step = try reader.read(stepBytes), !step.isEmpty { try output.write(step) }
            case nil:
                preconditionFailure("the manifest names a file that has no source")
            }
            try output.write(zeros(header.padding))
        }
        try output.write(end)
        try output.finish()
    }

    /// Reads all of it and compares every file with the manifest; puts the files into `folder` where one is given, on
    /// the disk. Throws `HubError` for anything that does not add up.
    static func read(_ path: String, passphrase: [UInt8]?, into folder: String? = nil) throws -> BackupManifest {
        let input = try BackupInput(path, passphrase: passphrase)
        let manifest = try readManifest(input)
        for file in manifest.files { try copy(file, from: input, into: folder) }
        guard try input.read(end.count) == end, try input.isAtEnd() else {
            throw input.damaged("holds more than its manifest names")
        }
        if let folder { try Folder.synchronize(folder) }
        return manifest
    }

    private static func readManifest(_ input: BackupInput) throws -> BackupManifest {
        guard let header = TarHeader(try input.read(TarHeader.blockBytes)), header.name == BackupManifest.name,
            (1...Int64(BackupManifest.maximumBytes)).contains(header.bytes)
        else { throw input.damaged("is no backup of a hub") }
        let json = try input.read(Int(header.bytes))
        _ = try input.read(header.padding)
        struct Format: Decodable { let format: Int }
        guard let format = try? WireCoding.decode(Format.self, from: json).format else {
            throw input.damaged("has a manifest that cannot be read")
        }
        guard format == BackupManifest.format else {
            throw HubError(
                .invalid, "The backup has format \(format), this release reads \(BackupManifest.format)",
                advice: "Use the release that made it.")
        }
        guard let manifest = try? WireCoding.decode(BackupManifest.self, from: json),
            Set(manifest.files.map(\.name)).count == manifest.files.count,
            // Only these names: a file must not end up anywhere else.
            manifest.files.allSatisfy({ contents.contains($0.name) && $0.bytes >= 0 }),
            manifest.files.contains(where: { $0.name == HubFolder.databaseName })
        else { throw input.damaged("has a manifest that cannot be read") }
        return manifest
    }

    private static func copy(_ file: BackupManifest.File, from input: BackupInput, into folder: String?) throws {
        guard let header = TarHeader(try input.read(TarHeader.blockBytes)),
            header == TarHeader(name: file.name, bytes: file.bytes)
        else { throw input.damaged("lacks \(file.name)") }
        let output = try folder.map { try PrivateFileWriter($0 + "/" + file.name) }
        var hash = SHA256.Stream()
        var rest = file.bytes
        while rest > 0 {
            let step = try input.read(Int(min(rest, Int64(stepBytes))))
            hash.update(step)
            try output?.write(step)
            rest -= Int64(step.count)
        }
        _ = try input.read(header.padding)
        guard Hex.encode(hash.finalize()) == file.sha256 else { throw input.damaged("holds a changed \(file.name)") }
        try output?.publish()
    }

    private static func zeros(_ count: Int) -> [UInt8] {
        [UInt8](repeating: 0, count: count)
    }
}
