"""Networks that tear, stall, lose and repeat."""

import os
import shutil
import subprocess
import time

from checker import Checker, History, Store
from pictures import FACES
from proxy import Impostor, Link
from scenario import Skipped, expect
from school import Failure, School, wait_for


def through(context, make):
    """A school with one node behind what `make` gives for it."""
    school = School(context.folder)
    school.start_hub()
    between = make(school)
    node = school.join("node", address=between.address)
    return school, between, node


def come(node, chance, seconds, each=1, until=lambda: False):
    """People come for some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not until():
        node.camera.show(chance.choice(FACES), each)
        time.sleep(0.4)


def end(school, history, account):
    for node in school.nodes:
        node.stop()
        history.capture(node)
    school.stop_hub()
    Checker(school, history, account, galleries=False).run()


def spoilt(context, spoil, heal, seconds, told, at_least=lambda link: True):
    school, link, node = through(context, lambda school: Link(school.port, context.chance.random()))
    try:
        node.start()
        come(node, context.chance, 2)
        node.wait_delivered()
        spoil(link)
        come(node, context.chance, seconds)
        expect(at_least(link), "the fault did not happen")
        recorded = len(node.events())
        node.wait_seen(30)
        # Recording does not wait for the network.
        expect(len(node.events()) == node.camera.shown, "the node stopped recording while its link was bad")
        arrived = recorded - node.pending()
        heal(link)
        healed = time.monotonic()
        node.wait_delivered(180)
        context.account.faults += 1
        end(school, History(), context.account)
        seconds = time.monotonic() - healed
        return f"{told(link)}; {arrived} of {recorded} events arrived meanwhile, the rest {seconds:.0f} s later"
    finally:
        school.close()


def torn(context):
    def spoil(link):
        link.tear_within = 6000

    def heal(link):
        link.tear_within = 0
    return spoilt(
        context, spoil, heal, 8 if context.short else 40, lambda link: f"{link.torn} connections torn",
        lambda link: link.torn > 0)


def slow(context):
    def spoil(link):
        link.delay, link.rate = 0.1, 4000

    def heal(link):
        link.delay = link.rate = 0
    return spoilt(context, spoil, heal, 8 if context.short else 30, lambda link: "4 kB/s, 0.1 s for each piece")


def half_open(context):
    """What is open stays open and silent, what is opened is accepted and gets no answer."""
    def spoil(link):
        link.silent = True

    def heal(link):
        link.silent = False
    return spoilt(context, spoil, heal, 6 if context.short else 100, lambda link: "silent connections")


def expect_no_copy(school, node, what):
    expect(not school.node_view("node")["forked"] and "in a new lineage" not in node.process.text(),
           f"{what} made the node its own copy")


def replies_lost(context):
    school, impostor, node = through(context, Impostor)
    try:
        many = 3 if context.short else 12
        node.start()
        node.camera.show("biden")
        node.wait_delivered()
        for _ in range(many):
            impostor.lose = 1
            node.camera.show(context.chance.choice(FACES), 2)
            wait_for("a lost answer", 60, lambda: impostor.lose == 0)
            node.wait_delivered(120)
        expect(impostor.lost == many, "the fault did not happen")
        expect_no_copy(school, node, "a lost answer")
        context.account.faults += many
        end(school, History(), context.account)
        return f"{many} answers lost after the hub's commit, {len(impostor.pushes)} pushes in all"
    finally:
        impostor.close()
        school.close()


# What a replayed request may not change. lineages, nodes and feed_positions also note when somebody was heard.
KEPT = {
    "events": "SELECT * FROM events ORDER BY id", "operations": "SELECT * FROM operations ORDER BY lineage, sequence",
    "people": "SELECT * FROM people ORDER BY id", "feed": "SELECT * FROM feed ORDER BY position",
    "accepted": "SELECT lineage, accepted_through, chain FROM lineages ORDER BY lineage",
    "quarantine": "SELECT * FROM quarantine ORDER BY row", "meta": "SELECT * FROM meta",
}


def state(school):
    store = Store(os.path.join(school.hub_data, "hub.sqlite"), school.path("states"))
    return {name: store.rows(sql) for name, sql in KEPT.items()}


def requests_repeated(context):
    """Each push arrives twice at once; at the end all of them once more, in any order, also at a hub that restarted."""
    school, impostor, node = through(context, Impostor)
    try:
        impostor.times = 2
        node.start()
        for _ in range(3 if context.short else 15):
            node.camera.show(context.chance.choice(FACES), 2)
            node.wait_delivered()
        node.stop()
        school.stop_hub()
        before = state(school)
        school.start_hub()
        replays = list(impostor.pushes)
        context.chance.shuffle(replays)
        answers = [impostor.send(request)[0] for request in replays]
        school.stop_hub()
        after = state(school)
        changed = [name for name in KEPT if before[name] != after[name]]
        expect(not changed, f"replayed requests changed {', '.join(changed)}")
        expect(set(answers) <= {200, 403}, f"replayed requests got {sorted(set(answers))}")
        context.account.faults += len(replays) * 2
        # The node itself is none the worse for it.
        school.start_hub()
        impostor.times = 1
        node.start()
        node.camera.show("obama")
        node.wait_delivered()
        expect_no_copy(school, node, "a repeated request")
        end(school, History(), context.account)
        return f"{len(replays)} pushes sent twice and replayed, nothing changed"
    finally:
        impostor.close()
        school.close()


# Network namespaces.

class Namespace:
    """A network of the node's own, one cable from the hub's."""

    def __init__(self):
        tools = [tool for tool in ("ip", "iptables", "tc") if shutil.which(tool) is None]
        if tools:
            raise Skipped(f"{', '.join(tools)} not installed (deploy/bootstrap --with-faults)")
        mark = os.getpid() % 10_000
        self.name, self.cable, self.end = f"rcn{mark}", f"rch{mark}", f"rce{mark}"
        third = mark % 250
        self.hub, self.node = f"10.213.{third}.1", f"10.213.{third}.2"
        try:
            self.ip("netns", "add", self.name)
        except Failure as failure:
            raise Skipped(f"network namespaces are not permitted here ({failure})") from None
        self.ip("link", "add", self.cable, "type", "veth", "peer", "name", self.end)
        self.ip("link", "set", self.end, "netns", self.name)
        self.ip("addr", "add", self.hub + "/30", "dev", self.cable)
        self.ip("link", "set", self.cable, "up")
        self.inside("ip", "addr", "add", self.node + "/30", "dev", self.end)
        self.inside("ip", "link", "set", self.end, "up")
        self.inside("ip", "link", "set", "lo", "up")

    @staticmethod
    def command(*words):
        done = subprocess.run(words, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failure(f"{' '.join(words)}: {done.stderr.strip()}")

    def ip(self, *words):
        self.command("ip", *words)

    @property
    def prefix(self):
        return ["ip", "netns", "exec", self.name]

    def inside(self, *words):
        self.command(*self.prefix, *words)

    def close(self):
        for words in (("ip", "link", "del", self.cable), ("ip", "netns", "del", self.name)):
            subprocess.run(words, capture_output=True)


def cut_off(context):
    """Packets that vanish: a black hole while connections are open, loss, and a narrow cable."""
    space = Namespace()
    school = School(context.folder, address=space.hub, host="0.0.0.0", names=[space.hub])
    try:
        school.start_hub()
        node = school.join("node")
        node.start(prefix=space.prefix)
        come(node, context.chance, 2)
        node.wait_delivered()
        faults = [
            ("black hole", ["iptables", "-I", "OUTPUT", "-p", "tcp", "-j", "DROP"],
             ["iptables", "-D", "OUTPUT", "-p", "tcp", "-j", "DROP"]),
            ("no answers", ["iptables", "-I", "INPUT", "-p", "tcp", "-j", "DROP"],
             ["iptables", "-D", "INPUT", "-p", "tcp", "-j", "DROP"]),
            ("30 % loss", ["iptables", "-I", "OUTPUT", "-m", "statistic", "--mode", "random", "--probability", "0.3",
                           "-j", "DROP"], ["iptables", "-F", "OUTPUT"]),
            ("16 kbit/s", ["tc", "qdisc", "add", "dev", space.end, "root", "tbf", "rate", "16kbit", "burst", "2kb",
                           "latency", "400ms"], ["tc", "qdisc", "del", "dev", space.end, "root"]),
        ]
        told = []
        for name, begin, stop in context.some(faults, 2):
            try:
                space.inside(*begin)
            except Failure as failure:
                told.append(f"{name} not possible here ({str(failure)[-60:]})")
                continue
            come(node, context.chance, 5 if context.short else 20)
            node.wait_seen(30)
            space.inside(*stop)
            healed = time.monotonic()
            node.wait_delivered(240)
            context.account.faults += 1
            told.append(f"{name}: all there after {time.monotonic() - healed:.0f} s")
        end(school, History(), context.account)
        return "; ".join(told)
    finally:
        school.close()
        space.close()
