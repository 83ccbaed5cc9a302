import Service

extension LivenessReport {
    /// For people.
    package var text: String {
        var rates = Table([
            .left("Presentations"), .right("Number"), .right("No response"), .left("Error rate"), .right(""),
            .right("95 % interval"),
        ])
        rates.add(
            ["bona fide", String(bonaFidePresentations), String(bonaFideNonResponses.errors), "BPCER"]
                + Self.cells(bpcer))
        for attack in attacks {
            rates.add(
                [attack.species, String(attack.presentations), String(attack.nonResponses.errors), "APCER"]
                    + Self.cells(attack.apcer))
        }
        var lines = [rates.rendered()]
        if let apcerMaximum {
            lines.append("APCER of the worst species: \(Decimals.percent(apcerMaximum))")
        } else {
            lines.append("APCER: not measured, for want of attacks that got a response")
        }
        guard let threshold else {
            return (lines + ["\(liveness), faces by \(detector)\nintervals: \(intervals)"]).joined(separator: "\n")
        }
        if fixedApcer.isEmpty {
            lines.append("BPCER at fixed APCER: not measured; it needs 10 attacks of each species and more")
        } else {
            lines.append(fixedTable)
        }
        lines.append(
            """
            threshold \(Decimals.text(Double(threshold), 3)), pack \(liveness), faces by \(detector)
            intervals: \(intervals)
            """)
        return lines.joined(separator: "\n")
    }

    private var fixedTable: String {
        var table = Table([
            .right("APCER at most"), .right("Threshold"), .right("BPCER"), .right("95 % interval"),
        ])
        for point in fixedApcer {
            table.add(
                [Decimals.percent(point.apcer, 0), Decimals.text(Double(point.threshold), 3)]
                    + Self.cells(point.bpcer))
        }
        return table.rendered()
    }

    private static func cells(_ rate: LivenessMetrics.Rate) -> [String] {
        let interval = rate.ci95.map { Decimals.percent($0) }.joined(separator: " … ")
        return [rate.share.map { Decimals.percent($0) } ?? "-", interval]
    }
}
