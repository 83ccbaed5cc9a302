import EdgeNodeCore
import Service

/// `rollcall-edge packs`: the networks that there are on this machine.
enum PacksCommand {
    static let command = Command(
        "packs", "Model packs: which there are, whether they are whole, and one more.",
        subcommands: [list, verify, add])

    private static let packs = Option.option("packs", "DIR", "Folder of model packs to look at first.")

    private static let list = Command(
        "list", "Lists the model packs, and which of them are used.",
        options: [
            .option("data", "DIR", "Data folder of the node whose packs to mark; else those that commands use."), packs,
        ],
        example: "rollcall-edge packs list --data edge-data"
    ) { arguments in
        let node = arguments.textIfGiven("data").map { DataFolder(path: $0) }
        print(try PackListing(VisionOptions(packs: arguments.textIfGiven("packs"), node: node)).text)
    }

    private static let verify = Command(
        "verify", "Checks every file of a pack, or of all, against its hash.",
        discussion: "Exit code 65 when one is damaged.",
        options: [packs], arguments: [.many("NAME", "Packs; without any, all there are.", minimum: 0)],
        example: "rollcall-edge packs verify sface"
    ) { arguments in
        let names = arguments.positionals("NAME")
        let listing = try PackListing(
            VisionOptions(packs: arguments.textIfGiven("packs")), names: names.isEmpty ? nil : names)
        listing.verdicts.forEach { print($0) }
        if listing.damaged > 0 {
            throw Failure(
                .dataError, "\(listing.damaged) of \(listing.entries.count) packs cannot be used",
                advice: "Fetch them again: deploy/bootstrap, or remove one and add it again.")
        }
    }

    private static let add = Command(
        "add", "Verifies a pack and copies it to where the programs look for packs.",
        options: [.option("packs", "DIR", "Folder to copy to, in place of the user's own.")],
        arguments: [.one("FOLDER", "The pack: a folder with manifest.json.")],
        example: "rollcall-edge packs add /media/usb/my-network"
    ) { arguments in
        let lines = try PackInstallation.add(
            folder: arguments.positional("FOLDER"), to: arguments.textIfGiven("packs"),
            environment: Standard.environment)
        lines.forEach { print($0) }
    }
}
