"""A draft that is open in an editor."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from lsprotocol import types
from pygls.uris import to_fs_path

from postlint.server.checker import Checked
from postlint.server.options import Options
from postlint.server.text import Text

_UNNAMED = ("untitled", "buffer", "inmemory")
"""Schemes of drafts that are in no file yet."""

_ENDINGS = {"plaintext": ".txt", "text": ".txt", "mdx": ".mdx"}
"""Endings by an editor's name of the language; all else is read as Markdown."""


@dataclass
class OpenDraft:
    """A draft that is open in an editor.

    Attributes:
        uri: its name in the editor.
        path: its name as a file.
        untitled: it is in no file yet; the path only says where it would be.
        text: what is in the editor.
        version: the editor's count of its changes.
        options: what the editor's settings ask for it; None until they are known.
        revision: another number after each change of it, and of settings; no two drafts share one.
        checked: what was found last.
        checked_revision: in which revision that was.
        checking: the check that is going on.
        timer: what will check it when the typing pauses.
        settled: the text is as on disk, so it will be met again.
    """

    uri: str
    path: str
    untitled: bool
    text: Text
    version: int
    revision: int
    options: Options | None = None
    checked: Checked | None = None
    checked_revision: int = -1
    checking: asyncio.Task[None] | None = None
    timer: asyncio.TimerHandle | None = None
    settled: bool = True

    @property
    def is_current(self) -> bool:
        """Whether what was found is about what is there now."""
        return self.checked is not None and self.checked_revision == self.revision


def path_of(uri: str) -> str | None:
    """Return the path that a URI names; None if it names none."""
    try:
        return to_fs_path(uri) or None
    except ValueError:
        return None


def open_draft(
    item: types.TextDocumentItem, encoding: str, home: Path, revision: int
) -> OpenDraft | None:
    """Return the draft that an editor has opened; None if it is neither a file nor a new one.

    Editors open much else: what a file was in another commit, output, a file in an archive.
    """
    try:
        url = urlsplit(item.uri)
    except ValueError:
        return None
    text = Text(item.text, encoding)
    if url.scheme == "file" or not url.scheme:
        path = path_of(item.uri)
        return OpenDraft(item.uri, path, False, text, item.version, revision) if path else None
    if url.scheme not in _UNNAMED:
        return None
    name = PurePosixPath(unquote(url.path)).name or "draft"
    ending = _ENDINGS.get(item.language_id, ".md")
    path = str(home / (name if name.endswith(ending) else name + ending))
    return OpenDraft(item.uri, path, True, text, item.version, revision)
