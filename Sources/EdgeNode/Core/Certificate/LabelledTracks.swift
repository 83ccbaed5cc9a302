import Foundation
import Service

/// Labelled captures: a folder for each person with photographs, each a track of one frame, and folders of photographs,
/// each the frames of one track in the order of their names.
package struct LabelledTracks: Sendable {
    package struct Track: Sendable, Equatable {
        /// Whom it shows: the name of the person's folder.
        package let label: String
        /// Path below the folder: PERSON/FILE or PERSON/TRACK.
        package let name: String
        /// Full paths.
        package let frames: [String]
    }

    /// Sorted by name.
    package let tracks: [Track]

    /// Throws `EvaluationError.unfit` when there is not one photograph of a person.
    package init(folder: String) throws {
        let manager = FileManager.default
        func entries(_ path: String) -> [String] {
            ((try? manager.contentsOfDirectory(atPath: path)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
        }
        tracks = entries(folder).flatMap { label in
            entries(folder + "/" + label).compactMap { entry -> Track? in
                let path = folder + "/\(label)/\(entry)"
                let frames = PhotographFile.hasImageName(entry)
                    ? [path] : entries(path).filter(PhotographFile.hasImageName).map { path + "/" + $0 }
                return frames.isEmpty ? nil : Track(label: label, name: "\(label)/\(entry)", frames: frames)
            }
        }
        guard !tracks.isEmpty else {
            throw EvaluationError.unfit(
                "\(folder): no photographs of people",
                advice: "Give a folder with one sub-folder per person: PERSON/FILE.jpg, or PERSON/TRACK/FRAME.jpg.")
        }
    }
}
