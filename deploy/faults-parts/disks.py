"""Disks that are full."""

import os
import subprocess

from checker import Checker, History
from pictures import FACES
from scenario import Skipped, expect
from school import School, wait_for


class SmallDisk:
    """A file system of its own, in memory."""

    def __init__(self, folder, megabytes):
        self.folder = folder
        os.makedirs(folder)
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], capture_output=True, text=True)
        if done.returncode != 0:
            raise Skipped(f"a small file system cannot be mounted here ({done.stderr.strip()})")
        self.ballast = os.path.join(folder, "somebody-elses-file")

    def fill(self):
        """Leaves not one block."""
        with open(self.ballast, "ab", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass

    def free(self):
        os.remove(self.ballast)

    def close(self):
        subprocess.run(["umount", "-l", self.folder], capture_output=True)


def node_full(context):
    disk = SmallDisk(os.path.join(context.folder, "disk"), 4)
    school = None
    try:
        school = School(os.path.join(context.folder, "school"))
        school.start_hub()
        node = school.join("node", data=os.path.join(disk.folder, "node"))
        node.start()
        node.camera.show("biden", 2)
        node.wait_delivered()
        for _ in range(1 if context.short else 4):
            disk.fill()
            node.camera.show(context.chance.choice(FACES), 6)
            wait_for("word of the full disk", 60, lambda: "cannot write to its disk" in node.process.text())
            expect(node.process.running, "the node ended because its disk is full")
            if context.chance.random() < 0.5:
                # A kill on a full disk.
                node.kill()
                disk.free()
                node.start()
            else:
                disk.free()
            node.wait_delivered()
            context.account.faults += 1
        node.stop()
        school.stop_hub()
        Checker(school, History(), context.account, galleries=False).run()
        return "it said so, kept what it had and went on when there was room"
    finally:
        if school:
            school.close()
        disk.close()


def hub_full(context):
    disk = SmallDisk(os.path.join(context.folder, "disk"), 6)
    school = None
    try:
        school = School(os.path.join(context.folder, "school"), hub_data=os.path.join(disk.folder, "hub"))
        school.start_hub()
        nodes = [school.join(name) for name in ("node-0", "node-1")]
        for node in nodes:
            node.start()
            node.camera.show("biden", 2)
            node.wait_delivered()
        for _ in range(1 if context.short else 4):
            disk.fill()
            for node in nodes:
                node.camera.show(context.chance.choice(FACES), 20)
                node.wait_seen()
            wait_for("word of the full disk", 90, lambda: "disk is full" in nodes[0].process.text().lower())
            expect(school.hub.running, "the hub ended because its disk is full")
            if context.chance.random() < 0.5:
                school.hub.kill()
                disk.free()
                school.start_hub()
            else:
                disk.free()
            for node in nodes:
                # The hub asked them to wait.
                node.wait_delivered(120)
            context.account.faults += 1
        for node in nodes:
            node.stop()
        school.stop_hub()
        Checker(school, History(), context.account, galleries=False).run()
        return "nodes were told, kept what they had and sent it when there was room"
    finally:
        if school:
            school.close()
        disk.close()
