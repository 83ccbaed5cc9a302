"""Data folders that were copied, set back or spoilt, of nodes and of the hub."""

import os
import shutil

from checker import Checker, History
from pictures import FACES, Camera
from scenario import expect
from school import Node, School, copy_folder, wait_for


class Story:
    """One node at a hub, both with some history."""

    def __init__(self, context):
        self.context, self.account, self.chance = context, context.account, context.chance
        self.school, self.history = School(context.folder), History()
        self.school.start_hub()
        self.node = self.school.join("node")
        self.people = {}
        for number, face in enumerate(("obama", "biden"), 1):
            name = f"Pupil Number {number} Qx"
            self.people[face] = (self.school.enrol(name, face, number), name)
        self.node.start()
        self.come(self.node)

    def come(self, node, count=3, delivered=True):
        for _ in range(count):
            node.camera.show(self.chance.choice(FACES))
        if delivered:
            node.wait_delivered()
        else:
            node.wait_seen()

    def new_camera(self, node):
        """A node that is set back would look at its photographs again, which would be new events by right."""
        self.history.capture(node)
        fresh = Node(self.school, node.name, node.data, Camera(node.camera.folder + "'"))
        fresh.process.log = node.process.log
        self.school.nodes[self.school.nodes.index(node)] = fresh
        return fresh

    def erase(self, face):
        person, name = self.people.pop(face)
        self.history.will_erase(person, name, [])
        self.school.erase(person)

    def end(self, **how):
        wait_for("the end of all erasures", 90, lambda: not self.school.erasures_open())
        for node in self.school.nodes:
            node.stop()
        self.school.stop_hub()
        Checker(self.school, self.history, self.account, **how).run()


def cloned_node(context):
    """One data folder on two machines, both awake."""
    story = Story(context)
    school, node = story.school, story.node
    try:
        node.stop()
        copy = Node(school, "copy", school.path("copy"))
        copy_folder(node.data, copy.data)
        copy.is_copy = True
        school.nodes.append(copy)
        node.start()
        copy.start()
        for _ in range(2 if context.short else 6):
            story.come(node, 2)
            story.come(copy, 2)
        expect(school.node_view("node")["forked"], "the hub did not notice the copy")
        expect("Two copies of a node's outbox write." in school.hub.text(), "the hub's log does not tell of the copy")
        context.account.faults += 1
        story.end(galleries=False)
        lines = {name: one.process.text().count("in a new lineage") for name, one in (("node", node), ("copy", copy))}
        return f"noticed, new lineages: {lines}"
    finally:
        school.close()


def node_set_back(context, alone):
    """A node's disk is set back to an older image; `alone`: and it records before it hears of the hub."""
    story = Story(context)
    school, node = story.school, story.node
    try:
        node.stop()
        image = school.path("image")
        copy_folder(node.data, image)
        node.start()
        story.come(node, 4)
        node.stop()
        if alone:
            school.stop_hub()
        story.history.capture(node)
        copy_folder(image, node.data)
        node = story.new_camera(node)
        node.is_copy = node.is_set_back = True
        node.start()
        story.come(node, 3, delivered=not alone)
        if alone:
            node.kill()
            school.start_hub()
            node.start()
        node.wait_delivered()
        story.come(node, 2)
        expect("in a new lineage" in node.process.text(), "the node did not begin a new lineage")
        context.account.faults += 1
        story.end(galleries=False)
        return "went on in a new lineage"
    finally:
        school.close()


def hub_set_back(context, with_ledger):
    """The hub's folder is replaced by an older copy of itself; `with_ledger`: the file of erasures is the newest."""
    story = Story(context)
    school, node = story.school, story.node
    try:
        school.stop_hub()
        image = school.path("image")
        copy_folder(school.hub_data, image)
        node.kill()
        school.start_hub()
        node.start()
        story.come(node, 5)
        story.erase("obama")
        wait_for("the end of the erasure", 60, lambda: not school.erasures_open())
        story.come(node, 2)
        school.stop_hub()
        ledger = os.path.join(school.hub_data, "erasures.ledger")
        shutil.copy(ledger, school.path("ledger"))
        copy_folder(image, school.hub_data)
        if with_ledger:
            shutil.copy(school.path("ledger"), ledger)
        school.start_hub()
        if with_ledger:
            expect(story.people.keys() == {"biden"} and len(school.all("/v1/people")) == 1,
                   "the restored hub answered before it had replayed its ledger")
        # A node that was never away in its own eyes.
        node.kill()
        node.start()
        story.come(node, 2)
        expect("older than what it once acknowledged" in school.hub.text(), "the hub did not notice its loss")
        wait_for("that the erased stay erased", 60, lambda: len(school.all("/v1/people")) == 1)
        context.account.faults += 1
        story.end()
        return "noticed at the first contact and filled up; the erased stayed erased"
    finally:
        school.close()


def spoilt_gallery(context):
    """The gallery's file is an older one, has a flipped bit, is cut short, or is gone."""
    story = Story(context)
    school, node = story.school, story.node
    try:
        wait_for("a gallery", 30, lambda: node.query("SELECT pointer FROM gallery")[0][0])
        old = read(current(node))
        third = school.enrol("Pupil Number 3 Qx", "group-1", 3)
        story.history.enrolled[third] = "Pupil Number 3 Qx"
        wait_for("the third person", 60, lambda: len(node.samples()) == 3)
        wait_for("a new gallery", 60, lambda: node.query("SELECT changes = published FROM gallery")[0][0])
        root = node.gallery_root()

        def flipped(content):
            at = context.chance.randrange(len(content))
            return content[:at] + bytes([content[at] ^ 1 << context.chance.randrange(8)]) + content[at + 1:]
        spoil = {
            "an older file": lambda content: old, "cut short": lambda content: content[:len(content) // 2],
            "gone": lambda content: None, "empty": lambda content: b""}
        for number in range(2 if context.short else 12):
            spoil[f"a flipped bit ({number + 1})"] = flipped
        for what, change in spoil.items():
            node.kill()
            path = current(node)
            content = change(read(path))
            os.remove(path)
            if content is not None:
                with open(path, "wb") as file:
                    file.write(content)
            node.start()
            story.come(node, 1)
            expect(node.gallery_root() == root, f"{what}: the gallery is not the one that the hub describes")
            context.account.faults += 1
        story.end()
        return f"made anew from the node's rows in {len(spoil)} cases"
    finally:
        school.close()


def current(node):
    return os.path.join(node.data, "gallery", node.query("SELECT pointer FROM gallery")[0][0])


def read(path):
    with open(path, "rb") as file:
        return file.read()

