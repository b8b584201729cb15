"""Scanners for Markdown extensions that the parser doesn't support.

These are admonitions and other containers (Docusaurus, Pandoc, MyST, MkDocs), attributes,
comments, math, abbreviations, and tables of contents. Their text is prose, but their marks aren't.
Inside code, everything is code. Each scanner takes time linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from postlint.document.source import Span, is_covered, iter_lines

_QUOTE_PREFIX = " \t>"
_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*([^\r\n]*)")
_CONTAINER = re.compile(r"(:{3,})[ \t]*(\{[^{}]*\}|[A-Za-z][\w-]*)(.*)")
_BLOCK = re.compile(r"(/{3,})[ \t]*([a-z][\w-]*)(?:[ \t]*\|[ \t]*(.*)|[ \t]*)\Z")
_ADMONITION = re.compile(
    r"(?:(?:!!!|\?\?\?\+?)[ \t]+[\w-]+(?:[ \t]+[\w-]+)*|===[!+]?(?=[ \t]+\"))"
    r"(?:[ \t]+\"([^\"]*)\")?[ \t]*\Z"
)
_DIRECTIVE = re.compile(r"\{([\w:-]+)\}")
_DIRECTIVES_WITH_PROSE = frozenset(
    "admonition attention caution card danger dropdown epigraph error hint important margin note "
    "pull-quote seealso sidebar tab-item tip topic warning".split()
)
"""MyST directives that contain prose, also in fences of backticks."""

_DIRECTIVES_WITH_CODE = frozenset(
    "bibliography code code-block code-cell csv-table eval-rst graphviz include list-table "
    "literalinclude math mermaid plot raw sourcecode toctree".split()
)
_OPTION = re.compile(r":[\w-]+:(?:[ \t]|\Z)")
_STANDALONE_LINE = re.compile(
    r"\[\[?_?TOC_?\]\]?\Z|@\[toc\]|\$\{toc\}\Z"  # a table of contents
    r"|\*\[[^\[\]]+\]:"  # an abbreviation
    r"|\\[A-Za-z]+(?:\[[^\[\]]*\])?(?:\{[^{}]*\})*\Z"  # a LaTeX command
    r"|::[a-z][\w-]*(?:\{[^{}]*\})?\Z",  # a directive without text
    re.IGNORECASE,
)
_TOC_MARK = re.compile(r"\{:[ \t]*toc\b")
_LIST_ITEM = re.compile(r"(?:[*+-]|\d+[.)])[ \t]")
_INDENT = re.compile(r" {4}| {0,3}\t")

_ATTRIBUTE = (
    r"(?:\.[a-z_-][\w:.-]*|#[A-Za-z][\w:.-]*"
    r"|[\w:-]+=(?:\"[^\"\r\n]*\"|'[^'\r\n]*'|[^\s\"'{}]+))"
)
_ATTRIBUTES = rf"\{{:?[ \t]*{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*[ \t]*\}}"
# Patterns start with the characters that they look for, so they are found fast.
_INLINE_MARKS = re.compile(
    r"(?=[\[{:=+~@])(?:"
    rf"(?P<span>\[)[^\[\]\r\n]{{1,300}}(?P<span_end>\]{_ATTRIBUTES})"
    rf"|(?P<attributes>{_ATTRIBUTES})"
    r"|(?<![\w:])(?P<label>::?[a-z][\w-]*\[)[^\[\]\r\n]{1,300}(?P<label_end>\](?:\{[^{}\r\n]*\})?)"
    r"|(?<![=\w])(?P<light>==)(?=[^\s=])[^=\r\n]{1,500}(?<=[^\s=])(?P<light_end>==)(?![=\w])"
    r"|(?P<critic>\{\+\+|\+\+\}|\{==|==\}|~~\})"
    r"|(?P<embed>@\[(?:youtube|vimeo|vine|prezi|osf|twitter|tweet|codepen|slideshare)\]"
    r"\([^()\r\n]*\))"
    r"|(?P<citation>\[(?:[^\[\]@\r\n]{0,60} )?-?@[\w:./-]{1,100}[^\[\]\r\n]{0,200}\])(?![(\[:])"
    r")"
)
_REST_OF_LINE = re.compile(r"[ \t]*(?:[\r\n]|\Z)")
_BRACKETED_LINK_TEXT = re.compile(r"\[\[[^\[\]\r\n]+\]\](?=[(\[])")
_INLINE_FOOTNOTE = re.compile(r"\^\[(?:[^\[\]\r\n]|\[[^\[\]\r\n]*\](?:\([^()\s]*\))?){1,500}\]")
_COMMENT = re.compile(r"%%(?<!%%%)(?!%)")
_DOLLARS = re.compile(r"\$(?<![\\$]\$)\$?(?!\$)")
_BRACKETED_MATH = re.compile(r"\\(?<!\\\\)([()\[\]])")
_ENVIRONMENT = re.compile(r"\\(begin|end)\{([\w*]+)\}")
_FORMULA = re.compile(r"\\[A-Za-z]|[\^_=]")
"""Characters that a formula has, unlike prices and other words."""

_VARIABLE = re.compile(r"\$[A-Za-z]\d?\$")

_MAX_FORMULA = 2_000
_MAX_INDENT = 100
_LINE_BREAK = re.compile(r"[\r\n]")
_BLANK_LINE = re.compile(r"(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)")
_BACKTICKS = re.compile(rf"(?=[`\r\n])(?:(?<!\\)`+|{_BLANK_LINE.pattern})")


class ParserEdit(NamedTuple):
    """A replacement of the same length in the text that the parser reads."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """The offset where the replaced characters end."""
        return self.start + len(self.text)


class Extensions(NamedTuple):
    """The extensions in a text.

    Attributes:
        code: fenced code, sorted.
        masks: the spans that aren't prose.
        edits: the replacements that make the parser read the blocks correctly.
    """

    code: list[Span]
    masks: list[Span]
    edits: list[ParserEdit]


def find_extensions(text: str) -> Extensions:
    """Return the Markdown extensions in a text."""
    blocks = _BlockScanner(text)
    masks, edits = blocks.masks, blocks.edits
    code_spans = _code_spans(_outside_code(_BACKTICKS, text, blocks.code))
    code = sorted([*blocks.code, *code_spans], key=lambda span: span.start)
    masks += _pair_up(_outside_code(_COMMENT, text, code), _is_comment)
    masks += _pair_up(_outside_code(_DOLLARS, text, code), _is_dollar_math)
    masks += _bracketed_math(_outside_code(_BRACKETED_MATH, text, code))
    masks += _environments(_outside_code(_ENVIRONMENT, text, code))
    for match in _outside_code(_INLINE_MARKS, text, code):
        masks += _mark_spans(match)
        if match["attributes"] and _REST_OF_LINE.match(text, match.end()):
            edits.append(_blank_edit(match.start(), match[0]))
    for match in _outside_code(_BRACKETED_LINK_TEXT, text, code):
        # Otherwise the parser reads a wikilink.
        masks += [_single_character(match.start() + 1), _single_character(match.end() - 2)]
    for match in _outside_code(_INLINE_FOOTNOTE, text, code):
        edits += [ParserEdit(match.start() + 1, "("), ParserEdit(match.end() - 1, ")")]
        if text[match.start() - 1 : match.start()].isspace():
            masks.append(_single_character(match.start()))
        else:
            edits.append(ParserEdit(match.start(), " "))
    return Extensions(blocks.code, masks, _drop_overlapping(edits))


def _outside_code(
    pattern: re.Pattern[str], text: str, code: Sequence[Span]
) -> Iterator[re.Match[str]]:
    return (match for match in pattern.finditer(text) if not is_covered(match.start(), code))


def _single_character(offset: int) -> Span:
    return Span(offset, offset + 1)


def _drop_overlapping(edits: Iterable[ParserEdit]) -> list[ParserEdit]:
    """Return the edits sorted, without those that overlap an earlier one."""
    remaining: list[ParserEdit] = []
    for edit in sorted(edits):
        if not remaining or edit.start >= remaining[-1].end:
            remaining.append(edit)
    return remaining


class _OpenContainer(NamedTuple):
    marker: str  # its closing line must repeat it
    edit: ParserEdit  # of its opening line, to make when it's closed
    is_code: bool = False


class _BlockScanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self.code: list[Span] = []
        self.masks: list[Span] = []
        self.edits: list[ParserEdit] = []
        self._fence: tuple[str, int] | None = None
        self._open: list[_OpenContainer] = []
        self._admonitions = 0
        self._pending: ParserEdit | None = None  # a possible first line of an admonition
        self._has_options = False
        self._previous_line: tuple[int, str] = 0, ""
        self._read()

    def _read(self) -> None:
        line_break = ""
        for match in iter_lines(self._text):
            if match[1].strip():
                begin = self._dedent(match.start(), match[1], line_break)
                line = self._text[begin : match.end(1)].lstrip(_QUOTE_PREFIX)
                self._read_line(match.end(1) - len(line), line)
            else:
                self._has_options = False
            line_break = match[2]
        if self._fence:
            self.code.append(Span(self._fence[1], len(self._text)))

    def _dedent(self, start: int, line: str, previous_break: str) -> int:
        """Remove the indent of an admonition's line, and return the new start of the line."""
        depth = self._admonitions + (self._pending is not None)
        begin = start
        level = 0
        while level < depth and (indent := _INDENT.match(line, begin - start)):
            begin = start + indent.end()
            level += 1
        if self._pending and level == depth:
            self.edits.append(self._pending)
        self._pending = None
        self._admonitions = level
        if level:
            # Otherwise the parser reads code. Spaces at the end of the previous line don't matter.
            moved = self._text[start:begin] + previous_break
            self.edits.append(ParserEdit(start - len(previous_break), moved))
        return begin

    def _read_line(self, start: int, line: str) -> None:
        fence = _FENCE.match(line)
        if self._fence:
            if fence and fence[1].startswith(self._fence[0]):
                self.code.append(Span(self._fence[1], start + len(line)))
                self._fence = None
            return
        if self._has_options and _OPTION.match(line):
            self.edits.append(_blank_edit(start, line))
            return
        self._has_options = False
        if self._close(start, line):
            pass
        elif fence:
            self._open_fence(start, line, fence)
        elif container := _CONTAINER.match(line):
            name = container[2].strip("{}")
            edit = _heading_edit(start, line, *_title(container))
            if container[2].startswith("{") and name not in _DIRECTIVES_WITH_PROSE:
                edit = _blank_edit(start, line)
            self._has_options = bool(_DIRECTIVE.fullmatch(container[2]))
            is_code = name in _DIRECTIVES_WITH_CODE
            self._open.append(_OpenContainer(container[1], edit, is_code))
        elif block := _BLOCK.match(line):
            self._open.append(_OpenContainer(block[1], _heading_edit(start, line, *block.span(3))))
        elif admonition := _ADMONITION.match(line):
            self._pending = _heading_edit(start, line, *admonition.span(1))
        elif _STANDALONE_LINE.match(line.rstrip()):
            self.edits.append(_blank_edit(start, line))
        elif _TOC_MARK.match(line) and _LIST_ITEM.match(self._previous_line[1]):
            self.edits.append(_blank_edit(*self._previous_line))
        self._previous_line = start, line

    def _open_fence(self, start: int, line: str, fence: re.Match[str]) -> None:
        directive = _DIRECTIVE.match(fence[2])
        if directive and directive[1] in _DIRECTIVES_WITH_PROSE:
            title = fence.start(2) + directive.end()
            edit = _heading_edit(start, line, title, len(line))
            self._open.append(_OpenContainer(fence[1], edit))
            self._has_options = True
        else:
            self._fence = fence[1], start

    def _close(self, start: int, line: str) -> bool:
        """Close the last container if a line is its closing line; return whether it is."""
        marker = line.strip()
        if not self._open or len(marker) < 3 or marker.strip(marker[0]):
            return False
        last = self._open[-1]
        if marker[0] != last.marker[0] or (marker[0] in "`~" and len(marker) < len(last.marker)):
            return False
        self._open.pop()
        self.edits += [last.edit, _blank_edit(start, line)]
        if last.is_code:
            self.masks.append(Span(last.edit.start, start))
        return True


def _title(container: re.Match[str]) -> tuple[int, int]:
    """Return the start and end of a container's title in its first line; equal if it has none."""
    start, end = container.span(3)
    line = container.string
    attributes = re.search(r"\{[^{}]*\}[ \t:]*\Z", container[3])
    if attributes:
        end = start + attributes.start()
    title = line[start:end].rstrip(" \t:")
    end = start + len(title)
    start = end - len(title.lstrip())
    if line[start : start + 1] == "[" and line[end - 1 : end] == "]":
        return start + 1, end - 1
    return start, end


def _heading_edit(start: int, line: str, title_start: int, title_end: int) -> ParserEdit:
    """Return the edit that turns a line into a heading with its title, or into a blank line."""
    title = line[title_start:title_end]
    if not title.strip():
        return _blank_edit(start, line)
    return ParserEdit(start, f"#{' ' * (title_start - 1)}{title}{' ' * (len(line) - title_end)}")


def _blank_edit(start: int, line: str) -> ParserEdit:
    return ParserEdit(start, " " * len(line))


def _mark_spans(match: re.Match[str]) -> Iterator[Span]:
    citation = match["citation"]
    if citation and not re.search(r"[\d;]", citation):
        return  # probably a mention, such as "[@acme]"
    yield from (Span(*match.span(name)) for name, text in match.groupdict().items() if text)


def _code_spans(marks: Iterable[re.Match[str]]) -> Iterator[Span]:
    """Yield the code spans: between equally long runs of backticks within a paragraph."""
    for is_paragraph, paragraph in groupby(marks, key=lambda mark: mark[0][0] == "`"):
        runs = list(paragraph) if is_paragraph else []
        last_of_length = {len(run[0]): run for run in runs}
        remaining = iter(runs)
        for opening in remaining:
            if last_of_length[len(opening[0])] is not opening:
                closing = next(run for run in remaining if len(run[0]) == len(opening[0]))
                yield Span(opening.start(), closing.end())


def _pair_up(
    marks: Iterable[re.Match[str]], is_pair: Callable[[re.Match[str], re.Match[str]], bool]
) -> Iterator[Span]:
    """Yield the spans from an opening mark to the next mark, if that one closes it."""
    opening: re.Match[str] | None = None
    for mark in marks:
        if opening and is_pair(opening, mark):
            yield Span(opening.start(), mark.end())
            opening = None
        else:
            opening = mark


def _is_comment(opening: re.Match[str], closing: re.Match[str]) -> bool:
    """Return whether marks enclose a comment of Obsidian: `%% … %%`, in one line or several."""
    text = opening.string
    before = text[opening.start() - 1 : opening.start()]
    if before in "\r\n":
        return True
    is_within_paragraph = not _BLANK_LINE.search(text, opening.end(), closing.start())
    return (before.isspace() or before in "([>") and is_within_paragraph


def _is_dollar_math(opening: re.Match[str], closing: re.Match[str]) -> bool:
    text = opening.string
    start, end = opening.end(), closing.start()
    if opening[0] != closing[0]:
        return False
    if opening[0] == "$$":
        return _is_display(text, opening, closing) or _is_formula(text, start, end)
    return (
        not text[start].isspace()
        and not text[end - 1].isspace()
        and not text[closing.end() : closing.end() + 1].isalnum()
        and not text[opening.start() - 1 : opening.start()].isalnum()
        and (bool(_VARIABLE.match(text, opening.start())) or _is_formula(text, start, end))
    )


def _bracketed_math(marks: Iterable[re.Match[str]]) -> Iterator[Span]:
    r"""Yield the formulas between `\(` and `\)`, or `\[` and `\]`."""
    opening: re.Match[str] | None = None
    for mark in marks:
        if mark[1] in "([":
            opening = mark
        elif opening and opening[1] + mark[1] in ("()", "[]"):
            if _is_formula(mark.string, opening.end(), mark.start()):
                yield Span(opening.start(), mark.end())
            opening = None


def _environments(marks: Iterable[re.Match[str]]) -> Iterator[Span]:
    starts: dict[str, int] = {}
    for mark in marks:
        if mark[1] == "begin":
            starts.setdefault(mark[2], mark.start())
        elif mark[2] in starts:
            yield Span(starts.pop(mark[2]), mark.end())


def _is_display(text: str, opening: re.Match[str], closing: re.Match[str]) -> bool:
    """Return whether a formula between two pairs of dollar signs is alone on its lines."""
    nearby = max(0, opening.start() - _MAX_INDENT)
    before = _LINE_BREAK.split(text[nearby : opening.start()])[-1]
    after = _LINE_BREAK.split(text[closing.end() : closing.end() + _MAX_INDENT])[0]
    is_alone = not before.strip(" \t>-*+") and not after.strip(" \t.,;")
    return is_alone and closing.start() - opening.end() <= _MAX_FORMULA


def _is_formula(text: str, start: int, end: int) -> bool:
    if end - start > _MAX_FORMULA or _BLANK_LINE.search(text, start, end):
        return False
    return bool(_FORMULA.search(text, start, end))
