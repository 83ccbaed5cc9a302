import CHDF5
import Glibc

/// An open dataset of a file that is being read. Use inside `HDF5.exclusively` only.
struct HDF5Dataset: ~Copyable {
    enum Kind {
        case float, integer, fixedText(bytes: Int), variableText, other
    }

    let name: String
    let shape: [Int]
    let kind: Kind
    private let path: String
    private let handle: HDF5Handle
    private let type: HDF5Handle
    private let creation: HDF5Handle

    /// Opens `name` in the root of `file`. Throws `notAGallery` where it is missing, is not a dataset, or
    /// keeps its values outside the file (a hostile file could name any other file of the machine).
    init(_ name: String, in file: borrowing HDF5File) throws {
        guard file.has(name) else {
            throw GalleryError(.notAGallery, file.path, "has no dataset \"\(name)\"")
        }
        let handle = try HDF5Handle(
            H5Dopen2(file.id, name, chdf5_default()), close: H5Dclose,
            orThrow: file.failure("open dataset \(name)"))
        let type = try HDF5Handle(
            H5Dget_type(handle.id), close: H5Tclose,
            orThrow: file.failure("read the type of dataset \(name)"))
        let creation = try HDF5Handle(
            H5Dget_create_plist(handle.id), close: H5Pclose,
            orThrow: file.failure("read the layout of dataset \(name)"))
        guard H5Pget_external_count(creation.id) == 0, H5Pget_layout(creation.id) != H5D_VIRTUAL else {
            throw GalleryError(.notAGallery, file.path, "dataset \"\(name)\" keeps its values in other files")
        }
        shape = try Self.shape(handle.id, name, file)
        kind = Self.kind(type.id)
        path = file.path
        self.name = name
        self.handle = handle
        self.type = type
        self.creation = creation
    }

    private static func shape(_ dataset: hid_t, _ name: String, _ file: borrowing HDF5File) throws -> [Int] {
        let space = try HDF5Handle(
            H5Dget_space(dataset), close: H5Sclose,
            orThrow: file.failure("read the shape of dataset \(name)"))
        let rank = H5Sget_simple_extent_ndims(space.id)
        guard (0...2).contains(rank) else {
            throw GalleryError(.notAGallery, file.path, "dataset \"\(name)\" is not a list or a table")
        }
        var sizes = [hsize_t](repeating: 0, count: Int(rank))
        guard H5Sget_simple_extent_dims(space.id, &sizes, nil) >= 0,
            sizes.allSatisfy({ $0 <= hsize_t(Int32.max) })
        else { throw GalleryError(.tooLarge, file.path, "dataset \"\(name)\" has too many rows or columns") }
        return sizes.map { Int($0) }
    }

    private static func kind(_ type: hid_t) -> Kind {
        switch H5Tget_class(type) {
        case H5T_FLOAT: .float
        case H5T_INTEGER: .integer
        case H5T_STRING: H5Tis_variable_str(type) > 0 ? .variableText : .fixedText(bytes: H5Tget_size(type))
        default: .other
        }
    }

    /// What reading all values takes in memory, in bytes, without what texts of variable length hold; `Int.max` for
    /// more than can be counted.
    var memoryBytes: Int {
        let each: Int
        switch kind {
        case .fixedText(let bytes): each = bytes
        case .float: each = MemoryLayout<Float>.stride
        case .integer, .variableText, .other: each = MemoryLayout<Int64>.stride
        }
        return shape.reduce(each) { total, size in
            let (product, isTooMuch) = total.multipliedReportingOverflow(by: size)
            return isTooMuch ? .max : product
        }
    }

    /// Whether the values lie in the file one after the other as little-endian float32, so that they can be
    /// mapped.
    var isPlainFloat32: Bool {
        H5Pget_layout(creation.id) == H5D_CONTIGUOUS && H5Tequal(type.id, chdf5_stored_float()) > 0
    }

    /// Whether the values lie in the file one after the other as bytes.
    var isPlainBytes: Bool {
        H5Pget_layout(creation.id) == H5D_CONTIGUOUS && H5Tequal(type.id, chdf5_stored_byte()) > 0
    }

    /// Where the first value lies in the file, or nil where the file holds no values.
    var offset: Int? {
        let offset = H5Dget_offset(handle.id)
        return offset == chdf5_undefined_offset() ? nil : Int(exactly: offset)
    }

    /// Reads all bytes of an `isPlainBytes` dataset.
    func bytes() throws -> [UInt8] {
        try read([UInt8](repeating: 0, count: shape.reduce(1, *)), as: chdf5_native_byte())
    }

    /// Reads all values, converted to float32. The caller has checked the size.
    func floats() throws -> [Float] {
        try read([Float](repeating: 0, count: shape.reduce(1, *)), as: chdf5_native_float())
    }

    /// Reads all values, converted to whole numbers. The caller has checked the size.
    func integers() throws -> [Int64] {
        try read([Int64](repeating: 0, count: shape.reduce(1, *)), as: chdf5_native_int64())
    }

    private func read<Value: BitwiseCopyable>(_ empty: [Value], as memoryType: hid_t) throws -> [Value] {
        guard !empty.isEmpty else { return [] }
        var values = empty
        try check(
            values.withUnsafeMutableBytes { memory in
                H5Dread(
                    handle.id, memoryType, chdf5_everything(), chdf5_everything(), chdf5_default(),
                    memory.baseAddress)
            })
        return values
    }

    /// Reads a list of texts, of fixed or variable length. The caller has checked the number of rows.
    func texts() throws -> [String] {
        switch kind {
        case .fixedText(let width):
            guard (1...GalleryLimits.maximumTextBytes).contains(width) else { throw overlongText() }
            let values = try read([UInt8](repeating: 0, count: shape.reduce(width, *)), as: type.id)
            return try stride(from: 0, to: values.count, by: width).map { start in
                try text(values[start..<start + width].prefix { $0 != 0 })
            }
        case .variableText:
            return try variableTexts()
        default:
            throw GalleryError(.notAGallery, path, "dataset \"\(name)\" does not hold texts")
        }
    }

    private func variableTexts() throws -> [String] {
        let empty = [UnsafeMutablePointer<CChar>?](repeating: nil, count: shape.reduce(1, *))
        var pointers = try read(empty, as: type.id)
        let space = H5Dget_space(handle.id)
        // The library allocated each text; this gives them back, whatever happens below.
        defer {
            H5Dvlen_reclaim(type.id, space, chdf5_default(), &pointers)
            H5Sclose(space)
        }
        return try pointers.map { pointer in
            guard let pointer else { return "" }
            let bytes = UnsafeRawBufferPointer(
                start: pointer, count: strnlen(pointer, GalleryLimits.maximumTextBytes + 1))
            guard bytes.count <= GalleryLimits.maximumTextBytes else { throw overlongText() }
            return try text(bytes)
        }
    }

    private func text(_ bytes: some Sequence<UInt8>) throws -> String {
        guard let text = String(validating: Array(bytes), as: UTF8.self) else {
            throw GalleryError(.damaged, path, "dataset \"\(name)\" holds a text that is not UTF-8")
        }
        return text
    }

    private func overlongText() -> GalleryError {
        GalleryError(
            .tooLarge, path,
            "dataset \"\(name)\" holds texts of more than \(GalleryLimits.maximumTextBytes) bytes")
    }

    private func check(_ status: herr_t) throws {
        if status < 0 {
            throw GalleryError(.damaged, path, "cannot read dataset \(name) (\(HDF5.lastMessage()))")
        }
    }
}
