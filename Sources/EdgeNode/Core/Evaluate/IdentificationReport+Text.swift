import Service

extension IdentificationReport {
    /// For people.
    package var text: String {
        var table = Table([.right("FPIR"), .right("Threshold"), .right("FNIR"), .right("95 % interval")])
        for point in points {
            table.add([
                Decimals.percent(point.fpir), Decimals.text(Double(point.threshold), 3),
                Decimals.percent(point.fnir),
                point.fnirCi95.map { Decimals.percent($0) }.joined(separator: " … "),
            ])
        }
        return table.rendered() + "\n" + """
            \(gallery) people with \(enrol) photographs each, \(trials) trials, seed \(seed), score \(score)
            \(Self.line(centred: centred))
            \(matedSearches) searches of \(matedPeople) enrolled people
            \(nonmatedSearches) searches of \(strangers) strangers
            wrong person first: \(Decimals.percent(rank1Error))
            photographs without a face: \(failuresToAcquire)
            \(models.text)
            intervals: \(intervals)
            """
    }

    static func line(centred: Bool) -> String {
        "what a gallery's people have in common is \(centred ? "subtracted" : "left in")"
    }
}
