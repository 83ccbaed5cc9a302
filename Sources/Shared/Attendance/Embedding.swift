import FoundationEssentials

/// A face as a unit vector. On the wire: base64 of little-endian float32, never JSON numbers.
/// Treated like a photograph: never in logs, addresses or error texts.
package struct Embedding: Hashable, Sendable {
    package let values: [Float]

    /// How far the length of a vector may be from 1.
    package static let lengthTolerance: Float = 1e-3

    /// Throws `AttendanceError.invalid` unless `values` is finite, of unit length and not longer than
    /// `Limits.embeddingDimension`.
    package init(_ values: [Float]) throws {
        guard (1...Limits.embeddingDimension).contains(values.count) else {
            throw AttendanceError.invalid(field: "embedding", problem: "has dimension \(values.count)")
        }
        guard values.withUnsafeBufferPointer(Self.isUnitVector) else {
            throw AttendanceError.invalid(field: "embedding", problem: "is not a vector of length 1")
        }
        self.values = values
    }

    /// Whether the values are finite, and those of a vector of unit length.
    package static func isUnitVector(_ values: UnsafeBufferPointer<Float>) -> Bool {
        let squared = values.reduce(Float(0)) { $0 + $1 * $1 }
        return squared.isFinite && abs(squared.squareRoot() - 1) <= lengthTolerance
    }

    package var dimension: Int { values.count }

    /// Little-endian float32 bytes, 4 per value.
    package var littleEndianBytes: [UInt8] {
        values.flatMap { value in
            withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
        }
    }

    /// Reads what `littleEndianBytes` wrote; throws as `init(_:)` does.
    package init(littleEndianBytes bytes: [UInt8]) throws {
        guard bytes.count % 4 == 0, bytes.count <= 4 * Limits.embeddingDimension else {
            throw AttendanceError.invalid(field: "embedding", problem: "has \(bytes.count) bytes")
        }
        try self.init(stride(from: 0, to: bytes.count, by: 4).map { start -> Float in
            var pattern: UInt32 = 0
            for index in (start..<start + 4).reversed() {
                pattern = pattern << 8 | UInt32(bytes[index])
            }
            return Float(bitPattern: pattern)
        })
    }
}

extension Embedding: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let data = Data(base64Encoded: text) else {
            throw AttendanceError.invalid(field: "embedding", problem: "is not base64")
        }
        try self.init(littleEndianBytes: Array(data))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Data(littleEndianBytes).base64EncodedString())
    }
}
