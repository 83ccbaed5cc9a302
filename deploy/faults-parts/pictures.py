"""Small photographs in any number: each shows exactly one face and has bytes of its own."""

import io
import os
import struct

from PIL import Image

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PHOTOGRAPHS = os.path.join(TOP, ".cache", "photographs")
SIDE = 128

# Where the faces are: left, top, width, height.
BOXES = {
    "obama": ("persons/obama-1.jpg", (369, 91, 242, 330)),
    "biden": ("persons/biden-1.jpg", (416, 175, 303, 403)),
    "stranger-1": ("strangers/stranger-1.png", (10, 5, 75, 108)),
    "stranger-2": ("strangers/stranger-2.jpg", (121, 45, 131, 177)),
    "stranger-3": ("strangers/stranger-3.jpg", (87, 98, 270, 361)),
    "group-1": ("group-six.jpg", (751, 346, 95, 126)),
    "group-2": ("group-six.jpg", (462, 266, 114, 151)),
    "group-3": ("group-six.jpg", (1132, 274, 95, 125)),
    "group-6": ("group-six.jpg", (52, 266, 118, 134)),
}
FACES = list(BOXES)

_made = {}


def portrait(face, number=0):
    """A JPEG of the face. Those of different numbers differ a little, so that no two embeddings are equal."""
    if (face, number) not in _made:
        name, (left, top, width, height) = BOXES[face]
        image = Image.open(os.path.join(PHOTOGRAPHS, name)).convert("RGB")
        middle, reach = (left + width / 2, top + height / 2), max(width, height) * 0.75
        box = [int(value) for value in (
            middle[0] - reach, middle[1] - reach, middle[0] + reach, middle[1] + reach)]
        output = io.BytesIO()
        # A little nearer or farther.
        inset = number % 97 * 0.03
        cropped = image.crop(box)
        frame = (inset, inset, cropped.width - inset, cropped.height - inset)
        cropped.resize((SIDE, SIDE), Image.LANCZOS, frame).save(output, "JPEG", quality=85 + number // 97 % 10)
        _made[face, number] = output.getvalue()
    return _made[face, number]


def picture(face, number):
    """The face's JPEG with a comment segment that no other picture has: a node takes it for a new photograph."""
    jpeg, comment = portrait(face), b"picture %d" % number
    return jpeg[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + jpeg[2:]


class Camera:
    """A folder that a node watches."""

    def __init__(self, folder):
        self.folder, self.shown = folder, 0
        os.makedirs(folder, exist_ok=True)

    def show(self, face, count=1):
        for _ in range(count):
            self.shown += 1
            name = os.path.join(self.folder, f"{self.shown:07}-{face}.jpg")
            # A camera writes elsewhere and renames, so that nobody reads half a file.
            with open(name + ".half", "wb") as file:
                file.write(picture(face, self.shown))
            os.rename(name + ".half", name)
