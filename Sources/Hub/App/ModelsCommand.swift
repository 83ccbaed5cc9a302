import HubCore
import Service

/// `rollcall-hub models`: by what people are recognised, and who has to be enrolled again before that changes.
enum ModelsCommand {
    static let command = Command(
        "models", "Shows by which models people can be recognised, and who has no face samples of one.",
        discussion: """
            The hub's own model is "embedder" in hub.json. Nodes change to it when everybody has samples of it. Where
            crops are kept ("keepEnrolmentCrops" in hub.json) the running hub makes samples of them by itself.
            """,
        options: [DataFolder.option, DataFolder.json], subcommands: [missing], example: "rollcall-hub models"
    ) { arguments in
        let view: ModelsView = try await DataFolder.withHub(arguments) { try await $0.get("/v1/models") }
        if arguments.flag("json") { return try DataFolder.printJSON(view) }
        show(view)
    }

    private static let missing = Command(
        "missing", "Lists whoever is recognised by another model and has no face samples of this one, and why.",
        options: [DataFolder.option, .flag("csv", "Print CSV."), DataFolder.json],
        arguments: [.one("model", "Name of its pack, or its id or the beginning of it, from rollcall-hub models.")],
        example: "rollcall-hub models missing dlib-resnet --csv"
    ) { arguments in
        try await DataFolder.withHub(arguments) { hub in
            let model = try (try await hub.get("/v1/models") as ModelsView).model(try arguments.positional("model"))
            let path = "/v1/models/\(model.id)/missing"
            if arguments.flag("csv") { return print(try await hub.text(path, [("format", "csv")]), terminator: "") }
            let people: [MissingPerson] = try await hub.all(path)
            if arguments.flag("json") { return try DataFolder.printJSON(people) }
            show(people, of: model)
        }
    }

    private static func show(_ view: ModelsView) {
        var table = Table([
            .left("Model"), .left("Id"), .left("The site"), .right("People"), .right("Samples"),
            .right("Missing"), .right("Crops to read"), .right("Crops without a sample"),
        ])
        for model in view.models {
            table.add([
                model.pack ?? "(not installed)", model.id.short,
                !model.isAnnounced ? "" : model.isComplete ? "recognises by it" : "changes to it",
                String(model.people), String(model.samples), String(model.missing), String(model.waitingCrops),
                String(model.refusedCrops),
            ])
        }
        print(table.rendered())
        print(view.keepsCrops
            ? "Crops of enrolment photographs are kept: \(view.crops) so far."
            : "No crops of enrolment photographs are kept (keepEnrolmentCrops in hub.json).")
        guard let announced = view.models.first, announced.isAnnounced, announced.missing > 0 else { return }
        if announced.waitingCrops > 0 {
            print("Crops that the running hub still has to read: \(announced.waitingCrops).")
        }
        print("""
            People without samples of the site's model: \(announced.missing). See who: \
            rollcall-hub models missing \(announced.pack ?? announced.id.short)
            """)
    }

    private static func show(_ people: [MissingPerson], of model: ModelsView.Model) {
        guard !people.isEmpty else {
            return print("Everybody who is enrolled has samples of \(model.pack ?? model.id.short).")
        }
        var table = Table([.left("Name"), .left("Number"), .left("Sections"), .left("Why"), .left("Id")])
        for person in people {
            table.add([
                person.name, person.number ?? "", person.sections.map(\.text).joined(separator: ", "), person.reason,
                person.id.description,
            ])
        }
        print(table.rendered())
        let waiting = people.count { $0.cause == ReenrolmentCause.waiting.code }
        if waiting > 0 {
            print("""
                Nothing to do: \(waiting). The running hub reads their crops\
                \(model.isAnnounced ? "" : " once this model is \"embedder\" in hub.json").
                """)
        }
        if waiting < people.count {
            print("""
                In need of a new photograph: \(people.count - waiting). \
                Enrol each again: rollcall-hub people enrol --person ID PHOTO
                """)
        }
    }
}
