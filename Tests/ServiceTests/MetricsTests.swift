import Service
import Testing

struct MetricsTests {
    @Test func theTextIsWhatPrometheusReads() {
        let metrics = Metrics()
        metrics.counter("events_total", "Events received.", ["route": "/v1/events"]).add(3)
        metrics.counter("events_total", "Events received.", ["route": "/v1/events"]).add()
        metrics.counter("events_total", "Events received.", ["route": "a\"b\\c\nd"]).add()
        metrics.gauge("outbox_rows", "Rows that wait.").set(2.5)
        let histogram = metrics.histogram("stage_seconds", "Time.", ["stage": "detect"], buckets: [0.1, 1])
        for value in [0.05, 0.1, 0.5, 7] { histogram.observe(value) }
        #expect(
            metrics.prometheusText() == #"""
                # HELP events_total Events received.
                # TYPE events_total counter
                events_total{route="/v1/events"} 4
                events_total{route="a\"b\\c\nd"} 1
                # HELP outbox_rows Rows that wait.
                # TYPE outbox_rows gauge
                outbox_rows 2.5
                # HELP stage_seconds Time.
                # TYPE stage_seconds histogram
                stage_seconds_bucket{stage="detect",le="0.1"} 2
                stage_seconds_bucket{stage="detect",le="1.0"} 3
                stage_seconds_bucket{stage="detect",le="+Inf"} 4
                stage_seconds_sum{stage="detect"} 7.65
                stage_seconds_count{stage="detect"} 4

                """#)
    }

    @Test func countsFromManyTasksAddUp() async {
        let counter = Metrics().counter("n", "N.")
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { for _ in 0..<1000 { counter.add() } } }
        }
        #expect(counter.value == 8000)
    }
}
