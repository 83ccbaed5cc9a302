/// Finds the EXIF orientation (1…8) in a JPEG or PNG file. Every offset in such a file is hostile: nothing is read
/// without asking whether it is there, and whatever cannot be read means 1, "as stored".
enum ImageOrientation {
    /// TIFF 6.0 tag number of Orientation.
    private static let orientationTag = 0x0112

    /// Segments looked at before giving up. Cameras write EXIF first; nobody writes hundreds before it.
    private static let maximumSegments = 256

    static func inJPEG(_ bytes: [UInt8]) -> Int {
        let file = ByteView(bytes[...], bigEndian: true)
        var position = 2
        for _ in 0..<maximumSegments {
            // ITU-T T.81, B.1.1.2: a marker is FF and a code, with any number of FF before it.
            guard file.byte(position) == 0xFF, let code = file.byte(position + 1) else { return 1 }
            if code == 0xFF {
                position += 1
                continue
            }
            let startOfScan: UInt8 = 0xDA
            guard code != startOfScan, let length = file.short(position + 2), length >= 2 else { return 1 }
            if code == 0xE1, let segment = file.part(position + 4, length - 2),
                segment.bytes.starts(with: Array("Exif\0\0".utf8)),
                let tiff = segment.part(6, segment.bytes.count - 6)
            {
                return inTIFF(tiff.bytes)
            }
            position += 2 + length
        }
        return 1
    }

    /// PNG 3rd edition, 11.3.4.5: the chunk eXIf holds a TIFF header and directory.
    static func inPNG(_ bytes: [UInt8]) -> Int {
        let file = ByteView(bytes[...], bigEndian: true)
        var position = 8
        for _ in 0..<maximumSegments {
            guard let length = file.long(position), let type = file.part(position + 4, 4) else { return 1 }
            if type.bytes.elementsEqual("eXIf".utf8) {
                guard let tiff = file.part(position + 8, length) else { return 1 }
                return inTIFF(tiff.bytes)
            }
            position += 12 + length
        }
        return 1
    }

    private static func inTIFF(_ bytes: ArraySlice<UInt8>) -> Int {
        let bigEndian = bytes.starts(with: "MM".utf8)
        guard bigEndian || bytes.starts(with: "II".utf8) else { return 1 }
        let tiff = ByteView(bytes, bigEndian: bigEndian)
        guard tiff.short(2) == 42, let directory = tiff.long(4), let entries = tiff.short(directory) else { return 1 }
        for index in 0..<entries {
            let entry = directory + 2 + 12 * index
            guard let tag = tiff.short(entry) else { return 1 }
            let typeShort = 3
            if tag == orientationTag, tiff.short(entry + 2) == typeShort, let value = tiff.short(entry + 8) {
                return (1...8).contains(value) ? value : 1
            }
        }
        return 1
    }
}
