import SQLite

/// Reads what is wrong from the database.
enum Alarms {
    /// `isDamaged`: the last check of the file found something.
    static func read(isDamaged: Bool, in database: Connection) throws -> [Alarm] {
        var alarms: [Alarm] = []
        if isDamaged {
            alarms.append(Alarm(
                code: .damaged,
                message: "The database is damaged; the log says where. Stop the hub, keep the data folder, and restore "
                    + "a backup."))
        }
        if try RecoveryTable.isRecovering(in: database) {
            alarms.append(Alarm(
                code: .recovering,
                message: "The database has lost data; nodes get no people and faces until enough of them have told "
                    + "whom they know to be erased. See rollcall-hub recovery status."))
        }
        let lost = try GapTable.total(in: database).operations
        if lost > 0 {
            alarms.append(Alarm(
                code: .lostOperations,
                message: "\(lost) operations of nodes are gone for good. See rollcall-hub recovery status."))
        }
        let aside = try QuarantineTable.count(in: database)
        if aside > 0 {
            alarms.append(Alarm(
                code: .quarantine,
                message: "\(aside) operations of nodes lie aside. See rollcall-hub quarantine list."))
        }
        let full = try QuarantineTable.fullNodes(in: database)
        if full > 0 {
            alarms.append(Alarm(
                code: .quarantineFull,
                message: "The quarantine is full for \(full) nodes: what they record waits there. See rollcall-hub "
                    + "quarantine list, then redrive or discard."))
        }
        return alarms
    }
}
