/// Directed links between hubs.
final class HubLinks {
    struct Link: Hashable {
        let from: Int
        let to: Int
    }

    /// In a fixed order.
    let all: [Link]
    private var stopped: [Link: Int] = [:]
    private(set) var clogged: Set<Link> = []

    init(hubs: Int) {
        all = (0..<hubs).flatMap { from in
            (0..<hubs).filter { $0 != from }.map { Link(from: from, to: $0) }
        }
    }

    var count: Int { all.count }

    /// Several reasons may hold one link back.
    func stop(_ link: Link) { stopped[link, default: 0] += 1 }
    func release(_ link: Link) { stopped[link] = max(0, (stopped[link] ?? 0) - 1) }
    func clog(_ link: Link) { clogged.insert(link) }
    func unclog(_ link: Link) { clogged.remove(link) }
    func isUp(_ link: Link) -> Bool { (stopped[link] ?? 0) == 0 }

    func heal() {
        stopped = [:]
        clogged = []
    }
}
