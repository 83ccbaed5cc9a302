import Synchronization

/// The program's measurements, by name and labels, as text for Prometheus
/// (https://prometheus.io/docs/instrumenting/exposition_formats/). Labels are routes and stages, never
/// persons.
package final class Metrics: Sendable {
    enum Instrument: Sendable {
        case counter(Counter)
        case gauge(Gauge)
        case histogram(Histogram)
    }

    private struct Family {
        let help: String
        let type: String
        var series: [String: Instrument] = [:]
    }

    private let families = Mutex<[String: Family]>([:])

    package init() {}

    /// The same name and labels give the same counter.
    package func counter(
        _ name: String, _ help: String, _ labels: KeyValuePairs<String, String> = [:]
    ) -> Counter {
        guard case .counter(let counter) = find(name, help, "counter", labels, { .counter(Counter()) }) else {
            preconditionFailure("\(name) was registered as another kind of measurement")
        }
        return counter
    }

    package func gauge(_ name: String, _ help: String, _ labels: KeyValuePairs<String, String> = [:]) -> Gauge
    {
        guard case .gauge(let gauge) = find(name, help, "gauge", labels, { .gauge(Gauge()) }) else {
            preconditionFailure("\(name) was registered as another kind of measurement")
        }
        return gauge
    }

    package func histogram(
        _ name: String, _ help: String, _ labels: KeyValuePairs<String, String> = [:],
        buckets: [Double] = Histogram.secondsBuckets
    ) -> Histogram {
        let found = find(name, help, "histogram", labels) { .histogram(Histogram(buckets: buckets)) }
        guard case .histogram(let histogram) = found else {
            preconditionFailure("\(name) was registered as another kind of measurement")
        }
        return histogram
    }

    /// Everything, families and series in the order of their names.
    package func prometheusText() -> String {
        let sorted = families.withLock { $0.sorted { $0.key < $1.key } }
        var lines: [String] = []
        for (name, family) in sorted {
            lines.append("# HELP \(name) \(Metrics.escaped(family.help))")
            lines.append("# TYPE \(name) \(family.type)")
            for (labels, instrument) in family.series.sorted(by: { $0.key < $1.key }) {
                lines += Metrics.lines(name, labels, instrument)
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func find(
        _ name: String, _ help: String, _ type: String, _ labels: KeyValuePairs<String, String>,
        _ make: () -> Instrument
    ) -> Instrument {
        let key = labels.map { "\($0.key)=\"\(Metrics.escaped($0.value))\"" }.joined(separator: ",")
        return families.withLock { families in
            if let found = families[name]?.series[key] { return found }
            let made = make()
            families[name, default: Family(help: help, type: type)].series[key] = made
            return made
        }
    }

    private static func lines(_ name: String, _ labels: String, _ instrument: Instrument) -> [String] {
        let braced = labels.isEmpty ? "" : "{\(labels)}"
        switch instrument {
        case .counter(let counter): return ["\(name)\(braced) \(counter.value)"]
        case .gauge(let gauge): return ["\(name)\(braced) \(number(gauge.value))"]
        case .histogram(let histogram):
            let state = histogram.state
            let prefix = labels.isEmpty ? "" : labels + ","
            var total = 0
            var lines: [String] = []
            for (bound, count) in zip(histogram.buckets + [.infinity], state.counts) {
                total += count
                lines.append("\(name)_bucket{\(prefix)le=\"\(number(bound))\"} \(total)")
            }
            return lines + ["\(name)_sum\(braced) \(number(state.sum))", "\(name)_count\(braced) \(total)"]
        }
    }

    private static func number(_ value: Double) -> String {
        if value == .infinity { return "+Inf" }
        if value == -.infinity { return "-Inf" }
        if value.isNaN { return "NaN" }
        return "\(value)"
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.append(character)
            }
        }
    }
}
