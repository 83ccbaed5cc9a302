import Attendance

extension Oracle {
    /// I8: the status is one that a human gave, and never an automatic one.
    mutating func checkCorrections(of session: SessionID, _ records: [Record]) {
        for correction in corrections where correction.session == session && !mayBeErased.contains(correction.person) {
            guard let record = records.first(where: { $0.person == correction.person }) else {
                violate("I8", "a human's word about a person left no record")
                continue
            }
            let said = (corrections + untoldCorrections).filter {
                $0.session == session && $0.person == correction.person
            }
            if record.correction == nil || !said.contains(where: { $0.status == record.status }) {
                violate("I8", "a human said \(correction.status.rawValue), the record says \(record.status.rawValue)")
            }
        }
    }
}
