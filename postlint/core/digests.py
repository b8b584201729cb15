"""Digests of everything that a result depends on, used as cache keys."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

from postlint.core import resources
from postlint.core.errors import PostlintError
from postlint.core.files import is_folder, is_searched, read_bytes, walk

_LIBRARIES = (
    "numpy", "spacy", "thinc", "pyromark", "py3langid", "regex", "snowballstemmer", "textstat",
    "yaml",
)  # fmt: skip
"""Packages whose versions may change the findings."""

PLUGINS = "postlint"
"""The entry-point group of plug-ins."""

RULE_SUFFIXES = (".yaml", ".yml")
_MAX_FILES = 10_000
"""The most files and folders in a folder of rules."""

_DATA = ("rules", "models/encoder", "models/english", "models/weights", "models/words")


def fingerprint(*parts: object) -> bytes:
    """Return a digest of 32 bytes for bytes and values that JSON can represent."""
    digest = blake2b(digest_size=32)
    for part in parts:
        data = part if isinstance(part, bytes) else json.dumps(part).encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()


@lru_cache(maxsize=1)
def postlint_digest() -> bytes:
    """Return the digest of this installation: postlint's files and the libraries it uses."""
    folders = [resources.PACKAGE, *map(resources.folder, _DATA)]
    return fingerprint(
        sys.version,
        [[*_state(path)] for path in folders],
        [_origin(name) for name in _LIBRARIES],
    )


def plugin_digest(name: str) -> bytes:
    """Return the digest of an installed plug-in and its package, without importing it."""
    # Imported late: it's slow, and few configurations name a plug-in.
    from importlib.metadata import entry_points

    states: list[object] = []
    for point in entry_points(group=PLUGINS, name=name):
        spec = find_spec(point.module.partition(".")[0])
        paths = (spec.submodule_search_locations or [spec.origin or ""]) if spec else []
        states.append([point.value, *([*_state(Path(path))] for path in paths)])
    return fingerprint(name, states)


def files_digest(paths: Iterable[Path]) -> bytes:
    """Return the digest of the contents of files."""
    return fingerprint([[str(path), _content(path)] for path in paths])


def rule_files(path: Path) -> list[Path]:
    """Return the YAML files in a folder, or the path itself if it isn't a folder.

    Raises:
        PostlintError: the folder can't be read, or has too many files to be a folder of rules.
    """
    if not is_folder(path):
        return [path]

    def refuse(error: OSError) -> NoReturn:
        name = error.filename or path
        raise PostlintError(f"{name}: can't be read ({error.strerror or error})")

    rules: list[Path] = []
    entry_count = 0
    for folder, files in walk(path, is_searched, refuse):
        entry_count += 1 + len(files)
        rules += [folder / file.name for file in files if file.name.endswith(RULE_SUFFIXES)]
        if entry_count > _MAX_FILES:
            raise PostlintError(
                f"{path}: more than {_MAX_FILES:,} files and folders; name the folder that has "
                "your rule files"
            )
    return sorted(rules)


def _content(path: Path) -> str:
    try:
        return blake2b(read_bytes(path), digest_size=32).hexdigest()
    except (OSError, ValueError) as error:
        return str(error)


def _state(path: Path) -> Iterator[tuple[str, int, int]]:
    """Yield the name, size, and modification time of a file, or of each file in a folder."""
    if path.is_file():
        status = path.stat()
        yield path.name, status.st_size, status.st_mtime_ns
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        relative = os.path.relpath(folder, path)
        for name in sorted(names):
            status = os.stat(f"{folder}/{name}")  # noqa: PTH116 -- faster
            yield f"{relative}/{name}", status.st_size, status.st_mtime_ns


def _origin(name: str) -> tuple[str, int]:
    """Return the path of a library and its modification time."""
    spec = find_spec(name)
    origin = spec.origin if spec else None
    return (origin, os.stat(origin).st_mtime_ns) if origin else ("", 0)  # noqa: PTH116
