"""Drafts for the benchmarks: a folder, or a JSONL file with `path` and `text`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from postlint.document.discovery import DRAFT_SUFFIXES

SHORT = """\
A café owner asked me why her Tuesdays are empty. We looked at her till: it was raining, and
nobody knew about the soup. Now she texts forty regulars by ten. What do your quiet days have in
common?
"""
"""One short draft."""


FLAWED = "TODO: So this is very very unique, and he was was excited. I ate an egg egg today.\n"
"""A draft that every linter reports problems in."""


def unpack(drafts: Path, folder: Path) -> list[Path]:
    """Copy drafts into an empty folder, and return their relative paths in order.

    Files are renamed, because some linters treat brackets in a name as a pattern.
    """
    files = []
    for number, (name, data) in enumerate(_read(drafts)):
        # All Markdown suffixes become `.md`, which every linter knows.
        suffix = ".txt" if name.endswith(".txt") else ".md"
        file = Path(f"{number // 100:03}") / f"{number:05}{suffix}"
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(data)
        files.append(file)
    if not files:
        shutil.rmtree(folder, ignore_errors=True)
        raise SystemExit(f"{drafts}: no drafts here")
    return files


def _read(drafts: Path) -> Iterator[tuple[str, bytes]]:
    if drafts.is_dir():
        for path in sorted(drafts.rglob("*")):
            if path.suffix in DRAFT_SUFFIXES:
                yield path.name, path.read_bytes()
        return
    with drafts.open(encoding="utf-8") as lines:
        for line in lines:
            draft = json.loads(line)
            yield draft["path"], draft["text"].encode()
