/// What is to happen, in order of virtual time and then of asking. Empty time is jumped over.
struct Agenda {
    private struct Entry {
        let time: Int64
        let order: Int
        let work: () -> Void

        func isBefore(_ other: Entry) -> Bool { (time, order) < (other.time, other.order) }
    }

    /// Milliseconds since the world began.
    private(set) var now: Int64 = 0
    private var heap: [Entry] = []
    private var asked = 0

    init(now: Int64 = 0) { self.now = now }

    mutating func add(in milliseconds: Int64, _ work: @escaping () -> Void) {
        asked += 1
        heap.append(Entry(time: now + max(0, milliseconds), order: asked, work: work))
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// The next thing that is due by `end`, with the time moved on to it.
    mutating func next(until end: Int64) -> (() -> Void)? {
        guard let first = heap.first, first.time <= end else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            var parent = 0
            while true {
                let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < heap.count }
                guard let child = children.min(by: { heap[$0].isBefore(heap[$1]) }), heap[child].isBefore(heap[parent])
                else { break }
                heap.swapAt(parent, child)
                parent = child
            }
        }
        now = first.time
        return first.work
    }

    mutating func jump(to time: Int64) { now = max(now, time) }
}
