"""Masks: the spans of a source that are instructions to a site generator, not prose.

These are Hugo shortcodes, tags of Liquid, Jinja, and Nunjucks, ERB, and kramdown attributes; in MDX
also imports, exports, JSX tags, and `{expressions}`. Each scanner takes time linear in the length
of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter

from postlint.document.markdown_extensions import ParserEdit, find_extensions
from postlint.document.source import Span, gaps, is_covered, merge_spans, replace_spans

_TEMPLATE_TAGS = (
    ("{{", "}}"), ("{%", "%}"), ("<%", "%>"), ("{#", "#}"), ("{:", "}"),
    ("{::comment}", "{:/comment}"),
    ("{--", "--}"), ("{>>", "<<}"), ("{~~", "~>"),  # an editor's changes
)  # fmt: skip
_CODE_TAG = re.compile(r"\{[{%]-?[<%]?\s*(highlight|comment|codeblock)\b")
_CODE_END = {
    name: re.compile(rf"(?:end|/\s*){name}\s*-?[>%][%}}]}}?")
    for name in ("highlight", "comment", "codeblock")
}
_TEMPLATE_LIMIT = 2_000
_MDX_MODULE = re.compile(
    r"(?<![^\r\n])(?:(import)(?=\s)"
    r"|export\s+(?:default|const|let|var|async|function|class|type|interface|\{|\*))"
)
_IMPORT_NAMES = re.compile(r"[\w*{},$\s]*")
_MAX_IMPORT_LENGTH = 1_000
"""The most characters between `import` and the name of the module."""

_PARAGRAPH_END = re.compile(r"(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)|\Z")
_JSX_OPEN = re.compile(r"<(?:/?[A-Za-z][\w.:-]*|/?(?=>))")
_JSX_DELIMITER = re.compile(r"[<>{}\"'`]")
_LONE_CR = re.compile(r"\r(?!\n)")
_NON_NEWLINE = re.compile(r"[^\r\n]")


class Masks:
    """Masked spans, sorted and without overlaps."""

    def __init__(self, spans: Sequence[Span], edits: Sequence[ParserEdit]) -> None:
        self._spans = spans
        self._edits = edits

    def hide(self, text: str) -> str:
        """Return the text for the parser, with the same length.

        Each masked character becomes a letter, so tags with spaces parse as text.
        """
        masked = (
            (span.start, span.end, _NON_NEWLINE.sub("x", text[span.start : span.end]))
            for span in self._spans
        )
        edits = ((edit.start, edit.end, edit.text) for edit in self._edits)
        hidden = replace_spans(replace_spans(text, masked), edits)
        # The parser doesn't read a lone CR as a line break.
        return _LONE_CR.sub("\n", hidden)

    def visible(self, span: Span) -> Iterator[Span]:
        """Yield the parts of a span that aren't masked."""
        if not self._spans:
            return iter((span,) if span.start < span.end else ())
        start = attrgetter("start")
        first = bisect_right(self._spans, span.start, key=start) - 1
        last = bisect_left(self._spans, span.end, key=start)
        return gaps(span, self._spans[max(first, 0) : last])


def find_masks(text: str, *, mdx: bool) -> Masks:
    """Return the masks in a text."""
    spans = [span for tag in _TEMPLATE_TAGS for span in _template_tags(text, *tag)]
    spans += list(_code_between_tags(text, spans))
    if mdx:
        spans += _mdx_modules(text)
        spans += _mdx_tags(text)
    extensions = find_extensions(text)
    spans = [span for span in spans if not is_covered(span.start, extensions.code)]
    return Masks(merge_spans([*spans, *extensions.masks]), extensions.edits)


def _code_between_tags(text: str, tags: list[Span]) -> Iterator[Span]:
    """Yield the spans from a tag such as `{% highlight %}` to its closing tag."""
    closings: dict[str, re.Match[str] | None] = {}
    for tag in sorted(tags, key=lambda tag: tag.start):
        if opening := _CODE_TAG.match(text, tag.start):
            name = opening[1]
            closing = closings.get(name)
            # A closing tag found for an earlier tag is still the next one if it's after this tag.
            if name not in closings or (closing and closing.start() < tag.end):
                closing = closings[name] = _CODE_END[name].search(text, tag.end)
            if closing:
                yield Span(tag.start, closing.end())


def _template_tags(text: str, opening: str, closing: str) -> Iterator[Span]:
    """Yield the spans from `opening` to the next `closing`, if they aren't too long."""
    begin, end = text.find(opening), -1
    while begin >= 0:
        offset = begin + len(opening)
        if end < offset:
            end = text.find(closing, offset)
            if end < 0:
                return
        if end - offset <= _TEMPLATE_LIMIT:
            offset = end + len(closing)
            yield Span(begin, offset)
        begin = text.find(opening, offset)


def _mdx_modules(text: str) -> Iterator[Span]:
    """Yield `import` and `export` statements; in MDX each ends with an empty line."""
    offset = names_end = 0
    while match := _MDX_MODULE.search(text, offset):
        offset = match.end()
        if match[1]:
            if names_end < offset:
                names_end = _IMPORT_NAMES.match(text, offset).end()  # type: ignore[union-attr]
            if not _is_import(text, offset, names_end):
                continue
            offset = names_end
        ending = _PARAGRAPH_END.search(text, offset)
        offset = ending.start() if ending else len(text)
        yield Span(match.start(), offset)


def _is_import(text: str, start: int, end: int) -> bool:
    """Return whether a module's name in quotes follows, after names and `from` or directly."""
    if text[end : end + 1] not in ("'", '"') or end - start > _MAX_IMPORT_LENGTH:
        return False
    names = text[start:end]
    words = names.split()
    return names[-1].isspace() and (not words or (len(words) > 1 and words[-1] == "from"))


def _mdx_tags(text: str) -> Iterator[Span]:
    """Yield `{expressions}`, JSX components, and tags that contain expressions."""
    closing = _matching_braces(text)
    yield from (Span(opened, closed + 1) for opened, closed in closing.items())
    ends: dict[int, int | None] = {}
    for tag in _JSX_OPEN.finditer(text):
        end = _tag_end(text, tag.end(), closing, ends)
        # Lowercase tags without braces are HTML.
        component = tag[0].lstrip("</")
        if end is not None and (
            not component or not component[0].islower() or "." in component
            or text.find("{", tag.end(), end) >= 0
        ):  # fmt: skip
            yield Span(tag.start(), end)


def _matching_braces(text: str) -> dict[int, int]:
    """Return the offset of the closing brace for each opening brace that has one."""
    opened: list[int] = []
    closing: dict[int, int] = {}
    for match in re.finditer(r"[{}]", text):
        if match[0] == "{":
            opened.append(match.start())
        elif opened:
            closing[opened.pop()] = match.start()
    return closing


def _tag_end(
    text: str, offset: int, closing: dict[int, int], ends: dict[int, int | None]
) -> int | None:
    """Return the offset where a JSX tag ends: after the first `>` outside of braces and strings.

    `ends` caches the results by the offsets that were visited.
    """
    visited = []
    end: int | None = None
    while offset not in ends and (match := _JSX_DELIMITER.search(text, offset)):
        visited.append(offset)
        position = match.start()
        if match[0] == ">":
            end = match.end()
            break
        if match[0] == "{":
            position = closing.get(position, -1)
        elif match[0] in "<}":
            break
        else:
            position = text.find(match[0], match.end())
        if position < 0:
            break
        offset = position + 1
    end = ends.get(offset, end)
    ends.update(dict.fromkeys(visited, end))
    return end
