// swift-tools-version: 6.2
import Foundation
import PackageDescription

// OpenVINO comes from a Python wheel, not from a Debian package: `deploy/bootstrap` links the
// wheel's headers and libraries to this folder of the checkout.
let openVINO = Context.packageDirectory + "/.cache/openvino"
if !FileManager.default.fileExists(atPath: openVINO + "/include") {
    fatalError("Libraries are not set up yet. Run ./deploy/bootstrap first.")
}

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]

/// A Swift target in `folder`; what it may import is exactly what is listed here.
func swift(_ name: String, in folder: String, uses: [String] = [], resources: [Resource] = []) -> Target {
    .target(
        name: name, dependencies: uses.map { .byName(name: $0) }, path: "Sources/" + folder,
        resources: resources, swiftSettings: settings)
}

/// A program: its folder holds `main` and the assembly of services only.
func program(_ name: String, in folder: String, uses: [String]) -> Target {
    .executableTarget(
        name: name, dependencies: uses.map { .byName(name: $0) }, path: "Sources/" + folder,
        swiftSettings: settings)
}

/// A system library: a module map and a shim header.
func system(_ name: String, _ package: String) -> Target {
    .systemLibrary(name: name, path: "Sources/Shared/C/" + name, pkgConfig: package)
}

/// C code of ours around a library whose errors must not cross into Swift.
func c(_ name: String, links libraries: [String], headers: String? = nil, folder: String? = nil) -> Target {
    .target(
        name: name, path: "Sources/Shared/C/" + name,
        cSettings: headers.map { [.unsafeFlags(["-I" + $0])] },
        linkerSettings: libraries.map { .linkedLibrary($0) }
            + (folder.map { [.unsafeFlags(["-L" + $0, "-Xlinker", "-rpath", "-Xlinker", $0])] } ?? []))
}

/// Tests find their files by path (see `TestSupport.Fixtures`), so nothing is bundled.
func tests(_ name: String, uses: [String], files: [String] = []) -> Target {
    .testTarget(
        name: name, dependencies: uses.map { .byName(name: $0) }, path: "Tests/" + name, exclude: files,
        swiftSettings: settings)
}

let package = Package(
    name: "rollcall",
    products: [
        .executable(name: "rollcall-edge", targets: ["rollcall-edge"]),
        .executable(name: "rollcall-hub", targets: ["rollcall-hub"]),
        .executable(name: "rollcall-bench", targets: ["rollcall-bench"]),
        .executable(name: "rollcall-sim", targets: ["rollcall-sim"]),
        .executable(name: "rollcall-fuzz", targets: ["rollcall-fuzz"]),
    ],
    targets: [
        system("CSQLite", "sqlite3"),
        system("CSodium", "libsodium"),
        system("CNettle", "nettle"),
        system("CCurl", "libcurl"),
        system("CMicroHTTPD", "libmicrohttpd"),
        system("CZlib", "zlib"),
        system("CGnuTLS", "gnutls"),
        system("CQREncode", "libqrencode"),
        system("CZip", "libzip"),
        system("CHDF5", "hdf5"),
        c("CImage", links: ["jpeg", "png"]),
        c("CSearch", links: ["m"]),
        c("CSimVFS", links: ["sqlite3"]),
        c("COpenVINO", links: ["openvino_c"], headers: openVINO + "/include", folder: openVINO + "/lib"),

        swift("Defects", in: "Shared/Defects"),
        swift("Attendance", in: "Shared/Attendance", uses: ["Defects"]),
        swift("Replication", in: "Shared/Replication", uses: ["Attendance", "Defects"]),
        swift("SQLite", in: "Shared/SQLite", uses: ["CSQLite", "Defects"]),
        swift("Crypto", in: "Shared/Crypto", uses: ["CSodium", "CNettle"]),
        swift("Certificates", in: "Shared/Certificates", uses: ["CGnuTLS"]),
        swift("QRCode", in: "Shared/QRCode", uses: ["CQREncode"]),
        swift("Archive", in: "Shared/Archive", uses: ["CZip"]),
        swift("Trust", in: "Shared/Trust", uses: ["Attendance", "Crypto"]),
        swift("HTTP", in: "Shared/HTTP", uses: ["CCurl", "CMicroHTTPD", "CZlib"]),
        swift("Service", in: "Shared/Service"),
        swift("Gallery", in: "Shared/Gallery", uses: ["CHDF5", "CSearch", "Attendance", "Crypto"]),
        swift("Vision", in: "Shared/Vision", uses: ["CImage", "COpenVINO", "Attendance", "Crypto"]),

        swift("EdgeNodeCore", in: "EdgeNode/Core", uses: [
            "Defects", "Attendance", "Replication", "SQLite", "Crypto", "Trust", "HTTP", "Service", "Gallery", "Vision",
        ], resources: [.embedInCode("Challenge/Web")]),
        program("rollcall-edge", in: "EdgeNode/App", uses: ["EdgeNodeCore", "Service"]),
        swift("HubCore", in: "Hub/Core", uses: [
            "Defects", "Attendance", "Replication", "SQLite", "Crypto", "Trust", "Certificates", "HTTP", "Service", "Vision",
            "Archive",
        ], resources: [.embedInCode("Web")]),
        program("rollcall-hub", in: "Hub/App", uses: ["HubCore", "Service", "QRCode"]),
        program("rollcall-bench", in: "Bench", uses: [
            "EdgeNodeCore", "Gallery", "Vision", "Service", "Attendance", "Replication", "Crypto", "HTTP", "SQLite",
        ]),

        swift("SimulatorCore", in: "Simulator/Core", uses: [
            "EdgeNodeCore", "HubCore", "Defects", "Attendance", "Replication", "SQLite", "Crypto", "Service", "Gallery",
            "CSimVFS",
        ]),
        program("rollcall-sim", in: "Simulator/App", uses: ["SimulatorCore", "Defects", "Service"]),

        swift("FuzzCore", in: "Fuzz/Core", uses: [
            "EdgeNodeCore", "HubCore", "Attendance", "Replication", "SQLite", "Crypto", "Trust", "HTTP", "Service",
            "Gallery", "Vision", "Archive",
        ]),
        program("rollcall-fuzz", in: "Fuzz/App", uses: ["FuzzCore", "Service"]),

        swift("TestSupport", in: "../Tests/TestSupport", uses: ["HTTP"]),
        tests("AttendanceTests", uses: ["Attendance"]),
        tests("ReplicationTests", uses: ["Replication", "Attendance", "TestSupport"], files: ["Resources"]),
        tests("SQLiteTests", uses: ["SQLite", "TestSupport"]),
        tests("CryptoTests", uses: ["Crypto"]),
        tests("TrustTests", uses: ["Trust", "Attendance", "Crypto", "Certificates", "QRCode", "TestSupport"]),
        tests("ArchiveTests", uses: ["Archive", "TestSupport"]),
        tests("HTTPTests", uses: ["HTTP", "Certificates", "TestSupport"]),
        tests("ServiceTests", uses: ["Service", "TestSupport"]),
        tests("GalleryTests", uses: ["Gallery", "Attendance", "TestSupport"]),
        tests("VisionTests", uses: ["Vision", "CImage", "Attendance", "TestSupport"], files: ["Resources"]),
        tests("EdgeNodeTests", uses: [
            "EdgeNodeCore", "Attendance", "Replication", "SQLite", "Crypto", "Trust", "Certificates", "HTTP", "Service",
            "Gallery", "Vision", "TestSupport",
        ]),
        tests("HubTests", uses: ["HubCore", "Archive", "Crypto", "Trust", "HTTP", "TestSupport"]),
        tests("IntegrationTests", uses: ["TestSupport", "HTTP", "Defects"], files: ["Resources"]),
        tests("SimulationTests", uses: [
            "SimulatorCore", "EdgeNodeCore", "HubCore", "Attendance", "Replication", "SQLite", "TestSupport",
        ]),
        tests("FuzzTests", uses: ["FuzzCore", "TestSupport"], files: ["Resources"]),
        tests("StyleTests", uses: ["TestSupport"]),
    ],
    swiftLanguageModes: [.v6]
)
