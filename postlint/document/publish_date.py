"""The publish date of a draft, from its front matter, its heading, or its file's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import PurePath

from postlint.core.dates import is_ambiguous, parse_date
from postlint.core.platforms import find_platform
from postlint.core.terminal_text import shorten
from postlint.document.front_matter import FrontMatter
from postlint.document.source import Source, Span

_DATE_KEYS = (
    "date", "published", "publisheddate", "publisheddatetime", "publishedtime", "publishedat",
    "publishedon", "publishdate", "publishat", "publishon", "publishtime", "publicationdate",
    "pubdate", "pubdatetime", "datepublished", "datetime", "postdate", "postingdate", "posted",
    "postedat", "postedon", "postat", "poston", "scheduled", "scheduledat", "scheduledfor",
    "scheduleddate", "scheduledate", "schedule", "golive", "golivedate", "sentat", "senddate",
    "created", "createdat", "createddate", "createdon", "datecreated", "creationdate",
)  # fmt: skip
"""Keys of a publish date, best first, in lowercase and without separators."""

_AMBIGUOUS_KEYS = frozenset({"published", "posted", "scheduled", "schedule", "created", "golive"})
"""Keys whose value may also be a status, a place, or a person."""

_UNSET_VALUES = frozenset(
    {"", "tbd", "tba", "tbc", "todo", "none", "null", "n/a", "?", "-", "draft"}
)
_KEY_SEPARATORS = re.compile(r"[\W_]+")
_PATH_DATE = re.compile(
    r"(?<!\d)(\d{4})[-_. ]?(\d\d)[-_. ]?(\d\d)(?!\d)|(?:^|/)(\d{4})/(\d\d)[-_/](\d\d)(?!\d)"
)
_WORD_START = re.compile(r"\S")
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[a-z]", re.IGNORECASE)
_HEADING_LINE = re.compile(r"[ \t]*#{1,6}[ \t]+([^\r\n]{1,100}?)[ \t#]*(?:\r|\n|\Z)")


def date_of_draft(
    source: Source, front_matter: FrontMatter, body: Span, posts: int
) -> datetime | None:
    """Return the publish date of a post, or None.

    In a file with several posts, the post's heading has precedence over the front matter,
    otherwise the front matter. The name of the file or its folder is used last. `posts`
    is the number of posts in the file.
    """
    dates = (parse_date(value) for _, value in _date_values(front_matter))
    in_front_matter = next(filter(None, dates), None)
    in_heading = _date_in_heading(source.text, body)
    written = in_heading or in_front_matter if posts > 1 else in_front_matter or in_heading
    return written or date_in_path(source.path)


def date_in_path(path: str) -> datetime | None:
    """Return the date in the name of a file or its folder, such as `2025-11-14-title.md`.

    Folders that have only the name of a platform are skipped.
    """
    name = PurePath(path)
    folders = list(name.parts[:-1])
    while folders and find_platform(folders[-1]):
        folders.pop()
    for text in (name.stem, "/".join([*folders[-2:], name.stem]), "/".join(folders[-3:])):
        # The last date is the nearest to the file name.
        for match in reversed([*_PATH_DATE.finditer(text)]):
            is_near = "/" not in text[match.end() :]
            if is_near and (moment := parse_date("-".join(filter(None, match.groups())))):
                return moment
    names = filter(_LETTER.search, (name.stem, *folders[-1:]))
    return next(filter(None, map(parse_date, names)), None)


def date_notices(front_matter: FrontMatter, source: Source) -> Iterator[str]:
    """Yield a notice about the first date in front matter if it's invalid or ambiguous."""
    for key, value in _date_values(front_matter):
        line = source.position(front_matter.span_of_key(source, key).start).line
        if parse_date(value) is None:
            yield (
                f"`{shorten(key)}` can't be read as a date (line {line}: {shorten(value)}); "
                "write it as 2026-01-31"
            )
            return
        if is_ambiguous(value):
            day = f"{parse_date(value):%Y-%m-%d}"
            yield (
                f"`{shorten(key)}` is ambiguous (line {line}: {shorten(value)}), so postlint reads "
                f"the month first; write {day} if that's right"
            )
            return


def _date_values(front_matter: FrontMatter) -> Iterator[tuple[str, object]]:
    """Yield the keys and values of dates, best first."""
    by_name = {
        _KEY_SEPARATORS.sub("", key.lower()): key for key in reversed([*front_matter.values])
    }
    for name in _DATE_KEYS:
        key = by_name.get(name, "")
        value = front_matter.values.get(key)
        if _may_be_date(name, value):
            yield key, value


def _may_be_date(name: str, value: object) -> bool:
    if isinstance(value, str):
        is_set = value.strip().lower() not in _UNSET_VALUES
        return is_set and (name not in _AMBIGUOUS_KEYS or _DIGIT.search(value) is not None)
    return isinstance(value, int | float | date) and not isinstance(value, bool)


def _date_in_heading(text: str, body: Span) -> datetime | None:
    """Return the date in the heading of a post: its first line, or the line above it."""
    first_word = _WORD_START.search(text, body.start, body.end)
    start = first_word.start() if first_word else body.end
    above = text[max(0, body.start - 200) : body.start].rstrip("\r\n")
    begin = max(above.rfind("\n"), above.rfind("\r")) + 1
    headings = _HEADING_LINE.match(text, start, body.end), _HEADING_LINE.match(above, begin)
    dates = (parse_date(heading[1]) for heading in headings if heading)
    return next(filter(None, dates), None)
