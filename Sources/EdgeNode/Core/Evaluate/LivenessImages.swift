import Foundation
import Service

/// Photographs of live people and of attacks: a folder with `bona-fide` and one folder for each species of attack
/// instrument, such as `print` or `phone-replay`; each with photographs at any depth.
package struct LivenessImages: Sendable {
    package struct Species: Sendable {
        package let name: String
        /// Full paths, sorted.
        package let paths: [String]
    }

    package static let bonaFideFolder = "bona-fide"
    /// Folders within folders that are looked into.
    private static let maximumDepth = 8

    /// Full paths, sorted.
    package let bonaFide: [String]
    /// Sorted by name.
    package let attacks: [Species]

    /// Throws `EvaluationError.unfit` when there are no photographs, or photographs of no known side.
    package init(folder: String) throws {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        let all = names.map { Species(name: $0, paths: Self.photographs(below: folder + "/" + $0)) }
        bonaFide = all.first { $0.name == Self.bonaFideFolder }?.paths ?? []
        attacks = all.filter { $0.name != Self.bonaFideFolder && !$0.paths.isEmpty }
        guard !bonaFide.isEmpty || !attacks.isEmpty else {
            throw EvaluationError.unfit(
                "\(folder): no sub-folder with photographs",
                advice: "Give a folder with \(Self.bonaFideFolder)/ and one sub-folder per kind of attack.")
        }
    }

    private static func photographs(below folder: String, depth: Int = 0) -> [String] {
        guard depth <= maximumDepth else { return [] }
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        return names.flatMap { name in
            let path = folder + "/" + name
            return PhotographFile.hasImageName(name) ? [path] : photographs(below: path, depth: depth + 1)
        }
    }
}
