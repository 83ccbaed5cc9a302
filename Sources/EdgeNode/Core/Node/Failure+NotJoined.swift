import Service

extension Failure {
    static func notJoined(_ folder: String) -> Failure {
        Failure(
            .configuration, "\(folder) does not belong to a hub yet",
            advice: "Get a code at the hub (rollcall-hub nodes token --room ROOM), then: "
                + "rollcall-edge join URL --token CODE.")
    }
}
