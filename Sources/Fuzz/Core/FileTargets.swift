import Archive
import Attendance
import Crypto
import EdgeNodeCore
import Foundation
import Gallery
import HubCore
import Vision

/// Files that people bring.
enum FileTargets {
    static let all = [timetable, jpeg, png, pnm, zip, gallery, plain]

    private static let timetable = FuzzTarget(
        "csv-timetable", words: [",", ";", "\"", "\r\n", "2026-02-30", "24:00", "0000-01-01", "9999-12-31", "\u{FEFF}"],
        shortRun: 3_000,
        seeds: {
            let header = "section,room,title,date,start,end\n"
            return [
                header + "7b,B202,Algebra,2026-03-02,08:00,08:45\n"
                    + "7b,B202,\"Art, \"\"free\"\"\",2026-03-29,02:30,03:15\n",
                header.replacing(",", with: ";") + "7b;B202;;2026-12-31;23:00;23:59\r\n",
            ].map { Array($0.utf8) }
        },
        reader: {
            let calendar = SiteCalendar(TimeZone(identifier: "Europe/Berlin")!)
            return { bytes in (try? TimetableFile.read(bytes, calendar: calendar)) != nil }
        })

    /// Smaller than what a hub takes, for speed: what a picture costs grows with its pixels in any case.
    private static let limits = {
        var limits = ImageLimits()
        limits.maximumPixels = 1_000_000
        return limits
    }()

    private static let jpeg = FuzzTarget(
        "jpeg", words: ["\u{FF}", "Exif\0\0II*\0", "Adobe"], maximumBytes: 8 << 10, shortRun: 2_000,
        seeds: { [try ImageEncoder.jpeg(picture)] }, reader: { read })

    private static let png = FuzzTarget(
        "png", words: ["IHDR", "IDAT", "PLTE", "tRNS", "eXIf", "IEND", "gAMA"], maximumBytes: 8 << 10, shortRun: 2_000,
        seeds: { [] }, reader: { read })

    private static let pnm = FuzzTarget(
        "pnm", words: ["P5", "P6", "#", " 255\n"], maximumBytes: 4 << 10, shortRun: 2_000,
        seeds: {
            [("P5", 6), ("P6", 18)].map { kind, bytes in
                Array("\(kind)\n# made up\n3 2\n255\n".utf8) + (0..<UInt8(bytes)).map { $0 * 13 }
            }
        },
        reader: { read })

    /// Checksums are seldom right in what becomes of an entry; that is seen only at its end.
    private static let zip = FuzzTarget(
        "zip", words: ["PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", "PK\u{6}\u{6}", "PK\u{6}\u{7}"],
        maximumBytes: 4 << 10, shortRun: 2_000, seeds: { [Base64.decode(archive)!] },
        reader: {
            var limits = ZIPLimits()
            limits.maximumEntryBytes = 64 << 10
            limits.maximumTotalBytes = 256 << 10
            let chosen = limits
            return { bytes in
                guard let archive = try? ZIPArchive(bytes: bytes, limits: chosen) else { return false }
                return PhotographArchive.sources(in: archive).contains { (try? $0.read()) != nil }
            }
        })

    /// `Ana/1.jpg`, stored, and `1207.png`, deflated.
    private static let archive =
        "UEsDBBQAAAAAAAAAIVx3Qu/uBwAAAAcAAAAJAAAAQW5hLzEuanBnbWFkZSB1cFBLAwQUAAAACAAAACFcgpOQqhIAAAC4AQAACAAA"
        + "ADEyMDcucG5nK8jIL8lPL0osyFAoGGUOHSYAUEsBAhQDFAAAAAAAAAAhXHdC7+4HAAAABwAAAAkAAAAAAAAAAAAAAIABAAAAAEFu"
        + "YS8xLmpwZ1BLAQIUAxQAAAAIAAAAIVyCk5CqEgAAALgBAAAIAAAAAAAAAAAAAACAAS4AAAAxMjA3LnBuZ1BLBQYAAAAAAgACAG0A"
        + "AABmAAAAAAA="

    @Sendable private static func read(_ bytes: [UInt8]) -> Bool {
        let small = try? ImageDecoder.decode(bytes, limits: limits, sufficientSide: 8)
        return (try? ImageDecoder.decode(bytes, limits: limits)) != nil && small != nil
    }

    private static var picture: Image {
        let pixels = (0..<24 * 16 * 3).map { UInt8(truncatingIfNeeded: $0 * 7) }
        return Image(width: 24, height: 16, pixels: pixels)
    }

    /// Files of ours and of the same content in HDF5's oldest layout (`--corpus`), which carries no checksums.
    private static let gallery = FuzzTarget(
        "gallery-file", words: ["OHDR", "TREE", "SNOD", "HEAP"], maximumBytes: 32 << 10, shortRun: 300,
        seeds: {
            try inFolder { folder in
                let published = try GalleryStore(folder: folder, model: Examples.model).publish(try gallery(rows: 3))
                return [Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + published.fileName)))]
            }
        },
        reader: { try onDisk { (try? GalleryInspection.open($0)) != nil } })

    private static let plain = FuzzTarget(
        "plain-embeddings", words: ["OHDR", "TREE", "SNOD", "HEAP", "GCOL"], maximumBytes: 32 << 10, shortRun: 300,
        isContained: true,
        seeds: {
            try inFolder { folder in
                let path = folder + "/plain.h5"
                try PlainEmbeddings.export(try gallery(rows: 3), to: path) { _ in "ann" }
                return [Array(try Data(contentsOf: URL(fileURLWithPath: path)))]
            }
        },
        reader: { try onDisk { (try? PlainEmbeddings.read(path: $0)) != nil } })

    private static func gallery(rows: UInt8) throws -> Gallery {
        try Gallery(
            header: GalleryHeader(model: Examples.model, dimension: 3, generation: 1, createdMilliseconds: 1),
            rows: (0..<rows).map { GalleryRow(Examples.sample($0)) })
    }

    private static func inFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.path + "/rollcall-fuzz-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }

    /// Writes each input to a file in memory and has it read by its path.
    private static func onDisk(_ read: @escaping (String) -> Bool) throws -> ([UInt8]) -> Bool {
        let folder = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        let path = "\(folder)/rollcall-fuzz-\(ProcessInfo.processInfo.processIdentifier).h5"
        return { bytes in
            let isWritten = FileManager.default.createFile(atPath: path, contents: Data(bytes))
            precondition(isWritten, "\(path) cannot be written")
            defer { try? FileManager.default.removeItem(atPath: path) }
            return read(path)
        }
    }
}
