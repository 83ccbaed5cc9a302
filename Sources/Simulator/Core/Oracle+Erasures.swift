import Attendance
import EdgeNodeCore
import HubCore
import Replication
import SQLite

extension Oracle {
    /// An erasure was asked for; whether it was carried out is not known before it succeeds.
    mutating func mayErase(_ someone: SimulatedPerson) { mayBeErased.insert(someone.person.id) }

    /// Likewise, of the person or of the face: what cannot be read and names them may be gone.
    mutating func mayForget(_ someone: SimulatedPerson) { mayBeForgotten.insert(someone.person.id) }

    /// Success was told.
    mutating func erases(_ erasure: ErasureID, _ someone: SimulatedPerson, isWhole: Bool, consent: Int?) {
        promised.append(Promised(erasure: erasure, someone: someone, isWhole: isWhole, consent: consent))
    }

    /// A face was taken with the consent that the node knew of.
    mutating func enrols(_ sample: SampleID, of person: Person) {
        faces.append(Face(sample: sample, person: person.id, consent: person.consent))
    }

    mutating func forgets(allBut known: Set<ErasureID>) {
        promised.removeAll { !known.contains($0.erasure) }
    }

    /// Who was erased as a whole, and somebody knows it.
    var erased: [SimulatedPerson] { promised.filter(\.isWhole).map(\.someone) }

    /// I6: not a byte.
    mutating func checkForgotten(
        _ traces: [[UInt8]], on disk: SimulatedDisk, _ place: String, _ someone: SimulatedPerson
    ) {
        for (index, trace) in traces.enumerated() where disk.contains(trace) {
            violate("I6", "\(place) still holds trace \(index) of \(someone.person.name), who was erased")
        }
    }

    /// I6: a node does not take back whom it erased, not even until it hears the next word.
    mutating func checkTakenBack(in node: Connection, _ place: String) throws {
        for someone in erased where try EdgeNodeCore.ErasureTable.erasure(of: someone.person.id, in: node) != nil {
            let person = someone.person.id.bytes
            let isThere = try node.first("SELECT 1 FROM samples WHERE person = ?", person) { _ in true }
            if isThere ?? false { violate("I6", "\(place) takes back \(someone.person.name), whom it erased") }
        }
    }

    /// I6: a hub that lost data hands out nothing before its nodes have told whom it has forgotten to have erased.
    mutating func checkHandedOut(by hub: Connection) throws {
        let isAwaiting = try hub.first(
            "SELECT 1 FROM recoveries JOIN meta USING (incarnation) WHERE ended IS NULL"
        ) { _ in true } ?? false
        guard isAwaiting else { return }
        for someone in erased {
            let isThere = try hub.first("SELECT 1 FROM people WHERE id = ?", someone.person.id.bytes) { _ in true }
            if isThere ?? false {
                violate("I6", "the hub hands out people, \(someone.person.name) among them, who was erased")
            }
        }
    }

    /// I6: nobody who was erased is back, and nobody whose consent is withdrawn has a face.
    mutating func checkResurrection(in database: Connection, _ place: String) throws {
        for promise in promised {
            let id = promise.someone.person.id
            if promise.isWhole {
                for table in ["people", "samples"] {
                    let column = table == "people" ? "id" : "person"
                    let isThere = try database.first("SELECT 1 FROM \(table) WHERE \(column) = ?", id.bytes) { _ in
                        true
                    } ?? false
                    if isThere { violate("I6", "\(promise.someone.person.name) is back in \(table) of \(place)") }
                }
            } else {
                try checkWithdrawn(promise, in: database, place)
                let samples = try database.first(
                    """
                    SELECT count(*) FROM samples JOIN people ON people.id = samples.person
                    WHERE person = ? AND consent % 2 = 0
                    """, id.bytes
                ) { try $0.integer(0) } ?? 0
                if samples > 0 {
                    violate("I6", "\(place) has a face of \(promise.someone.person.name) without consent")
                }
            }
        }
    }

    /// What was taken with a consent that was withdrawn since does not come back with a later one.
    private mutating func checkWithdrawn(_ promise: Promised, in database: Connection, _ place: String) throws {
        guard let consent = promise.consent else { return }
        for face in faces where face.person == promise.someone.person.id && face.consent < consent {
            let isThere = try database.first("SELECT 1 FROM samples WHERE id = ?", face.sample.bytes) { _ in true }
            if isThere ?? false {
                violate("I6", "\(place) has a face of \(promise.someone.person.name) of a consent that was withdrawn")
            }
        }
    }
}
