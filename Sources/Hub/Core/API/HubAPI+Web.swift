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
                .webFile(file.bytes, contentType: file.type)
            }
        }
    }
}
