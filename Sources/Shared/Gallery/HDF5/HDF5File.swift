import CHDF5

/// An HDF5 file, open for reading or being made. Use inside `HDF5.exclusively` only.
///
/// Texts are stored with a fixed length: those are covered by the checksums of HDF5's own structures, while
/// texts of variable length lie in a heap without one, where a flipped bit can mislead the library.
struct HDF5File: ~Copyable {
    let path: String
    private let handle: HDF5Handle
    /// What a failing call means: damage while reading, trouble with memory while making.
    private let failureCode: GalleryError.Code

    var id: hid_t { handle.id }

    /// Opens an existing file for reading. Throws `missing`, `notHDF5` or `damaged`.
    init(reading path: String) throws {
        let access = try Self.accessProperties(path)
        if path.hasPrefix(Self.inMemory) {
            Self.useStandardIO(access)
        } else {
            guard H5Fis_hdf5(path) != 0 else {
                throw GalleryError(.notHDF5, path, "is not an HDF5 file; name an .h5 file")
            }
        }
        handle = try HDF5Handle(
            H5Fopen(path, chdf5_read_only(), access.id), close: H5Fclose,
            orThrow: GalleryError(
                .damaged, path, "cannot be opened (\(HDF5.lastMessage())); restore it from a copy"))
        self.path = path
        failureCode = .damaged
    }

    /// Begins a file in `memory`, a descriptor that stays the caller's. Everything in the file begins at a
    /// multiple of `alignment` bytes. Throws `storage`.
    init(in memory: Int32, alignment: Int) throws {
        let path = Self.inMemory + "\(memory)"
        let access = try Self.accessProperties(path)
        Self.useStandardIO(access)
        // From version 1.8 on, HDF5's own structures carry checksums. 1.10 is the oldest that we are built
        // with.
        H5Pset_libver_bounds(access.id, H5F_LIBVER_V18, H5F_LIBVER_V110)
        H5Pset_alignment(access.id, 1, hsize_t(alignment))
        handle = try HDF5Handle(
            H5Fcreate(path, chdf5_overwrite(), chdf5_default(), access.id), close: H5Fclose,
            orThrow: GalleryError(.storage, path, "cannot be made (\(HDF5.lastMessage()))"))
        self.path = path
        failureCode = .storage
    }

    /// Where a file in memory has a path, followed by its descriptor.
    static let inMemory = "/proc/self/fd/"

    /// The default driver resolves the links in a path first, and a file in memory has no other path.
    private static func useStandardIO(_ access: borrowing HDF5Handle) {
        H5Pset_fapl_stdio(access.id)
    }

    private static func accessProperties(_ path: String) throws -> HDF5Handle {
        let access = try HDF5Handle(
            H5Pcreate(chdf5_file_access_class()), close: H5Pclose,
            orThrow: GalleryError(.storage, path, "the HDF5 library does not answer"))
        // Closing a file whose objects are still open is an error instead of a file that stays open unseen.
        H5Pset_fclose_degree(access.id, H5F_CLOSE_SEMI)
        return access
    }

    /// Writes what is left and closes. Throws `storage`.
    consuming func close() throws {
        let path = path
        guard handle.closed() else {
            throw GalleryError(.storage, path, "cannot be completed (\(HDF5.lastMessage()))")
        }
    }

    /// The error for a failed `operation`, with the library's reason.
    func failure(_ operation: String) -> GalleryError {
        GalleryError(failureCode, path, "cannot \(operation) (\(HDF5.lastMessage()))")
    }

    /// Throws `failure(operation)` when HDF5 returned a negative status.
    func check(_ status: herr_t, _ operation: @autoclosure () -> String) throws {
        if status < 0 { throw failure(operation()) }
    }

    /// The names of the objects in the file's root; links that lead elsewhere are left out.
    func names() throws -> [String] {
        var information = H5G_info_t()
        try check(H5Gget_info(id, &information), "list the contents")
        var names: [String] = []
        for index in 0..<min(information.nlinks, hsize_t(GalleryLimits.maximumListedNames)) {
            var buffer = [CChar](repeating: 0, count: GalleryLimits.maximumTextBytes)
            let length = H5Lget_name_by_idx(
                id, ".", H5_INDEX_NAME, H5_ITER_INC, index, &buffer, buffer.count, chdf5_default())
            let text = String(validating: buffer.prefix { $0 != 0 }, as: UTF8.self)
            if length > 0, let name = text, has(name) {
                names.append(name)
            }
        }
        return names
    }

    /// Whether the root holds an object of this name in this file itself.
    func has(_ name: String) -> Bool {
        H5Lexists(id, name, chdf5_default()) > 0 && chdf5_is_hard_link(id, name) != 0
    }
}
