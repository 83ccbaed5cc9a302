"""Makes one model pack: its networks from the downloaded source, its JSON files from this folder.

    make.py NAME SOURCE-FOLDER PACK-FOLDER [--rewrite]

SOURCE-FOLDER holds the files that the package named in NAME/manifest.json carries. The pack is written only if every
file has the hash that the manifest states. `--rewrite` is for whoever changes a pack: it writes the new hashes into
NAME/*.json of this folder instead.
"""

import hashlib
import json
import os
import re
import shutil
import sys
import tempfile

import dlib_resnet
import plain_onnx

HERE = os.path.dirname(os.path.abspath(__file__))


def make_yunet(source, folder):
    network = plain_onnx.plain_network(source + "/face_detection_yunet_2023mar_int8bq.onnx", "yunet")
    plain_onnx.write(network, folder + "/detector.onnx")


def make_sface(source, folder):
    network = plain_onnx.plain_network(source + "/face_recognition_sface_2021dec_int8bq.onnx", "sface")
    plain_onnx.write(network, folder + "/embedder.onnx")


def make_mtcnn(source, folder):
    for name in ["pnet.onnx", "rnet.onnx", "onet.onnx"]:
        shutil.copyfile(f"{source}/{name}", f"{folder}/{name}")


def make_dlib_resnet(source, folder):
    network = dlib_resnet.plain_network(source + "/dlib_face_recognition_resnet_model_v1.dat")
    plain_onnx.write(network, folder + "/embedder.onnx")


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


def make(name, source, target, rewrite):
    os.makedirs(os.path.dirname(target), exist_ok=True)
    folder = tempfile.mkdtemp(prefix=".making-", dir=os.path.dirname(target))
    try:
        MAKERS[name](source, folder)
        for file in os.listdir(f"{HERE}/{name}"):
            shutil.copyfile(f"{HERE}/{name}/{file}", f"{folder}/{file}")
        if rewrite:
            rewrite_hashes(name, folder)
        shutil.copyfile(f"{HERE}/{name}/manifest.json", f"{folder}/manifest.json")
        for file, expected in read_json(f"{folder}/manifest.json")["files"].items():
            found = sha256(f"{folder}/{file}")
            if found != expected:
                raise ValueError(f"{file} of the pack {name} has the hash {found}, the manifest states {expected}")
        os.chmod(folder, 0o755)
        shutil.rmtree(target, ignore_errors=True)
        os.rename(folder, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    make(*sys.argv[1:4], rewrite="--rewrite" in sys.argv[4:])
