"""The same by strace, from outside the process: what it injects no library can have missed."""

import os
import shutil

from preload import EIO, KILL
from scenario import Skipped, expect
from steps import Rounds

CALLS = "fsync,fdatasync"


class Traced:
    """Rounds whose process runs under strace. strace counts calls for each thread by itself."""

    def __init__(self, context, tested):
        if shutil.which("strace") is None:
            raise Skipped("strace is not installed (deploy/bootstrap --with-faults)")
        self.rounds = Rounds(context, tested)
        self.log = self.rounds.school.path("trace")

    def play(self, action, injection=None):
        if os.path.exists(self.log):
            os.remove(self.log)
        # -D: the program stays our own child. Without --seccomp-bpf: strace 6.1 injects no signals with it.
        self.rounds.prefix = [
            "strace", "-D", "-f", "-qq", "-e", f"trace={CALLS}", "-o", self.log,
            *(["-e", f"inject={CALLS}:{injection}"] if injection else [])]
        self.rounds.preload.restart()
        hit = self.rounds.play(action, lambda: self.was_hit(action, injection))
        self.rounds.prefix = []
        return hit

    def was_hit(self, action, injection):
        if action == KILL:
            return injection is not None and self.rounds.was_killed()
        return "(INJECTED)" in self.text()

    def text(self):
        if not os.path.exists(self.log):
            return ""
        with open(self.log) as file:
            return file.read()


def traced(context, tested):
    run = Traced(context, tested)
    rounds = run.rounds
    try:
        # A round without a fault: the preloaded library must have seen every sync that the kernel saw.
        run.play(KILL)
        seen = sum("sync(" in line for line in run.text().splitlines())
        counted = rounds.counted
        if "Operation not permitted" in rounds.process.text():
            raise Skipped("tracing processes is not permitted here")
        expect(seen == counted, f"the kernel saw {seen} syncs and the preloaded library {counted}")
        hits = [0, 0]
        numbers = context.some(list(range(1, 8)), 2)
        for number in numbers:
            hits[0] += run.play(KILL, f"signal=SIGKILL:when={number}")
            hits[1] += run.play(EIO, f"error=EIO:when={number}..{number + 1}")
        expect(sum(hits), "no sync was hit")
        rounds.check()
        return f"{seen} syncs of a round, all counted; killed {hits[0]} and EIO {hits[1]} times"
    finally:
        rounds.school.close()
