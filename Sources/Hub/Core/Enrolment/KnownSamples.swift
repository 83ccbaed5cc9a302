import Attendance
import SQLite
import Synchronization

/// All samples of the site in memory, for whoever compares a face with everybody's: each is read once. After an erasure
/// all that are left are read anew.
package final class KnownSamples: Sendable {
    private struct State {
        /// Of the changes that `samples` has.
        var position: Int64 = 0
        var samples: [Sample] = []
        var rowsRead = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// Samples that were read from the database until now, for tests.
    package var rowsRead: Int { state.withLock { $0.rowsRead } }

    /// Those that are in what `database` shows, in the order in which they came.
    package func all(in database: Connection) throws -> [Sample] {
        try state.withLock { state in
            let position = try SampleTable.position(in: database)
            if position == state.position { return state.samples }
            let isLater = position > state.position
            let news = isLater ? try SampleTable.added(after: state.position, in: database) : nil
            let fresh = try news ?? SampleTable.all(in: database)
            state.rowsRead += fresh.count
            // Somebody else has read a later state meanwhile, which stays.
            guard isLater else { return fresh }
            if news == nil { state.samples = fresh } else { state.samples += fresh }
            state.position = position
            return state.samples
        }
    }
}
