"""What a scenario is, and the account that it gives at its end."""

import time


class Skipped(Exception):
    """The scenario cannot run here; the text says why."""


class Violation(Exception):
    """Something happened that must not, whatever goes wrong; the text says what."""


class Account:
    """Counts over all scenarios."""

    def __init__(self):
        self.recorded = self.received = self.kills = self.faults = 0
        self.lost, self.doubled, self.resurrected, self.traces = [], [], [], []
        self.galleries_equal = self.galleries_different = 0

    def add(self, other):
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def text(self):
        roots = f"{self.galleries_equal} of {self.galleries_equal + self.galleries_different}"
        return "\n".join([
            f"events recorded          {self.recorded}",
            f"events received          {self.received}",
            f"events lost              {len(self.lost)}",
            f"events doubled           {len(self.doubled)}",
            f"people resurrected       {len(self.resurrected)}",
            f"traces of erased people  {len(self.traces)}",
            f"gallery roots equal      {roots} comparisons",
            f"processes killed         {self.kills}",
            f"other faults             {self.faults}",
        ])


class Context:
    """What a scenario gets: its folder, options, a source of chance of its own, and the account."""

    def __init__(self, folder, options, chance, account, deadline):
        self.folder, self.options, self.chance, self.account = folder, options, chance, account
        self.deadline = deadline

    @property
    def short(self):
        return self.options.short

    def some(self, items, few):
        """All of `items`, or in a short run `few` of them, drawn by chance but in their order."""
        if not self.short or len(items) <= few:
            return items
        chosen = set(self.chance.sample(range(len(items)), few))
        return [item for index, item in enumerate(items) if index in chosen]

    def seconds_left(self):
        return self.deadline - time.monotonic()


class Scenario:
    def __init__(self, name, what, body):
        self.name, self.what, self.body = name, what, body


def expect(holds, what):
    if not holds:
        raise Violation(what)
