import CMicroHTTPD

extension ConnectionHandle {
    /// What libmicrohttpd takes from a stream at a time.
    private static let streamChunkBytes = 16 << 10

    /// Hands the response to libmicrohttpd. `writer` is where a streaming body comes from.
    func queue(_ response: HTTPResponse, writer: HTTPBodyWriter?) -> MHD_Result {
        guard let made = writer.map(Self.stream) ?? Self.whole(response.body) else { return .NO }
        defer { MHD_destroy_response(made) }
        for field in response.headers.fields {
            // Leaves out names and values with line breaks, which would let a value become a header.
            MHD_add_response_header(made, field.name, field.value)
        }
        return MHD_queue_response(pointer, UInt32(response.status), made)
    }

    private static func whole(_ body: HTTPBody) -> OpaquePointer? {
        guard case .bytes(let bytes) = body else {
            return MHD_create_response_from_buffer(0, nil, .RESPMEM_PERSISTENT)
        }
        // MUST_COPY: libmicrohttpd never writes through the pointer, nor keeps it.
        return bytes.withUnsafeBytes {
            MHD_create_response_from_buffer(
                $0.count, UnsafeMutableRawPointer(mutating: $0.baseAddress), .RESPMEM_MUST_COPY)
        }
    }

    private static func stream(_ writer: HTTPBodyWriter) -> OpaquePointer? {
        let context = Unmanaged.passRetained(writer).toOpaque()
        let made = MHD_create_response_from_callback(
            CMicroHTTPD_size_unknown, streamChunkBytes,
            { context, _, target, capacity in
                // Retained until libmicrohttpd calls the release below.
                let writer = Unmanaged<HTTPBodyWriter>.fromOpaque(context!).takeUnretainedValue()
                return writer.read(into: UnsafeMutableRawBufferPointer(start: target, count: capacity))
            }, context,
            { context in
                let writer = Unmanaged<HTTPBodyWriter>.fromOpaque(context!).takeRetainedValue()
                writer.close()
            })
        if made == nil { Unmanaged<HTTPBodyWriter>.fromOpaque(context).release() }
        return made
    }
}
