import Crypto
import Glibc

/// A gallery file as a node keeps it: HDF5 in pieces, each encrypted (`SealedBytes`) under the node's key.
///
///     "rollcall sealed gallery 1" and a line feed
///     pieces of `pieceBytes` plain bytes, the last one shorter, each with `SealedBytes.overheadBytes` more
///
/// Each piece is tied to the file's name, its number and whether it is the last: pieces of other files, in another
/// order, or too few of them do not open. It is opened into a file in memory: the plain bytes never reach a disk.
package enum SealedGalleryFile {
    static let mark = Array("rollcall sealed gallery 1\n".utf8)
    /// In plain bytes: what is encrypted, and held twice, at a time.
    static let pieceBytes = 1 << 20

    /// Whether the file at the path is one, as far as its beginning tells.
    package static func isOne(_ path: String) -> Bool {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return (try? read(descriptor, count: mark.count, at: 0, path)) == mark
    }

    /// Writes the whole of the file `memory` to `target`. Throws `storage`.
    static func seal(from memory: Int32, to target: Int32, name: String, key: [UInt8], _ path: String) throws {
        let size = try size(of: memory, path)
        try write(mark, to: target, path)
        let pieces = (size + pieceBytes - 1) / pieceBytes
        for index in 0..<pieces {
            let start = index * pieceBytes
            let plain = try read(memory, count: min(pieceBytes, size - start), at: start, path)
            let context = context(name, index, isLast: index == pieces - 1)
            try write(SealedBytes.seal(plain, key: key, context: context), to: target, path)
        }
    }

    /// The descriptor of a plain copy in memory; the caller closes it. Throws `missing`, `storage`, `tooLarge`,
    /// `notAGallery` for a file that is not sealed, and `damaged` for one that was changed or sealed with another key.
    static func open(path: String, name: String, key: [UInt8]) throws -> Int32 {
        let source = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else {
            throw GalleryError(errno == ENOENT ? .missing : .storage, path, "cannot be opened: \(systemMessage())")
        }
        defer { close(source) }
        let size = try size(of: source, path)
        guard size <= GalleryLimits.maximumFileBytes else {
            throw GalleryError(.tooLarge, path, "has \(size) bytes, more than a gallery can have")
        }
        guard size > mark.count, try read(source, count: mark.count, at: 0, path) == mark else {
            throw GalleryError(.notAGallery, path, "is not a sealed gallery")
        }
        let memory = try GalleryWriter.makeMemory()
        do {
            let sealedBytes = pieceBytes + SealedBytes.overheadBytes
            let pieces = (size - mark.count + sealedBytes - 1) / sealedBytes
            for index in 0..<pieces {
                let start = mark.count + index * sealedBytes
                let sealed = try read(source, count: min(sealedBytes, size - start), at: start, path)
                let context = context(name, index, isLast: index == pieces - 1)
                guard let plain = SealedBytes.open(sealed, key: key, context: context) else {
                    throw GalleryError(
                        .damaged, path, "does not open: it was changed, or sealed with another key")
                }
                try write(plain, to: memory, path)
            }
            return memory
        } catch {
            close(memory)
            throw error
        }
    }

    private static func context(_ name: String, _ index: Int, isLast: Bool) -> [UInt8] {
        Array("\(name) \(index) \(isLast ? "last" : "more")".utf8)
    }

    private static func size(of descriptor: Int32, _ path: String) throws -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw GalleryError(.storage, path, "is not a file")
        }
        return Int(status.st_size)
    }

    /// Fewer bytes only where the file ends.
    private static func read(_ descriptor: Int32, count: Int, at offset: Int, _ path: String) throws -> [UInt8] {
        var filled = 0
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            while filled < count {
                let got = pread(descriptor, buffer.baseAddress! + filled, count - filled, off_t(offset + filled))
                if got < 0, errno == EINTR { continue }
                failed = got < 0
                guard got > 0 else { break }
                filled += got
            }
            initialized = filled
        }
        guard !failed else { throw GalleryError(.storage, path, "cannot be read: \(systemMessage())") }
        return bytes
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else {
                throw GalleryError(.storage, path, "cannot be written: \(systemMessage())")
            }
            rest = rest.dropFirst(max(0, count))
        }
    }
}
