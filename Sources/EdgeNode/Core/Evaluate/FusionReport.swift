import Service

/// What `evaluate fusion` found.
package struct FusionReport: Sendable, Encodable {
    /// Single frames and whole tracks at the same false-positive identification rate, each with its own threshold.
    package struct Point: Sendable, Encodable {
        package struct Side: Sendable, Encodable {
            package let threshold: Float
            package let fnir: Double
            package let fnirCi95: [Double]
        }

        package let fpir: Double
        package let frame: Side
        package let track: Side

        /// How many times fewer tracks than frames are missed.
        package var gain: Double { frame.fnir / track.fnir }
    }

    package let points: [Point]
    package let framesPerTrack: Int
    package let gallery: Int
    package let enrol: Int
    package let trials: Int
    package let seed: UInt64
    /// Whether what the people of a gallery have in common was subtracted.
    package let centred: Bool
    package let matedTracks: Int
    package let matedPeople: Int
    package let nonmatedTracks: Int
    package let strangers: Int
    /// Shares of frames, and of tracks, without a face; their searches count as missed.
    package let framesWithoutFace: Double
    package let tracksWithoutFace: Double
    package let intervals: String
    package let models: ModelNames

    /// For people.
    package var text: String {
        var table = Table([
            .right("FPIR"), .right("FNIR of frames"), .right("95 % interval"), .right("FNIR of tracks"),
            .right("95 % interval"), .right("Fewer by"),
        ])
        for point in points {
            table.add([
                Decimals.percent(point.fpir), Decimals.percent(point.frame.fnir), Self.interval(point.frame),
                Decimals.percent(point.track.fnir), Self.interval(point.track),
                point.track.fnir > 0 ? Decimals.text(point.gain, 1) + " times" : "all",
            ])
        }
        return table.rendered() + "\n" + """
            tracks of \(framesPerTrack) frames, made from photographs, searched for with every frame until recognised
            \(gallery) people with \(enrol) photographs each, \(trials) trials, seed \(seed)
            \(IdentificationReport.line(centred: centred))
            \(matedTracks) tracks of \(matedPeople) enrolled people, \(nonmatedTracks) of \(strangers) strangers
            frames without a face: \(Decimals.percent(framesWithoutFace))
            tracks without a face: \(Decimals.percent(tracksWithoutFace))
            \(models.text)
            intervals: \(intervals)
            """
    }

    private static func interval(_ side: Point.Side) -> String {
        side.fnirCi95.map { Decimals.percent($0) }.joined(separator: " … ")
    }
}
