import Foundation
import TestSupport
import Testing

/// The house rules that a program can check (CONTRIBUTING.md). Each returns every breach at once.
struct StyleTests {
    static let sources = SourceFile.all(in: "Sources")
    static let everything = sources + SourceFile.all(in: "Tests")

    static let maximumFileLines = 350
    static let maximumFunctionLines = 70
    static let maximumColumns = 120

    @Test func thereIsSomethingToCheck() {
        #expect(Self.sources.count > 50)
        #expect(Self.everything.flatMap(\.functions).count > 200)
    }

    @Test func filesAreSmall() {
        let breaches = Self.everything.filter { $0.lines.count > Self.maximumFileLines }
            .map { "\($0) has \($0.lines.count) lines" }
        #expect(breaches.isEmpty)
    }

    @Test func functionsAreSmall() {
        let breaches = Self.everything.flatMap { file in
            file.functions.filter { $0.length > Self.maximumFunctionLines }
                .map { "\(file):\($0.line) has a function of \($0.length) lines" }
        }
        #expect(breaches.isEmpty)
    }

    @Test func linesAreShort() {
        let breaches = Self.everything.flatMap { file in
            file.lines.indices.filter { file.lines[$0].count > Self.maximumColumns }.map { "\(file):\($0 + 1)" }
        }
        #expect(breaches.isEmpty)
    }

    /// Which of our modules a folder may import; the compiler knows the same from Package.swift, and this says it in
    /// one place.
    static let mayImport: [(folder: String, modules: Set<String>)] = [
        ("Sources/Shared/Defects", []),
        ("Sources/Shared/Attendance", ["Defects"]),
        ("Sources/Shared/Replication", ["Attendance", "Defects"]),
        ("Sources/Shared/SQLite", ["CSQLite", "Defects"]),
        ("Sources/Shared/Crypto", ["CSodium", "CNettle"]),
        ("Sources/Shared/Certificates", ["CGnuTLS"]),
        ("Sources/Shared/QRCode", ["CQREncode"]),
        ("Sources/Shared/Archive", ["CZip"]),
        ("Sources/Shared/Trust", ["Attendance", "Crypto"]),
        ("Sources/Shared/HTTP", ["CCurl", "CMicroHTTPD", "CZlib"]),
        ("Sources/Shared/Service", []),
        ("Sources/Shared/Gallery", ["CHDF5", "CSearch", "Attendance", "Crypto"]),
        ("Sources/Shared/Vision", ["CImage", "COpenVINO", "Attendance", "Crypto"]),
        ("Sources/EdgeNode/Core", [
            "Defects", "Attendance", "Replication", "SQLite", "Crypto", "Trust", "HTTP", "Service", "Gallery", "Vision",
        ]),
        ("Sources/Hub/Core", [
            "Defects", "Attendance", "Replication", "SQLite", "Crypto", "Trust", "Certificates", "HTTP", "Service",
            "Vision", "Archive",
        ]),
        ("Sources/Simulator/Core", [
            "EdgeNodeCore", "HubCore", "Defects", "Attendance", "Replication", "SQLite", "Crypto", "Service", "Gallery",
            "CSimVFS",
        ]),
        ("Sources/Fuzz/Core", [
            "EdgeNodeCore", "HubCore", "Attendance", "Replication", "SQLite", "Crypto", "Trust", "HTTP", "Service",
            "Gallery", "Vision", "Archive",
        ]),
    ]

    @Test(arguments: mayImport)
    func importsPointOneWay(folder: String, allowed: Set<String>) {
        let system: Set<String> = [
            "Foundation", "FoundationEssentials", "Dispatch", "Synchronization", "Glibc", "Testing",
        ]
        let breaches = SourceFile.all(in: folder).flatMap { file in
            Set(file.imports).subtracting(allowed).subtracting(system).map { "\(file) imports \($0)" }
        }
        #expect(breaches.isEmpty)
    }

    /// Time, randomness, disk and network reach the pure modules as arguments.
    @Test(arguments: [
        "Date()", "Date.now", "UUID()", ".random(", "SystemRandomNumberGenerator", "FileManager", "Clock()", "Task",
        "async ", "DispatchQueue", "print(",
    ])
    func pureModulesStayPure(forbidden: String) {
        let breaches = ["Sources/Shared/Attendance", "Sources/Shared/Replication"].flatMap(SourceFile.all(in:))
            .flatMap { file in
                file.lines.indices.filter { file.lines[$0].contains(forbidden) }
                    .map { "\(file):\($0 + 1) uses \(forbidden)" }
            }
        #expect(breaches.isEmpty)
    }

    /// Whoever leaves the compiler's protection says on the lines above why that is sound.
    @Test func unsafeCodeIsExplained() {
        let marks = ["@unchecked", "nonisolated(unsafe)", "unsafeBitCast", "unsafelyUnwrapped", "assumingMemoryBound"]
        let breaches = Self.sources.flatMap { file in
            file.lines.indices.filter { index in
                let line = file.lines[index]
                guard marks.contains(where: line.contains), !line.trimmingCharacters(in: .whitespaces).hasPrefix("//")
                else { return false }
                return !line.contains("//")
                    && !file.lines[max(0, index - 4)..<index].contains { $0.contains("//") }
            }.map { "\(file):\($0 + 1) is not explained" }
        }
        #expect(breaches.isEmpty)
    }

    @Test func nothingIsLeftUnfinished() {
        let marks = ["TO" + "DO", "FIX" + "ME"]
        let breaches = Self.everything.flatMap { file in
            file.lines.indices.filter { index in marks.contains(where: file.lines[index].contains) }
                .map { "\(file):\($0 + 1)" }
        }
        #expect(breaches.isEmpty)
    }
}
