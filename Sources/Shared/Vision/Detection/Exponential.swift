import Foundation

/// e to the power of `value`, which is a network's output: kept within what a size in pixels can be.
func exponential(_ value: Float) -> Float {
    exp(min(max(value, -20), 20))
}
