/// Where a command's own words go.
package struct Terminal: Sendable {
    let output: @Sendable (String) -> Void
    let error: @Sendable (String) -> Void

    package init(output: @escaping @Sendable (String) -> Void, error: @escaping @Sendable (String) -> Void) {
        self.output = output
        self.error = error
    }

    package static let standard = Terminal(
        output: { StandardStreams.write($0) }, error: { StandardStreams.writeError($0) })
}
