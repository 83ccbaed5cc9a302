import HTTP
import Service

/// Where frames come from, as people write it.
package enum CameraSpecification: Hashable, Sendable, CustomStringConvertible {
    /// Photographs that appear in a folder.
    case folder(String)
    /// One photograph.
    case file(String)
    /// Motion JPEG over HTTP.
    case stream(String)

    /// Throws `UsageError` for anything but `folder:PATH`, `file:PATH`, `http://…` and `https://…`.
    package init(_ text: String) throws {
        if text.hasPrefix("folder:"), text.count > "folder:".count {
            self = .folder(Self.withoutSlash(String(text.dropFirst("folder:".count))))
        } else if text.hasPrefix("file:"), text.count > "file:".count {
            self = .file(String(text.dropFirst("file:".count)))
        } else if text.hasPrefix("http://") || text.hasPrefix("https://") {
            self = .stream(text)
        } else {
            throw UsageError(
                "\"\(text)\" is not a camera",
                advice: "Use folder:PATH, file:PATH or http://HOST/PATH of a motion JPEG stream.")
        }
    }

    private static func withoutSlash(_ path: String) -> String {
        path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    /// What may stand in a log: the address of a stream without what follows the host (it may hold a password).
    package var description: String {
        switch self {
        case .folder(let path): return "folder:" + path
        case .file(let path): return "file:" + path
        case .stream(let url):
            let scheme = url.hasPrefix("https") ? "https://" : "http://"
            let authority = url.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" }
            return scheme + (authority.split(separator: "@").last.map(String.init) ?? "")
        }
    }

    /// Whether it comes to an end by itself.
    package var isStill: Bool {
        if case .stream = self { false } else { true }
    }
}
