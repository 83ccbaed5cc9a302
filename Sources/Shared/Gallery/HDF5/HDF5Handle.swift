import CHDF5

/// One open identifier of the library; closed exactly once. Lives inside `HDF5.exclusively` only.
struct HDF5Handle: ~Copyable {
    typealias Close = @convention(c) (hid_t) -> herr_t

    let id: hid_t
    private let close: Close

    /// Takes over `id`; a negative one is HDF5's sign of failure and becomes `failure()`.
    init(_ id: hid_t, close: @escaping Close, orThrow failure: @autoclosure () -> GalleryError) throws {
        guard id >= 0 else { throw failure() }
        self.id = id
        self.close = close
    }

    deinit {
        _ = close(id)
    }

    /// Closes and says whether that worked: closing a file is when the last of it is written.
    consuming func closed() -> Bool {
        let status = close(id)
        discard self
        return status >= 0
    }
}
