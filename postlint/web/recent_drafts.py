"""Recent drafts, kept on this machine, so that no text is lost with its page."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from platformdirs import user_state_path

from postlint.core.atomic_write import replace_file
from postlint.core.errors import PostlintError
from postlint.core.files import is_folder, read_bytes
from postlint.core.terminal_text import truncate
from postlint.document.draft import read_draft
from postlint.document.rendered import RenderedPost
from postlint.document.source import MAX_BYTES, Source

STATE_DIR_VARIABLE = "POSTLINT_STATE_DIR"

_MAX_DRAFTS = 50
"""The most drafts to keep; the oldest ones go first, except those of the last day."""

_DAY = 86_400
"""Seconds of a day."""

_MAX_FILE_BYTES = 7 * MAX_BYTES
"""The largest file of a draft: JSON can take six bytes for one."""

_SUFFIX = ".json"
_OFF = "off"
"""The name of the file that says to keep nothing."""

_TITLE_LENGTH = 60
_TITLE_SOURCE_LENGTH = 1_000
"""The first characters of a draft, in which to look for its title."""


@dataclass(frozen=True)
class RecentDraft:
    """A recent draft, without its text.

    Attributes:
        id: its id, a UUID.
        title: its first words, at most 60 characters.
        time: when it was kept, in milliseconds since 1970.
        words: the number of words in it.
        file: the absolute path of the file that it's the unsaved text of; None for none.
    """

    id: str
    title: str
    time: int
    words: int
    file: str | None


def drafts_folder() -> Path:
    """Return the folder of recent drafts, which might not exist."""
    path = os.environ.get(STATE_DIR_VARIABLE)
    state_folder = Path(path) if path else user_state_path("postlint", appauthor=False)
    return state_folder / "drafts"


class RecentDrafts:
    """The recent drafts in a folder that only the user can read: a JSON file for each.

    Several processes can use it. A file that isn't a draft is left alone.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Use a folder; by default, the user's."""
        self._folder = folder or drafts_folder()

    @property
    def is_kept(self) -> bool:
        """Whether drafts are kept. It's the user's choice, and on by default."""
        return not os.path.lexists(self._folder / _OFF)

    def set_kept(self, *, on: bool) -> None:
        """Remember whether to keep drafts. Those from before stay in any case.

        Raises:
            PostlintError: the choice can't be stored.
        """
        path = self._folder / _OFF
        try:
            if on:
                path.unlink(missing_ok=True)
                return
            self._make_folder()
            path.touch(0o600)
        except OSError as error:
            raise PostlintError(f"{path}: can't be written ({error.strerror or error})") from None

    def list(self) -> Sequence[RecentDraft]:
        """Return all drafts, the newest first; a damaged file is skipped."""
        found = (self._describe(path) for path in self._files())
        drafts = [draft for draft in found if draft]
        return sorted(drafts, key=lambda draft: draft.time, reverse=True)

    def read(self, draft_id: object) -> str | None:
        """Return the text of a draft; None if there's no such draft."""
        path = self._path(draft_id)
        stored = _load(path) if path else None
        return stored[0] if stored else None

    def keep(self, draft_id: object, text: str, file: str | None) -> bool:
        """Keep a draft, or delete it if its text is blank.

        Args:
            draft_id: its id.
            text: its text.
            file: the path of the file that it's the unsaved text of.

        Returns:
            Whether that was done; if drafts aren't kept, only one from before gets a new text.

        Raises:
            PostlintError: the id is invalid, the text is too long, or the draft can't be written.
        """
        path = self._path(draft_id)
        if path is None:
            raise PostlintError("the draft's id must be a UUID in lowercase")
        if not text.strip():
            self.delete([draft_id])
            return True
        if not self.is_kept and not path.exists():
            return False
        if len(text) > MAX_BYTES:
            raise PostlintError(
                f"the draft is too long to keep a copy; shorten it to {MAX_BYTES:,} characters"
            )
        try:
            self._make_folder()
        except OSError as error:
            reason = error.strerror or error
            raise PostlintError(f"{self._folder}: can't be written ({reason})") from None
        with replace_file(path, durable=True, private=True) as stored:
            # ASCII, because a browser's text can have half a surrogate pair.
            json.dump({"text": text, "file": file or None}, stored)
        self._delete_oldest()
        return True

    def delete(self, draft_ids: Sequence[object] | None) -> None:
        """Delete drafts; None for all of them.

        Raises:
            PostlintError: one can't be deleted.
        """
        if draft_ids is None:
            # A power cut can leave unfinished files.
            paths = [*self._files(), *self._folder.glob(".postlint-*.tmp")]
        else:
            paths = [path for path in map(self._path, draft_ids) if path]
        for path in paths:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                reason = error.strerror or error
                raise PostlintError(f"{path}: can't be deleted ({reason})") from None

    def _make_folder(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._folder.chmod(0o700)

    def _path(self, draft_id: object) -> Path | None:
        """Return the path of a draft; None if the id isn't one, because it becomes a file name."""
        return self._folder / f"{draft_id}{_SUFFIX}" if _is_id(draft_id) else None

    def _files(self) -> Iterator[Path]:
        """Yield the files of all drafts."""
        if not is_folder(self._folder):
            return
        with os.scandir(self._folder) as entries:
            for entry in entries:
                name = entry.name.removesuffix(_SUFFIX)
                is_draft = name != entry.name and _is_id(name)
                if is_draft and entry.is_file(follow_symlinks=False):
                    yield Path(entry.path)

    def _describe(self, path: Path) -> RecentDraft | None:
        stored = _load(path)
        if stored is None:
            return None
        text, file = stored
        return RecentDraft(
            id=path.stem, title=_title(text), time=int(_changed_at(path) * 1000),
            words=len(text.split()), file=file,
        )  # fmt: skip

    def _delete_oldest(self) -> None:
        files = sorted(self._files(), key=_changed_at, reverse=True)
        for path in files[_MAX_DRAFTS:]:
            if time.time() - _changed_at(path) > _DAY:
                with suppress(OSError):
                    path.unlink()


def _is_id(value: object) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def _load(path: Path) -> tuple[str, str | None] | None:
    """Return the text and the file of a draft; None if it can't be read, or is a link."""
    try:
        if path.is_symlink():
            return None
        data = json.loads(read_bytes(path, _MAX_FILE_BYTES))
    except (OSError, ValueError, RecursionError):
        return None
    text = data.get("text") if isinstance(data, dict) else None
    if not isinstance(text, str):
        return None
    file = data.get("file")
    return text, file if isinstance(file, str) else None


def _changed_at(path: Path) -> float:
    """Return the time of the last change in seconds since 1970; 0 if the file is gone."""
    try:
        return path.stat(follow_symlinks=False).st_mtime
    except OSError:
        return 0


def _title(text: str) -> str:
    start = text[:_TITLE_SOURCE_LENGTH].encode("utf-8", "replace").decode("utf-8")
    rendered = RenderedPost(read_draft(Source("draft.md", start))).text
    words = " ".join((rendered or start).split())
    return truncate(words, _TITLE_LENGTH)
