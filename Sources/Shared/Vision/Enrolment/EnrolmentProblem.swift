/// Why a photograph makes no sample, or could make a better one. `description` says for people what is wrong and how to
/// make a better photograph, without a capital at the start or a full stop at the end.
package enum EnrolmentProblem: Hashable, Sendable, CustomStringConvertible {
    /// Not an image that can be read, or nothing that it could be used for: says so.
    case unusable(String)
    case noFace
    case severalFaces(Int)
    /// What was found may be no face.
    case unclear
    case tooSmall(pixels: Int, needed: Int)
    case turned(degrees: Int)
    case nodded(degrees: Int)
    case dark
    case bright
    case pale
    case blurred
    /// A face that was seen in passing, not well enough.
    case seenBadly
    /// It shows another person than the others; `resembles` names somebody enrolled whom it may show.
    case unlikeOthers(resembles: String?)
    /// It may show somebody who is enrolled under another name.
    case resembles(String)

    /// For programs.
    package var code: String {
        switch self {
        case .unusable: "unusable"
        case .noFace: "no_face"
        case .severalFaces: "several_faces"
        case .unclear: "unclear"
        case .tooSmall: "too_small"
        case .turned, .nodded: "pose"
        case .dark: "dark"
        case .bright: "bright"
        case .pale: "pale"
        case .blurred: "blurred"
        case .seenBadly: "seen_badly"
        case .unlikeOthers: "unlike_others"
        case .resembles: "resembles"
        }
    }

    package var description: String {
        switch self {
        case .unusable(let why): why
        case .noFace: "no face was found; use a photograph that shows the face from the front"
        case .severalFaces(let count): "\(count) faces were found; cut the photograph to the one person"
        case .unclear: "what was found is hardly a face; use a clear photograph from the front, with nothing before it"
        case .tooSmall(let pixels, let needed):
            "the face is small: \(pixels) pixels between the eyes, where \(needed) are needed; come closer, or use the "
                + "photograph in its full size"
        case .turned(let degrees): "the head is turned to the side, by about \(degrees)°; look straight into the camera"
        case .nodded(let degrees):
            "the head is lowered or raised, by about \(degrees)°; hold the camera at the height of the eyes"
        case .dark: "the face is dark; turn it to a window, or switch on the light"
        case .bright: "the face is overexposed; keep out of direct sunlight and flash"
        case .pale: "the face has hardly any contrast; wipe the lens, and have no window or lamp behind the head"
        case .blurred: "the face is blurred; hold the camera still, and have it focus on the face"
        case .seenBadly: "it was seen too small, blurred, dark or turned away; use a photograph instead"
        case .unlikeOthers(let name):
            "it shows somebody else than the person's other photographs" + (name.map { ", perhaps \($0)" } ?? "")
                + "; look whose it is"
        case .resembles(let name): "it may show \(name), who is enrolled, too; look whether they are one person"
        }
    }
}
