/// A certificate as a page of its own: no script, nothing to load, fit for printing. Plain words first, then figures.
package struct CertificatePage {
    private let certificate: SiteCertificate

    /// Longer lists go on in the file for machines.
    private static let mostRows = 50

    package init(_ certificate: SiteCertificate) {
        self.certificate = certificate
    }

    package var html: String {
        let title = certificate.subject.room.map { "Accuracy certificate of room \($0)" } ?? "Accuracy certificate"
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(HTML.escaped(title))</title>
            <style>
            \(CertificateStyle.css)
            </style>
            </head>
            <body>
            <header>
            <h1>\(HTML.escaped(title))</h1>
            \(HTML.element("p", subtitle))</header>
            \(verdict)\(cards)\(notes)\(figures)\(chart)\(measured)\(wrongNames)\(groups)\(leftOut)\(terms)</body>
            </html>

            """
    }

    private var subtitle: String {
        let subject = certificate.subject
        let place = [subject.site, subject.node.map { "node " + $0 }].compactMap(\.self)
        let cameras = subject.cameras.isEmpty ? [] : ["camera " + subject.cameras.joined(separator: ", ")]
        let made = certificate.made.replacing("T", with: " ").replacing("Z", with: " UTC")
        return (place + cameras + ["measured " + made]).joined(separator: " · ")
    }

    private var verdict: String {
        let verdict = CertificateVerdict(certificate)
        return "<section class=\"verdict \(verdict)\">\n" + HTML.element("h2", verdict.title)
            + HTML.element("p", verdict.sentence(certificate)) + "</section>\n"
    }

    private var cards: String {
        let point = certificate.present
        let none = "not measured"
        func card(_ title: String, _ rate: ErrorRate?, _ what: String) -> String {
            let range = rate.map {
                "\($0.events) of \($0.searches) searches here. With other people it may be "
                    + ($0.ci95[0] > 0 ? "\(Frequency.words($0.ci95[0])) to " : "up to ") + Frequency.words($0.ci95[1])
            }
            return "<div class=\"card\">\n" + HTML.element("h3", title)
                + HTML.element("p", rate.map { Frequency.words($0.share) } ?? none, class: "number")
                + HTML.element("p", what) + HTML.element("p", range ?? "", class: "quiet") + "</div>\n"
        }
        return HTML.element("h2", "With the thresholds in use") + "<section class=\"cards\">\n"
            + card("Strangers", point.fpir, "are given the name of somebody who is enrolled")
            + card("People who are enrolled", point.fnir, "are not recognised automatically")
            + card("… and of these people", point.matedNamedWrongly, "are taken for somebody else")
            + "</section>\n"
    }

    private var notes: String {
        var notes = certificate.warnings
        if certificate.proposed.accept != certificate.present.accept {
            notes.append("To use the threshold proposed: rollcall-edge thresholds adopt certificate.json")
        }
        return notes.isEmpty ? "" : HTML.element("h2", "What to know, and to do") + HTML.list(notes)
    }

    private var figures: String {
        let points = [certificate.present, certificate.proposed]
        func row(_ title: String, _ value: (WorkingPoint) -> String) -> [String] { [title] + points.map(value) }
        func decimal(_ value: Float) -> String { Decimals.text(Double(value), 3) }
        return HTML.element("h2", "Figures")
            + HTML.table(["", "In use", "Proposed"], [
                row("Threshold (accept)") { decimal($0.accept) },
                row("Review from") { decimal($0.review) },
                row("Lead over the second-best person") { decimal($0.margin) },
                row("FPIR, strangers named (95 %)") { Self.text($0.fpir) },
                row("FNIR, enrolled people missed (95 %)") { Self.text($0.fnir) },
                row("Enrolled people named wrongly (95 %)") { Self.text($0.matedNamedWrongly) },
                row("Enrolled people sent to review (95 %)") { Self.text($0.matedReview) },
                row("Strangers sent to review (95 %)") { Self.text($0.strangersReview) },
            ])
            + HTML.element(
                "p", "Intervals: \(certificate.intervals). Threshold proposed for FPIR "
                    + "\(Decimals.percent(certificate.choice.targetFpir, 1)): \(certificate.thresholdMethod). "
                    + "One-sided limit at it: \(Decimals.percent(certificate.choice.upperLimit)) "
                    + "(\(certificate.choice.strangersNamed) of \(certificate.choice.strangers) strangers).",
                class: "quiet")
    }

    private var chart: String {
        guard !certificate.det.isEmpty else { return "" }
        return "<figure>\n" + HTML.element("h2", "One kind of error against the other (DET curve)")
            + CertificateChart(certificate: certificate).svg
            + HTML.element(
                "figcaption",
                "Each threshold is a point of the line: a stricter one is further left, with fewer strangers named and "
                    + "more people missed. It ends where the rest is refused because two people are about as similar. "
                    + "Disc: in use. Ring: proposed. Logarithmic axes; \"none\" means that not one search failed so.")
            + "</figure>\n"
    }

    private var measured: String {
        let subject = certificate.subject
        func extent(_ extent: SiteCertificate.Extent) -> String {
            "\(extent.tracks) tracks of \(extent.people) people"
        }
        func acquired(_ extent: SiteCertificate.Extent) -> String {
            "\(extent.tracksWithoutFace) of \(extent.tracks) tracks"
        }
        let enrolment = certificate.enrolment
        return HTML.element("h2", "What was measured")
            + HTML.table([], [
                ["Gallery", "\(subject.galleryPeople) people with \(subject.gallerySamples) samples"],
                ["Enrolled people before the camera", extent(certificate.mated)],
                ["Strangers before the camera", extent(certificate.strangers)],
                ["Failures to acquire (no face found), enrolled people", acquired(certificate.mated)],
                ["Failures to acquire, strangers", acquired(certificate.strangers)],
                ["Failures to enrol", "\(enrolment.peopleWithoutSample) of \(enrolment.people) people"
                    + (enrolment.photographsRefused.isEmpty
                        ? "" : "; \(enrolment.photographsRefused.count) photographs refused")],
                ["Models", "\(subject.detector) at \(subject.detectionSide) pixels + \(subject.embedder), "
                    + subject.precision],
                ["Model id", subject.model],
            ])
    }

    private var wrongNames: String {
        guard !certificate.wrongNames.isEmpty else { return "" }
        let rows = certificate.wrongNames.prefix(Self.mostRows).map { wrong in
            [wrong.track, wrong.isStranger ? "a stranger" : wrong.label, wrong.namedAs,
             Decimals.text(Double(wrong.similarity), 3)]
        }
        return HTML.element("h2", "Wrong names, with the thresholds in use")
            + HTML.table(["Capture", "Shows", "Named as", "Similarity"], rows)
            + more(certificate.wrongNames.count)
    }

    private var groups: String {
        guard !certificate.groups.isEmpty else { return "" }
        return HTML.element("h2", "Groups, with the thresholds in use")
            + HTML.table(
                ["Group", "FNIR (95 %)", "FPIR (95 %)", "Compared with the others"],
                certificate.groups.map { [$0.group, Self.text($0.fnir), Self.text($0.fpir), $0.note] })
    }

    private var leftOut: String {
        guard !certificate.leftOut.isEmpty else { return "" }
        return HTML.element("h2", "Left out") + HTML.list(Array(certificate.leftOut.prefix(Self.mostRows)))
            + more(certificate.leftOut.count)
    }

    private func more(_ count: Int) -> String {
        count > Self.mostRows
            ? HTML.element("p", "… and \(count - Self.mostRows) more in certificate.json.", class: "quiet") : ""
    }

    private var terms: String {
        HTML.element("h2", "Terms (ISO/IEC 2382-37, 19795-1)")
            + HTML.table([], [
                ["Track", "One face, followed from frame to frame before the camera; it is searched for once."],
                ["FPIR", "False-positive identification rate: share of searches of people who are not enrolled that "
                    + "give a name."],
                ["FNIR", "False-negative identification rate: share of searches of enrolled people that do not give "
                    + "the right name. Tracks in which no face is found count."],
                ["95 % interval", "Measured again with other people of the same kind, 95 of 100 such intervals hold "
                    + "the true rate."],
            ])
            + HTML.element(
                "p",
                "This report names people: keep it like a class list. It holds for this model, these cameras and up to "
                    + "\(CertificateValidity.growth) times as many people.",
                class: "quiet")
    }

    /// "0.33 % (0.07 … 0.97), 3 of 900"
    private static func text(_ rate: ErrorRate?) -> String {
        rate.map {
            "\(Decimals.percent($0.share)) (\(Decimals.text(100 * $0.ci95[0], 2)) … "
                + "\(Decimals.text(100 * $0.ci95[1], 2))), \($0.events) of \($0.searches)"
        } ?? "–"
    }
}
