"""A node and a hub that are killed at each single sync and write, or whose disk fails there."""

import signal
import time

from checker import Checker, History
from preload import EIO, ENOSPC, KILL, Preload
from school import Failure, Refused, School, wait_for

# No round makes as many calls of one kind.
MOST_CALLS = 1000
FACES = ["stranger-1", "stranger-2", "stranger-3", "group-1", "group-2", "group-3", "group-6"]


class Rounds:
    """The same work again and again: a photograph, an enrolment at the hub, and the erasure of the person of the round
    before. In each round something happens to the process under test, at a counted call."""

    def __init__(self, context, tested):
        self.context, self.account = context, context.account
        self.school, self.history = School(context.folder), History()
        self.school.start_hub()
        self.node = self.school.join("node")
        self.school.stop_hub()
        self.tested = tested
        self.preload = Preload(self.school.path("control"))
        self.prefix, self.counted = [], 0
        self.number, self.person, self.wanted = 0, None, None

    @property
    def process(self):
        return self.school.hub if self.tested == "hub" else self.node.process

    def begin(self):
        """Asks for the round's work."""
        self.number += 1
        self.wanted = f"Round {self.number} Qx"
        # Several: else few of the calls that are counted belong to recording.
        self.node.camera.show(FACES[self.number % len(FACES)], 8)
        self.is_asked()

    def is_asked_for_good(self):
        """As `is_asked`; a hub that ends over the fault, at once or a moment later, is started again."""
        if not self.school.hub.running:
            self.school.start_hub()
        return self.is_asked()

    def is_asked(self):
        """Whether the hub has answered both requests of this round; asks (again) where it has not."""
        try:
            if self.person is not None and self.person[1] != self.wanted:
                self.history.will_erase(*self.person, [])
                try:
                    self.school.erase(self.person[0])
                except Refused as refusal:
                    # It was done, and the answer did not arrive.
                    if refusal.status not in (404, 409, 410):
                        raise
                self.person = None
            if self.person is None:
                # It may have been done, and only the answer did not arrive.
                known = [one["id"] for one in self.school.all("/v1/people") if one["name"] == self.wanted]
                person = known[0] if known else self.school.enrol(
                    self.wanted, FACES[(self.number + 3) % len(FACES)], self.number)
                self.person = (person, self.wanted)
                self.history.enrolled[person] = self.wanted
            return True
        except (OSError, Refused):
            return False

    def is_done(self):
        names = {name for (name,) in self.node.query("SELECT name FROM people")}
        return (
            self.node.seen() >= self.node.camera.shown and self.node.pending() == 0 and self.wanted in names
            and not names & {name for name, _ in self.history.erased.values()}
            and self.node.query("SELECT changes = published FROM gallery")[0][0])

    def start(self):
        faulty = {"environment": self.preload.environment, "prefix": self.prefix}
        is_hub = self.tested == "hub"
        try:
            self.school.start_hub(**(faulty if is_hub else {}))
        except Failure:
            if not is_hub or self.process.running:
                raise
        self.node.start(**({} if is_hub else faulty))

    def round(self, calls, first, last, action):
        """True when the process was hit."""
        self.preload.restart()
        self.preload.plan(calls, first, last, action)
        return self.play(action, lambda: self.was_hit(calls, first, action))

    def play(self, action, was_hit):
        self.start()
        self.begin()
        end = time.monotonic() + 10
        while time.monotonic() < end and self.process.running and not was_hit():
            if self.is_asked() and self.is_done():
                # In good order: closing syncs, too.
                self.process.stop(30)
            time.sleep(0.05)
        if action != KILL:
            time.sleep(0.5)
        hit = was_hit()
        self.counted = self.preload.count("syncs")
        self.preload.clear()
        self.account.kills += hit and action == KILL
        self.account.faults += hit and action != KILL
        self.make_good(lives_on=action != KILL)
        return hit

    def was_hit(self, calls, first, action):
        if action == KILL:
            return self.was_killed()
        return self.preload.count(calls) >= first

    def was_killed(self):
        return self.process.process.poll() == -signal.SIGKILL

    def make_good(self, lives_on):
        """Without a fault everything is done in the end; by the same process, where its disk failed and it lives."""
        self.history.capture(self.node)
        if not lives_on:
            self.node.kill()
            self.school.hub.kill()
        wait_for("the hub's answers", 60, self.is_asked_for_good)
        if not self.node.process.running:
            self.node.start()
        wait_for(f"the end of round {self.number}", 120, self.is_done)
        self.history.capture(self.node)
        self.node.kill()
        self.school.hub.kill()

    def check(self):
        self.school.start_hub()
        self.node.start()
        wait_for("the end of all erasures", 60, lambda: not self.school.erasures_open())
        self.node.stop()
        self.school.stop_hub()
        Checker(self.school, self.history, self.account).run()


def every_call(context, tested, calls, action, *, most_in_short=3, in_short=5, stride=1, width=1):
    """A round for each call (for a few of them in a short run), until two rounds end before the call comes."""
    rounds, hits, at = Rounds(context, tested), 0, 0
    try:
        while at < MOST_CALLS and not (context.short and hits == most_in_short) and context.seconds_left() > 60:
            at += context.chance.randint(1, 2 * (in_short if context.short else stride) - 1)
            plan = (calls, at, at + context.chance.randrange(width), action)
            if not rounds.round(*plan) and not rounds.round(*plan):
                break
            hits += 1
        rounds.check()
        what = {KILL: "killed", EIO: "EIO", ENOSPC: "ENOSPC"}[action]
        return f"{what} at {hits} {calls} of the {tested}, the last was number {at}"
    finally:
        rounds.school.close()


def node_killed_at_syncs(context):
    return every_call(context, "node", "syncs", KILL)


def hub_killed_at_syncs(context):
    return every_call(context, "hub", "syncs", KILL)


def node_killed_at_writes(context):
    return every_call(context, "node", "writes", KILL, most_in_short=2, in_short=12, stride=16)


def hub_killed_at_writes(context):
    return every_call(context, "hub", "writes", KILL, most_in_short=2, in_short=12, stride=16)


def node_sync_fails(context):
    return every_call(context, "node", "syncs", EIO, most_in_short=2, width=8)


def hub_sync_fails(context):
    return every_call(context, "hub", "syncs", EIO, most_in_short=2, width=8)


def node_write_fails(context):
    return every_call(context, "node", "writes", ENOSPC, most_in_short=2, in_short=12, stride=16, width=12)


def hub_write_fails(context):
    return every_call(context, "hub", "writes", ENOSPC, most_in_short=2, in_short=12, stride=16, width=12)
