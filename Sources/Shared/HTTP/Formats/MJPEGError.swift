/// Why an MJPEG stream cannot be read on.
package enum MJPEGError: Error, Equatable, CustomStringConvertible {
    case frameTooLarge(maximumBytes: Int)
    case headTooLarge(maximumBytes: Int)
    case noBoundary

    package var description: String {
        switch self {
        case .frameTooLarge(let bytes):
            "The camera sent a frame of more than \(bytes) bytes. Choose a smaller picture size at the camera."
        case .headTooLarge(let bytes):
            "The camera sent more than \(bytes) bytes before a frame. Is the address that of an MJPEG stream?"
        case .noBoundary:
            "The camera's stream does not begin with a boundary. Is the address that of an MJPEG stream?"
        }
    }
}
