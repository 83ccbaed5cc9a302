import Foundation
import Service

/// Photographs by person: a folder with one sub-folder per person.
package struct LabelledImages: Sendable {
    package struct Person: Sendable {
        package let name: String
        /// Full paths, sorted.
        package let paths: [String]
    }

    /// Sorted by name.
    package let people: [Person]

    /// Throws `EvaluationError.unfit` when the folder has no sub-folder with photographs.
    package init(folder: String) throws {
        let manager = FileManager.default
        let names = (try? manager.contentsOfDirectory(atPath: folder))?.sorted() ?? []
        people = names.compactMap { name in
            let inner = folder + "/" + name
            let paths = ((try? manager.contentsOfDirectory(atPath: inner)) ?? []).filter(
                PhotographFile.hasImageName)
            return paths.isEmpty ? nil : Person(name: name, paths: paths.sorted().map { inner + "/" + $0 })
        }
        guard !people.isEmpty else {
            throw EvaluationError.unfit(
                "\(folder): no sub-folder with photographs",
                advice: "Give a folder with one sub-folder per person, such as NAME/NAME_0001.jpg.")
        }
    }
}
