extension Connection {
    /// Runs `body` in a transaction that takes the write lock at once (BEGIN IMMEDIATE), so that it cannot
    /// fail half-way
    /// because somebody else began to write. Commits when `body` returns, rolls back when it throws.
    package func transaction<T>(_ body: () throws -> T) throws -> T {
        try transaction("BEGIN IMMEDIATE", body)
    }

    /// Runs `body` on one consistent state of the database, whatever is written meanwhile.
    package func snapshot<T>(_ body: () throws -> T) throws -> T {
        try transaction("BEGIN", body)
    }

    private func transaction<T>(_ begin: String, _ body: () throws -> T) throws -> T {
        try execute(begin)
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            rollBack()
            throw error
        }
    }

    /// Runs `body` inside the current transaction so that what it did is undone, and only that, when it
    /// throws.
    package func savepoint<T>(_ body: () throws -> T) throws -> T {
        try execute("SAVEPOINT part")
        do {
            let result = try body()
            try execute("RELEASE part")
            return result
        } catch {
            undoSavepoint()
            throw error
        }
    }

    /// Some errors make SQLite roll back by itself (https://www.sqlite.org/lang_transaction.html section 2).
    func rollBack() {
        guard isInTransaction else { return }
        // A failure leaves the transaction open; the next BEGIN then says so.
        try? execute("ROLLBACK")
    }

    private func undoSavepoint() {
        guard isInTransaction else { return }
        do {
            try execute("ROLLBACK TO part")
            try execute("RELEASE part")
        } catch {
            // What cannot be undone in part is undone as a whole: half a change must not be committed.
            rollBack()
        }
    }
}
