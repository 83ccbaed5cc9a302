extension DetectionReport {
    /// For people.
    package var text: String {
        """
        average precision (overlap 0.5) \(Decimals.percent(ap50)), recall \(Decimals.percent(recall))
        detector \(models.detector)
        \(boxes) boxes in \(images) images, \(found) faces found, \(unreadable) images could not be read
        """
    }
}
