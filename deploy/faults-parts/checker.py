"""Compares what nodes said to have recorded with what lies in all stores at the end. Shares no code with the product
and asks it for nothing but each node's own gallery root: files are copied and read with Python's sqlite3, sealed faces
opened with libsodium."""

import hashlib
import json
import os
import shutil
import sqlite3
import uuid

from scenario import Violation
from sealed import opened

# Bytes of an embedding that are searched for: enough that no other row has them by chance.
EMBEDDING_BYTES = 32


class History:
    """What was seen from outside while the processes lived. Only ever added to."""

    def __init__(self):
        # node name -> {event id: person id or None}; what its outbox was seen to hold, or its log said.
        self.events = {}
        # node name -> event ids of which its log said that they are recorded.
        self.acknowledged = {}
        # person id -> name, where an enrolment was acknowledged.
        self.enrolled = {}
        # person id -> (name, embeddings) of whom an erasure was acknowledged.
        self.erased = {}
        self._read = {}

    def capture(self, node):
        """Reads on in a node's log, and its outbox. At any time; after a kill, and before the next start."""
        events = self.events.setdefault(node.name, {})
        acknowledged = self.acknowledged.setdefault(node.name, set())
        since = self._read.get(node.name, 0)
        text = node.process.text(since)
        whole = text[:text.rfind("\n") + 1]
        self._read[node.name] = since + len(whole.encode())
        for line in whole.splitlines():
            if '"Event recorded."' in line and line.startswith("{"):
                entry = json.loads(line)
                acknowledged.add(entry["event"])
                events[entry["event"]] = entry.get("person")
        if os.path.exists(node.database):
            for event in node.events():
                events[event["id"]] = event["observation"].get("person")

    def will_erase(self, person, name, embeddings):
        self.erased[person] = (name, embeddings)

    def all_events(self):
        return {event: person for events in self.events.values() for event, person in events.items()}


class Store:
    """A copy of one database, with its write-ahead log."""

    def __init__(self, path, scratch):
        os.makedirs(scratch, exist_ok=True)
        target = os.path.join(scratch, uuid.uuid4().hex + ".sqlite")
        for ending in ("", "-wal"):
            if os.path.exists(path + ending):
                shutil.copy(path + ending, target + ending)
        self.database = sqlite3.connect(target)
        self.path = path

    def rows(self, sql, *values):
        return self.database.execute(sql, values).fetchall()

    def check(self):
        answer = self.rows("PRAGMA integrity_check")
        if answer != [("ok",)]:
            raise Violation(f"{self.path} is damaged: {answer[:3]}")


def text(identifier):
    return str(uuid.UUID(bytes=identifier))


class Checker:
    def __init__(self, school, history, account, *, quarantined=0, galleries=True):
        """`quarantined`: how many operations the hub is to have put aside. `galleries`: whether the nodes were given
        the time to follow the feed to its end."""
        self.school, self.history, self.account = school, history, account
        self.quarantined, self.galleries = quarantined, galleries
        self.problems = []
        self.scratch = school.path("checked")

    def run(self):
        """After every process has stopped. Raises Violation where something does not add up."""
        hub = Store(os.path.join(self.school.hub_data, "hub.sqlite"), self.scratch)
        hub.check()
        nodes = {}
        for node in self.school.nodes:
            self.history.capture(node)
            nodes[node.name] = Store(node.database, self.scratch)
            nodes[node.name].check()
        self.events(hub, nodes)
        self.erasures(hub, nodes)
        self.samples(hub, nodes)
        self.roots(hub)
        shutil.rmtree(self.scratch)
        if self.problems:
            raise Violation("; ".join(self.problems))

    def events(self, hub, nodes):
        arrived = [text(row[0]) for row in hub.rows("SELECT id FROM events")]
        received, known = set(arrived), self.history.all_events()
        aside = hub.rows("SELECT line FROM quarantine")
        if len(aside) != self.quarantined:
            self.problems.append(f"{len(aside)} operations in quarantine instead of {self.quarantined}")
        kept_aside = {event for event in known if any(event.encode() in row[0] for row in aside)}
        lost = {event for event, person in known.items() if person not in self.history.erased}
        lost -= received | kept_aside
        doubled = [event for event in received if arrived.count(event) > 1] if len(arrived) != len(received) else []
        for node in self.school.nodes:
            lost |= self.at_node(node, nodes[node.name])
            doubled += self.observed_twice(node, nodes[node.name])
        invented = received - set(known)
        self.account.recorded += len(known)
        self.account.received += len(received)
        self.account.lost += sorted(lost)
        self.account.doubled += doubled
        if lost:
            self.problems.append(f"{len(lost)} events lost: {sorted(lost)[:3]}")
        if doubled:
            self.problems.append(f"{len(doubled)} events doubled: {doubled[:3]}")
        if invented:
            self.problems.append(f"{len(invented)} events at the hub that no node recorded: {sorted(invented)[:3]}")

    def held(self, store):
        """Event ids in a node's outbox, and how many operations in it were scrubbed."""
        events, scrubbed = set(), 0
        for (line,) in store.rows("SELECT line FROM outbox"):
            try:
                operation = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if "event" in operation:
                events.add(operation["event"]["id"])
            scrubbed += "scrubbed" in operation
        return events, scrubbed

    def at_node(self, node, store):
        """What its log said to be recorded, and its own outbox does not hold."""
        if getattr(node, "is_set_back", False):
            return set()
        said, known = self.history.acknowledged[node.name], self.history.events[node.name]
        missing = said - self.held(store)[0]
        return {event for event in missing if known[event] not in self.history.erased}

    def observed_twice(self, node, store):
        """Every photograph shows one face and is one event, whatever was tried again."""
        seen = store.rows("SELECT count(*) FROM seen_files WHERE folder = ?", node.camera.folder)[0][0]
        known, scrubbed = len(self.history.events[node.name]), self.held(store)[1]
        if getattr(node, "is_copy", False):
            return []
        if known > seen:
            return [f"{node.name}: {known} events of {seen} photographs"]
        if known + scrubbed < seen:
            self.account.lost.append(f"{node.name}: {seen - known} photographs without an event")
            self.problems.append(f"{node.name} took {seen} photographs and recorded {known} events")
        return []

    def erasures(self, hub, nodes):
        people = {text(row[0]) for row in hub.rows("SELECT id FROM people")}
        anywhere = people.union(*(
            {text(row[0]) for row in store.rows("SELECT id FROM people")} for store in nodes.values()))
        for person, name in self.history.enrolled.items():
            if person not in people and person not in self.history.erased:
                self.account.lost.append(f"person {person}")
                self.problems.append(f"{name} was enrolled and is not at the hub")
        needles = {}
        for person, (name, embeddings) in self.history.erased.items():
            if person in anywhere:
                self.account.resurrected.append(person)
                self.problems.append(f"{name} was erased and is there again")
            needles[name.encode()] = ("the name", person)
            needles[person.encode()] = ("the id, as text,", person)
            needles[uuid.UUID(person).bytes] = ("the id", person)
            for embedding in embeddings:
                needles[embedding[:EMBEDDING_BYTES]] = ("an embedding", person)
        if not needles:
            return
        for folder in {self.school.hub_data, *(node.data for node in self.school.nodes)}:
            for where, (what, person) in search(folder, needles):
                self.account.traces.append(person)
                self.problems.append(f"{where} still holds {what} of {self.history.erased[person][0]}")

    def samples(self, hub, nodes):
        """The rows behind the galleries, at every node as at the hub."""
        if not self.galleries:
            return
        wanted = set(hub.rows("SELECT id, person, embedding FROM samples"))
        for name, store in nodes.items():
            found = self.samples_of(name, store)
            if found != wanted:
                self.problems.append(
                    f"{name} has {len(found)} samples and the hub {len(wanted)}; "
                    f"{len(found - wanted)} too many, {len(wanted - found)} missing")

    def samples_of(self, name, store):
        """A node seals its faces."""
        key, found = store.rows("SELECT key FROM lease")[0][0], set()
        for sample, person, model, sealed in store.rows("SELECT id, person, model, embedding FROM samples"):
            embedding = opened(sealed, key, f"sample {text(sample)} {model}".encode()) if key else None
            if embedding is None:
                self.problems.append(f"{name} cannot open its sample {text(sample)}")
            found.add((sample, person, embedding))
        return found

    def roots(self, hub):
        """What each node matches by is what the hub has."""
        if not self.galleries:
            return
        wanted = gallery_root(hub.rows("SELECT id, person, embedding FROM samples"))
        for node in self.school.nodes:
            root = node.gallery_root()
            if root == wanted:
                self.account.galleries_equal += 1
            else:
                self.account.galleries_different += 1
                self.problems.append(f"the gallery of {node.name} comes to {root}, the hub's samples to {wanted}")


def gallery_root(rows):
    """As Sources/Shared/Gallery/GalleryRoot.swift says; None for no rows."""
    if not rows:
        return None
    leaves = (hashlib.sha256(sample + person + face).digest() for sample, person, face in sorted(rows))
    return hashlib.sha256(b"".join(leaves)).hexdigest()


def search(folder, needles):
    """(file, value) for each needle that stands in a file of the folder."""
    for base, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(base, name)
            with open(path, "rb") as file:
                content = file.read()
            for needle, value in needles.items():
                if needle in content:
                    yield path, value
