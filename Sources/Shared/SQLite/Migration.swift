/// One step of the schema's history. Steps are appended, never changed, renamed or removed.
package struct Migration: Sendable {
    package let name: String
    let run: @Sendable (Connection) throws -> Void

    package init(_ name: String, _ sql: String) {
        self.name = name
        run = { try $0.executeScript(sql) }
    }

    package init(_ name: String, run: @escaping @Sendable (Connection) throws -> Void) {
        self.name = name
        self.run = run
    }
}
