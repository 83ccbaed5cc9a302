import CZip
import Synchronization

/// A ZIP archive, read with libzip, one entry at a time and into memory alone: nothing is written anywhere, so the
/// names of entries lead nowhere. May be used from several threads, one of which reads at a time.
package final class ZIPArchive: Sendable {
    package struct Entry: Hashable, Sendable {
        package let index: UInt64
        /// As the archive has it, with "/" between folders. Not to be used as a path.
        package let name: String
    }

    /// Files of the archive, in its order; folders are left out.
    package let entries: [Entry]
    private let limits: ZIPLimits
    private let state: Mutex<State>

    // Nobody else has the handle and the buffer, and whoever uses them holds the lock.
    private struct State: ~Copyable, @unchecked Sendable {
        let handle: OpaquePointer
        /// What came out of entries so far.
        var bytes = 0
        /// The archive's bytes where it lies in memory: libzip reads from them as long as the handle is open.
        let buffer: UnsafeMutableRawBufferPointer?

        init(handle: OpaquePointer, buffer: UnsafeMutableRawBufferPointer?) {
            self.handle = handle
            self.buffer = buffer
        }

        deinit {
            zip_discard(handle)
            buffer?.deallocate()
        }
    }

    /// Opens a file. Throws `ZIPError`.
    package convenience init(path: String, limits: ZIPLimits = ZIPLimits()) throws {
        var code: Int32 = 0
        guard let handle = zip_open(path, ZIP_RDONLY, &code) else { throw Self.error(code) }
        try self.init(State(handle: handle, buffer: nil), limits)
    }

    /// Opens an archive that is in memory. Throws `ZIPError`.
    package convenience init(bytes: [UInt8], limits: ZIPLimits = ZIPLimits()) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 1)
        buffer.copyBytes(from: bytes)
        var problem = zip_error_t()
        zip_error_init(&problem)
        defer { zip_error_fini(&problem) }
        guard let source = zip_source_buffer_create(buffer.baseAddress, UInt64(bytes.count), 0, &problem) else {
            buffer.deallocate()
            throw Self.error(problem.zip_err)
        }
        guard let handle = zip_open_from_source(source, ZIP_RDONLY, &problem) else {
            // An archive that was opened owns its source; this one was not.
            zip_source_free(source)
            buffer.deallocate()
            throw Self.error(problem.zip_err)
        }
        try self.init(State(handle: handle, buffer: buffer), limits)
    }

    private init(_ state: consuming State, _ limits: ZIPLimits) throws {
        let count = zip_get_num_entries(state.handle, 0)
        guard count <= limits.maximumEntries else {
            throw ZIPError("has \(count) entries; at most \(limits.maximumEntries) are read")
        }
        var entries: [Entry] = []
        for index in 0..<UInt64(max(0, count)) {
            guard let name = zip_get_name(state.handle, index, zip_flags_t(ZIP_FL_ENC_GUESS)) else { continue }
            let text = String(cString: name)
            if !text.hasSuffix("/") { entries.append(Entry(index: index, name: text)) }
        }
        self.entries = entries
        self.limits = limits
        self.state = Mutex(state)
    }

    /// All bytes of an entry. Throws `ZIPError` for one that is encrypted, damaged, compressed in an unknown way, or
    /// larger than the limits allow.
    package func read(_ entry: Entry) throws -> [UInt8] {
        try state.withLock { state in
            guard let file = zip_fopen_index(state.handle, entry.index, 0) else {
                throw Self.error(zip_error_code_zip(zip_get_error(state.handle)))
            }
            defer { zip_fclose(file) }
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: Self.chunkBytes)
            while true {
                let count = Int(zip_fread(file, &chunk, UInt64(chunk.count)))
                guard count >= 0 else { throw Self.error(zip_error_code_zip(zip_file_get_error(file))) }
                if count == 0 { return bytes }
                state.bytes += count
                guard bytes.count + count <= limits.maximumEntryBytes else {
                    throw ZIPError("has more than \(limits.maximumEntryBytes) bytes")
                }
                guard state.bytes <= limits.maximumTotalBytes else {
                    throw ZIPError("is not read: more than \(limits.maximumTotalBytes) bytes came out of the archive")
                }
                bytes += chunk[..<count]
            }
        }
    }

    private static let chunkBytes = 64 << 10

    private static func error(_ code: Int32) -> ZIPError {
        switch code {
        case ZIP_ER_NOPASSWD, ZIP_ER_WRONGPASSWD: ZIPError("is encrypted; make an archive without a password")
        case ZIP_ER_NOZIP: ZIPError("is no ZIP archive")
        case ZIP_ER_NOENT: ZIPError("is not there")
        case ZIP_ER_OPEN, ZIP_ER_READ: ZIPError("cannot be read")
        case ZIP_ER_COMPNOTSUPP, ZIP_ER_ENCRNOTSUPP: ZIPError("is compressed or encrypted in a way that is not known")
        case ZIP_ER_MEMORY: ZIPError("needs more memory than there is")
        default: ZIPError("is damaged")
        }
    }
}
