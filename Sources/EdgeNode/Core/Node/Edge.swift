import Attendance
import Foundation
import Gallery
import HTTP
import Replication
import SQLite
import Service
import Vision

/// What the command line needs of the node besides its services.
package enum Edge {
    package static let version = "0.1.0"

    /// What modules below throw, as a command line reports it.
    package static func reportable(_ error: any Error) -> (any ReportableError)? {
        switch error {
        case let error as AttendanceError: Failure(.dataError, error.description)
        case let error as VisionError: Failure(exitCode(error.code), error.description)
        case let error as GalleryError: Failure(exitCode(error.code), error.description)
        case let error as SQLiteError: Failure(.inputOutput, error.description)
        case let error as HTTPServerError: Failure(.unavailable, error.description)
        case let error as HTTPClientError: Failure(.unavailable, error.description)
        default: nil
        }
    }

    private static func exitCode(_ code: VisionError.Code) -> ExitCode {
        switch code {
        case .packNotFound, .packDamaged, .packUnsupported: .configuration
        case .inferenceFailed: .software
        default: .dataError
        }
    }

    private static func exitCode(_ code: GalleryError.Code) -> ExitCode {
        switch code {
        case .missing: .noInput
        case .storage: .inputOutput
        default: .dataError
        }
    }

    package static func json(_ value: some Encodable) throws -> String {
        String(decoding: try WireCoding.encode(value), as: UTF8.self)
    }

    /// "2026-11-23 18:55:02"
    package static func utc(milliseconds: Int64) -> String {
        let date = Date(timeIntervalSince1970: Double(milliseconds / 1_000))
        return String(date.formatted(.iso8601.dateTimeSeparator(.space)).dropLast())
    }

    /// Two digits after the point.
    package static func decimal(_ value: Float) -> String {
        String(format: "%.2f", value)
    }

    package static func unknownFace(_ text: String) throws -> UnknownFaceID {
        try UnknownFaceID(text: text)
    }

    /// Writes into a folder that is made where it is missing.
    package static func write(_ bytes: [UInt8], folder: String, name: String) throws {
        try Folder.createPrivate(folder)
        try PrivateFile.write(folder + "/" + name, bytes)
    }
}
