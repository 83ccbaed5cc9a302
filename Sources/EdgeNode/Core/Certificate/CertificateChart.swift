import Foundation

/// The DET curve as a drawing: both error rates on logarithmic axes, SVG without script.
struct CertificateChart {
    let certificate: SiteCertificate

    private static let (width, height) = (640.0, 400.0)
    private static let (left, right, top, bottom) = (70.0, 20.0, 18.0, 52.0)

    /// From half of what one event would be, so that there is a place for none.
    private var lowestFpir: Double { Self.decade(below: 0.5 / Double(max(certificate.strangers.tracks, 5))) }
    private var lowestFnir: Double { Self.decade(below: 0.5 / Double(max(certificate.mated.tracks, 5))) }

    private static func decade(below share: Double) -> Double { pow(10, floor(log10(share))) }

    private func x(_ fpir: Double) -> Double {
        Self.left + Self.place(fpir, lowestFpir) * (Self.width - Self.left - Self.right)
    }

    private func y(_ fnir: Double) -> Double {
        Self.top + (1 - Self.place(fnir, lowestFnir)) * (Self.height - Self.top - Self.bottom)
    }

    /// 0…1 along an axis; what is below its end is drawn at its end.
    private static func place(_ share: Double, _ lowest: Double) -> Double {
        1 - log10(max(share, lowest)) / log10(lowest)
    }

    var svg: String {
        guard !certificate.det.isEmpty else { return "" }
        return """
            <svg viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" role="img" aria-label="DET curve: \
            false-negative rate over false-positive rate">
            \(grid)\(target)\(curve)\(points)\(titles)</svg>

            """
    }

    private var grid: String {
        var lines = ""
        for decade in Self.decades(from: lowestFpir) {
            let place = Self.text(x(decade))
            lines += "<path class=\"grid\" d=\"M\(place) \(Self.text(y(lowestFnir)))V\(Self.text(y(1)))\"/>"
            lines += Self.label(x(decade), Self.height - Self.bottom + 18, Self.axis(decade, lowestFpir), "middle")
        }
        for decade in Self.decades(from: lowestFnir) {
            let place = Self.text(y(decade))
            lines += "<path class=\"grid\" d=\"M\(Self.text(x(lowestFpir))) \(place)H\(Self.text(x(1)))\"/>"
            lines += Self.label(Self.left - 8, y(decade) + 4, Self.axis(decade, lowestFnir), "end")
        }
        return lines + "\n"
    }

    private var target: String {
        let place = x(certificate.choice.targetFpir)
        let name = "target " + Self.percent(certificate.choice.targetFpir)
        return "<path class=\"target\" d=\"M\(Self.text(place)) \(Self.text(y(lowestFnir)))V\(Self.text(y(1)))\"/>"
            + Self.label(place + 5, Self.top + 11, name, "start", style: "note") + "\n"
    }

    /// A step from point to point: between two of them nothing was measured.
    private var curve: String {
        var path = ""
        for (index, point) in certificate.det.enumerated() {
            let (x, y) = (Self.text(x(point.fpir)), Self.text(y(point.fnir)))
            path += index == 0 ? "M\(x) \(y)" : "H\(x)V\(y)"
        }
        return "<path class=\"curve\" d=\"\(path)\"/>\n"
    }

    private var points: String {
        let (present, proposed) = (certificate.present, certificate.proposed)
        if present.fpir == proposed.fpir, present.fnir == proposed.fnir {
            return mark(proposed, "proposed", "") + mark(present, "present", "in use and proposed")
        }
        return mark(proposed, "proposed", "proposed") + mark(present, "present", "in use")
    }

    private func mark(_ point: WorkingPoint, _ style: String, _ name: String) -> String {
        guard let fpir = point.fpir, let fnir = point.fnir else { return "" }
        let (across, down) = (x(fpir.share), y(fnir.share))
        return "<circle class=\"\(style)\" cx=\"\(Self.text(across))\" cy=\"\(Self.text(down))\" "
            + "r=\"\(style == "proposed" ? 9 : 5)\"/>"
            + Self.label(across + 12, down - 12, name, "start", style: "title") + "\n"
    }

    private var titles: String {
        let middle = (Self.left + Self.width - Self.right) / 2
        let side = (Self.top + Self.height - Self.bottom) / 2
        return Self.label(middle, Self.height - 10, "strangers who are given a name (FPIR)", "middle", style: "title")
            + "<g transform=\"translate(16 \(Self.text(side))) rotate(-90)\">"
            + Self.label(0, 0, "enrolled people not recognised (FNIR)", "middle", style: "title") + "</g>\n"
    }

    private static func decades(from lowest: Double) -> [Double] {
        let count = Int((-log10(lowest)).rounded())
        return (0...count).map { pow(10, -Double($0)) }.reversed()
    }

    private static func axis(_ share: Double, _ lowest: Double) -> String {
        share <= lowest * 1.01 ? "none" : percent(share)
    }

    private static func percent(_ share: Double) -> String {
        let percent = 100 * share
        return Decimals.text(percent, percent >= 0.999 ? 0 : percent >= 0.0999 ? 1 : percent >= 0.00999 ? 2 : 3) + " %"
    }

    private static func label(
        _ x: Double, _ y: Double, _ text: String, _ anchor: String, style: String = "label"
    ) -> String {
        "<text class=\"\(style)\" x=\"\(Self.text(x))\" y=\"\(Self.text(y))\" text-anchor=\"\(anchor)\">"
            + "\(HTML.escaped(text))</text>"
    }

    private static func text(_ place: Double) -> String { Decimals.text(place, 1) }
}
