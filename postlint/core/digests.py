"""What a result rests on, in one number: the same number, the same result."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from postlint.core import resources
from postlint.core.errors import PostlintError
from postlint.core.files import SKIPPED_FOLDERS, is_folder, read_bytes, walk

_LIBRARIES = (
    "numpy", "spacy", "thinc", "pyromark", "py3langid", "regex", "snowballstemmer", "textstat",
    "yaml",
)  # fmt: skip
"""Packages whose own version may change what is found."""

PLUGINS = "postlint"
"""The entry-point group of plug-ins."""

RULE_SUFFIXES = (".yaml", ".yml")
_MAX_FILES = 10_000
"""A folder of rules holds fewer than these."""

_DATA = ("rules", "models/encoder", "models/english", "models/weights", "models/words")


def fingerprint(*parts: object) -> bytes:
    """Return a number of 32 bytes for values that JSON can hold, and bytes."""
    digest = blake2b(digest_size=32)
    for part in parts:
        data = part if isinstance(part, bytes) else json.dumps(part).encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()


@lru_cache(maxsize=1)
def postlint_digest() -> bytes:
    """Return what stands for this postlint: its files, and the libraries that it uses."""
    own = [resources.package(), *map(resources.folder, _DATA)]
    return fingerprint(
        sys.version,
        [[*_state(path)] for path in own],
        [_origin(name) for name in _LIBRARIES],
    )


def plugin_digest(name: str) -> bytes:
    """Return what stands for an installed plug-in and the package it is in; nothing is imported."""
    # Imported late: it is slow, and few configurations name a plug-in.
    from importlib.metadata import entry_points

    states: list[object] = []
    for point in entry_points(group=PLUGINS, name=name):
        spec = find_spec(point.module.partition(".")[0])
        places = (spec.submodule_search_locations or [spec.origin or ""]) if spec else []
        states.append([point.value, *([*_state(Path(place))] for place in places)])
    return fingerprint(name, states)


def files_digest(paths: Iterable[Path]) -> bytes:
    """Return what stands for the contents of files."""
    return fingerprint([[str(path), _content(path)] for path in paths])


def rule_files(path: Path) -> list[Path]:
    """Return the YAML files in a folder, or the file that is named.

    Raises:
        PostlintError: the folder holds so much that it isn't one of rules, or can't be read.
    """
    if not is_folder(path):
        return [path]
    found: list[Path] = []
    seen = 0
    errors: list[OSError] = []
    for here, files in walk(path, _may_hold_rules, errors.append):
        seen += 1 + len(files)
        found += [here / one.name for one in files if one.name.endswith(RULE_SUFFIXES)]
        if seen > _MAX_FILES:
            raise PostlintError(
                f"{path}: more than {_MAX_FILES:,} files and folders; name the folder that has "
                "your rule files"
            )
    for error in errors:
        name = error.filename or path
        raise PostlintError(f"{name}: can't be read ({error.strerror or error})")
    return sorted(found)


def _may_hold_rules(folder: Path) -> bool:
    return not folder.name.startswith(".") and folder.name not in SKIPPED_FOLDERS


def _content(path: Path) -> str:
    try:
        return blake2b(read_bytes(path), digest_size=32).hexdigest()
    except (OSError, ValueError) as error:
        return str(error)


def _state(path: Path) -> Iterator[tuple[str, int, int]]:
    """Yield name, size and time of the files of a package or in a folder, without reading them."""
    if path.is_file():
        found = path.stat()
        yield path.name, found.st_size, found.st_mtime_ns
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            found = os.stat(os.path.join(folder, name))  # noqa: PTH116, PTH118 -- it is quicker
            yield os.path.relpath(folder, path) + "/" + name, found.st_size, found.st_mtime_ns


def _origin(name: str) -> tuple[str, int]:
    """Return where a library is, and since when."""
    spec = find_spec(name)
    origin = spec.origin if spec else None
    return (origin, os.stat(origin).st_mtime_ns) if origin else ("", 0)  # noqa: PTH116
