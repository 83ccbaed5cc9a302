import EdgeNodeCore
import Foundation
import Service

/// `rollcall-edge doctor`: what is wrong with this node, and how to put it right.
enum DoctorCommand {
    static let command = Command(
        "doctor", "Checks models, disk, clock, hub and cameras, and says how to fix what is wrong.",
        discussion:
            "Exit code 0: nothing fails. 78: something is wrong here. 69: hub or camera do not answer.",
        options: [
            .option("data", "DIR", "Data folder of the node."),
            .option("camera", "CAMERA", "A camera to try; else those of node.json.", repeats: true),
            .flag("json", "The report as one line of JSON."),
        ] + VisionOptions.options,
        example: "rollcall-edge doctor --data edge-data --camera http://camera.local/video", run: run)

    @Sendable private static func run(_ arguments: Arguments) async throws {
        let folder = DataFolder(
            explicit: arguments.textIfGiven("data"), environment: ProcessInfo.processInfo.environment)
        let given = arguments.texts("camera")
        // A broken configuration is one of the findings, not the end of the examination.
        let configured = try? NodeConfiguration.load(folder)
        let report = await Doctor(
            folder: folder, options: try VisionOptions(arguments, examining: folder),
            cameras: given.isEmpty ? configured?.cameras ?? [] : given
        ).examine()
        print(arguments.flag("json") ? try ReportJSON.text(report) : report.text)
        let failures = report.findings.count { $0.verdict == .fail }
        if failures > 0 {
            throw Failure(report.exitCode, "\(failures) of \(report.findings.count) checks fail")
        }
    }
}
