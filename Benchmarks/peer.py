"""What the programs that Rollcall is compared with have in common."""

import argparse
import concurrent.futures
import json
import os
import time

import numpy

#: People to compare a face with in every pipeline, as many as a small school has samples.
GALLERY_SIZE = 1000
#: Photographs that each process works through before the clock starts.
WARM_UP = 3


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


def measure(prepare, work, options):
    """Has `work` (path to number of faces) go through all photographs, in as many processes side by side as
    there may be threads, each of which calls `prepare` first. Some photographs warm up unmeasured."""
    paths = photographs(options.images)
    with concurrent.futures.ProcessPoolExecutor(options.threads, initializer=prepare) as pool:
        list(pool.map(work, paths[:WARM_UP] * options.threads))
        start = time.perf_counter()
        faces = sum(pool.map(work, paths * options.repeat))
        milliseconds = (time.perf_counter() - start) * 1000
    count = len(paths) * options.repeat
    return {
        "ms_per_image": milliseconds / count, "faces": faces // options.repeat, "images": len(paths),
        "threads": options.threads}


def report(result, **more):
    print(json.dumps({**result, **more}))
