import EdgeNodeCore
import Testing

struct CertificatePageTests {
    private func page(_ change: (inout SiteMeasurement) -> Void = { _ in }) -> String {
        CertificatePage(SiteMeasurementTests.measurement(change).certificate(made: "2026-01-02T03:04:05Z")).html
    }

    @Test func namesCannotBecomeMarkup() {
        let name = "<script>alert(\"1\")</script> & 'Co'"
        let page = page {
            for person in 1...3 { $0.names[SiteMeasurementTests.person(person)] = name }
            $0.mated[3] = SiteMeasurementTests.search("<b>chi</b>", truth: 3, best: 2, 0.6)
            $0.leftOut = ["probes/<i>dan</i> is not on the roster"]
            $0.subject.room = "<u>B12</u>"
            $0.subject.cameras = ["<s>camera</s>"]
        }
        for tag in ["<script", "<b>", "<i>", "<u>", "<s>"] { #expect(!page.contains(tag), "\(tag)") }
        #expect(page.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;Co&#39;"))
        #expect(page.contains("&lt;b&gt;chi&lt;/b&gt;/1.jpg"))
    }

    @Test func everyTagIsClosedAndNothingIsLoaded() {
        let page = page()
        for tag in ["html", "body", "section", "table", "tr", "td", "h2", "p", "ul", "svg", "figure", "div"] {
            let open = page.split(separator: "<\(tag)>").count + page.split(separator: "<\(tag) ").count
            #expect(open - 1 == page.split(separator: "</\(tag)>").count, "\(tag)")
        }
        for part in ["<script", "http:", "https:", "src=", "@import", "url("] {
            #expect(!page.contains(part), "\(part)")
        }
    }

    @Test func itSaysWhatItComesTo() {
        #expect(page().contains("The target is not shown yet"))
        func strangers(_ count: Int, best: Float) -> [SiteSearch] {
            (0..<count).map { SiteMeasurementTests.search("s\($0)", truth: nil, best: 1, $0 == 0 ? best : 0.1) }
        }
        #expect(page { $0.strangers = strangers(1_000, best: 0.3) }.contains("<h2>The target is met</h2>"))
        let other = page { $0.strangers = strangers(1_000, best: 0.6) }
        #expect(other.contains("The target is met with another threshold"))
        #expect(other.contains("<td>0.601</td>"))
        // One of a thousand, in words.
        #expect(other.contains("1 in 1,000"))
    }

    @Test func manyWrongNamesGoOnInTheFile() {
        let page = page {
            $0.strangers = (0..<60).map { SiteMeasurementTests.search("s\($0)", truth: nil, best: 1, 0.9) }
        }
        #expect(page.contains("and 11 more in certificate.json"))
    }
}
