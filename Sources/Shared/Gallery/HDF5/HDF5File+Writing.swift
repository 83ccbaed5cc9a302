import CHDF5

extension HDF5File {
    /// What the elements of a dataset are in memory and in the file.
    enum Element {
        case float32, byte

        var native: hid_t {
            switch self {
            case .float32: chdf5_native_float()
            case .byte: chdf5_native_byte()
            }
        }

        var stored: hid_t {
            switch self {
            case .float32: chdf5_stored_float()
            case .byte: chdf5_stored_byte()
            }
        }
    }

    /// Writes a [rows, columns] dataset, contiguous in the file, from `values` (row-major).
    func writeMatrix(
        _ name: String, rows: Int, columns: Int, of element: Element, from values: UnsafeRawPointer
    ) throws {
        let dataset = try createDataset(name, shape: [rows, columns], type: element.stored)
        guard rows > 0 else { return }
        try check(
            H5Dwrite(
                dataset.id, element.native, chdf5_everything(), chdf5_everything(), chdf5_default(), values),
            "write dataset \(name)")
    }

    /// Writes a one-dimensional dataset of UTF-8 texts.
    func writeTexts(_ name: String, _ texts: [String]) throws {
        let width = max(1, texts.map(\.utf8.count).max() ?? 1)
        let type = try textType(bytes: width)
        let dataset = try createDataset(name, shape: [texts.count], type: type.id)
        guard !texts.isEmpty else { return }
        var bytes = [UInt8](repeating: 0, count: width * texts.count)
        for (index, text) in texts.enumerated() {
            let utf8 = Array(text.utf8)
            bytes.replaceSubrange(index * width..<index * width + utf8.count, with: utf8)
        }
        try check(
            H5Dwrite(dataset.id, type.id, chdf5_everything(), chdf5_everything(), chdf5_default(), bytes),
            "write dataset \(name)")
    }

    private func createDataset(_ name: String, shape: [Int], type: hid_t) throws -> HDF5Handle {
        let space = try HDF5Handle(
            H5Screate_simple(Int32(shape.count), shape.map { hsize_t($0) }, nil), close: H5Sclose,
            orThrow: failure("describe dataset \(name)"))
        let creation = try HDF5Handle(
            H5Pcreate(chdf5_dataset_creation_class()), close: H5Pclose,
            orThrow: failure("describe dataset \(name)"))
        try check(H5Pset_layout(creation.id, H5D_CONTIGUOUS), "describe dataset \(name)")
        // The place in the file is fixed now, and not filled with zeros that are overwritten at once.
        try check(H5Pset_alloc_time(creation.id, H5D_ALLOC_TIME_EARLY), "describe dataset \(name)")
        try check(H5Pset_fill_time(creation.id, H5D_FILL_TIME_NEVER), "describe dataset \(name)")
        return try HDF5Handle(
            H5Dcreate2(id, name, type, space.id, chdf5_default(), creation.id, chdf5_default()),
            close: H5Dclose,
            orThrow: failure("create dataset \(name)"))
    }
}
