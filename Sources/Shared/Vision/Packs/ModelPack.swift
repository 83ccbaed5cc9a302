import Attendance
import Crypto
import FoundationEssentials

/// A folder of networks with everything needed to use them, read into memory and verified: what was hashed is what
/// will run, whatever happens to the files afterwards. Let it go once the networks are made from it.
package struct ModelPack: Sendable {
    package enum Role: Sendable {
        case embedder(EmbedderDescription)
        case detector(DetectorDescription)
        case liveness(LivenessDescription, LivenessThreshold)
    }

    /// Limits on what a pack may make us read.
    package static let maximumFileBytes = 512 * 1024 * 1024
    package static let maximumDescriptionBytes = 64 * 1024
    package static let maximumFiles = 16

    package let name: String
    package let title: String
    package let licence: String
    package let folder: String
    package let role: Role
    /// Embedders only.
    package let thresholds: MatchThresholds?
    /// Embedders only: the sha-256 of `embedder.json`, which holds the weights' hash in turn.
    package let modelID: ModelID?
    /// Detectors only: the sha-256 of `detector.json`, likewise.
    package let detectorID: ModelID?
    /// File name → contents, verified; of every file but the manifest.
    package let files: [String: [UInt8]]
    /// `manifest.json` as it was read.
    package let manifest: [UInt8]

    /// Reads the pack in `folder` and verifies every file.
    ///
    /// - Throws: `packDamaged` for a file that is missing or is not the one that the manifest names;
    ///   `packUnsupported` for a format, kind or number that this version does not know.
    package static func load(folder: String) throws(VisionError) -> ModelPack {
        let manifestBytes = try read("manifest.json", in: folder, maximumDescriptionBytes)
        let manifest = try parse(PackManifest.self, manifestBytes, "manifest.json", folder)
        guard manifest.format == PackManifest.supportedFormat else {
            throw VisionError(
                .packUnsupported,
                "\(folder)/manifest.json has format \(manifest.format); this version reads format"
                    + " \(PackManifest.supportedFormat). Run deploy/bootstrap again.")
        }
        guard manifest.files.count <= maximumFiles else {
            throw VisionError(.packUnsupported, "\(folder)/manifest.json names more than \(maximumFiles) files.")
        }
        var files: [String: [UInt8]] = [:]
        for (file, expected) in manifest.files {
            files[file] = try readVerified(file, in: folder, expected)
        }
        return try assemble(manifest, manifestBytes, files, folder)
    }

    /// The verified contents of a file that the description names.
    func contents(of file: String) throws(VisionError) -> [UInt8] {
        guard let bytes = files[file] else {
            throw VisionError(.packDamaged, "\(folder)/manifest.json does not list \(file).")
        }
        return bytes
    }

    private static func assemble(
        _ manifest: PackManifest, _ manifestBytes: [UInt8], _ files: [String: [UInt8]], _ folder: String
    ) throws(VisionError) -> ModelPack {
        let role: Role
        var modelID: ModelID?
        var detectorID: ModelID?
        let weights: [(file: String, sha256: String)]
        let problem: String?
        if let bytes = files["embedder.json"], let listed = manifest.files["embedder.json"] {
            let description = try parse(EmbedderDescription.self, bytes, "embedder.json", folder)
            role = .embedder(description)
            // Verified above: the file's bytes have this hash.
            modelID = try? ModelID(listed)
            weights = [(description.weights, description.weightsSHA256)]
            problem = description.problem
        } else if let bytes = files["detector.json"] {
            let description = try parse(DetectorDescription.self, bytes, "detector.json", folder)
            role = .detector(description)
            detectorID = manifest.files["detector.json"].flatMap { try? ModelID($0) }
            weights = description.weights
            problem = description.problem
        } else if let bytes = files["liveness.json"] {
            let description = try parse(LivenessDescription.self, bytes, "liveness.json", folder)
            guard let threshold = manifest.liveness, 0...1 ~= threshold.threshold else {
                throw VisionError(
                    .packUnsupported, "\(folder)/manifest.json has no \"liveness\" with a \"threshold\" of 0 to 1.")
            }
            role = .liveness(description, threshold)
            weights = description.networks.map { ($0.weights, $0.weightsSHA256) }
            problem = description.problem
        } else {
            throw VisionError(
                .packUnsupported, "\(folder) lists none of embedder.json, detector.json and liveness.json.")
        }
        if let problem {
            throw VisionError(.packUnsupported, "The model pack in \(folder) cannot be used: \(problem).")
        }
        for (file, sha256) in weights where manifest.files[file] != sha256 {
            throw VisionError(
                .packDamaged,
                "\(folder): \(file) is \(manifest.files[file] ?? "not listed") by the manifest but \(sha256) by the"
                    + " description. Run deploy/bootstrap again.")
        }
        return ModelPack(
            name: manifest.name, title: manifest.title, licence: manifest.licence, folder: folder, role: role,
            thresholds: manifest.thresholds, modelID: modelID, detectorID: detectorID, files: files,
            manifest: manifestBytes)
    }

    private static func readVerified(
        _ file: String, in folder: String, _ expected: String
    ) throws(VisionError) -> [UInt8] {
        guard !file.isEmpty, !file.hasPrefix("."), !file.contains("/") else {
            throw VisionError(.packUnsupported, "\(folder)/manifest.json names \"\(file)\", which is not a file name.")
        }
        let limit = file.hasSuffix(".json") ? maximumDescriptionBytes : maximumFileBytes
        let bytes = try read(file, in: folder, limit)
        let found = Hex.encode(SHA256.hash(bytes))
        guard found == expected else {
            throw VisionError(
                .packDamaged,
                "\(folder)/\(file) is not the file of this model pack: expected sha-256 \(expected), found \(found)."
                    + " Run deploy/bootstrap again.")
        }
        return bytes
    }

    private static func read(_ file: String, in folder: String, _ limit: Int) throws(VisionError) -> [UInt8] {
        let path = folder + "/" + file
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        if let size = attributes?[.size] as? Int, size > limit {
            throw VisionError(.packUnsupported, "\(path) has \(size) bytes; limit \(limit).")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw VisionError(.packDamaged, "\(path) is missing or cannot be read. Run deploy/bootstrap again.")
        }
        return Array(data)
    }

    private static func parse<Value: Decodable>(
        _ type: Value.Type, _ bytes: [UInt8], _ file: String, _ folder: String
    ) throws(VisionError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw VisionError(.packUnsupported, "\(folder)/\(file) cannot be read: \(reason(error))")
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "\"\(key.stringValue)\" is missing."
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
            DecodingError.dataCorrupted(let context):
            "\(context.codingPath.map(\.stringValue).joined(separator: ".")) \(context.debugDescription)"
        default: "it is not the JSON expected."
        }
    }
}
