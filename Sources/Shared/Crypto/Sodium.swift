import CSodium

/// The one place where libsodium is made ready.
enum Sodium {
    /// libsodium wants `sodium_init` before anything else; Swift runs a global's initialiser once, on any
    /// thread.
    private static let initialized: Bool = sodium_init() >= 0

    /// Traps when the system has no source of randomness: nothing safe can be done without one.
    static func prepare() {
        precondition(
            initialized, "libsodium could not be initialised: the system has no source of randomness")
    }
}
