"""Starting, stopping and asking the programs of the demonstration."""

import json
import os
import signal
import ssl
import subprocess
import time
import urllib.request


class Failure(Exception):
    """The demonstration cannot go on; the text says why."""


def wait_for(what, seconds, look):
    """Asks `look` until it gives something; fails after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise Failure(f"{what} did not happen within {seconds} s")


class Program:
    """One process with its log file; may be killed and started again."""

    def __init__(self, name, command, log):
        self.name, self.command, self.log = name, command, log
        self.process = None

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        return self

    def alive(self):
        if self.process.poll() is not None:
            with open(self.log, errors="replace") as log:
                tail = "".join(log.readlines()[-5:])
            raise Failure(f"{self.name} ended with {self.process.returncode}:\n{tail}")
        return True

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, seconds=20):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Failure(f"{self.name} did not stop within {seconds} s and was killed") from None


def run(*command):
    """Runs a command to its end and gives its output."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise Failure(f"{os.path.basename(command[0])} {command[1]} failed ({done.returncode}): {done.stderr.strip()}")
    return done.stdout


class Hub:
    """The hub's REST interface; `authority` is the certificate (PEM) by which the hub is known."""

    def __init__(self, address, secret, authority):
        self.address, self.secret = address, secret
        self.trust = ssl.create_default_context(cadata=authority)

    def get(self, path):
        request = urllib.request.Request(
            self.address + path, headers={"Authorization": "Bearer " + self.secret, "Accept": "application/json"})
        with urllib.request.urlopen(request, timeout=20, context=self.trust) as response:
            return json.load(response)

    def all(self, path):
        """Every item of a list that comes in pages."""
        items, cursor = [], None
        while True:
            page = self.get(path + ("&" if "?" in path else "?") + "limit=100" + (f"&cursor={cursor}" if cursor else ""))
            items += page["items"]
            cursor = page["next"]
            if cursor is None:
                return items
