"""The library of preload.c around one process: see there."""

import errno
import mmap
import os
import shutil
import struct
import subprocess
import tempfile
import threading

from scenario import Skipped

HERE = os.path.dirname(os.path.abspath(__file__))
KILL = -1
EIO, ENOSPC = errno.EIO, errno.ENOSPC
_SIZE = 9 * 8
_AT = {"syncs": 0, "writes": 32}
_library, _lock = None, threading.Lock()


def library():
    """Compiled once for all scenarios."""
    global _library
    with _lock:
        if _library is None:
            if shutil.which("gcc") is None:
                raise Skipped("there is no C compiler (gcc)")
            path = os.path.join(tempfile.mkdtemp(prefix="rollcall-preload-"), "preload.so")
            subprocess.run(
                ["gcc", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC", "-o", path,
                 os.path.join(HERE, "preload.c"), "-ldl"], check=True)
            _library = path
    return _library


def forget_library():
    if _library:
        shutil.rmtree(os.path.dirname(_library), ignore_errors=True)


class Preload:
    def __init__(self, path):
        self.path = path
        with open(path, "wb") as file:
            file.write(bytes(_SIZE))
        with open(path, "r+b") as file:
            self.map = mmap.mmap(file.fileno(), _SIZE)
        self.library = library()

    @property
    def environment(self):
        return {"LD_PRELOAD": self.library, "ROLLCALL_FAULTS": self.path}

    def _get(self, at):
        return struct.unpack_from("<q", self.map, at)[0]

    def _set(self, at, value):
        struct.pack_into("<q", self.map, at, value)

    def count(self, calls):
        """How often the process made such a call so far."""
        return self._get(_AT[calls])

    def plan(self, calls, first, last, action):
        """From the `first` to the `last` call (1 is the process's first) `action` happens."""
        at = _AT[calls]
        self._set(at + 24, 0)
        self._set(at + 8, first)
        self._set(at + 16, last)
        self._set(at + 24, action)

    def next(self, calls, many, action):
        now = self.count(calls)
        self.plan(calls, now + 1, now + many, action)

    def clear(self):
        for at in _AT.values():
            self._set(at + 24, 0)

    def restart(self):
        """Counts from 0 again, for the next process."""
        self.clear()
        for at in _AT.values():
            self._set(at, 0)

    def move_clock(self, seconds):
        self._set(64, int(seconds * 1000))
