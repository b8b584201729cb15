"""A reader of Markdown and MDX that yields blocks of prose with offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyromark import Options, events, events_with_range

from postlint.document.html import read_html
from postlint.document.masks import Masks, find_masks
from postlint.document.prose import BlockKind, Prose, ProseBuilder
from postlint.document.source import Span

_OPTIONS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_HEADING_ATTRIBUTES
    | Options.ENABLE_GFM
    | Options.ENABLE_WIKILINKS
)
_BLOCK_KINDS: dict[str, BlockKind] = {
    "Heading": "heading",
    "TableCell": "cell",
    "Paragraph": "paragraph",
}
_CONTAINERS = frozenset(
    {"BlockQuote", "List", "Item", "FootnoteDefinition", "Table", "HtmlBlock", "CodeBlock"}
)
_LEAVES = frozenset({"Paragraph", "Heading", "Item"})
_INLINE_MARKUP = frozenset({"Emphasis", "Strong", "Strikethrough", "Link"})
_SKIPPED_TAGS = frozenset({"CodeBlock", "Image", "HtmlBlock"})
_INLINE_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_INLINE_CODE_TAGS = frozenset("code kbd samp script style iframe svg".split())
_CALLOUT = re.compile(
    r">[ \t]*(?:"
    r"\[!(?P<type>[\w-]{1,40})(?:\|[^\]\r\n]{0,80})?\][+-]?"
    r"|(?:[^\w\s>*]{1,4}[ \t]*|:\w{1,40}:[ \t]*)?(?P<bold>\*\*|__)"
    r"(?:note|(?:pro[ -])?tip|info|important|warning|caution|attention|danger|hint|heads[ -]up"
    r"|reminder|update|disclaimer)"
    r"[:!.]?(?P=bold):?(?!\w))[ \t]*",
    re.IGNORECASE,
)
"""The label of a callout: `> [!TIP] Title`, `> [!note]- Title`, `> **Note:**`."""

_QUOTING_CALLOUTS = frozenset({"quote", "cite"})
_LINE_OR_BREAK = re.compile(r"[\r\n]+|[^\r\n]+")
_MAX_BLOCK_LENGTH = 50_000
"""The characters after which a block is yielded in parts, so that a limit can end the reading."""

_CLOSING_SIGNS = frozenset(".,;:!?")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True)
class Markup:
    """The spans of the blocks, code, and HTML in a Markdown text.

    Attributes:
        blocks: its outermost blocks.
        leaves: paragraphs, headings, and items; an item may contain paragraphs.
        code: code spans and code blocks.
        html: HTML blocks and tags, including comments.
    """

    blocks: tuple[Span, ...]
    leaves: tuple[Span, ...]
    code: tuple[Span, ...]
    html: tuple[Span, ...]


def read_markdown(text: str, *, mdx: bool) -> Iterator[Prose]:
    """Yield the blocks of prose in Markdown, in order."""
    masks = find_masks(text, mdx=mdx)
    hidden = masks.hide(text)
    reader = _EventReader(hidden, masks)
    for event in _parse(hidden):
        yield from reader.read(*event)
    yield from reader.finish()


def find_markup(text: str, *, mdx: bool) -> Markup:
    """Return the spans of the blocks, code, and HTML in Markdown."""
    blocks, leaves, code, html = [], [], [], []
    depth = 0
    for name, value, start, end in _parse(find_masks(text, mdx=mdx).hide(text)):
        span = Span(start, end)
        tag = _unpack(value)[0] if name == "Start" else name
        if name == "Start" and not depth:
            blocks.append(span)
        if tag in _LEAVES:
            leaves.append(span)
        elif tag in ("Code", "CodeBlock"):
            code.append(span)
        elif tag in ("InlineHtml", "HtmlBlock"):
            html.append(span)
        depth += {"Start": 1, "End": -1}.get(name, 0)
    return Markup(tuple(blocks), tuple(leaves), tuple(code), tuple(html))


def find_tags(text: str, *, mdx: bool) -> tuple[frozenset[str], str]:
    """Return the parser's tags in Markdown, without links whose text is the URL, and all HTML."""
    tags, html = set(), []
    for event in events(find_masks(text, mdx=mdx).hide(text), options=_OPTIONS):
        name, value = _unpack(event)
        tag, details = _unpack(value) if name == "Start" else (name, None)
        if tag == "Link" and (details or {}).get("link_type") in ("Autolink", "Email"):
            continue
        tags.add(tag)
        if name in ("Html", "InlineHtml"):
            html.append(value)
    return frozenset(tags), "".join(html)


def _parse(text: str) -> Iterator[tuple[str, Any, int, int]]:
    """Yield the parser's events: name, details, start, and end."""
    # The characters other than ASCII: their ends in UTF-8, and the bytes that exceed their number.
    ends, excess = [0], [0]
    for match in _NON_ASCII.finditer(text):
        excess.append(excess[-1] + len(match[0].encode()) - 1)
        ends.append(match.end() + excess[-1])

    def to_offset(byte: int) -> int:
        return byte - excess[bisect_right(ends, byte) - 1]

    for event, span in events_with_range(text, options=_OPTIONS):
        yield *_unpack(event), to_offset(span["start"]), to_offset(span["end"])


def _unpack(value: Any) -> tuple[str, Any]:  # noqa: ANN401 -- pyromark's union
    return next(iter(value.items())) if isinstance(value, dict) else (value, None)


class _EventReader:
    def __init__(self, text: str, masks: Masks) -> None:
        self._text = text
        self._masks = masks
        self._containers: list[str] = []
        self._builder: ProseBuilder | None = None
        self._skip_depth = 0  # depth inside of code blocks, images, and HTML blocks
        self._inline_code = ""
        self._run: Span | None = None
        self._label_end = 0  # of the callout that was opened last
        self._image_end = -1

    def read(self, name: str, value: Any, start: int, end: int) -> Iterator[Prose]:  # noqa: ANN401
        """Yield the blocks that an event ends."""
        if name != "Text" or self._skip_depth:
            self._flush()
        if name == "Start":
            yield from self._open(*_unpack(value), start, end)
        elif name == "End":
            yield from self._close(_unpack(value)[0], end)
        elif self._skip_depth:
            return
        elif name == "Text":
            self._add(value, start, end)
            if self._builder is not None and self._builder.length > _MAX_BLOCK_LENGTH:
                yield from self._builder.take()
        elif name in ("SoftBreak", "HardBreak"):
            if start > self._label_end:
                self._block().add("\n", start, end)
        elif name == "InlineHtml":
            self._inline_html(value, start, end)

    def finish(self) -> Iterator[Prose]:
        """Yield the block that is still open."""
        self._flush()
        self._inline_code = ""
        if self._builder is not None:
            yield from self._builder.build()
        self._builder = None

    def _kind(self, block: str) -> BlockKind:
        if "Quote" in self._containers:
            return "quote"
        kind = _BLOCK_KINDS.get(block, "paragraph")
        return "item" if kind == "paragraph" and "Item" in self._containers else kind

    def _block(self) -> ProseBuilder:
        if self._builder is None:
            self._builder = ProseBuilder(self._kind("Paragraph"))
        return self._builder

    def _open(self, tag: str, details: Any, start: int, end: int) -> Iterator[Prose]:  # noqa: ANN401
        if tag in _BLOCK_KINDS or tag in _CONTAINERS:
            yield from self.finish()
            if tag == "HtmlBlock" and "Quote" not in self._containers:
                yield from self._read_html_block(start, end)
            quoted = tag == "BlockQuote" and not self._open_callout(start)
            self._containers.append("Quote" if quoted else tag)
            if tag in _BLOCK_KINDS:
                self._builder = ProseBuilder(self._kind(tag))
        elif tag in _INLINE_MARKUP and not self._skip_depth:
            self._block().open_markup(start)
            if tag == "Link":
                self._block().links += 1
                # The text of <https://…> is the URL itself.
                if details["link_type"] in ("Autolink", "Email"):
                    self._skip_depth += 1
                    self._containers.append("Autolink")
        if tag in _SKIPPED_TAGS:
            self._skip_depth += 1

    def _read_html_block(self, start: int, end: int) -> Iterator[Prose]:
        kind = self._kind("Paragraph")
        builder = ProseBuilder(kind)
        for part in read_html(self._text[start:end]):
            begin, stop = start + part.start, start + part.end
            if part.what == "block":
                yield from builder.build()
                builder = ProseBuilder(part.kind or kind)
            elif part.what == "link":
                builder.links += 1
            elif part.what == "line":
                builder.add("\n", begin, stop)
            elif len(part.text) == stop - begin:
                for visible in self._masks.visible(Span(begin, stop)):
                    self._add_html_text(builder, visible)
            else:
                builder.add(part.text, begin, stop)
        yield from builder.build()

    def _add_html_text(self, builder: ProseBuilder, span: Span) -> None:
        """Append text of HTML, where a line break is the same as a space."""
        for match in _LINE_OR_BREAK.finditer(self._text, span.start, span.end):
            if match[0][0] in "\r\n":
                builder.add(" ", *match.span())
            else:
                builder.add_text(self._text, *match.span())

    def _open_callout(self, start: int) -> bool:
        """Return whether a block quote is a callout, whose text is the author's own."""
        label = _CALLOUT.match(self._text, start)
        if label:
            self._label_end = label.end()
        return label is not None and (label["type"] or "").lower() not in _QUOTING_CALLOUTS

    def _close(self, tag: str, end: int) -> Iterator[Prose]:
        if tag in _SKIPPED_TAGS:
            self._skip_depth -= 1
        if tag == "Image":
            self._image_end = end
        if tag in _BLOCK_KINDS or tag in _CONTAINERS:
            yield from self.finish()
            self._containers.pop()
        elif tag in _INLINE_MARKUP:
            if tag == "Link" and self._containers and self._containers[-1] == "Autolink":
                self._containers.pop()
                self._skip_depth -= 1
            if not self._skip_depth:
                self._block().close_markup(end)

    def _add(self, value: str, start: int, end: int) -> None:
        if self._inline_code or end <= self._label_end:
            return
        if end - start != len(value):
            self._flush()
            self._block().add(value, start, end)
        elif self._run and self._run.end == start:
            self._run = Span(self._run.start, end)
        else:
            self._flush()
            self._run = Span(start, end)

    def _flush(self) -> None:
        """Append the pending run of text as a whole, because a URL may contain `_` or `*`."""
        if self._run:
            run, self._run = self._run, None
            start = max(run.start, self._label_end)
            for visible in self._masks.visible(Span(start, run.end)):
                # Images and template tags, unlike code and URLs, aren't words of the sentence.
                if visible.start > start or visible.start == self._image_end:
                    self._close_gap(visible.start)
                self._block().add_text(self._text, visible.start, visible.end)

    def _close_gap(self, start: int) -> None:
        character, following = self._text[start], self._text[start + 1 : start + 2]
        if character in _CLOSING_SIGNS and not following.isalnum():
            self._block().close_gap(start)

    def _inline_html(self, value: str, start: int, end: int) -> None:
        match = _INLINE_TAG.match(value)
        if not match:
            return
        name = match[2].lower()
        if match[1] and name == self._inline_code:
            self._inline_code = ""
        elif not match[1] and name in _INLINE_CODE_TAGS and not value.endswith("/>"):
            self._inline_code = name
        elif name == "br":
            self._block().add("\n", start, end)
        elif name == "a" and not match[1]:
            self._block().links += 1
