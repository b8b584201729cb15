"""A draft that is open in an editor."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from lsprotocol import types
from pygls.uris import to_fs_path
from pygls.workspace import PositionCodec

from postlint.server.checker import CheckResult
from postlint.server.editor_settings import EditorSettings
from postlint.server.text import Text

_UNTITLED_SCHEMES = ("untitled", "buffer", "inmemory")
"""URI schemes of drafts that aren't in a file yet."""

_EXTENSIONS = {"plaintext": ".txt", "text": ".txt", "mdx": ".mdx"}
"""File extensions by language id; other languages are read as Markdown."""


@dataclass
class OpenDraft:
    """A draft that is open in an editor.

    Attributes:
        uri: the editor's name for it.
        path: its file.
        untitled: it isn't in a file yet; the path is where it would be.
        text: the text in the editor.
        version: the version number that the editor gave it.
        revision: changes with the text and with settings; never the same for two drafts.
        settings: the editor's settings for it; None until they're known.
        result: the result of the last check.
        result_revision: the revision that was checked.
        check_task: the check that is running.
        timer: starts a check when the writer stops typing.
        is_saved: the text is the same as on disk.
    """

    uri: str
    path: str
    untitled: bool
    text: Text
    version: int
    revision: int
    settings: EditorSettings | None = None
    result: CheckResult | None = None
    result_revision: int = -1
    check_task: asyncio.Task[None] | None = None
    timer: asyncio.TimerHandle | None = None
    is_saved: bool = True

    @property
    def is_current(self) -> bool:
        """Whether the last result applies to the current revision."""
        return self.result is not None and self.result_revision == self.revision


def uri_to_path(uri: str) -> str | None:
    """Return the path of a URI; None if it has none."""
    try:
        return to_fs_path(uri) or None
    except ValueError:
        return None


def make_open_draft(
    item: types.TextDocumentItem, codec: PositionCodec, workspace_folder: Path, revision: int
) -> OpenDraft | None:
    """Return the draft that an editor opened; None if it's neither a file nor untitled.

    Editors open other documents, too, such as a file in another commit, or in an archive.
    """
    try:
        url = urlsplit(item.uri)
    except ValueError:
        return None
    text = Text(item.text, codec)
    if url.scheme == "file" or not url.scheme:
        path = uri_to_path(item.uri)
        return OpenDraft(item.uri, path, False, text, item.version, revision) if path else None
    if url.scheme not in _UNTITLED_SCHEMES:
        return None
    name = PurePosixPath(unquote(url.path)).name or "draft"
    extension = _EXTENSIONS.get(item.language_id, ".md")
    path = str(workspace_folder / (name if name.endswith(extension) else name + extension))
    return OpenDraft(item.uri, path, True, text, item.version, revision)
