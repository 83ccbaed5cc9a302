import HubCore
import Service

enum AuthorityCommand {
    static let command = Command(
        "authority", "Shows, exports and renews the authority by which nodes and browsers know this hub.",
        subcommands: [show, export, rotate, new])

    private static let show = Command(
        "show", "Prints generation and fingerprint (SHA-256 of the certificate).",
        options: [DataFolder.option, DataFolder.json], example: "rollcall-hub authority show"
    ) { arguments in
        let view = AuthorityView(try HubAuthority.load(DataFolder.folder(arguments)).current)
        if arguments.flag("json") { return try DataFolder.printJSON(view) }
        print("Generation \(view.generation), SHA-256 \(view.fingerprint)")
    }

    private static let export = Command(
        "export", "Prints the authority's certificate (PEM), for browsers and scripts. It is no secret.",
        options: [DataFolder.option], example: "rollcall-hub authority export > rollcall-ca.pem"
    ) { arguments in
        print(try HubAuthority.load(DataFolder.folder(arguments)).current.pem, terminator: "")
    }

    private static let rotate = Command(
        "rotate", "Makes the next generation of the authority, with new keys. Stop the hub first.",
        discussion: """
            Nodes follow by themselves, also those that were away: the present generation signs the next. Browsers \
            have to be given the new certificate. Copy authority.json to a safe place afterwards.
            """,
        options: [DataFolder.option], example: "rollcall-hub authority rotate"
    ) { arguments in
        let authority = try await DataFolder.folder(arguments).rotateAuthority()
        print("The authority is now of generation \(authority.current.generation). Start the hub again.")
    }

    private static let new = Command(
        "new", "Makes an authority where the file of the present one is lost. All nodes have to join again.",
        options: [DataFolder.option], example: "rollcall-hub authority new"
    ) { arguments in
        _ = try await DataFolder.folder(arguments).replaceLostAuthority()
        print("There is a new authority. Let every node join again, with --again to keep what it recorded.")
    }
}
