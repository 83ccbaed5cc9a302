"""Makes one model pack: its networks from a downloaded package, its JSON files from this folder.

    make.py NAME SOURCE PACK-FOLDER [--rewrite]

SOURCE is the package that NAME/manifest.json names, or the folder of the files that it names. The pack is written
only if they and every file made from them have the hashes that the manifest states. `--rewrite` is for whoever
changes a pack: it writes the new hashes of the files into NAME/*.json of this folder instead.
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
import fasnet
import mixed
import plain_onnx

HERE = os.path.dirname(os.path.abspath(__file__))


def make_yunet(source, folder):
    data = archive.read(source, "face_detection_yunet_2023mar_int8bq.onnx")
    mixed.write(plain_onnx.plain_network(data, "yunet"), folder + "/detector.xml", folder + "/detector.bin")


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


def make_silent_face(source, folder):
    for name, file in [("near", "2.7_80x80_MiniFASNetV2.pth"), ("wide", "4_0_0_80x80_MiniFASNetV1SE.pth")]:
        with open(f"{source}/{file}", "rb") as weights:
            plain_onnx.write(fasnet.plain_network(weights.read(), name), f"{folder}/{name}.onnx")


MAKERS = {
    "yunet": make_yunet, "mtcnn": make_mtcnn, "sface": make_sface, "dlib-resnet": make_dlib_resnet,
    "silent-face": make_silent_face,
}


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
    networks = [file for file in os.listdir(folder) if file.endswith((".onnx", ".xml", ".bin"))]
    for settings_name in ["embedder.json", "detector.json", "liveness.json"]:
        path = f"{HERE}/{name}/{settings_name}"
        if not os.path.exists(path):
            continue
        for network in networks:
            named = f'("\\w+": "{network}",\\s*"\\w+_sha256": ")[^"]*"'
            replace_in(path, named, f'\\g<1>{sha256(f"{folder}/{network}")}"')
        shutil.copyfile(path, f"{folder}/{settings_name}")
    files = sorted(file for file in os.listdir(folder) if file != "manifest.json")
    lines = ",\n".join(f'    "{file}": "{sha256(folder + "/" + file)}"' for file in files)
    replace_in(f"{HERE}/{name}/manifest.json", r'"files": \{[^}]*\}', '"files": {\n' + lines + "\n  }")


def check(path, expected):
    found = sha256(path)
    if found != expected:
        raise ValueError(f"{path} has the sha-256 {found}, but {expected} was expected")


def check_source(source, named):
    """`named`: what a manifest says of where its networks come from."""
    if "sha256" in named:
        check(source, named["sha256"])
        return
    for file, expected in named["supplied"].items():
        if not os.path.exists(f"{source}/{file}"):
            raise ValueError(f"{source} has no {file}; it is in {named['folder']} of {named['project']}")
        check(f"{source}/{file}", expected)


def make(name, source, target, rewrite):
    check_source(source, read_json(f"{HERE}/{name}/manifest.json")["source"])
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
    name, source, folder = sys.argv[1:4]
    try:
        make(name, source, os.path.abspath(folder), rewrite="--rewrite" in sys.argv[4:])
    except (OSError, ValueError) as problem:
        sys.exit(f"make.py: {problem}")
