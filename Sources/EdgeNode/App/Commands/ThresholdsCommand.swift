import EdgeNodeCore
import Service

/// `rollcall-edge thresholds`: from which similarity on a face is somebody's.
enum ThresholdsCommand {
    static let command = Command(
        "thresholds", "From which similarity on this node takes a face for somebody's.", subcommands: [adopt])

    private static let adopt = Command(
        "adopt", "Takes the thresholds of a certificate over into node.json.",
        discussion: """
            They are used with the model that they were measured with, and no other. When the gallery has more than
            twice as many people, or the cameras are others, the log and "doctor" say that it is time to measure anew.
            """,
        options: [.option("packs", "DIR", "Folder of model packs to look at first."), Standard.data],
        arguments: [.one("CERTIFICATE", "certificate.json of rollcall-edge evaluate site.")],
        example: "rollcall-edge thresholds adopt b12/certificate.json --data edge-data"
    ) { arguments in
        let folder = Standard.folder(arguments)
        let (thresholds, choice) = try CertificateAdoption.adopt(
            arguments.positional("CERTIFICATE"), folder: folder, packs: arguments.textIfGiven("packs"),
            environment: Standard.environment)
        if !choice.isShown {
            print("Measured with \(choice.strangers) strangers: too few to show the target, so it is a cautious guess.")
        }
        print("Accept from \(thresholds.accept), review from \(thresholds.review): \(folder.configuration)")
        print("Start the node again to use them.")
    }
}
