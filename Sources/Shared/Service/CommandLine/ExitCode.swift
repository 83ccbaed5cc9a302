/// What a program tells its caller when it ends; numbers from sysexits(3).
package enum ExitCode: Int32, Sendable {
    case ok = 0
    case failure = 1
    /// The command was typed wrongly.
    case usage = 64
    /// The content of an input file is wrong.
    case dataError = 65
    /// An input file does not exist or cannot be read.
    case noInput = 66
    case noUser = 67
    case noHost = 68
    /// A service or a part that is needed is missing.
    case unavailable = 69
    /// A mistake in the program itself.
    case software = 70
    case osError = 71
    case osFile = 72
    /// An output file cannot be made.
    case cannotCreate = 73
    /// The disk failed or is full.
    case inputOutput = 74
    /// Worth trying again later.
    case temporaryFailure = 75
    /// The other side did not keep to the protocol.
    case protocolError = 76
    /// Not allowed.
    case noPermission = 77
    case configuration = 78
}
