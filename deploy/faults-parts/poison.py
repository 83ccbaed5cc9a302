"""Operations that no hub can take, first in a node's queue."""

import hashlib
import json
import sqlite3

from checker import Checker, History
from pictures import FACES
from scenario import expect
from school import School, wait_for


def bad_lines(event):
    """What a defect of some release might have written, by name. Chains are over these bytes."""
    def changed(**parts):
        return json.dumps({**event, **parts}, sort_keys=True).encode()
    inner = event["event"]
    return {
        "not JSON": b"Dear Sir or Madam,",
        "not UTF-8": json.dumps(event).encode().replace(b'"unknown"', b'"unkn\xff\xfen"'),
        "an unknown kind": json.dumps({"seq": event["seq"], "holiday": {"id": inner["id"]}}).encode(),
        "too long": changed(padding="a" * 270_000),
        "another sequence": changed(seq=event["seq"] + 1000),
        "another room": changed(event={**inner, "room": "elsewhere"}),
        "an impossible time": changed(event={**inner, "at": {**inner["at"], "wall": 9 * 10**18}}),
        "an impossible similarity": changed(
            event={**inner, "observation": {**inner["observation"], "nearest": 7.0}}),
        "deeply nested": b'{"event":' + b"[" * 100_000 + b"]" * 100_000 + b',"seq":1}',
        "empty": b"{}",
    }


def poison(context):
    school, history = School(context.folder), History()
    try:
        school.start_hub()
        node = school.join("node")
        node.start()
        node.camera.show("biden")
        node.wait_delivered()
        count, first = 0, None
        names = context.some(list(bad_lines({"seq": 0, "event": {"id": "", "at": {}, "observation": {}}})), 4)
        for name in names:
            school.hub.kill()
            known = {event["id"] for event in node.events()}
            node.camera.show(context.chance.choice([face for face in FACES if face != "biden"]), 3)
            node.wait_seen()
            node.kill()
            event = next(event for event in node.events() if event["id"] not in known)
            first = write(node, event["id"], name)
            school.start_hub()
            node.start()
            count += 1
            wait_for(f"quarantine of what is {name}", 60, lambda: len(school.all("/v1/quarantine")) == count)
            node.wait_delivered()
            reason = [item["reason"] for item in school.all("/v1/quarantine") if item["sequence"] == first]
            expect(reason and reason[0], f"the quarantine does not say why it holds what is {name}")
            context.account.faults += 1
        expect("The hub put an operation aside." in node.process.text(), "the node's log does not tell")
        node.stop()
        school.stop_hub()
        without_poison(node, history)
        Checker(school, history, context.account, quarantined=count, galleries=False).run()
        return f"{count} kinds of poison kept aside ({', '.join(names)}); what was behind them arrived"
    finally:
        school.close()


def without_poison(node, history):
    """The events whose lines were replaced are in the log and neither in the outbox nor at the hub, by this test's
    own doing."""
    history.capture(node)
    events, acknowledged = history.events[node.name], history.acknowledged[node.name]
    for identifier in node.poisoned:
        events.pop(identifier, None)
        acknowledged.discard(identifier)
    node.is_copy = True  # photographs and events are no longer one to one


def write(node, identifier, name):
    """Replaces the event's line and makes all chains from there right again, as if it had been written so. Gives the
    sequence."""
    database = sqlite3.connect(node.database)
    rows = database.execute("SELECT sequence, line, chain FROM outbox ORDER BY sequence").fetchall()
    chain, sequence = None, None
    for number, line, stored in rows:
        line = bytes(line)
        if chain is None:
            if b'"event"' in line and identifier.encode() in line:
                sequence, line = number, bad_lines(json.loads(line))[name]
                before = [row[2] for row in rows if row[0] < number]
                chain = bytes(before[-1]) if before else bytes(32)
            else:
                continue
        chain = hashlib.sha256(chain + hashlib.sha256(line).digest()).digest()
        database.execute("UPDATE outbox SET line = ?, chain = ? WHERE sequence = ?", (line, chain, number))
    database.execute("UPDATE replication SET chain = ?", (chain,))
    database.commit()
    database.close()
    node.poisoned = getattr(node, "poisoned", []) + [identifier]
    return sequence
