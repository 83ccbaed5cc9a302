import EdgeNodeCore
import Service

/// `rollcall-edge thresholds`: from which similarity on a face is somebody's.
enum ThresholdsCommand {
    static let command = Command(
        "thresholds", "From which similarity on this node takes a face for somebody's.", subcommands: [adopt, renew])

    private static let adopt = Command(
        "adopt", "Takes the thresholds of a certificate over into node.json.",
        discussion: """
            They are used with the model that they were measured with, and no other. When the gallery has more than
            twice as many people, or the cameras or the detector are others, the log and "doctor" say that it is time to
            measure anew.
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
        show(thresholds, folder)
    }

    private static let renew = Command(
        "renew", "Measures the room anew where its thresholds do not hold any more, and adopts what was shown.",
        discussion: """
            Uses the captures that "certificate" in node.json names. Measures where no thresholds were measured yet, or
            the model, the detector, the cameras or the number of people changed (see "doctor"). Adopts the result only
            if it was measured on strangers enough to show the target, and nearly all enrolled people are still named;
            otherwise says why not, with exit code 65. The certificate lies in the data folder. May run beside the
            node, such as by a systemd timer at night: --threads 1 leaves it the other processors.
            """,
        options: [.flag("anyway", "Measure although the thresholds hold."), Standard.data] + VisionOptions.options,
        example: "rollcall-edge thresholds renew --data edge-data --threads 1"
    ) { arguments in
        let folder = Standard.folder(arguments)
        let renewal = SiteRenewal(
            folder: folder, options: try VisionOptions(arguments, node: folder), environment: Standard.environment)
        let made = ISO8601.text(milliseconds: SystemTime().wallMilliseconds())
        switch try await renewal.run(
            anyway: arguments.flag("anyway"), made: made, report: { print("Measuring this room: \($0).") }) {
        case .kept(let reason): print("Nothing to do: \(reason).")
        case .adopted(let thresholds, let choice):
            print("Measured with \(choice.strangers) strangers: \(renewal.output)/certificate.html")
            show(thresholds, folder)
        }
    }

    private static func show(_ thresholds: NodeConfiguration.Thresholds, _ folder: DataFolder) {
        print("Accept from \(thresholds.accept), review from \(thresholds.review): \(folder.configuration)")
        print("Start the node again to use them.")
    }
}
