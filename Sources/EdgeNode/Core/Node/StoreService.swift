import Service

/// Closes the database when everything that uses it has stopped.
struct StoreService: Service {
    let name = "store"
    let store: NodeStore

    func stop() async {
        await store.close()
    }
}
