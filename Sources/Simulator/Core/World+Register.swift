import Attendance
import HubCore
import SQLite

extension World {
    /// The timetable, before anything happens.
    func openRegister() throws {
        var sessions: [Session] = []
        for day in 0..<Int64(min(swarm.days, 5)) {
            for node in nodes {
                let start = MachineClock.worldBegan + day * World.day
                sessions.append(try Session(
                    id: identifier(), section: SectionID("7b"), room: node.node.room, start: start,
                    end: start + World.day - 1))
            }
        }
        try hub.write { for session in sessions { try SessionTable.put(session, in: $0) } }
        register = SimulatedRegister(sessions: sessions)
    }

    /// A human says how somebody attended.
    func correct() {
        guard let session = register?.sessions.randomElement(using: &random),
            let someone = people.randomElement(using: &random)
        else { return }
        let status: Status = [.present, .late, .absent, .excused].randomElement(using: &random)!
        let correction = Correction(
            id: identifier(), session: session.id, person: someone.person.id, status: status, actor: "teacher",
            reason: nil, at: hub.clock.wallMilliseconds())
        var isTaken = false
        do {
            try hub.write { database in
                guard try PeopleTable.exists(someone.person.id, in: database) else { return }
                try CorrectionTable.insert(correction, in: database)
                isTaken = true
            }
            if isTaken { oracle.corrections.append(correction) }
            trace.note(agenda.now, "\(someone.person.name) is \(status) by a human's word")
        } catch is SimulationError {
            // It is down.
        } catch {
            oracle.untoldCorrections.append(correction)
            endHub(because: error)
        }
    }

    /// What a human said at a hub that was copied back since is gone with it; nodes never had it.
    func noteForgottenCorrections() {
        let known = look(at: hub.disk) { database in
            try database.query("SELECT id FROM corrections") { EventID(bytes: try $0.blob(0)) }
        }
        // A later image may still bring it back.
        oracle.untoldCorrections += oracle.corrections.filter { !known.contains($0.id) }
        oracle.corrections.removeAll { !known.contains($0.id) }
    }

    /// I8, at the end: whatever was seen, a human's word stands.
    func checkRegister() throws {
        guard let register else { return }
        let rules = AttendanceRules()
        for session in register.sessions {
            let records = try hub.read { database in
                try SessionFacts.read(session, of: nil, rules: rules, rulings: Rulings(), in: database)
                    .records(rules: rules, now: hub.clock.wallMilliseconds(), rulings: Rulings())
            }
            oracle.checkCorrections(of: session.id, records)
        }
    }
}
