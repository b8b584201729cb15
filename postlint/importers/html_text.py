"""Text from the HTML of a post."""

from __future__ import annotations

import re

from postlint.document.html import HtmlPart, read_html

_HIDDEN_TAGS = frozenset({"script", "style"})
_LIST_ITEM = re.compile(r"<(/?)li\b", re.IGNORECASE)
_WHITESPACE = re.compile(r"[ \t\r\n]+")
_BLANKS = re.compile(r" {2,}")
_AROUND_LINE_END = re.compile(r" ?\n ?")
_EMPTY_LINES = re.compile(r"\n{3,}")

_MAX_CHARACTERS = 50_000
_MAX_UNCLOSED_TAGS = 20
"""With many characters and many unclosed tags, html.parser takes forever."""


def html_to_text(html: str) -> str:
    """Return the text of HTML, with an empty line between paragraphs.

    The parts of a paragraph are joined without blanks, because Mastodon splits links into parts.

    Raises:
        ValueError: it has too many unclosed tags, or is too long for a post.
    """
    if len(html) > _MAX_CHARACTERS or html.count("<") - html.count(">") > _MAX_UNCLOSED_TAGS:
        raise ValueError("its HTML is broken or too long for a post")
    text = "".join(_text(part, html) for part in read_html(html, skipped_tags=_HIDDEN_TAGS))
    text = _AROUND_LINE_END.sub("\n", _BLANKS.sub(" ", text))
    return _EMPTY_LINES.sub("\n\n", text).strip()


def _text(part: HtmlPart, html: str) -> str:
    if part.what == "block":
        item = _LIST_ITEM.match(html, part.start)
        if item is None:
            return "\n\n"
        return "" if item[1] else "\n"
    # In text, a line end is only a blank.
    return part.text if part.what == "line" else _WHITESPACE.sub(" ", part.text)
