"""Makes one model pack: its networks from a downloaded package, its JSON files from this folder.

    make.py NAME PACKAGE PACK-FOLDER [--rewrite]

PACKAGE is the file that NAME/manifest.json names as its source. The pack is written only if the package and
every file made from it have the hashes that the manifest states. `--rewrite` is for whoever changes a pack:
it writes the new hashes of the files into NAME/*.json of this folder instead.
"""

import hashlib
import json
import os
import re
import shutil
import sys
import tempfile

import archive
import dlib_resnet
import plain_onnx

HERE = os.path.dirname(os.path.abspath(__file__))


def make_yunet(source, folder):
    data = archive.read(source, "face_detection_yunet_2023mar_int8bq.onnx")
    plain_onnx.write(plain_onnx.plain_network(data, "yunet"), folder + "/detector.onnx")


def make_sface(source, folder):
    data = archive.read(source, "face_recognition_sface_2021dec_int8bq.onnx")
    plain_onnx.write(plain_onnx.plain_network(data, "sface"), folder + "/embedder.onnx")


def make_mtcnn(source, folder):
    for name in ["pnet.onnx", "rnet.onnx", "onet.onnx"]:
        with open(f"{folder}/{name}", "wb") as file:
            file.write(archive.read(source, name))


def make_dlib_resnet(source, folder):
    data = archive.read(source, "dlib_face_recognition_resnet_model_v1.dat")
    plain_onnx.write(dlib_resnet.plain_network(data), folder + "/embedder.onnx")


MAKERS = {"yunet": make_yunet, "mtcnn": make_mtcnn, "sface": make_sface, "dlib-resnet": make_dlib_resnet}


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def replace_in(path, pattern, replacement):
    """Replaces what `pattern` finds in a text file and leaves the rest as it is laid out."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(re.sub(pattern, replacement, text, flags=re.DOTALL))


def rewrite_hashes(name, folder):
    """Writes the hashes of the networks in `folder` into the pack's JSON files."""
    for settings_name in ["embedder.json", "detector.json"]:
        path = f"{HERE}/{name}/{settings_name}"
        if not os.path.exists(path):
            continue
        settings = read_json(path)
        for key in [key for key in settings if key + "_sha256" in settings]:
            found = sha256(f"{folder}/{settings[key]}")
            replace_in(path, f'"{key}_sha256": "[^"]*"', f'"{key}_sha256": "{found}"')
        shutil.copyfile(path, f"{folder}/{settings_name}")
    files = sorted(file for file in os.listdir(folder) if file != "manifest.json")
    lines = ",\n".join(f'    "{file}": "{sha256(folder + "/" + file)}"' for file in files)
    replace_in(f"{HERE}/{name}/manifest.json", r'"files": \{[^}]*\}', '"files": {\n' + lines + "\n  }")


def check(path, expected):
    found = sha256(path)
    if found != expected:
        raise ValueError(f"{path} has the sha-256 {found}, but {expected} was expected")


def make(name, source, target, rewrite):
    check(source, read_json(f"{HERE}/{name}/manifest.json")["source"]["sha256"])
    os.makedirs(os.path.dirname(target), exist_ok=True)
    folder = tempfile.mkdtemp(prefix=".making-", dir=os.path.dirname(target))
    try:
        MAKERS[name](source, folder)
        for file in os.listdir(f"{HERE}/{name}"):
            shutil.copyfile(f"{HERE}/{name}/{file}", f"{folder}/{file}")
        if rewrite:
            rewrite_hashes(name, folder)
        for file, expected in read_json(f"{HERE}/{name}/manifest.json")["files"].items():
            check(f"{folder}/{file}", expected)
        shutil.copyfile(f"{HERE}/{name}/manifest.json", f"{folder}/manifest.json")
        os.chmod(folder, 0o755)
        shutil.rmtree(target, ignore_errors=True)
        os.rename(folder, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    name, package, folder = sys.argv[1:4]
    try:
        make(name, package, os.path.abspath(folder), rewrite="--rewrite" in sys.argv[4:])
    except (OSError, ValueError) as problem:
        sys.exit(f"make.py: {problem}")
