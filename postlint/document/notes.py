"""Notes: lines of a draft that aren't posted, such as `**Platform:** LinkedIn`, `Image idea: …`."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from postlint.core.platforms import find_platform
from postlint.document.source import Span, iter_lines, merge_spans, replace_spans

_KEY_VALUE = re.compile(
    r"\s*(?:[-+*] |> ?)*(?P<bold>\*\*|__)?(?P<key>[A-Za-z][A-Za-z /-]{1,28}?)(?:\*\*|__)?[ ]?:"
    r"(?:\*\*|__)?[ \t]*(?P<value>[^\r\n]*)"
)
_LENGTH_NOTE = re.compile(
    r"\s*[*_(\[~]*\d[\d,]*(?: ?/ ?\d+)? (?:characters|chars|words)\b[^\w\r\n]*\s*$"
)
_PLACEHOLDER = re.compile(
    r"\s*[*_]*[\[(](?:image|photo|picture|visual|screenshot|graphic|video|banner|link)\b"
    r"[^\])\r\n]*[\])][*_]*\s*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r" {0,2}> ?(?!\[!)")
_RULE = re.compile(r"\s*(?:-{2,}|\*{3,}|_{3,}|={3,}|(?:[-*_] ){2,}[-*_])\s*$")

_PLATFORM_KEYS = frozenset({"platform", "platforms", "channel", "network"})
_DATE_KEYS = frozenset({
    "date", "publish date", "post date", "posting date", "scheduled", "scheduled for", "schedule",
    "publish", "publish on", "post on",
})  # fmt: skip
_PRODUCTION_KEYS = frozenset({
    "image", "image idea", "image ideas", "image prompt", "image description", "image suggestion",
    "suggested image", "visual", "visuals", "visual idea", "media", "graphic", "graphics", "banner",
    "alt text", "alt", "character count", "characters", "chars", "word count", "status",
    "first comment", "best time", "posting time", "post time",
})  # fmt: skip
_NOTE_KEYS = (
    _PLATFORM_KEYS
    | _DATE_KEYS
    | _PRODUCTION_KEYS
    | {"type", "format", "pillar", "content pillar", "audience"}
)
_BOLD_NOTE_KEYS = _NOTE_KEYS | {
    "time", "when", "theme", "topic", "angle", "target audience", "target", "goal", "objective",
    "tone", "photo", "video", "asset", "assets", "words", "length", "campaign", "notes", "note",
    "author", "owner", "category", "day", "week", "link", "url", "title", "subject", "subject line",
    "preview text", "purpose", "style",
}  # fmt: skip
_PART_LABELS = frozenset({
    "hashtags", "cta", "call to action", "hook", "caption", "copy", "post copy", "post text",
})  # fmt: skip
_BOLD_PART_LABELS = _PART_LABELS | {
    "text", "post", "body", "content", "draft", "tags", "tweet", "message", "main text",
}  # fmt: skip


@dataclass(frozen=True)
class Notes:
    """Notes in the text of a post.

    Attributes:
        spans: their offsets, sorted and without overlaps.
        platform: the platform that they name, or None.
        date: the date that they name, as written, or None.
    """

    spans: tuple[Span, ...] = ()
    platform: str | None = None
    date: str | None = None


def is_note(line: str, keys: Container[str] = _NOTE_KEYS) -> bool:
    """Return whether a line is a note about a post: it's bold, or begins with one of the keys."""
    match = _KEY_VALUE.match(line)
    if match and _key(match) in (_BOLD_NOTE_KEYS if match["bold"] else keys):
        return True
    return bool(_LENGTH_NOTE.match(line) or _PLACEHOLDER.match(line))


def find_notes(text: str, span: Span) -> Notes:
    """Return the notes above and below a post, and the labels of its parts, such as `**Hook:**`."""
    lines = list(iter_lines(text, span.start, span.end))
    first = 0
    while first < len(lines) and (_is_empty(lines[first][1]) or is_note(lines[first][1])):
        first += 1
    last = len(lines)
    while last > first and (
        # Dates below a post may be those of an event.
        _is_empty(lines[last - 1][1]) or is_note(lines[last - 1][1], _PRODUCTION_KEYS)
    ):
        last -= 1
    if first == last:  # without other text, the notes are the post
        return Notes()
    note_lines = [line for line in [*lines[:first], *lines[last:]] if line[1].strip()]
    spans = [Span(*line.span()) for line in note_lines]
    for line in lines[first:last]:
        match = _KEY_VALUE.match(line[1])
        if match and _key(match) in (_BOLD_PART_LABELS if match["bold"] else _PART_LABELS):
            spans.append(Span(line.start(), line.start() + match.start("value")))
    spans += _quote_mark_spans(lines[first:last])
    values = {
        _key(match): match["value"].strip("*_` ")
        for line in note_lines
        if (match := _KEY_VALUE.match(line[1]))
    }
    platforms = (find_platform(value) for key, value in values.items() if key in _PLATFORM_KEYS)
    dates = (value for key, value in values.items() if key in _DATE_KEYS)
    return Notes(tuple(merge_spans(spans)), next(platforms, None), next(dates, None))


def _quote_mark_spans(lines: Sequence[re.Match[str]]) -> Iterator[Span]:
    """Yield the quote marks of a post that is a block quote as a whole, so its author's text."""
    marks = [(line.start(), _QUOTED.match(line[1])) for line in lines if line[1].strip()]
    if all(mark for _, mark in marks):
        yield from (Span(start, start + mark.end()) for start, mark in marks if mark)


def blank_out(text: str, spans: Iterable[Span], within: Span) -> str:
    """Return a part of a text with some spans blanked out, so the offsets don't change.

    The spans become line breaks, because indented text would be code. Quote marks, which may be
    inside paragraphs, become spaces.
    """
    part = text[within.start : within.end]
    local_spans = [span.shifted(-within.start) for span in spans]
    marks = [" " if part[span.start] in "> " else "\n" for span in local_spans]
    return replace_spans(
        part,
        (
            (span.start, span.end, mark * (span.end - span.start))
            for span, mark in zip(local_spans, marks, strict=True)
        ),
    )


def _key(match: re.Match[str]) -> str:
    return " ".join(match["key"].lower().split())


def _is_empty(line: str) -> bool:
    return not line.strip() or bool(_RULE.match(line))
