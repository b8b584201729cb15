"""Texts as people wrote them, out of what archives keep of them."""

from __future__ import annotations

import re

from postlint.document.html import TolerantParser

_BLOCK_TAGS = frozenset("p div blockquote pre ul ol h1 h2 h3 h4 h5 h6".split())
_LINE_TAGS = frozenset("br li".split())
_HIDDEN_TAGS = frozenset("script style".split())
_WHITESPACE = re.compile(r"[ \t\r\n]+")
_MANY_BLANKS = re.compile(r" {2,}")
_AROUND_LINE_END = re.compile(r" ?\n ?")
_EMPTY_LINES = re.compile(r"\n{3,}")


_MAX_CHARS = 50_000
_MAX_UNCLOSED_TAGS = 20
"""Characters of HTML, and tags without an end, that are read: html.parser takes forever over what
has many of both."""


def normalize_line_ends(text: str) -> str:
    """Return a text with line feeds alone and nothing empty at its end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip()


def html_to_text(html: str) -> str:
    """Return what is read of HTML: paragraphs with an empty line between them.

    Nothing comes between the parts of a paragraph: Mastodon cuts a link into several of them.

    Raises:
        ValueError: it has too many tags without an end, or is too long for a post.
    """
    if len(html) > _MAX_CHARS or html.count("<") - html.count(">") > _MAX_UNCLOSED_TAGS:
        raise ValueError("its HTML is broken or too long for a post")
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = _MANY_BLANKS.sub(" ", "".join(reader.parts))
    text = _AROUND_LINE_END.sub("\n", text)
    return _EMPTY_LINES.sub("\n\n", text).strip()


class _Reader(TolerantParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a paragraph or a line."""
        if tag in _BLOCK_TAGS:
            self.parts.append("\n\n")
        elif tag in _LINE_TAGS:
            self.parts.append("\n")
        self._hidden_depth += tag in _HIDDEN_TAGS

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph."""
        if tag in _BLOCK_TAGS:
            self.parts.append("\n\n")
        if tag in _HIDDEN_TAGS:
            self._hidden_depth = max(0, self._hidden_depth - 1)

    def handle_data(self, data: str) -> None:
        """Take in text; a line break in the source of HTML is a blank."""
        if not self._hidden_depth:
            self.parts.append(_WHITESPACE.sub(" ", data))
