/// What a reader of a certificate has to know before believing it, in plain words. Pure.
enum CertificateWarnings {
    /// With fewer people an error rate says little about others.
    static let leastMatedPeople = 20
    /// A larger share of tracks without a face is about the camera, not about recognition.
    static let mostWithoutFace = 0.05

    static func sentences(
        mated: SiteCertificate.Extent, strangers: SiteCertificate.Extent, enrolment: SiteCertificate.Enrolment,
        choice: ThresholdChoice, wrongNames: Int, leftOut: Int
    ) -> [String] {
        var sentences: [String] = []
        let target = Decimals.percent(choice.targetFpir, 1)
        if choice.strangersMissing > 0 {
            sentences.append(
                "With \(choice.strangers) strangers a false-positive rate of \(target) cannot be shown, whatever the "
                    + "threshold: even if none of them is named, the rate may be as high as "
                    + "\(Decimals.percent(choice.upperLimit)). \(choice.strangersMissing) more strangers are needed "
                    + "(rule of three).")
        }
        if mated.people < leastMatedPeople {
            sentences.append(
                "The captures show \(mated.people) enrolled people: too few to say how well others are recognised.")
        }
        for (extent, whose) in [(mated, "enrolled people"), (strangers, "strangers")] where
            Double(extent.tracksWithoutFace) > mostWithoutFace * Double(extent.tracks)
        {
            sentences.append(
                "No face was found in \(extent.tracksWithoutFace) of \(extent.tracks) tracks of \(whose): look at the "
                    + "camera's place, light and sharpness.")
        }
        if enrolment.peopleWithoutSample > 0 {
            sentences.append(
                "\(enrolment.peopleWithoutSample) of \(enrolment.people) people have no usable photograph: the system "
                    + "cannot recognise them, and they are not in the figures.")
        }
        if wrongNames > 0 {
            sentences.append(
                "\(wrongNames) captures were given somebody else's name. Look at each: it may be an error of the "
                    + "system, or a picture in the wrong folder.")
        }
        if leftOut > 0 {
            sentences.append(
                leftOut == 1
                    ? "1 folder was left out; see below why." : "\(leftOut) folders were left out; see below why.")
        }
        return sentences
    }
}
