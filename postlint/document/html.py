"""A reader of raw HTML that yields its text with offsets."""

from __future__ import annotations

import html
import re
from collections.abc import Container, Iterator
from html.parser import HTMLParser
from typing import Literal, NamedTuple

from postlint.document.prose import BlockKind

_SKIPPED_TAGS = frozenset(
    "script style pre code kbd samp iframe svg math object video audio select textarea template "
    "head".split()
)
_MAX_UNCLOSED = 100
_BLOCK_KINDS: dict[str, BlockKind] = {
    "li": "item",
    "td": "cell",
    "th": "cell",
    "blockquote": "quote",
}
_BLOCK_KINDS.update((f"h{level}", "heading") for level in range(1, 7))
_BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p section summary table "
    "tbody td tfoot th thead tr ul pre iframe video audio object".split()
)


_SECTION = re.compile(
    r"<!\[(?:temp|cdata|ignore|include|rcdata|if|else|endif)(?![-.\w])", re.IGNORECASE
)
"""The marked sections that HTMLParser can parse; Python before 3.13 fails on others."""


class HtmlPart(NamedTuple):
    """A part of HTML: text, or the start or end of a block, a line, or a link."""

    what: Literal["text", "block", "line", "link"]
    text: str
    start: int
    end: int
    kind: BlockKind | None = None  # of the block that starts, if its tag has one


def read_html(source: str, *, skipped_tags: Container[str] = _SKIPPED_TAGS) -> Iterator[HtmlPart]:
    """Yield the parts of some HTML in order, with offsets in code points.

    Tags, comments, and the contents of some elements are skipped. Invalid HTML isn't an error; it's
    read as in a browser.
    """
    if source.count("<") - source.count(">") > _MAX_UNCLOSED:
        return  # only hostile HTML has so many, and the parser would take quadratic time
    reader = _Reader(source, skipped_tags)
    reader.feed(source)
    reader.close()
    yield from reader.parts


class _Reader(HTMLParser):
    def __init__(self, source: str, skipped_tags: Container[str]) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[HtmlPart] = []
        self._source = source
        self._skipped_tags = skipped_tags
        self._skipping = ""
        self._quotes = 0  # the number of open block quotes
        # HTMLParser counts lines by "\n" alone.
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", source))]

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._line_starts[line - 1] + column

    def parse_html_declaration(self, i: int) -> int:
        """Parse a declaration (`<!…`) as browsers do: an invalid one is a comment."""
        if self.rawdata.startswith("<![", i) and not _SECTION.match(self.rawdata, i):
            return self.parse_bogus_comment(i)
        return super().parse_html_declaration(i)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._skipped_tags:
            self._skipping = self._skipping or tag
        self._quotes += tag == "blockquote"
        self._add_boundary(tag, _BLOCK_KINDS.get(tag))
        if tag == "a":
            self.parts.append(HtmlPart("link", "", self._offset(), self._offset()))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._skipping:
            self._skipping = ""
        self._quotes = max(0, self._quotes - (tag == "blockquote"))
        self._add_boundary(tag, None)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add_boundary(tag, None)

    def _add_boundary(self, tag: str, kind: BlockKind | None) -> None:
        if tag in _BLOCK_TAGS or tag == "br":
            what: Literal["block", "line"] = "line" if tag == "br" else "block"
            offset = self._offset()
            end = self._source.find(">", offset) + 1 or len(self._source)
            self.parts.append(HtmlPart(what, "\n", offset, end, "quote" if self._quotes else kind))

    def handle_data(self, data: str) -> None:
        self._text(data, data)

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, raw: str) -> None:
        offset = self._offset()
        if self._source.startswith(";", offset + len(raw)):
            raw += ";"
        self._text(html.unescape(raw), raw)

    def _text(self, text: str, raw: str) -> None:
        offset = self._offset()
        if not self._skipping and self._source.startswith(raw, offset):
            self.parts.append(HtmlPart("text", text, offset, offset + len(raw)))
