import Service

extension IdentificationEvaluation.Plan {
    /// A number of people; 0 and "all" are nil. Throws `UsageError`.
    package static func gallery(_ text: String) throws -> Int? {
        if text == "all" { return nil }
        guard let count = Int(text), count >= 0 else {
            throw UsageError("--gallery \(text) is neither a number nor \"all\"")
        }
        return count == 0 ? nil : count
    }

    /// Rates between 0 and 1, separated by commas. Throws `UsageError`.
    package static func rates(_ text: String) throws -> [Double] {
        let rates = text.split(separator: ",").compactMap { Double($0) }
        guard !rates.isEmpty,
            rates.count == text.split(separator: ",", omittingEmptySubsequences: false).count,
            rates.allSatisfy({ 0...1 ~= $0 })
        else {
            throw UsageError(
                "--fpir \(text) is not a list of rates", advice: "It looks like 0.01,0.003,0.001.")
        }
        return rates
    }
}
