import CHDF5

extension HDF5File {
    func writeAttribute(_ name: String, _ value: Int64) throws {
        let space = try HDF5Handle(
            H5Screate(H5S_SCALAR), close: H5Sclose, orThrow: failure("describe attribute \(name)"))
        let attribute = try HDF5Handle(
            H5Acreate2(id, name, chdf5_stored_int64(), space.id, chdf5_default(), chdf5_default()),
            close: H5Aclose,
            orThrow: failure("create attribute \(name)"))
        var value = value
        try check(H5Awrite(attribute.id, chdf5_native_int64(), &value), "write attribute \(name)")
    }

    func writeAttribute(_ name: String, _ text: String) throws {
        let bytes = Array(text.utf8)
        let space = try HDF5Handle(
            H5Screate(H5S_SCALAR), close: H5Sclose, orThrow: failure("describe attribute \(name)"))
        let type = try textType(bytes: max(1, bytes.count))
        let attribute = try HDF5Handle(
            H5Acreate2(id, name, type.id, space.id, chdf5_default(), chdf5_default()), close: H5Aclose,
            orThrow: failure("create attribute \(name)"))
        try check(H5Awrite(attribute.id, type.id, bytes.isEmpty ? [0] : bytes), "write attribute \(name)")
    }

    /// The number, or nil where there is no such attribute or it is not one whole number.
    func integerAttribute(_ name: String) throws -> Int64? {
        guard H5Aexists(id, name) > 0 else { return nil }
        let attribute = try HDF5Handle(
            H5Aopen(id, name, chdf5_default()), close: H5Aclose, orThrow: failure("open attribute \(name)"))
        let type = try HDF5Handle(
            H5Aget_type(attribute.id), close: H5Tclose,
            orThrow: failure("read the type of attribute \(name)"))
        guard H5Tget_class(type.id) == H5T_INTEGER, try isSingleValue(attribute.id) else { return nil }
        var value: Int64 = 0
        try check(H5Aread(attribute.id, chdf5_native_int64(), &value), "read attribute \(name)")
        return value
    }

    /// The text, or nil where there is no such attribute or it is not one text of fixed length.
    func textAttribute(_ name: String) throws -> String? {
        guard H5Aexists(id, name) > 0 else { return nil }
        let attribute = try HDF5Handle(
            H5Aopen(id, name, chdf5_default()), close: H5Aclose, orThrow: failure("open attribute \(name)"))
        let type = try HDF5Handle(
            H5Aget_type(attribute.id), close: H5Tclose,
            orThrow: failure("read the type of attribute \(name)"))
        guard H5Tget_class(type.id) == H5T_STRING, H5Tis_variable_str(type.id) == 0,
            try isSingleValue(attribute.id)
        else { return nil }
        let size = H5Tget_size(type.id)
        guard size <= GalleryLimits.maximumTextBytes else { return nil }
        var bytes = [UInt8](repeating: 0, count: size)
        try check(H5Aread(attribute.id, type.id, &bytes), "read attribute \(name)")
        return String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// The type of UTF-8 texts of `bytes` bytes, shorter ones filled up with zeros.
    func textType(bytes: Int) throws -> HDF5Handle {
        let type = try HDF5Handle(
            H5Tcopy(chdf5_c_string()), close: H5Tclose, orThrow: failure("describe a text"))
        try check(H5Tset_size(type.id, bytes), "describe a text of \(bytes) bytes")
        try check(H5Tset_strpad(type.id, H5T_STR_NULLPAD), "describe a text")
        try check(H5Tset_cset(type.id, H5T_CSET_UTF8), "describe a text")
        return type
    }

    private func isSingleValue(_ attribute: hid_t) throws -> Bool {
        let space = try HDF5Handle(
            H5Aget_space(attribute), close: H5Sclose, orThrow: failure("read the shape of an attribute"))
        return H5Sget_simple_extent_npoints(space.id) == 1
    }
}
