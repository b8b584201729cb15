"""A draft that is open in an editor."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from lsprotocol import types
from pygls.uris import to_fs_path

from postlint.server.checker import CheckResult
from postlint.server.editor_settings import EditorSettings
from postlint.server.text import Text

_UNTITLED_SCHEMES = ("untitled", "buffer", "inmemory")
"""Schemes of drafts that are in no file yet."""

_EXTENSIONS = {"plaintext": ".txt", "text": ".txt", "mdx": ".mdx"}
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
        result: what was found last.
        result_revision: in which revision that was.
        check_task: the check that is going on.
        timer: what will check it when the typing pauses.
        is_saved: the text is as on disk, so it will be met again.
    """

    uri: str
    path: str
    untitled: bool
    text: Text
    version: int
    revision: int
    options: EditorSettings | None = None
    result: CheckResult | None = None
    result_revision: int = -1
    check_task: asyncio.Task[None] | None = None
    timer: asyncio.TimerHandle | None = None
    is_saved: bool = True

    @property
    def is_current(self) -> bool:
        """Whether what was found is about what is there now."""
        return self.result is not None and self.result_revision == self.revision


def uri_to_path(uri: str) -> str | None:
    """Return the path that a URI names; None if it names none."""
    try:
        return to_fs_path(uri) or None
    except ValueError:
        return None


def make_open_draft(
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
        path = uri_to_path(item.uri)
        return OpenDraft(item.uri, path, False, text, item.version, revision) if path else None
    if url.scheme not in _UNTITLED_SCHEMES:
        return None
    name = PurePosixPath(unquote(url.path)).name or "draft"
    extension = _EXTENSIONS.get(item.language_id, ".md")
    path = str(home / (name if name.endswith(extension) else name + extension))
    return OpenDraft(item.uri, path, True, text, item.version, revision)
