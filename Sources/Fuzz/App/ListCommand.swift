import FuzzCore
import Service

/// `rollcall-fuzz list`: the targets' names.
enum ListCommand {
    static let command = Command(
        "list", "The names of all targets, a line each.", options: [], example: "rollcall-fuzz list"
    ) { _ in
        for target in FuzzTargets.all { print(target.name) }
    }
}
