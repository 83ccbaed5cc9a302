extension HTTPResponse {
    /// A part of a web page that brings everything itself: nothing from elsewhere, no script or style inside the page,
    /// not in anybody's frame, and no address of ours to anybody else.
    package static func webFile(_ bytes: [UInt8], contentType: String) -> HTTPResponse {
        HTTPResponse(
            headers: [
                "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer",
                "Cache-Control": "no-cache",
            ], body: bytes, contentType: contentType)
    }
}
