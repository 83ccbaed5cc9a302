extension EnrolmentLimits {
    /// What is wrong with them, beginning with the setting's name; nil where they make sense.
    package var problem: String? {
        let atLeast: [(name: String, steps: Steps, range: ClosedRange<Float>)] = [
            ("eyeDistance", eyeDistance, 8...1_000), ("sharpness", sharpness, 0...10_000),
            ("darkness", darkness, 0...255), ("contrast", contrast, 0...128),
        ]
        let atMost: [(name: String, steps: Steps, range: ClosedRange<Float>)] = [
            ("yaw", yaw, 0...90), ("pitch", pitch, 0...90), ("brightness", brightness, 0...255),
        ]
        for (name, steps, range) in atLeast + atMost
        where !(range.contains(steps.refused) && range.contains(steps.advised)) {
            return "\(name) has steps of \(Int(range.lowerBound)) to \(Int(range.upperBound))"
        }
        for (name, steps, _) in atLeast where steps.refused > steps.advised {
            return "\(name) needs refused ≤ advised"
        }
        for (name, steps, _) in atMost where steps.refused < steps.advised {
            return "\(name) needs refused ≥ advised"
        }
        if darkness.advised > brightness.advised { return "darkness needs advised ≤ that of brightness" }
        if !(0...1).contains(detectorScore) { return "detectorScore is 0 to 1" }
        if !(1...100).contains(clearlyLarger) { return "clearlyLarger is 1 to 100" }
        if !(0...1).contains(sightingScore) { return "sightingScore is 0 to 1" }
        return nil
    }
}
