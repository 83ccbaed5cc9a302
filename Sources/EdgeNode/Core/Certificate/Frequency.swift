/// Shares as most people understand them: so many in a hundred.
enum Frequency {
    /// "none", "3.3 in 1,000", "12 in 100".
    static func words(_ share: Double) -> String {
        if share <= 0 { return "none" }
        if share >= 1 { return "all" }
        if share < 0.000_05 { return "fewer than 1 in 10,000" }
        if share < 0.000_95 { return digits(share * 10_000) + " in 10,000" }
        return share < 0.02 ? digits(share * 1_000) + " in 1,000" : digits(share * 100) + " in 100"
    }

    private static func digits(_ value: Double) -> String {
        let text = Decimals.text(value, value < 9.95 ? 1 : 0)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
