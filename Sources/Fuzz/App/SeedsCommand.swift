import Foundation
import FuzzCore
import Service

/// `rollcall-fuzz seeds`: for tools that want them as files.
enum SeedsCommand {
    static let command = Command(
        "seeds", "Writes the inputs that a target begins with into a folder, a file each.",
        options: [.option("output", "DIR", "The folder, which is made where it is missing.", required: true)],
        arguments: [FuzzArguments.target],
        example: "rollcall-fuzz seeds jpeg --output seeds"
    ) { arguments in
        let target = try FuzzArguments.target(arguments)
        let folder = try arguments.text("output")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (index, seed) in try target.seeds().enumerated() {
            try Data(seed).write(to: URL(fileURLWithPath: "\(folder)/seed-\(index)"))
        }
    }
}
