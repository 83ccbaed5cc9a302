import FoundationEssentials
import Service

#if canImport(Glibc)
    import Glibc
#endif

/// The data folder, the disk it is on, and the database in it.
struct DataFolderCheck: Sendable {
    let folder: DataFolder

    /// Less is a failure: the outbox of a busy day no longer fits, in bytes.
    private static let neededBytes: Int64 = 64 << 20
    /// Less is a warning, in bytes.
    private static let comfortableBytes: Int64 = 1 << 30

    func findings() -> [DoctorFinding] {
        guard FileManager.default.fileExists(atPath: folder.path) else {
            return [
                .warn(
                    "data folder", "\(folder.path) is not there yet",
                    fix: "rollcall-edge join makes it; or name another by --data.")
            ]
        }
        return [writable(), space(), ballast(), configuration(), database()]
    }

    private func writable() -> DoctorFinding {
        guard Folder.isFolder(folder.path) else {
            return .fail("data folder", "\(folder.path) is not a folder", fix: "Name another by --data.")
        }
        guard access(folder.path, R_OK | W_OK | X_OK) == 0 else {
            return .fail(
                "data folder", "\(folder.path) is not writable for this user",
                fix: "Run as the user who owns it, or change its owner.")
        }
        return .ok("data folder", "\(folder.path) is writable")
    }

    private func space() -> DoctorFinding {
        do {
            let bytes = try Folder.freeBytes(folder.path)
            let found = "\(bytes >> 20) MiB free"
            if bytes < Self.neededBytes {
                return .fail("disk", found, fix: "Make room: events are kept on this disk.")
            }
            return bytes < Self.comfortableBytes
                ? .warn("disk", found, fix: "Make room soon.") : .ok("disk", found)
        } catch {
            return .fail("disk", error, fix: "Check the disk.")
        }
    }

    private func ballast() -> DoctorFinding {
        let ballast = Ballast(folder: folder)
        return ballast.isThere
            ? .ok("disk reserve", "\(ballast.bytes >> 20) MiB for when the disk is full")
            : .warn(
                "disk reserve", "there is none: on a full disk nothing could be recorded",
                fix: "Make room for \(2 * ballast.bytes >> 20) MiB; the node makes it by itself then.")
    }

    private func configuration() -> DoctorFinding {
        do {
            _ = try NodeConfiguration.load(folder)
            let exists = FileManager.default.fileExists(atPath: folder.configuration)
            return .ok(
                "configuration", exists ? folder.configuration : "defaults (no \(folder.configuration))")
        } catch {
            return .fail("configuration", error, fix: "Correct \(folder.configuration).")
        }
    }

    private func database() -> DoctorFinding {
        guard FileManager.default.fileExists(atPath: folder.database) else {
            return .warn("database", "there is none yet", fix: "rollcall-edge join makes it.")
        }
        do {
            try NodeReader(folder: folder).check()
            return .ok("database", "\(folder.database) is whole")
        } catch {
            return .fail(
                "database", error,
                fix:
                    "Keep a copy of the folder and join anew with an empty one; the hub has what was sent."
            )
        }
    }
}
