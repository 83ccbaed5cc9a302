import Attendance

/// A hub among others. Random, made with the hub.
package enum SiteSubject {}
package typealias SiteID = Identifier<SiteSubject>

/// Where operations come from: one life of one hub's database. A hub that was restored is another origin.
package struct Origin: Hashable, Sendable {
    package let site: SiteID
    package let incarnation: Incarnation

    package init(site: SiteID, incarnation: Incarnation) {
        self.site = site
        self.incarnation = incarnation
    }
}

extension Origin: Comparable {
    package static func < (left: Origin, right: Origin) -> Bool {
        (left.site, left.incarnation) < (right.site, right.incarnation)
    }
}
