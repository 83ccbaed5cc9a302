import HubCore
import Service

enum RecoveryCommand {
    static let command = Command(
        "recovery", "Decides about a hub whose database has lost data.", subcommands: [end])

    private static let end = Command(
        "end", "Serves nodes again without waiting for the lists of erased people that are still missing.",
        discussion: "Whose erasure neither this hub nor a node that was heard so far remembers comes back.",
        options: [DataFolder.option], example: "rollcall-hub recovery end"
    ) { arguments in
        try await DataFolder.withHub(arguments) { try await $0.post("/v1/recovery/end") }
        print("The hub serves its nodes again.")
    }
}
