"""The kinds of formatting in a Markdown draft, in a writer's words."""

from __future__ import annotations

import re

from postlint.document.draft import Draft
from postlint.document.markdown import find_tags

_KINDS = {
    "Heading": "headings",
    "Strong": "bold and italics",
    "Emphasis": "bold and italics",
    "Strikethrough": "strikethrough",
    "Link": "link texts",
    "Image": "images",
    "Table": "tables",
    "BlockQuote": "quote blocks",
    "Code": "code",
    "CodeBlock": "code",
    "FootnoteDefinition": "footnotes",
    "Rule": "dividing lines",
}
"""What a writer calls each of the parser's tags, in the order in which to list them."""

_HTML_KINDS = {
    **dict.fromkeys(("b", "strong", "i", "em"), "bold and italics"),
    **dict.fromkeys((f"h{level}" for level in range(1, 7)), "headings"),
    **dict.fromkeys(("s", "del", "strike"), "strikethrough"),
    "a": "link texts",
    "img": "images",
    "table": "tables",
    "blockquote": "quote blocks",
    "code": "code",
    "pre": "code",
    "hr": "dividing lines",
}
_HTML_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)")


def find_formatting(draft: Draft) -> tuple[str, ...]:
    """Return the kinds of formatting in a draft, such as "headings"; none in plain text."""
    if draft.source.is_plain:
        return ()
    tags, html = find_tags(draft.text, mdx=draft.source.is_mdx)
    found = {_KINDS[tag] for tag in tags if tag in _KINDS}
    names = {match[1].lower() for match in _HTML_TAG.finditer(html)}
    found |= {_HTML_KINDS[name] for name in names if name in _HTML_KINDS}
    return tuple(kind for kind in dict.fromkeys(_KINDS.values()) if kind in found)
