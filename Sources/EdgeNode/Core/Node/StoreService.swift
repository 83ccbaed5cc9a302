import Service

/// Gives the data folder back when everything that uses it has stopped.
struct StoreService: Service {
    let name = "store"
    let runtime: NodeRuntime

    func stop() async {
        await runtime.close()
    }
}
