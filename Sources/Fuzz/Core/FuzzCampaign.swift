import Foundation

/// Many inputs for one target, in child processes: one that crashes names its input, and the next goes on behind it.
package struct FuzzCampaign {
    private let target: FuzzTarget
    private let seed: UInt64
    private let corpus: String?
    /// Where inputs go on which something was wrong.
    private let save: String

    package init(_ target: FuzzTarget, seed: UInt64, corpus: String?, save: String) {
        self.target = target
        self.seed = seed
        self.corpus = corpus
        self.save = save
    }

    /// The files of `folder`/`name`, in the order of their names; nothing where there is no such folder.
    package static func extra(for name: String, in folder: String?) throws -> [[UInt8]] {
        guard let folder, FileManager.default.fileExists(atPath: folder + "/" + name) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder + "/" + name).sorted().map {
            Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)/\($0)")))
        }
    }

    /// Gives what was found and how many inputs were read; `report` is told each finding with the file of its input.
    /// Throws where no process can be started.
    /// Of a contained target at most `FuzzLimits.containedInputs`, and what crashes is expected.
    package func run(
        inputs wanted: UInt64, report: (FuzzFinding, String) -> Void
    ) throws -> (findings: [FuzzFinding], read: UInt64) {
        try FileManager.default.createDirectory(atPath: save, withIntermediateDirectories: true)
        let path = "\(save)/\(target.name)-\(ProcessInfo.processInfo.processIdentifier).current"
        defer { try? FileManager.default.removeItem(atPath: path) }
        guard let current = CurrentInput(path: path, maximumBytes: target.maximumBytes) else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path])
        }
        let mutator = Mutator(
            corpus: try target.seeds() + Self.extra(for: target.name, in: corpus), words: target.words,
            maximumBytes: target.maximumBytes)
        let inputs = target.isContained ? min(wanted, FuzzLimits.containedInputs) : wanted
        var findings: [FuzzFinding] = []
        var next: UInt64 = 0
        while next < inputs, target.isContained || findings.count < FuzzLimits.findings {
            let ended = try batch(next..<inputs, current: current, path: path)
            var found = ended.findings
            if let crash = ended.crash { found.append(crash) }
            for finding in found {
                let bytes = finding.kind == .crash ? current.bytes : mutator.input(finding.index, seed: seed)
                let file = "\(save)/\(target.name)-\(finding.kind.rawValue)-\(seed)-\(finding.index)"
                try Data(bytes).write(to: URL(fileURLWithPath: file))
                report(finding, file)
            }
            findings += found
            next = ended.crash.map { $0.index + 1 } ?? inputs
        }
        return (findings, next)
    }

    /// One child process, to its end.
    private func batch(
        _ indices: Range<UInt64>, current: CurrentInput, path: String
    ) throws -> (findings: [FuzzFinding], crash: FuzzFinding?) {
        current.begin(indices.lowerBound, [])
        let output = path + ".findings"
        try Data().write(to: URL(fileURLWithPath: output))
        defer { try? FileManager.default.removeItem(atPath: output) }
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        child.arguments = [
            "batch", target.name, "--from", "\(indices.lowerBound)", "--through", "\(indices.upperBound)",
            "--seed", "\(seed)", "--current", path,
        ] + (corpus.map { ["--corpus", $0] } ?? [])
        child.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
        child.standardOutput = FileHandle(forWritingAtPath: output)
        try child.run()
        let isStuck = waitFor(child, current)
        let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
        let findings = lines.compactMap { try? JSONDecoder().decode(FuzzFinding.self, from: Data($0.utf8)) }
        if child.terminationReason == .exit, child.terminationStatus == 0 { return (findings, nil) }
        let detail = isStuck ? "not done after \(Int(patience)) s"
            : child.terminationReason == .uncaughtSignal ? "signal \(child.terminationStatus)"
            : "exit code \(child.terminationStatus)"
        return (findings, FuzzFinding(.crash, index: current.index, detail: detail))
    }

    private var patience: Double {
        target.isContained ? FuzzLimits.containedStuckSeconds : FuzzLimits.stuckSeconds
    }

    /// Until it ends, or is ended because it stays at one input. Gives whether it was.
    private func waitFor(_ child: Process, _ current: CurrentInput) -> Bool {
        var (index, since) = (current.index, Date())
        while child.isRunning {
            usleep(20_000)
            if current.index != index { (index, since) = (current.index, Date()) }
            if Date().timeIntervalSince(since) > patience {
                kill(child.processIdentifier, SIGKILL)
                child.waitUntilExit()
                return true
            }
        }
        return false
    }
}
