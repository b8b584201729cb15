"""The file that a page edits. Nothing in it is overwritten without asking."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from postlint.core.atomic_write import replace_file
from postlint.core.errors import LintFailure, PostlintError
from postlint.core.files import exists, is_folder
from postlint.document.discovery import read_sources

_BOM = "\ufeff"


@dataclass(frozen=True)
class _Contents:
    """The contents of a file.

    Attributes:
        text: its text, without a BOM and with LF as line end, as in a browser.
        line_end: its line ends.
        bom: its BOM, or "".
    """

    text: str = ""
    line_end: str = "\n"
    bom: str = ""

    def encode(self, text: str) -> bytes:
        """Return another text as the file would store it."""
        return (self.bom + text.replace("\n", self.line_end)).encode("utf-8")


class DraftFile:
    """A draft's file, which other programs may change.

    Attributes:
        path: its path; it may not exist yet.
        text: the text that was last read or saved.
    """

    def __init__(self, path: Path) -> None:
        """Read a file.

        Raises:
            PostlintError: it can't be read as a draft.
        """
        if not is_folder(path.absolute().parent):
            raise PostlintError(f"{path}: the folder {path.parent} doesn't exist; create it first")
        self.path = path
        self._known = self._read()

    @property
    def text(self) -> str:
        """The text that was last read or saved."""
        return self._known.text

    def current_text(self) -> str:
        """Return the file's text now, or if it can't be read, the last one."""
        changed = self.changed_text()
        return self.text if changed is None else changed

    def changed_text(self) -> str | None:
        """Return the file's text if another program has changed it since it was read or saved.

        A file that was deleted, or that can't be read now, counts as unchanged.
        """
        try:
            contents = self._read() if exists(self.path) else self._known
        except PostlintError:
            return None
        return contents.text if contents.text != self._known.text else None

    def accept_change(self) -> None:
        """Take the file's present text as known: the next save replaces it."""
        if exists(self.path):
            self._known = self._read()

    def save(self, text: str, *, force: bool) -> dict[str, Any]:
        """Save a text, unless another program has changed the file and `force` is false.

        Returns:
            The response to `postlint/save`; see `postlint.web.session`.
        """
        changed = self.changed_text()
        if changed is not None and changed != text and not force:
            return {"status": "conflict", "text": changed}
        try:
            if changed is not None:
                self.accept_change()
            data = self._known.encode(text)
            with replace_file(self.path, binary=True, durable=True) as file:
                file.write(data)
        except (PostlintError, UnicodeEncodeError) as error:
            return {"status": "error", "message": str(error)}
        self._known = _Contents(text, self._known.line_end, self._known.bom)
        return {"status": "saved"}

    def _read(self) -> _Contents:
        if not exists(self.path):
            return _Contents()
        if is_folder(self.path):
            raise PostlintError(f"{self.path}: a folder, not a draft")
        (source,) = read_sources([self.path])
        if isinstance(source, LintFailure):
            raise PostlintError(f"{source.path}: {source.message}")
        with self.path.open("rb") as file:
            bom = _BOM if file.read(3) == _BOM.encode() else ""
        text = source.text
        line_end = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
        return _Contents(text.replace("\r\n", "\n").replace("\r", "\n"), line_end, bom)
