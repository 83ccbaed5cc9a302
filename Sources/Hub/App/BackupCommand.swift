import Foundation
import HubCore
import Service

enum BackupCommand {
    static let command = Command(
        "backup", "Writes a backup of the hub into one file, while the hub runs or not; or checks one.",
        discussion: """
            The file holds everything: the database with faces and names, the ledger of erasures, the settings, and \
            the keys by which nodes know this hub. Without --passphrase-file it is a plain tar archive. Make one a \
            day, and keep it on another machine: nodes keep what they sent for 14 days, so nothing of it is lost with \
            a backup that is younger.
            """,
        options: [
            DataFolder.option,
            .option("to", "FILE", "Where to write it; in a folder it gets a name with the time.", required: true),
            passphrase, DataFolder.json,
        ],
        subcommands: [verify],
        example: "rollcall-hub backup --to /mnt/backups --passphrase-file /etc/rollcall/backup.passphrase",
        run: make)

    static let passphrase = Option.option(
        "passphrase-file", "FILE", "The first line of this file encrypts the backup: at least 12 characters.")

    private static let verify = Command(
        "verify", "Checks a backup: every file's hash, and the structure of the database in it.",
        options: [
            passphrase,
            .option("temporary", "DIR", "Where the database is unpacked for that.", default: NSTemporaryDirectory()),
            DataFolder.json,
        ],
        arguments: [.one("file", "The backup.")], example: "rollcall-hub backup verify hub.backup"
    ) { arguments in
        let path = try arguments.positional("file")
        let manifest = try Backup.verify(
            path, passphrase: try given(arguments), temporary: try arguments.text("temporary"))
        if arguments.flag("json") { return try DataFolder.printJSON(manifest) }
        print("Whole. " + describe(manifest))
    }

    @Sendable private static func make(_ arguments: Arguments) async throws {
        let passphrase = try given(arguments)
        if passphrase == nil {
            StandardStreams.writeError("""
                This backup is not encrypted. Whoever reads the file has every face, every name and the hub's keys. \
                Encrypt it with --passphrase-file FILE, or keep it as safely as the hub itself.

                """)
        }
        var path = try arguments.text("to")
        if Folder.isFolder(path) {
            let now = SiteCalendar(.gmt).text(at: SystemTime().wallMilliseconds())
            path += "/rollcall-hub-\(now.replacing(" ", with: "T").replacing(":", with: ""))Z.backup"
        }
        let manifest = try await Backup.make(
            of: DataFolder.folder(arguments), to: path, passphrase: passphrase)
        if arguments.flag("json") { return try DataFolder.printJSON(manifest) }
        print("\(path): " + describe(manifest))
    }

    static func given(_ arguments: Arguments) throws -> [UInt8]? {
        try arguments.textIfGiven("passphrase-file").map(Backup.passphrase)
    }

    static func describe(_ manifest: BackupManifest) -> String {
        let bytes = manifest.files.reduce(0) { $0 + $1.bytes }
        return "Backup of \(manifest.site), made \(SiteCalendar(.gmt).text(at: manifest.madeMilliseconds)) UTC by "
            + "release \(manifest.release): \((bytes + 1_023) >> 10) KiB, feed position \(manifest.feedPosition), "
            + "\(manifest.erasures) erasures in the ledger, life \(manifest.incarnation)."
    }
}
