"""A draft that is open in an editor."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from lsprotocol import types
from pygls.uris import to_fs_path
from pygls.workspace import PositionCodec

from postlint.document.source import Source
from postlint.server.checker import CheckResult
from postlint.server.editor_settings import EditorSettings
from postlint.server.text import Text

_UNTITLED_SCHEMES = ("untitled", "buffer", "inmemory")
"""URI schemes of drafts that aren't in a file yet."""

_EXTENSIONS = {"plaintext": ".txt", "text": ".txt", "mdx": ".mdx"}
"""File extensions by language id; other languages are read as Markdown."""

_NO_RESULT = CheckResult(Source("", ""))


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
        result: the result of the last check; empty before the first.
        result_revision: the revision that was checked.
        check_task: the check that is running.
        publish_task: waits for the writer to stop typing, checks, and publishes the diagnostics.
        is_saved: the text is the same as on disk.
    """

    uri: str
    path: str
    untitled: bool
    text: Text
    version: int
    revision: int
    settings: EditorSettings | None = None
    result: CheckResult = _NO_RESULT
    result_revision: int = -1
    check_task: asyncio.Task[None] | None = None
    publish_task: asyncio.Task[None] | None = None
    is_saved: bool = True


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
    untitled = url.scheme in _UNTITLED_SCHEMES
    path = uri_to_path(item.uri)
    if untitled:
        name = PurePosixPath(unquote(url.path)).name or "draft"
        extension = _EXTENSIONS.get(item.language_id, ".md")
        path = str(workspace_folder / (name if name.endswith(extension) else name + extension))
    if path is None:
        return None
    text = Text(item.text, codec)
    return OpenDraft(item.uri, path, untitled, text, item.version, revision)
