import Attendance
import Service

extension Identifier {
    /// A new identifier; keys made one after another lie side by side in the database.
    static func fresh(_ time: any TimeSource) -> Self {
        var generator = SystemRandomNumberGenerator()
        return timeOrdered(milliseconds: time.wallMilliseconds(), random: (generator.next(), generator.next()))
    }
}
