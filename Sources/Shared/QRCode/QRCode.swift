import CQREncode

/// A QR code (ISO/IEC 18004) of a text, for terminals.
package struct QRCode: Sendable {
    /// Modules on a side.
    package let side: Int
    /// Row by row; true is dark.
    private let modules: [Bool]

    /// Modules of light border that readers need on each side (ISO/IEC 18004 §5.3.8).
    private static let quietZone = 4

    /// Nil where the text is longer than the largest code holds (2,953 bytes), or empty.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty,
            let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_L)
        else { return nil }
        defer { QRcode_free(code) }
        let side = Int(code.pointee.width)
        self.side = side
        // The lowest bit of each byte is the colour.
        modules = (0..<side * side).map { code.pointee.data[$0] & 1 == 1 }
    }

    /// Whether the module is dark; false outside, where the border is.
    package func isDark(row: Int, column: Int) -> Bool {
        (0..<side).contains(row) && (0..<side).contains(column) && modules[row * side + column]
    }

    /// Two rows of modules in one line of half blocks. Light is drawn and dark left out, which reads rightly on a dark
    /// terminal; readers take the inverted picture of a light one, too.
    package var terminalText: String {
        let range = -Self.quietZone..<side + Self.quietZone
        return stride(from: range.lowerBound, to: range.upperBound, by: 2).map { row in
            range.map { column in
                switch (isDark(row: row, column: column), isDark(row: row + 1, column: column)) {
                case (false, false): "█"
                case (false, true): "▀"
                case (true, false): "▄"
                case (true, true): " "
                }
            }.joined() + "\n"
        }.joined()
    }
}
