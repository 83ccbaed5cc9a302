"""kill -9 of nodes and hub at random moments while people come, are enrolled and are erased."""

import json
import os
import sqlite3
import subprocess
import threading
import time

from checker import Checker, History
from pictures import FACES, portrait
from scenario import Violation, expect
from school import EDGE, Failure, Refused, School, wait_for

NODES = 3
# Photographs that wait at one camera at most.
BACKLOG = 40
# Longest life of a process before it is killed, in seconds.
NODE_SECONDS, HUB_SECONDS = 8.0, 6.0


class Campaign:
    def __init__(self, context):
        self.context, self.chance = context, context.chance
        self.school, self.history = School(context.folder), History()
        self.left, self.lock, self.over = context.options.kills, threading.Lock(), threading.Event()
        self.kills = {"nodes": 0, "hub": 0}
        self.failures = []
        # face -> (person id or None while it is unknown, name)
        self.free, self.live = list(FACES), {}
        # People whose erasure was asked for and not answered: (person, name).
        self.unsure = []
        self.number = self.erased = 0

    def may_kill(self, kind):
        with self.lock:
            if self.left <= 0 or self.context.seconds_left() < 90:
                self.over.set()
                return False
            self.left -= 1
            self.kills[kind] += 1
            self.context.account.kills += 1
            if sum(self.kills.values()) % 100 == 0:
                print(f"         {sum(self.kills.values())} kills", flush=True)
            return True

    # One thread for each process that dies again and again.

    def node_lives(self, node, chance):
        while not self.over.is_set():
            with node.lock:
                node.start()
            # Half of the kills hit the start, where databases are recovered and galleries opened.
            self.over.wait(chance.uniform(0, 1.0 if chance.random() < 0.5 else NODE_SECONDS))
            if node.process.process.poll() is not None:
                raise Violation(f"{node.name} ended by itself:\n{node.process.text()[-800:]}")
            if not self.may_kill("nodes"):
                return
            node.kill()
            self.history.capture(node)

    def hub_lives(self, chance):
        while not self.over.is_set():
            self.over.wait(chance.uniform(0, HUB_SECONDS))
            if not self.may_kill("hub"):
                return
            self.school.hub.kill()
            self.over.wait(chance.uniform(0, 0.5))
            # Also killed while it starts.
            self.school.start_hub(wait=chance.random() < 0.7)

    # What goes on meanwhile.

    def people_come(self, chance):
        while not self.over.is_set():
            for node in self.school.nodes:
                if os.path.exists(node.database) and node.camera.shown - node.seen() < BACKLOG:
                    node.camera.show(chance.choice(FACES), chance.randint(1, 4))
            self.over.wait(0.25)

    def people_change(self, chance):
        while not self.over.is_set():
            self.over.wait(chance.uniform(0.2, 1.5))
            if self.free and (len(self.live) < 4 or chance.random() < 0.5):
                self.enrol(chance)
            elif self.live:
                self.erase(chance.choice(sorted(self.live)))

    def enrol(self, chance):
        face = chance.choice(self.free)
        self.number += 1
        name = f"Pupil Number {self.number} Qx"
        if chance.random() < 0.5:
            person = self.enrol_at_hub(name, face)
        else:
            person = self.enrol_at_node(chance.choice(self.school.nodes), name, face)
        if person is not None:
            self.history.enrolled[person] = name
            self.free.remove(face)
            self.live[face] = (person, name)

    def enrol_at_hub(self, name, face):
        try:
            return self.school.enrol(name, face, self.number)
        except (OSError, Refused):
            return None

    def enrol_at_node(self, node, name, face):
        photograph = self.school.path("enrolled.jpg")
        with open(photograph, "wb") as file:
            file.write(portrait(face, self.number))
        # The command works through the running node, or, where that is dead, in its place: a start waits for its end.
        with node.lock:
            # One that has only begun to start would find its folder taken.
            wait_for(
                f"{node.name} to start", 60, lambda: not node.process.running or node.process.holds_lock)
            done = subprocess.run(
                [EDGE, "enrol", "--data", node.data, "--name", name, "--anyway", "--json", photograph],
                capture_output=True, text=True, timeout=120)
        return json.loads(done.stdout)["person"] if done.returncode == 0 else None

    def erase(self, face):
        person, name = self.live[face]
        try:
            self.school.get(f"/v1/people/{person}")
        except (OSError, Refused):
            return  # not there yet
        embeddings = self.embeddings(person)
        # From here on it may be erased, whatever is answered.
        self.history.will_erase(person, name, embeddings)
        del self.live[face]
        self.free.append(face)
        try:
            self.school.erase(person)
            self.erased += 1
        except (OSError, Refused):
            self.unsure.append(person)

    def embeddings(self, person):
        with sqlite3.connect(f"file:{self.school.hub_data}/hub.sqlite?mode=ro", uri=True, timeout=20) as database:
            return [row[0] for row in database.execute(
                "SELECT embedding FROM samples WHERE person = ?", (bytes.fromhex(person.replace("-", "")),))]

    # The whole story.

    def guarded(self, body, *arguments):
        def run():
            try:
                body(*arguments)
            except Exception as failure:
                self.failures.append(failure)
                self.over.set()
        thread = threading.Thread(target=run)
        thread.start()
        return thread

    def play(self):
        self.school.start_hub()
        for number in range(NODES):
            node = self.school.join(f"node-{number}")
            node.lock = threading.Lock()
        random = [type(self.chance)(self.chance.random()) for _ in range(NODES + 3)]
        started = time.monotonic()
        threads = [self.guarded(self.node_lives, node, random.pop()) for node in self.school.nodes]
        threads += [
            self.guarded(self.hub_lives, random.pop()), self.guarded(self.people_come, random.pop()),
            self.guarded(self.people_change, random.pop())]
        for thread in threads:
            thread.join()
        minutes = (time.monotonic() - started) / 60
        if self.failures:
            raise self.failures[0]
        self.settle()
        Checker(self.school, self.history, self.context.account).run()
        return self.tell(minutes)

    def settle(self):
        """Everything runs again undisturbed, until nothing is left to do."""
        self.school.hub.kill()
        self.school.start_hub()
        for node in self.school.nodes:
            node.kill()
            self.history.capture(node)
            node.start()
        for person in self.unsure:
            try:
                self.school.erase(person)
            except Refused as refusal:
                expect(refusal.status in (404, 409, 410), f"an erasure cannot be asked for again: {refusal}")
        for node in self.school.nodes:
            node.wait_delivered(180)
        wait_for("the end of all erasures", 120, lambda: not self.school.erasures_open())
        wanted = len(self.live)
        wait_for("the same people at every node", 120, lambda: all(
            node.query("SELECT count(*) FROM samples")[0][0] >= wanted for node in self.school.nodes))
        # A gallery is made after its rows.
        wait_for("a gallery of everybody", 60, lambda: all(
            node.query("SELECT changes = published FROM gallery")[0][0] for node in self.school.nodes))
        for node in self.school.nodes:
            node.stop()
        self.school.stop_hub()

    def tell(self, minutes):
        known = len(self.history.all_events())
        kills = sum(self.kills.values())
        asked = self.context.options.kills
        told = (f"{kills} kills ({self.kills['nodes']} at {NODES} nodes, {self.kills['hub']} at the hub) in "
                f"{minutes:.1f} minutes, {kills / minutes:.0f} a minute; {known} events, {known / minutes:.0f} a "
                f"minute; {len(self.history.enrolled)} enrolments, {len(self.history.erased)} erasures")
        return told + (f"; the time was up before {asked}" if kills < asked else "")


def random_kills(context):
    campaign = Campaign(context)
    try:
        return campaign.play()
    finally:
        campaign.school.close()
