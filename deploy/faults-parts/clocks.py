"""Wall clocks that jump, at a node and at the hub; every other clock goes on as it is."""

import os
import time

from checker import Checker, History, Store, text
from pictures import FACES
from preload import Preload
from scenario import expect
from school import School, wait_for

MINUTE, DAY, YEAR = 60, 86_400, 31_557_600
JUMPS = [1, -1, MINUTE, -MINUTE, 60 * MINUTE, -60 * MINUTE, 3 * DAY, -3 * DAY, YEAR, -YEAR, 10 * YEAR, -10 * YEAR]
# How far a resolved time may be off beyond what it says of itself, in milliseconds: what a photograph waits here
# between being shown and being looked at is bounded by the test itself, this is for rounding.
TOLERANCE = 100


def node_clock(context):
    """Every event has its right time, also those that wait while the clock jumps again."""
    school = School(context.folder)
    preload = Preload(school.path("control"))
    try:
        school.start_hub()
        node = school.join("node")
        node.start(environment=preload.environment)
        node.camera.show("biden")
        node.wait_delivered()
        spans, jumps = {}, context.some(JUMPS, 5)
        for number, jump in enumerate(jumps):
            preload.move_clock(jump)
            if number % 2:
                # Recorded in one jump, sent in the next.
                school.hub.kill()
            before, known = time.time() * 1000, {event["id"] for event in node.events()}
            node.camera.show(context.chance.choice(FACES))
            node.wait_seen()
            after = time.time() * 1000
            for event in node.events():
                if event["id"] not in known:
                    spans[event["id"]] = (jump, before, after)
            if number % 2:
                preload.move_clock(context.chance.choice(JUMPS))
                school.start_hub()
            context.account.faults += 1
        # Waiting ends early where the node is asked to start anew, whatever its wall clock says.
        node.wait_delivered(330)
        node.stop()
        school.stop_hub()
        Checker(school, History(), context.account, galleries=False).run()
        compare(school, spans)
        return f"{len(jumps)} jumps of {', '.join(told(jump) for jump in jumps)}; every time within its own bounds"
    finally:
        school.close()


def compare(school, spans):
    hub = Store(os.path.join(school.hub_data, "hub.sqlite"), school.path("times"))
    found = {text(row[0]): row[1:] for row in hub.rows("SELECT id, resolved, uncertainty FROM events")}
    for event, (jump, before, after) in spans.items():
        resolved, uncertainty = found[event]
        off = max(before - resolved, resolved - after, 0)
        expect(off <= uncertainty + TOLERANCE,
               f"an event at a clock {told(jump)} off is {off:.0f} ms from the truth and says ± {uncertainty}")
        expect(uncertainty <= 5_000, f"an event at a clock {told(jump)} off is ± {uncertainty} ms")


def told(seconds):
    for unit, name in ((YEAR, "years"), (DAY, "days"), (60 * MINUTE, "hours"), (MINUTE, "minutes")):
        if abs(seconds) >= unit:
            return f"{seconds / unit:+.0f} {name}"
    return f"{seconds:+d} s"


def hub_clock(context):
    """The hub's clock jumps and comes back: events arrive once. A clock that is so far ahead that the hub takes its
    nodes for long lost stops them, with a word, and loses nothing."""
    school = School(context.folder)
    preload = Preload(school.path("control"))
    try:
        school.start_hub(environment=preload.environment)
        node = school.join("node")
        node.start()
        node.camera.show("biden")
        node.wait_delivered()
        stopped, jumps = [], context.some(JUMPS, 5)
        for jump in jumps:
            preload.move_clock(jump)
            node.camera.show(context.chance.choice(FACES), 2)
            node.wait_seen()
            try:
                wait_for("delivery", 12, lambda: node.pending() == 0)
            except Exception:
                stopped.append(told(jump))
                expect("over 120 days" in node.process.text(), f"nothing says why all waits at {told(jump)}")
            if context.chance.random() < 0.5:
                school.hub.kill()
                school.start_hub(environment=preload.environment)
            context.account.faults += 1
        preload.move_clock(0)
        node.stop()
        identity = school.node_view("node")["id"]
        school.request("POST", f"/v1/nodes/{identity}/approve")
        node.start()
        node.wait_delivered(120)
        node.stop()
        school.stop_hub()
        Checker(school, History(), context.account, galleries=False).run()
        return f"{len(jumps)} jumps; the node waited at {', '.join(stopped) or 'none'}, and lost nothing"
    finally:
        school.close()
