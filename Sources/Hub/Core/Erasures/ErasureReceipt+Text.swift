import Attendance
import Foundation
import Replication

extension SignedReceipt {
    /// A page of plain text for a file of paper. `calendar` gives the site's times.
    package func page(_ calendar: SiteCalendar) throws -> String {
        let erasure = receipt.erasure
        var lines = [
            "RECEIPT FOR AN ERASURE", "",
            "Site:       \(receipt.site)",
            "Erasure:    \(erasure.id) (entry \(erasure.position) of the ledger)",
            "Person:     code \(receipt.digest)",
            "Scope:      " + (erasure.samplesOnly
                ? "all face samples (consent withdrawn); the person stays, without recognition by face"
                : "the person with all face samples, sightings, corrections and memberships"),
            "Asked by:   \(erasure.actor)",
            "Reason:     \(erasure.reason)",
            "Carried out at the hub: \(calendar.text(at: erasure.atMilliseconds))",
            "Completed:  "
                + (erasure.completedMilliseconds.map { calendar.text(at: $0) } ?? "not yet, see the nodes below"),
            "",
            "NODES",
        ]
        lines += receipt.nodes.map { node in
            let when = node.attestedMilliseconds.map { " " + calendar.text(at: $0) } ?? ""
            return "  \(node.state.rawValue)\(when)  \(node.name), room \(node.room)"
                + (node.galleryRoot.map { ", gallery \($0.prefix(16))" } ?? "")
        }
        if receipt.nodes.isEmpty { lines.append("  none") }
        lines += [
            "", "Ledger:     \(receipt.ledgerEntries) entries, head \(receipt.ledgerHead)",
            "Issued:     \(calendar.text(at: receipt.issuedMilliseconds))", "",
            "SIGNED BY THE HUB (check with: rollcall-hub erasures verify FILE)",
            String(decoding: try WireCoding.encode(self), as: UTF8.self), "",
        ]
        return lines.joined(separator: "\n")
    }
}
