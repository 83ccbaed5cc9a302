"""What the programs that Rollcall is compared with have in common."""

import argparse
import json
import os
import time

import numpy

#: People to compare a face with in every pipeline, as many as a small school has samples.
GALLERY_SIZE = 1000


def arguments(**more):
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    for name, default in more.items():
        kind = str if default is None else type(default)
        parser.add_argument("--" + name.replace("_", "-"), type=kind, default=default)
    return parser.parse_args()


def photographs(folder):
    """The paths of all JPEG and PNG files under `folder`, sorted."""
    return sorted(
        os.path.join(place, name)
        for place, _, names in os.walk(folder, followlinks=True)
        for name in names if name.lower().endswith((".jpg", ".jpeg", ".png")))


def unit_vectors(count, dimension):
    vectors = numpy.random.default_rng(1).standard_normal((count, dimension), dtype=numpy.float32)
    return vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True)


def measure(work, paths):
    """Runs `work` (path to number of faces) over all photographs, after three to warm up."""
    for path in paths[:3]:
        work(path)
    start = time.perf_counter()
    faces = sum(work(path) for path in paths)
    milliseconds = (time.perf_counter() - start) * 1000
    return {"ms_per_image": milliseconds / len(paths), "faces": faces, "images": len(paths)}


def report(result, **more):
    print(json.dumps({**result, **more}))
