"""Rollcall's main job on real photographs; started by deploy/demo."""

import argparse
import glob
import json
import os
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone

from processes import Failure, Hub, Program, run, wait_for

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAMS = os.path.join(TOP, ".build", "release")
PHOTOGRAPHS = os.path.join(TOP, ".cache", "photographs")
HUB_PROGRAM = os.path.join(PROGRAMS, "rollcall-hub")
EDGE_PROGRAM = os.path.join(PROGRAMS, "rollcall-edge")

AT_HUB, AT_NODE_A = "Joe Biden", "Barack Obama"
# What node B's first camera, a folder, gets to see, one photograph after the other.
FOLDER = [
    "persons/obama-2.jpg", "group-six.jpg", "persons/biden-2.jpg", "strangers/stranger-1.png",
    "persons/obama-3.jpg", "strangers/stranger-2.jpg", "persons/obama-partial-1.jpg", "strangers/stranger-3.jpg",
]
# And its second, an MJPEG stream.
STREAM = ["persons/obama-3.jpg", "strangers/stranger-3.jpg", "persons/biden-2.jpg"]
# Frames of one round of it, with the empty room between people (see camera.py).
FRAMES_OF_FILM = len(STREAM) * 25


def photograph(name):
    return os.path.join(PHOTOGRAPHS, name)


def say(text):
    print(f"{datetime.now():%H:%M:%S}  {text}", flush=True)


class Demonstration:
    def __init__(self, folder):
        self.folder = folder
        self.programs = []
        self.survived = []
        self.seen = self.path("camera-b")
        os.makedirs(self.seen)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def program(self, name, *command):
        program = Program(name, [str(word) for word in command], self.path(name + ".log"))
        self.programs.append(program)
        return program.start()

    def stop(self):
        failures = []
        for program in reversed(self.programs):
            try:
                program.stop()
            except Failure as failure:
                failures.append(str(failure))
        if failures:
            raise Failure("; ".join(failures))

    # The parts of the story, in order.

    def set_up_hub(self):
        run(HUB_PROGRAM, "init", "--data", self.path("hub"), "--site", "Demonstration School", "--time-zone", "UTC",
            "--port", "0")
        self.start_hub()
        with open(self.path("hub", "admin.secret")) as file:
            self.hub = Hub(
                self.address, file.read().strip(),
                run(HUB_PROGRAM, "authority", "export", "--data", self.path("hub")))
        say(f"Hub runs at {self.address}")

    def start_hub(self, port="0"):
        port_file = self.path("hub.port")
        if os.path.exists(port_file):
            os.remove(port_file)
        self.hub_process = self.program(
            "hub", HUB_PROGRAM, "serve", "--data", self.path("hub"), "--port", port, "--port-file", port_file)
        wait_for("the hub's start", 30, lambda: self.hub_process.alive() and os.path.exists(port_file))
        with open(port_file) as file:
            self.address = "https://127.0.0.1:" + file.read().strip()

    def set_up_node(self, name, room):
        token = json.loads(run(
            HUB_PROGRAM, "nodes", "token", "--data", self.path("hub"), "--room", room, "--json"))["token"]
        run(EDGE_PROGRAM, "join", self.address, "--token", token, "--name", name, "--data", self.path(name))
        say(f"{name} joined for room {room}")

    def start_node(self, name, *options):
        return self.program(name, EDGE_PROGRAM, "run", "--data", self.path(name), *options)

    def timetable(self):
        now = datetime.now(timezone.utc)
        start, end = now - timedelta(minutes=2), now + timedelta(minutes=40)
        if end.date() != start.date():
            end = start.replace(hour=23, minute=59)
        with open(self.path("timetable.csv"), "w") as file:
            file.write("section,room,title,date,start,end\n")
            file.write(f"7b,B202,Mathematics,{start:%Y-%m-%d},{start:%H:%M},{end:%H:%M}\n")
        run(HUB_PROGRAM, "sessions", "import", "--data", self.path("hub"), self.path("timetable.csv"))

    def enrol(self):
        run(HUB_PROGRAM, "people", "enrol", "--data", self.path("hub"), "--name", AT_HUB, "--number", "1001",
            "--section", "7b", photograph("persons/biden-1.jpg"))
        run(HUB_PROGRAM, "people", "add", "--data", self.path("hub"), "--name", "Never Seen", "--number", "1003",
            "--section", "7b")
        run(EDGE_PROGRAM, "enrol", "--data", self.path("node-a"), "--name", AT_NODE_A, "--number", "1002",
            "--section", "7b", photograph("persons/obama-1.jpg"))
        say(f"{AT_HUB} is enrolled at the hub, {AT_NODE_A} at node A")

        def both_at_b():
            status = json.loads(run(EDGE_PROGRAM, "outbox", "status", "--data", self.path("node-b"), "--json"))
            return status["samples"] >= 2
        wait_for("the arrival of both enrolments at node B", 60, both_at_b)
        say("Both have reached node B")

    def show(self, names):
        for name in names:
            number = len(os.listdir(self.seen)) + 1
            target = os.path.join(self.seen, f"{number:03}-{os.path.basename(name)}")
            # A camera writes elsewhere and renames, so that nobody reads half a file.
            shutil.copy(photograph(name), self.path("half"))
            os.rename(self.path("half"), target)

    def outbox(self):
        """What node B recorded, read from its database and not asked of it."""
        with sqlite3.connect(f"file:{self.path('node-b', 'node.sqlite')}?mode=ro", uri=True) as database:
            lines = [json.loads(line) for (line,) in database.execute("SELECT line FROM outbox ORDER BY sequence")]
        return [line["event"] for line in lines if "event" in line]

    def recorded(self, more_than):
        wait_for("a new event at node B", 60, lambda: len(self.outbox()) > more_than)

    def film(self, camera_port):
        node_b = self.start_node(
            "node-b", "--camera", "folder:" + self.seen, "--camera", f"http://127.0.0.1:{camera_port}/")
        return node_b

    def faults(self, camera_port):
        """Shows pictures to node B while its hub is away and it is itself killed."""
        self.node_b.stop()
        self.node_b = self.film(camera_port)
        self.show(FOLDER[:2])
        self.recorded(0)
        port = self.address.rsplit(":", 1)[1]

        say("The hub is stopped; node B goes on alone")
        self.hub_process.stop()
        stopped = time.monotonic()
        before = len(self.outbox())
        self.show(FOLDER[2:5])
        self.recorded(before)

        say("Node B is killed with -9 while it works through its pictures")
        self.node_b.kill()
        before = len(self.outbox())
        self.show(FOLDER[5:7])
        self.node_b = self.film(camera_port)
        self.survived.append({"fault": "node B killed with SIGKILL", "events_in_outbox": before})
        self.recorded(before)
        time.sleep(max(0, 5 - (time.monotonic() - stopped)))
        self.start_hub(port)
        self.survived.append({"fault": "hub stopped", "seconds": round(time.monotonic() - stopped, 1)})
        say(f"The hub is back after {self.survived[-1]['seconds']} s")

        before = len(self.hub.all("/v1/events"))
        self.show(FOLDER[7:])
        wait_for("an event from node B after the outage", 60, lambda: len(self.hub.all("/v1/events")) > before)
        say("The hub is killed with -9 and started again")
        self.hub_process.kill()
        self.start_hub(port)
        self.survived.append({"fault": "hub killed with SIGKILL"})

    def settle(self):
        """Waits until both people were filmed and everything recorded is at the hub."""
        def filmed():
            self.node_b.alive()
            cameras = json.loads(run(
                EDGE_PROGRAM, "outbox", "status", "--data", self.path("node-b"), "--json"))["cameras"]
            # One round of the film: who was seen in this room some minutes ago gives no second event.
            return any(
                camera["frames"] >= FRAMES_OF_FILM and camera["events"] >= 1
                for camera in cameras if "http" in camera["name"])
        say("Node B watches the stream")
        wait_for("one round of the stream", 120, filmed)

        def all_photographs():
            with sqlite3.connect(f"file:{self.path('node-b', 'node.sqlite')}?mode=ro", uri=True) as database:
                return database.execute("SELECT count(*) FROM seen_files").fetchone()[0] >= len(FOLDER)
        wait_for("the end of the folder of photographs", 60, all_photographs)
        # The stream would go on for ever: with the camera off, what is recorded is final.
        self.camera.stop()
        self.camera.process.wait()
        time.sleep(2)
        wait_for("the arrival of every event at the hub", 60, lambda: len(self.outbox()) <= len(self.hub.all("/v1/events")))

    def result(self):
        sent = [event["id"] for event in self.outbox()]
        events = [event for event in self.hub.all("/v1/events") if event["node_name"] == "node-b"]
        received = [event["id"] for event in events]
        people = {person["id"]: person["name"] for person in self.hub.all("/v1/people")}
        named = sorted({people[event["person"]] for event in events if event["kind"] == "identification"})
        strangers = self.strangers()
        checks = {
            "both_recognised_at_node_b": {AT_HUB, AT_NODE_A} <= set(named),
            "no_stranger_named": not any(face["person"] for face in strangers) and set(named) <= {AT_HUB, AT_NODE_A},
            "nothing_lost": set(sent) <= set(received),
            "nothing_doubled": len(received) == len(set(received)) and len(sent) == len(set(sent)),
            "nothing_invented": set(received) <= set(sent),
            "quarantine_empty": not self.hub.all("/v1/quarantine"),
        }
        return {
            "ok": all(checks.values()), "checks": checks, "survived": self.survived,
            "events": {"sent": len(sent), "received": len(received), "distinct": len(set(received))},
            "enrolled": {"at_hub": AT_HUB, "at_node_a": AT_NODE_A},
            "recognised_at_node_b": named,
            "strangers": {"faces": len(strangers), "named": sum(1 for face in strangers if face["person"])},
            "unknown_faces": self.hub.all("/v1/unknown"),
            "records": self.hub.all("/v1/records"),
        }

    def strangers(self):
        """What node B's own gallery says to each face of somebody who is not enrolled."""
        files = [photograph("group-six.jpg")] + sorted(glob.glob(photograph("strangers/*")))
        found = json.loads(run(EDGE_PROGRAM, "recognise", "--data", self.path("node-b"), "--json", *files))
        return [face for file in found for face in file["faces"]]

    def tell(self, result):
        print()
        print(run(HUB_PROGRAM, "records", "--data", self.path("hub")))
        print(f"Unknown faces: {len(result['unknown_faces'])} "
              f"({result['strangers']['faces']} faces of strangers shown, {result['strangers']['named']} given a name)")
        print("Survived: " + "; ".join(
            fault["fault"] + (f" for {fault['seconds']} s" if "seconds" in fault else "") for fault in self.survived))
        events = result["events"]
        print(f"Events: {events['sent']} recorded at node B, {events['received']} received at the hub, "
              f"{events['distinct']} distinct")
        for check, passed in result["checks"].items():
            print(f"  {'yes' if passed else 'NO '}  {check.replace('_', ' ')}")

    def play(self):
        self.set_up_hub()
        self.set_up_node("node-a", "A101")
        self.set_up_node("node-b", "B202")
        self.timetable()
        self.start_node("node-a")
        self.node_b = self.start_node("node-b")
        port_file = self.path("camera.port")
        self.camera = self.program(
            "camera", sys.executable, os.path.join(TOP, "deploy", "demo-parts", "camera.py"), port_file,
            *map(photograph, STREAM))
        self.enrol()
        wait_for("the camera's start", 30, lambda: self.camera.alive() and os.path.exists(port_file))
        with open(port_file) as file:
            camera_port = file.read()
        self.faults(camera_port)
        self.settle()


def main():
    parser = argparse.ArgumentParser(prog="deploy/demo")
    parser.add_argument("--once", action="store_true")
    parser.add_argument("--json")
    parser.add_argument("--keep")
    options = parser.parse_args()
    if options.keep:
        os.makedirs(options.keep)
    folder = os.path.abspath(options.keep or tempfile.mkdtemp(prefix="rollcall-demo-"))
    demonstration = Demonstration(folder)
    started = time.monotonic()
    # Whoever ends the demonstration ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        demonstration.play()
        result = demonstration.result()
        result["seconds"] = round(time.monotonic() - started, 1)
        demonstration.tell(result)
        if options.json:
            with open(options.json, "w") as file:
                json.dump(result, file, indent=2)
        if not options.once:
            print(f"\nDashboard: {demonstration.address}/#secret={demonstration.hub.secret}\nEnd with Ctrl-C.")
            while True:
                time.sleep(3600)
    except Failure as failure:
        options.keep = folder
        sys.exit(f"deploy/demo: {failure}\nThe data and logs are in {folder}")
    except KeyboardInterrupt:
        return
    except Exception:
        options.keep = folder
        raise
    finally:
        try:
            demonstration.stop()
        except Failure as failure:
            sys.exit(f"deploy/demo: {failure}")
        if not options.keep:
            shutil.rmtree(folder)
    sys.exit(0 if result["ok"] else 1)


if __name__ == "__main__":
    main()
