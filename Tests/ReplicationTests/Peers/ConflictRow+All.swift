import Attendance
import Replication

extension ConflictRow {
    static let numbers = [
        ConflictRow(
            name: "one student number, two people: both stay, and a human is asked",
            first: [holds("7", ada), profile(ada, "Ada"), sample(1, ada)],
            second: [holds("7", bea), profile(bea, "Bea"), sample(2, bea)]
        ) { outcome in
            let view = outcome.view
            if view.people.main(ada) == view.people.main(bea) { return "merged by number" }
            if view.numbers["7"] != [ada, bea] { return "a holder is missing" }
            if outcome.questions != [.number("7", holders: [ada, bea])] { return "\(outcome.questions)" }
            return view.samples.count == 2 && view.profiles.count == 2 ? nil : "a photograph or name is missing"
        },
        ConflictRow(
            name: "… one of them gets another number",
            first: [holds("7", ada), profile(ada, "Ada"), sample(1, ada)],
            second: [holds("7", bea), number("7", bea, isHeld: false), number("8", bea, isHeld: true)]
        ) { outcome in
            let numbers = outcome.view.numbers
            return numbers == ["7": [ada], "8": [bea]] && outcome.questions.isEmpty ? nil : "\(numbers)"
        },
        ConflictRow(
            name: "… they are one human",
            first: [holds("7", ada), profile(ada, "Ada"), sample(1, ada)],
            second: [holds("7", bea), alias(bea, ada), sample(2, bea)]
        ) { outcome in
            let view = outcome.view
            return outcome.questions.isEmpty && view.people.all(of: bea) == [ada, bea] && view.people.main(bea) == ada
                && view.samples.count == 2 ? nil : "\(outcome.questions)"
        },
    ]

    static let edits = [
        ConflictRow(
            name: "one person, edited at two sites",
            first: [profile(ada, "A1"), profile(ada, "A2"), sample(1, ada)],
            second: [profile(ada, "B1"), sample(2, ada), profile(ada, "B2")]
        ) { outcome in
            if outcome.view.samples.count != 2 { return "a photograph is missing" }
            return outcome.registerProblem(.profile(ada, field: "name")) {
                if case .profile(_, _, let value) = $0 { value == outcome.view.profiles[ada]?["name"] } else { false }
            }
        },
        ConflictRow(
            name: "a setting, changed at two sites",
            first: [setting("1"), setting("2"), setting("3")], second: [setting("4"), setting("5"), setting("6")]
        ) { outcome in
            outcome.registerProblem(.setting("late_after")) {
                $0 == .setting(key: "late_after", value: outcome.view.settings["late_after"] ?? "")
            }
        },
        ConflictRow(
            name: "archived and brought back at two sites",
            first: [archive(true), archive(false), profile(ada, "A")],
            second: [archive(true), profile(ada, "B"), archive(true)]
        ) { outcome in
            outcome.registerProblem(.archive(ada)) {
                $0 == .archive(ada, isArchived: outcome.view.archived.contains(ada))
            }
        },
    ]

    static let merges = [
        ConflictRow(
            name: "one face under two identifiers: merged here, declared two humans there, then taken back",
            first: [alias(ada, bea), sample(1, ada), unalias],
            second: [{ _ in .distinct(bea, ada, isDistinct: true) }, sample(2, bea), profile(bea, "Bea")]
        ) { outcome in
            let view = outcome.view
            if view.people.all(of: ada) != [ada] { return "the merge was not taken back" }
            if view.distinct != [.distinct(ada, bea)] { return "the declaration is gone" }
            return view.samples.count == 2 && outcome.questions.isEmpty ? nil : "\(view)"
        },
        ConflictRow(
            name: "merged in a circle",
            first: [alias(ada, bea), alias(bea, cem), sample(1, ada)],
            second: [alias(cem, ada), sample(2, bea), sample(3, cem)]
        ) { outcome in
            let people = outcome.view.people
            return people.all(of: cem) == [ada, bea, cem] && people.main(cem) == ada ? nil : "\(people)"
        },
        ConflictRow(
            name: "taken back here, merged again there: what the taker had not seen stays",
            first: [alias(ada, bea), unalias, profile(ada, "Ada")],
            second: [alias(ada, bea), sample(1, ada), sample(2, bea)]
        ) { outcome in
            let other = outcome.written[1][0]
            let wasSeen = other.flatMap { outcome.written[0][1]?.seen.contains($0.operation.hash) } == true
            return (outcome.view.people.all(of: ada).count == 1) == wasSeen ? nil : "\(outcome.view.people)"
        },
    ]

    static let attendance = [
        ConflictRow(
            name: "one student in two rooms, and one event that came by two hubs",
            first: [event(1, ada), event(2, ada), event(9, ada)], second: [event(3, ada), event(9, ada), event(4, ada)]
        ) { outcome in
            let ids = outcome.view.events.keys.sorted()
            return ids == [1, 2, 3, 4, 9].map { TestSites.id($0) } && outcome.questions.isEmpty ? nil : "\(ids)"
        },
        ConflictRow(
            name: "manual and automatic, also later ones",
            first: [correction(1, .excused), profile(ada, "Ada"), event(5, ada)],
            second: [event(3, ada), event(4, ada), event(6, ada)]
        ) { outcome in
            let word = outcome.view.corrections[.init(session: lesson, person: ada)]
            return word?.status == .excused && outcome.view.events.count == 4 ? nil : "the human's word does not count"
        },
        ConflictRow(
            name: "seen before the roster knew them",
            first: [event(1, cem), event(2, cem), event(3, cem)],
            second: [profile(cem, "Cem"), holds("3", cem), sample(1, cem)]
        ) { outcome in
            let view = outcome.view
            return view.events.count == 3 && view.profiles[cem] == ["name": "Cem"] ? nil : "something is missing"
        },
    ]

    static let corrections = [
        ConflictRow(
            name: "two corrections, and one that has seen some",
            first: [correction(1, .present), correction(2, .excused), event(1, ada)],
            second: [correction(3, .absent), event(2, ada), correction(4, .absent)]
        ) { outcome in outcome.correctionProblem(ofRank: 1) },
        ConflictRow(
            name: "a teacher does not replace an administrator",
            first: [correction(1, .present, rank: 2), event(3, ada), event(1, ada)],
            second: [correction(3, .absent), event(2, ada), correction(4, .absent)]
        ) { outcome in
            if outcome.view.corrections[.init(session: lesson, person: ada)]?.status != .present { return "it did" }
            let words = outcome.all.filter { $0.site == 1 && $0.operation.kind == .correction }
            let wereAllSeen = words.allSatisfy { outcome.written[0][0]?.seen.contains($0.operation.hash) == true }
            return outcome.questions.isEmpty == wereAllSeen ? nil : "asked: \(outcome.questions)"
        },
    ]

    /// Row 24, and the row "delete vs update".
    static let erasures = [
        ConflictRow(
            name: "erased here, edited there",
            first: [profile(ada, "Ada"), sample(1, ada), archive(true)],
            second: [erase(ada), profile(ada, "Adele"), setting("1")]
        ) { outcome in outcome.remains(of: ada, words: ["Ada", "Adele"]) },
        ConflictRow(
            name: "erased here, enrolled again there",
            first: [sample(1, ada), holds("4711", ada), sample(2, ada)],
            second: [sample(3, ada), erase(ada), sample(4, ada)]
        ) { outcome in
            outcome.remains(of: ada, words: ["4711"]) ?? (outcome.view.numbers.isEmpty ? nil : "the number is held")
        },
        ConflictRow(
            name: "erased here, merged there: the other one waits for a human",
            first: [alias(bea, ada), sample(1, bea), sample(2, ada)],
            second: [erase(ada), sample(3, bea), alias(ada, cem)]
        ) { outcome in
            let merged = [(bea, outcome.written[0][0]), (cem, outcome.written[1][2])].filter { $0.1 != nil }.map(\.0)
            if outcome.view.people.mergedWithErased != Set(merged) { return "\(outcome.view.people)" }
            let faces = Set(outcome.view.samples.values)
            return outcome.remains(of: ada) ?? (faces.contains(bea) == merged.contains(bea) ? "recognised" : nil)
        },
        ConflictRow(
            name: "erased here, merged and taken back there: nobody waits",
            first: [alias(bea, ada), unalias, sample(1, bea)], second: [erase(ada), sample(2, bea), profile(bea, "Bea")]
        ) { outcome in
            let isQuiet = outcome.view.people.mergedWithErased.isEmpty && outcome.view.samples.count == 2
            return isQuiet ? outcome.remains(of: ada) : "somebody does"
        },
        ConflictRow(
            name: "who replaced a number is erased: the earlier holder does not get it back",
            first: [holds("7", bea), takesNumber, setting("1")], second: [erase(ada), setting("2"), setting("3")]
        ) { outcome in
            let expected = outcome.written[0][1] == nil ? ["7": [bea]] : [:]
            return outcome.view.numbers == expected ? outcome.remains(of: ada) : "\(outcome.view.numbers)"
        },
        ConflictRow(
            name: "consent withdrawn here, photographed there",
            first: [sample(1, ada), sample(2, ada), profile(ada, "Ada")],
            second: [erase(ada, .face), sample(3, ada), event(1, ada)]
        ) { outcome in
            let withdrawal = outcome.hash(1, 0)
            let allowed = outcome.all.filter { $0.operation.kind == .sample }
                .filter { written in written.site == 1 || withdrawal.map { written.seen.contains($0) } == true }
            if outcome.view.samples.count != allowed.count { return "\(outcome.view.samples.count) samples" }
            return outcome.view.profiles[ada] != nil && outcome.view.events.count == 1 ? nil : "the person is gone"
        },
    ]

    static let all = numbers + edits + merges + attendance + corrections + erasures
}

extension Interleavings.Outcome {
    /// The oracle: a correction stands unless an author of another one had seen it. The latest of those counts, and a
    /// human is asked if they say different things.
    func correctionProblem(ofRank rank: Int) -> String? {
        let words = all.filter { $0.operation.kind == .correction }
        let standing = words.filter { word in !words.contains { $0.seen.contains(word.operation.hash) } }
        let latest = standing.max { sites[0].state.place(of: $0.operation) < sites[0].state.place(of: $1.operation) }
        let shown = view.corrections[.init(session: ConflictRow.lesson, person: ConflictRow.ada)]
        guard let shown, latest?.operation.content == .correction(shown) else { return "not the latest one counts" }
        let statuses = Set(standing.compactMap { word -> Status? in
            if case .correction(let value)? = word.operation.content { value.status } else { nil }
        })
        return questions.isEmpty == (statuses.count < 2) ? nil : "asked: \(questions), of \(statuses)"
    }
}
