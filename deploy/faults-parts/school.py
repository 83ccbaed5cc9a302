"""A hub and its nodes: real processes in one folder, which may be killed, set back, copied and cut off."""

import itertools
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.append(os.path.join(TOP, "deploy", "demo-parts"))

from processes import Failure, Program, run, wait_for  # noqa: E402
from pictures import Camera, portrait  # noqa: E402

PROGRAMS = os.path.join(TOP, ".build", "release")
PACKS = os.path.join(TOP, ".cache", "packs")
HUB = os.path.join(PROGRAMS, "rollcall-hub")
EDGE = os.path.join(PROGRAMS, "rollcall-edge")


# Below those that the system gives to connections: a hub that is down for a moment must find its port free again.
PORTS = itertools.cycle(random.sample(range(20_000, 32_000), 12_000))


def free_port():
    for port in PORTS:
        with socket.socket() as chosen:
            chosen.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                chosen.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


class Refused(Exception):
    """An answer of the hub that is none of 2xx."""

    def __init__(self, status, text):
        super().__init__(f"{status}: {text[:300]}")
        self.status, self.text = status, text


class Process(Program):
    """A program with its log, also under a prefix such as strace, in an environment of its own."""

    def start(self, prefix=(), environment=None):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*prefix, *self.command], stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                env={**os.environ, **(environment or {})}, start_new_session=True)
        return self

    @property
    def running(self):
        return self.process is not None and self.process.poll() is None

    @property
    def holds_lock(self):
        """Whether it has its data folder for itself, as the kernel says: to try the lock might be in its way."""
        with open("/proc/locks") as locks:
            return any(line.split()[1:5] == ["FLOCK", "ADVISORY", "WRITE", str(self.process.pid)] for line in locks)

    def kill(self):
        if self.running:
            # The whole session: under strace the program is the tracer's child.
            os.killpg(self.process.pid, signal.SIGKILL)
        if self.process is not None:
            self.process.wait()

    def text(self, since=0):
        if not os.path.exists(self.log):
            return ""
        with open(self.log, "rb") as log:
            log.seek(since)
            return log.read().decode(errors="replace")

    def stop(self, seconds=30):
        """In good order, or else that is a failure. While it still starts, SIGTERM ends it like any program."""
        super().stop(seconds)
        if self.process is not None and self.process.returncode not in (0, -signal.SIGKILL, -signal.SIGTERM):
            raise Failure(f"{self.name} ended with {self.process.returncode}:\n{self.text()[-1500:]}")


class Node:
    def __init__(self, school, name, data=None, camera=None):
        self.school, self.name = school, name
        self.data = data or school.path(name)
        self.camera = camera or Camera(school.path(name + ".camera"))
        self.process = Process(name, [
            EDGE, "run", "--data", self.data, "--packs", PACKS, "--camera", "folder:" + self.camera.folder,
        ], school.path(name + ".log"))

    def start(self, **how):
        self.process.start(**how)
        return self

    def kill(self):
        self.process.kill()

    def stop(self):
        self.process.stop()

    def until_idle(self, seconds=120, **how):
        """Runs until every photograph is dealt with and the hub has everything."""
        command = self.process.command
        self.process.command = command + ["--until-idle"]
        try:
            self.process.start(**how)
            self.process.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Failure(f"{self.name} was not idle within {seconds} s:\n{self.process.text()[-1500:]}") from None
        finally:
            self.process.command = command
        if self.process.process.returncode != 0:
            raise Failure(f"{self.name} ended with {self.process.process.returncode}:\n{self.process.text()[-1500:]}")

    @property
    def database(self):
        return os.path.join(self.data, "node.sqlite")

    def query(self, sql, *values):
        """Reads beside the process. Waits while the database is being opened or locked."""
        for attempt in range(50):
            try:
                with_database = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10)
                try:
                    return with_database.execute(sql, values).fetchall()
                finally:
                    with_database.close()
            except sqlite3.OperationalError:
                if attempt == 49:
                    raise
                time.sleep(0.1)

    def operations(self):
        """[(sequence, operation)] of the outbox; what a test has spoilt is left out."""
        found = []
        for sequence, line in self.query("SELECT sequence, line FROM outbox ORDER BY sequence"):
            try:
                found.append((sequence, json.loads(line)))
            except (ValueError, RecursionError):
                continue
        return found

    def events(self):
        return [operation["event"] for _, operation in self.operations() if "event" in operation]

    def seen(self):
        return self.query("SELECT count(*) FROM seen_files WHERE folder = ?", self.camera.folder)[0][0]

    def pending(self):
        return self.query("SELECT last_sequence - accepted_through FROM replication")[0][0]

    def samples(self):
        """What the node would match against: {(sample, person, embedding)}."""
        return {tuple(row) for row in self.query("SELECT id, person, embedding FROM samples")}

    def wait_seen(self, seconds=60):
        wait_for(f"the last photograph at {self.name}", seconds, lambda: self.seen() >= self.camera.shown)

    def wait_delivered(self, seconds=90):
        self.wait_seen(seconds)
        wait_for(f"the delivery of all that {self.name} has", seconds, lambda: self.pending() == 0)

    def gallery_root(self):
        """As the node itself verifies it; None where it has no gallery."""
        pointer = self.query("SELECT pointer FROM gallery")[0][0]
        if pointer is None:
            return None
        path = os.path.join(self.data, "gallery", pointer)
        return json.loads(run(EDGE, "gallery", "inspect", path, "--data", self.data, "--json"))["root"]


class School:
    def __init__(self, folder, address=None, host="127.0.0.1", names=(), hub_data=None):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        self.hub_data = hub_data or self.path("hub")
        self.port = free_port()
        self.host = address or "127.0.0.1"
        self.nodes = []
        run(HUB, "init", "--data", self.hub_data, "--site", "Fault School", "--time-zone", "UTC", "--host", host,
            "--port", str(self.port), *[word for name in names for word in ("--name", name)])
        self.hub = Process("hub", [
            HUB, "serve", "--data", self.hub_data, "--packs", PACKS, "--port-file", self.path("hub.port"),
        ], self.path("hub.log"))
        with open(os.path.join(self.hub_data, "admin.secret")) as file:
            self.secret = file.read().strip()
        self.trust = ssl.create_default_context(
            cadata=run(HUB, "authority", "export", "--data", self.hub_data))

    def path(self, *names):
        return os.path.join(self.folder, *names)

    @property
    def address(self):
        return f"https://{self.host}:{self.port}"

    # The hub.

    def start_hub(self, wait=True, **how):
        port_file = self.path("hub.port")
        if os.path.exists(port_file):
            os.remove(port_file)
        self.hub.start(**how)
        if wait:
            wait_for("the hub's start", 60, lambda: self.hub.alive() and os.path.exists(port_file))

    def stop_hub(self):
        self.hub.stop()

    def request(self, method, path, body=None, content_type="application/json", seconds=30):
        """Gives the JSON of the answer, or None where it has no body. Raises Refused, and OSError where nobody
        answered: then it is unknown what the hub did."""
        headers = {"Authorization": "Bearer " + self.secret, "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = content_type
        request = urllib.request.Request(self.address + path, data=body, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=seconds, context=self.trust) as response:
                text = response.read()
        except urllib.error.HTTPError as error:
            raise Refused(error.code, error.read().decode(errors="replace")) from None
        except (ConnectionError, ssl.SSLError, TimeoutError) as error:
            raise OSError(str(error)) from None
        except Exception as error:
            if isinstance(error, OSError):
                raise
            # http.client's own errors, where the answer broke off
            raise OSError(repr(error)) from None
        return json.loads(text) if text else None

    def get(self, path):
        return self.request("GET", path)

    def all(self, path):
        items, cursor = [], None
        while True:
            page = self.get(path + "?limit=500" + (f"&cursor={cursor}" if cursor else ""))
            items += page["items"]
            cursor = page["next"]
            if cursor is None:
                return items

    def enrol(self, name, face, number=1, seconds=60):
        """Enrols by the portrait with this number at the hub; gives the person's id."""
        edge = uuid.uuid4().hex
        parts = [("name", None, name.encode()), ("photograph", "face.jpg", portrait(face, number))]
        body = b"".join(
            f'--{edge}\r\nContent-Disposition: form-data; name="{field}"'.encode()
            + (f'; filename="{file}"'.encode() if file else b"") + b"\r\n\r\n" + value + b"\r\n"
            for field, file, value in parts) + f"--{edge}--\r\n".encode()
        reply = self.request("POST", "/v1/enrolments", body, f"multipart/form-data; boundary={edge}", seconds)
        return reply["person"]["id"]

    def erase(self, person):
        body = json.dumps({"reason": "a test of faults", "actor": "tester"}).encode()
        return self.request("POST", f"/v1/people/{person}/erasure", body)["id"]

    def erasures_open(self):
        return [item["id"] for item in self.all("/v1/receipts") if item.get("completed_ms") is None]

    # Nodes.

    def token(self, room):
        return json.loads(run(HUB, "nodes", "token", "--data", self.hub_data, "--room", room, "--json"))["token"]

    def join(self, name, room=None, address=None, data=None):
        node = Node(self, name, data)
        run(EDGE, "join", address or self.address, "--token", self.token(room or name), "--name", name,
            "--data", node.data)
        self.nodes.append(node)
        return node

    def node_view(self, name):
        return next(item for item in self.all("/v1/nodes") if item["name"] == name)

    def close(self):
        """Ends whatever still runs; in bad order where it has to be."""
        for node in self.nodes:
            node.kill()
        self.hub.kill()

def copy_folder(source, target):
    """A plain copy of a data folder whose process does not run."""
    if os.path.exists(target):
        shutil.rmtree(target)
    shutil.copytree(source, target)
