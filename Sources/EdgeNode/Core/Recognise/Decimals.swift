import Foundation

/// Numbers for people's eyes.
package enum Decimals {
    package static func text(_ value: Double, _ places: Int) -> String {
        String(format: "%.\(places)f", value)
    }

    /// A share as per cent.
    package static func percent(_ share: Double, _ places: Int = 2) -> String {
        text(100 * share, places) + " %"
    }
}
