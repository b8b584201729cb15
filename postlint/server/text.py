"""The text of an open draft, and its places as an editor counts them.

Editors count lines from 0 and columns in units of an encoding that is agreed on at the start. A
line ends with LF, CRLF or CR. pygls takes more characters than these for the end of a line, so
the text is kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from lsprotocol import types

from postlint.document.source import Source, Span

_UNIT_COUNTERS: Mapping[str, Callable[[str], int]] = {
    types.PositionEncodingKind.Utf8: lambda text: len(text.encode("utf-8", "surrogatepass")),
    types.PositionEncodingKind.Utf16: lambda text: len(text) + sum(one > "\uffff" for one in text),
    types.PositionEncodingKind.Utf32: len,
}

BOM = "\ufeff"


class Text:
    """An editor's text, exactly as it is there, and its places."""

    def __init__(self, text: str, encoding: str) -> None:
        self.text = text
        self._encoding = encoding
        self._count_units = _UNIT_COUNTERS[encoding]
        self._lines = Source("", text)
        # postlint's own offsets do not count a BOM.
        self._bom = len(text) - len(text.removeprefix(BOM))

    def with_changes(self, changes: Iterable[types.TextDocumentContentChangeEvent]) -> Text:
        """Return the text after changes, made one after the other."""
        text = self
        for change in changes:
            new = change.text
            if isinstance(change, types.TextDocumentContentChangePartial):
                start, end = sorted(map(text._offset, (change.range.start, change.range.end)))
                new = text.text[:start] + new + text.text[end:]
            text = Text(new, self._encoding)
        return text

    def offset(self, position: types.Position) -> int:
        """Return the offset of a place in postlint's source; outside of it, the closest one."""
        return max(self._offset(position) - self._bom, 0)

    def position(self, offset: int) -> types.Position:
        """Return the place of an offset in postlint's source."""
        at = self._lines.position(offset + self._bom)
        before = self._lines.line(at.line)[: at.column - 1]
        return types.Position(at.line - 1, self._count_units(before))

    def range(self, span: Span) -> types.Range:
        """Return where a stretch of postlint's source is."""
        return types.Range(self.position(span.start), self.position(span.end))

    def _offset(self, position: types.Position) -> int:
        if position.line >= self._lines.lines:
            return len(self.text)
        number = position.line + 1
        line = self._lines.line(number)
        if line.isascii():
            column = min(position.character, len(line))
        else:
            column = left = 0
            while column < len(line) and left < position.character:
                left += self._count_units(line[column])
                column += 1
        return self._lines.line_start(number) + column
