import Foundation
import Service

/// A photograph on this machine.
enum PhotographFile {
    /// As much as the hub takes in one file, in bytes.
    private static let maximumBytes = 32 << 20

    static func read(_ path: String) throws -> (file: String, bytes: [UInt8]) {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let attributes, attributes[.type] as? FileAttributeType == .typeRegular,
            let size = attributes[.size] as? Int
        else { throw Failure(.noInput, "There is no photograph \(path)") }
        guard size <= maximumBytes else {
            throw Failure(.dataError, "\(path) is larger than \(maximumBytes >> 20) MiB", advice: "Make it smaller.")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.noInput, "\(path) cannot be read")
        }
        return (String(path.split(separator: "/").last ?? ""), Array(data))
    }
}
