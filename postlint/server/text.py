"""The text of an open draft, and its offsets as an editor's positions.

Editors count lines from 0, and columns in units of the encoding that client and server agree on.
A line ends with LF, CRLF, or CR. pygls's `TextDocument` can't be used: it also ends lines at
U+2028 and similar characters, and it moves a position after the end of a line to before its last
character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lsprotocol import types
from pygls.workspace import PositionCodec

from postlint.document.source import Source, Span

BOM = "\ufeff"

_ASCII = re.compile(r"[\x00-\x7f]+")
"""Characters of one unit in any encoding; pygls counts units one by one."""


class Text:
    """The text in an editor, unchanged, and its positions."""

    def __init__(self, text: str, codec: PositionCodec) -> None:
        self.text = text
        self._codec = codec
        self._lines = Source("", text)
        # Offsets in postlint's source don't count a BOM.
        self._bom = len(text) - len(text.removeprefix(BOM))

    def with_changes(self, changes: Iterable[types.TextDocumentContentChangeEvent]) -> Text:
        """Return the text after applying changes one by one."""
        text = self
        for change in changes:
            new = change.text
            if isinstance(change, types.TextDocumentContentChangePartial):
                start, end = sorted(map(text._offset, (change.range.start, change.range.end)))
                new = text.text[:start] + new + text.text[end:]
            text = Text(new, self._codec)
        return text

    def offset(self, position: types.Position) -> int:
        """Return a position's offset in postlint's source, moved into the text if needed."""
        return max(self._offset(position) - self._bom, 0)

    def position(self, offset: int) -> types.Position:
        """Return the position of an offset in postlint's source."""
        at = self._lines.position(offset + self._bom)
        before = self._lines.line(at.line)[: at.column - 1]
        other = _ASCII.sub("", before)
        units = len(before) - len(other) + self._codec.client_num_units(other)
        return types.Position(at.line - 1, units)

    def range(self, span: Span) -> types.Range:
        """Return the range of a span of postlint's source."""
        return types.Range(self.position(span.start), self.position(span.end))

    def _offset(self, position: types.Position) -> int:
        if position.line >= self._lines.line_count:
            return len(self.text)
        number = position.line + 1
        line = self._lines.line(number)
        if line.isascii():
            column = min(position.character, len(line))
        else:
            column = units = 0
            while column < len(line) and units < position.character:
                units += self._codec.client_num_units(line[column])
                column += 1
        return self._lines.line_start(number) + column
