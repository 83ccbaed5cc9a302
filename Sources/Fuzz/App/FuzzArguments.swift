import FuzzCore
import Service

/// What several commands take.
enum FuzzArguments {
    static let target = Positional.one("NAME", "A target; see `rollcall-fuzz list`.")
    static let seed = Option.option("seed", "S", "Which inputs.", default: "1")
    static let corpus = Option.option(
        "corpus", "DIR", "Inputs to begin with beside the target's own: the files in DIR/NAME.")

    static func target(_ arguments: Arguments) throws -> FuzzTarget {
        let name = try arguments.positional("NAME")
        guard let target = FuzzTargets.named(name) else {
            throw UsageError("There is no target \"\(name)\"", advice: "rollcall-fuzz list names them.")
        }
        return target
    }

    static func seed(_ arguments: Arguments) throws -> UInt64 {
        UInt64(try arguments.integer("seed", in: 0...Int.max))
    }
}
