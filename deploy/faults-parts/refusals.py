"""What hub and node refuse: each with a clear word, and nothing recorded is lost."""

import gzip
import http.client
import json
import os
import subprocess
import uuid
import zlib

from checker import Checker, History
from pictures import FACES
from preload import Preload
from proxy import Impostor
from scenario import expect
from school import EDGE, School, wait_for
from signing import Pen, self_test


def join(school, address, token, data, name="new"):
    return subprocess.run(
        [EDGE, "join", address, "--token", token, "--name", name, "--data", data], capture_output=True, text=True,
        timeout=60)


def expect_line(done, says, what):
    lines = done.stderr.strip().splitlines()
    expect(done.returncode != 0, f"{what} was accepted")
    expect(len(lines) == 1 and says in lines[0], f"{what}: no clear word: {done.stderr.strip()[:300]}")


def tokens(context):
    """Forged, used and expired codes; another hub's; plain HTTP."""
    school, other = School(os.path.join(context.folder, "one")), School(os.path.join(context.folder, "other"))
    preload = Preload(school.path("control"))
    try:
        school.start_hub(environment=preload.environment)
        other.start_hub()
        data = school.path("new")
        good = school.token("A1")
        turned = good[:-1] + ("0" if good[-1] != "0" else "1")
        expect_line(join(school, school.address, turned, data), "code", "a mistyped code")
        forged = other.token("A1")
        not_its = "is not the hub that made this code"
        expect_line(join(school, school.address, forged, data), not_its, "another hub's code")
        expect_line(join(school, other.address, good, data), not_its, "a code for another hub")
        plain = school.address.replace("https", "http")
        expect_line(join(school, plain, good, data), "https", "plain HTTP")
        expect(join(school, school.address, good, data).returncode == 0, "a good code is refused")
        expect_line(join(school, school.address, good, school.path("second")), "token", "a used code")
        old = school.token("A1")
        preload.move_clock(16 * 60)
        expect_line(join(school, school.address, old, school.path("third")), "token", "an expired code")
        try:
            connection = http.client.HTTPConnection(school.host, school.port, timeout=10)
            connection.request("GET", "/v1/status")
            expect(connection.getresponse().status >= 400, "the hub's port answers plain HTTP")
        except (OSError, http.client.HTTPException):
            pass  # nothing at all is said to it
        context.account.faults += 7
        return "7 wrong ways to join"
    finally:
        school.close()
        other.close()


def batches(context):
    """Forged, replayed, too large, inflating and foreign batches; the node's own events go on meanwhile."""
    self_test()
    school = School(context.folder)
    impostor = None
    try:
        school.start_hub()
        node, second = school.join("node"), school.join("second")
        impostor = Impostor(school)
        node.start()
        node.camera.show("biden", 2)
        node.wait_delivered()
        pen = Pen(node)
        line = pen.event(1)
        batch = pen.batch([line])
        zeros = zlib.compress(bytes(200 << 20), 9)
        flood = pen.batch([b'{"seq":1,"x":"' + b"a" * (2 << 20) + b'"}'])
        rows = [
            ("no signature", 401, lambda: unsigned(impostor, batch)),
            ("another key", 401, lambda: pen.push(impostor, batch, seed=os.urandom(32))),
            ("a changed body", 401, lambda: pen.push(impostor, batch, sent=batch.replace(b"unknown", b"unkn0wn"))),
            ("an unknown node", 401, lambda: stranger(node, impostor, batch)),
            ("another node's lineage", 403, lambda: foreign(second, impostor)),
            ("version 1", 400, lambda: pen.push(impostor, pen.batch([line], v=1))),
            ("version 9", 400, lambda: pen.push(impostor, pen.batch([line], v=9))),
            ("a wrong count", 400, lambda: pen.push(impostor, pen.batch([line], last=7))),
            ("no header", 400, lambda: pen.push(impostor, b"\xff\xfe\n")),
            ("2 MiB", 413, lambda: pen.push(impostor, flood)),
            ("200 MiB in 200 kB", 413, lambda: pen.push(
                impostor, batch, sent=zeros, **{"Content-Encoding": "deflate"})),
            ("damaged compression", 400, lambda: pen.push(
                impostor, batch, sent=gzip.compress(batch)[:-9], **{"Content-Encoding": "gzip"})),
        ]
        events = len(school.all("/v1/events"))
        for what, status, ask in rows:
            got, answer = ask()
            error = answer.get("error", {})
            expect(got == status, f"{what} got {got} instead of {status}: {answer}")
            expect(error.get("code") and error.get("message"), f"{what} was refused without a word: {answer}")
        expect(len(school.all("/v1/events")) == events, "a refused batch left something")
        first, known = pen.push(impostor, batch), pen.push(impostor, batch)
        expect(first[0] == known[0] == 200, f"a good batch of the second implementation got {first}")
        expect(known[1]["items"] and known[1]["items"][0]["code"] == 304, f"a replayed batch got {known[1]}")
        expect(len(school.all("/v1/events")) == events + 1, "a replayed batch counted twice")
        expect(resident(school) < 400 << 20, f"the hub holds {resident(school) >> 20} MiB")
        context.account.faults += len(rows) + 1
        node.camera.show("obama", 2)
        node.wait_delivered()
        second.start()
        second.camera.show("stranger-1")
        second.wait_delivered()
        for one in school.nodes:
            one.stop()
        school.stop_hub()
        history = History()
        history.events["pen"] = {event_id(line): None}
        Checker(school, history, context.account, galleries=False).run()
        return f"{len(rows)} bad batches refused, each with a word"
    finally:
        if impostor:
            impostor.close()
        school.close()


def event_id(line):
    return json.loads(line)["event"]["id"]


def unsigned(impostor, batch):
    status, _, body = impostor.send(("POST", "/v1/push", {"Content-Type": "application/x-ndjson"}, batch))
    return status, json.loads(body)


def stranger(node, impostor, batch):
    pen = Pen(node)
    pen.node = str(uuid.uuid4())
    return pen.push(impostor, batch)


def foreign(second, impostor):
    """One joined node writes into the lineage of another."""
    pen = Pen(second)
    other = second.school.nodes[0]
    pen.lineage = str(uuid.UUID(bytes=other.query("SELECT lineage FROM replication")[0][0]))
    return pen.push(impostor, pen.batch([pen.event(1)]))


def resident(school):
    """The hub's memory in bytes, from outside."""
    with open(f"/proc/{school.hub.process.pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def revoked(context):
    """A node that was revoked while it was away returns with what it recorded, and is let in again later."""
    school = School(context.folder)
    try:
        school.start_hub()
        node = school.join("node")
        node.start()
        node.camera.show("obama", 2)
        node.wait_delivered()
        node.stop()
        identity = school.node_view("node")["id"]
        school.stop_hub()
        node.start()
        node.camera.show("biden", 3)
        node.wait_seen()
        node.kill()
        school.start_hub()
        school.request("POST", f"/v1/nodes/{identity}/revoke")
        node.start()
        wait_for("the quarantine of what it brings", 60, lambda: len(school.all("/v1/quarantine")) == 3)
        expect(len(school.all("/v1/events")) == 2, "events of a revoked node were taken")
        school.request("POST", f"/v1/nodes/{identity}/approve")
        node.camera.show(context.chance.choice(FACES))
        wait_for("its events after approval", 120, lambda: len(school.all("/v1/events")) == 3)
        node.wait_delivered()
        node.stop()
        school.stop_hub()
        context.account.faults += 1
        Checker(school, History(), context.account, quarantined=3, galleries=False).run()
        return "3 events kept aside, 1 taken after approval"
    finally:
        school.close()

