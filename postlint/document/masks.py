"""Stretches of a source that are instructions to a site generator and no prose.

Hugo shortcodes, Liquid, Jinja and Nunjucks tags, ERB, kramdown attributes; in MDX also imports,
exports, JSX tags and `{expressions}`. Each scanner is linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from postlint.document.markdown_extensions import ParserEdit, find_extensions
from postlint.document.source import Span

_TEMPLATE_TAGS = (
    ("{{", "}}"), ("{%", "%}"), ("<%", "%>"), ("{#", "#}"), ("{:", "}"),
    ("{::comment}", "{:/comment}"),
    ("{--", "--}"), ("{>>", "<<}"), ("{~~", "~>"),  # what an editor deleted, noted, replaced
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
"""Letters between `import` and the name of the module."""
_PARAGRAPH_END = re.compile(r"(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)|\Z")
_JSX_OPEN = re.compile(r"<(?:/?[A-Za-z][\w.:-]*|/?(?=>))")
_JSX_DELIMITER = re.compile(r"[<>{}\"'`]")
_NON_NEWLINE = re.compile(r"[^\r\n]")


class Masks:
    """Masked stretches, in order and apart."""

    def __init__(self, spans: list[Span], edits: Sequence[ParserEdit] = ()) -> None:
        self.spans = spans
        self._edits = edits
        self._starts = [span.start for span in spans]

    def hide(self, text: str, start: int) -> str:
        """Return the text from an offset on for the parser, equally long.

        A letter stands for each masked character, so that tags with blanks parse as text.
        """
        parts = []
        end = start
        for span in self.spans:
            parts += [text[end : span.start], _NON_NEWLINE.sub("x", text[span.start : span.end])]
            end = span.end
        text = "".join([*parts, text[end:]])
        parts, end = [], start
        for edit in self._edits:
            parts += [text[end - start : edit.start - start], edit.text]
            end = edit.end
        return "".join([*parts, text[end - start :]])

    def visible(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the parts of a stretch that are not masked."""
        index = max(bisect_right(self._starts, start) - 1, 0)
        while index < len(self.spans) and (span := self.spans[index]).start < end:
            if span.end > start:
                if span.start > start:
                    yield start, span.start
                start = span.end
            index += 1
        if start < end:
            yield start, end


def find_masks(text: str, *, start: int, mdx: bool) -> Masks:
    """Find what is no prose from the offset `start` on."""
    spans = [span for tag in _TEMPLATE_TAGS for span in _template_tags(text, start, *tag)]
    spans += list(_code_between_tags(text, spans))
    if mdx:
        spans += _mdx_modules(text, start)
        spans += _mdx_tags(text, start)
    extensions = find_extensions(text, start)
    fences = Masks(extensions.code)
    spans = [span for span in spans if next(fences.visible(span.start, span.start + 1), None)]
    return Masks(_merge_overlapping([*spans, *extensions.masks]), extensions.edits)


def _merge_overlapping(spans: list[Span]) -> list[Span]:
    """Return the spans in order, those that overlap joined."""
    spans.sort(key=lambda span: (span.start, -span.end))
    apart: list[Span] = []
    for span in spans:
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
        elif span.end > apart[-1].end:
            apart[-1] = Span(apart[-1].start, span.end)
    return apart


def _code_between_tags(text: str, tags: list[Span]) -> Iterator[Span]:
    """Yield what is between a tag such as `{% highlight %}` and the one that ends it."""
    closings: dict[str, re.Match[str] | None] = {}
    for tag in sorted(tags, key=lambda tag: tag.start):
        if opening := _CODE_TAG.match(text, tag.start):
            name = opening[1]
            closing = closings.get(name)
            # One that was found for an earlier tag is the next one still, or there is none left.
            if name not in closings or (closing and closing.start() < tag.end):
                closing = closings[name] = _CODE_END[name].search(text, tag.end)
            if closing:
                yield Span(tag.start, closing.end())


def _template_tags(text: str, start: int, opening: str, closing: str) -> Iterator[Span]:
    """Yield what is from `opening` to the next `closing`, if that is not too far off."""
    begin, end = text.find(opening, start), -1
    while begin >= 0:
        inside = begin + len(opening)
        if end < inside:
            end = text.find(closing, inside)
            if end < 0:
                return
        offset = inside
        if end - inside <= _TEMPLATE_LIMIT:
            offset = end + len(closing)
            yield Span(begin, offset)
        begin = text.find(opening, offset)


def _mdx_modules(text: str, start: int) -> Iterator[Span]:
    """Yield `import` and `export` statements; in MDX each ends with an empty line."""
    offset = start
    names_end = start
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
    """Return whether names and `from`, or nothing, are before the quote of a module's name."""
    if text[end : end + 1] not in ("'", '"') or end - start > _MAX_IMPORT_LENGTH:
        return False
    names = text[start:end]
    words = names.split()
    return names[-1].isspace() and (not words or (len(words) > 1 and words[-1] == "from"))


def _mdx_tags(text: str, start: int) -> Iterator[Span]:
    """Yield `{expressions}` and the JSX tags that hold some."""
    closing = _matching_braces(text, start)
    yield from (Span(opened, closed + 1) for opened, closed in closing.items())
    braces = [brace.start() for brace in re.compile(r"\{").finditer(text, start)]
    ends: dict[int, int | None] = {}
    for tag in _JSX_OPEN.finditer(text, start):
        end = _tag_end(text, tag.end(), closing, ends)
        # Lower-case tags without braces are HTML and read as such.
        component = tag[0].lstrip("</")
        if end is not None and (
            not component or not component[0].islower() or "." in component
            or _has_between(braces, tag.end(), end)
        ):  # fmt: skip
            yield Span(tag.start(), end)


def _has_between(places: list[int], start: int, end: int) -> bool:
    """Return whether one of the places, in order, is between two offsets."""
    index = bisect_left(places, start)
    return index < len(places) and places[index] < end


def _matching_braces(text: str, start: int) -> dict[int, int]:
    """Return the offset of the closing brace for each opening brace that has one."""
    opened: list[int] = []
    closing: dict[int, int] = {}
    for match in re.compile(r"[{}]").finditer(text, start):
        if match[0] == "{":
            opened.append(match.start())
        elif opened:
            closing[opened.pop()] = match.start()
    return closing


def _tag_end(
    text: str, offset: int, closing: dict[int, int], ends: dict[int, int | None]
) -> int | None:
    """Return where a JSX tag ends: the first `>` outside of braces and strings.

    `ends` keeps what was found, by the offsets passed on the way.
    """
    passed = []
    end: int | None = None
    while offset not in ends and (match := _JSX_DELIMITER.search(text, offset)):
        passed.append(offset)
        found = match.start()
        if match[0] == ">":
            end = match.end()
            break
        if match[0] == "{":
            found = closing.get(found, -1)
        elif match[0] in "<}":
            break
        else:
            found = text.find(match[0], match.end())
        if found < 0:
            break
        offset = found + 1
    end = ends.get(offset, end)
    ends.update(dict.fromkeys(passed, end))
    return end
