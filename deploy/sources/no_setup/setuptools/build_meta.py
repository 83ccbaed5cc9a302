"""What pip finds instead of setuptools while it downloads a source distribution (see ../../fetch).

pip asks every source distribution for its metadata, and setuptools answers by running the package's setup.py. We
only want files out of the archive, so this build backend (PEP 517) answers with the metadata file that the archive
carries and runs nothing.
"""

import email
import pathlib
import shutil


class StoredMetadata:
    @staticmethod
    def get_requires_for_build_wheel(config_settings=None):
        return []

    @staticmethod
    def prepare_metadata_for_build_wheel(folder, config_settings=None):
        stored = pathlib.Path("PKG-INFO")
        fields = email.message_from_string(stored.read_text(encoding="utf-8"))
        target = pathlib.Path(folder, f"{fields['Name'].replace('-', '_')}-{fields['Version']}.dist-info")
        target.mkdir()
        shutil.copyfile(stored, target / "METADATA")
        return target.name


__legacy__ = StoredMetadata()
