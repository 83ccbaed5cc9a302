import HTTP

/// The dashboard: one page, its style and its script, embedded in the program.
extension HubAPI {
    func addWebRoutes(to routes: inout HubRoutes) {
        let files: [(path: String, type: String, bytes: [UInt8])] = [
            ("/", "text/html; charset=utf-8", PackageResources.index_html),
            ("/assets/dashboard.css", "text/css; charset=utf-8", PackageResources.dashboard_css),
            ("/assets/dashboard.js", "text/javascript; charset=utf-8", PackageResources.dashboard_js),
            ("/assets/icon.svg", "image/svg+xml", PackageResources.icon_svg),
        ]
        for file in files {
            routes.on(.get, file.path, .open, RouteOptions(compressesResponse: true)) { _ in
                var response = HTTPResponse(body: file.bytes, contentType: file.type)
                for (name, value) in Self.webHeaders { response.headers[name] = value }
                return response
            }
        }
    }

    /// Nothing from elsewhere, no script or style inside the page, not in anybody's frame, and no address of ours to
    /// anybody else.
    private static let webHeaders = [
        "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
    ]
}
