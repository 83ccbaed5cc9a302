import Service

extension PairReport {
    /// For people.
    package var text: String {
        var table = Table([.left(""), .right("")])
        table.add(["Accuracy (10-fold)", Decimals.percent(accuracy)])
        table.add(["Standard deviation", Decimals.percent(std)])
        for (rate, share) in tar.sorted(by: { $0.key < $1.key }) {
            table.add(["True accept rate at false accept rate \(rate)", Decimals.percent(share)])
        }
        table.add(["Threshold", Decimals.text(Double(threshold), 3)])
        table.add(["Pairs", String(pairs)])
        table.add(["Photographs without a face", String(failuresToAcquire)])
        table.add(["Models", models.text])
        return table.rendered()
    }
}
