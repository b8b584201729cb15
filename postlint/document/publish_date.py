"""When a draft is posted: what its front matter, its heading, or its file's name says."""

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
"""Keys of a date, the best first; written in any case, with or without signs between words."""

_AMBIGUOUS_KEYS = frozenset({"published", "posted", "scheduled", "schedule", "created", "golive"})
"""Keys that may as well say whether, where, or by whom."""

_UNSET_VALUES = frozenset(
    {"", "tbd", "tba", "tbc", "todo", "none", "null", "n/a", "?", "-", "draft"}
)
_KEY_SEPARATORS = re.compile(r"[\W_]+")
_PATH_DATE = re.compile(
    r"(?<!\d)(\d{4})[-_. ]?(\d\d)[-_. ]?(\d\d)(?!\d)|(?:^|/)(\d{4})/(\d\d)[-_/](\d\d)(?!\d)"
)
_LETTER = re.compile(r"[a-z]", re.IGNORECASE)
_HEADING_LINE = re.compile(r"[ \t]*#{1,6}[ \t]+([^\r\n]{1,100}?)[ \t#]*(?:\r|\n|\Z)")


def date_in_front_matter(front_matter: FrontMatter) -> datetime | None:
    """Return the date in front matter; None if it has none that can be read."""
    found = (parse_date(value) for _, value in _date_values(front_matter))
    return next((one for one in found if one), None)


def date_of_draft(
    source: Source, front_matter: FrontMatter, body: Span, posts: int
) -> datetime | None:
    """Return the date of a post.

    A post's own heading comes first where a file has several, else the front matter; the name of
    the file or its folder comes last.

    Args:
        source: its file.
        front_matter: what the file says about itself.
        body: where the post is.
        posts: how many posts the file has.
    """
    said = date_in_front_matter(front_matter)
    heading = _date_in_heading(source.text, body)
    own = heading or said if posts > 1 else said or heading
    return own or date_in_path(source.path)


def date_in_path(path: str) -> datetime | None:
    """Return the date in the name of a file or its folder, such as `2025-11-14-title.md`.

    A folder above counts if the one below has only the name of a platform.
    """
    name = PurePath(path)
    folders = list(name.parts[:-1])
    while folders and find_platform(folders[-1]):
        folders.pop()
    for text in (name.stem, "/".join([*folders[-2:], name.stem]), "/".join(folders[-3:])):
        # The last one is the nearest to the file.
        for match in reversed([*_PATH_DATE.finditer(text)]):
            is_near = "/" not in text[match.end() :]
            if is_near and (found := parse_date("-".join(filter(None, match.groups())))):
                return found
    written = [text for text in (name.stem, *folders[-1:]) if _LETTER.search(text)]
    return next((found for text in written if (found := parse_date(text))), None)


def date_notices(front_matter: FrontMatter, source: Source) -> Iterator[str]:
    """Yield a notice about the first date in front matter that can't be read, or is unclear."""
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
    """Yield the keys of dates with what they say, the best first."""
    by_name: dict[str, str] = {}
    for key in front_matter.values:
        by_name.setdefault(_KEY_SEPARATORS.sub("", key.lower()), key)
    for name in _DATE_KEYS:
        if name not in by_name:
            continue
        value = front_matter.values[by_name[name]]
        if isinstance(value, bool) or not isinstance(value, str | int | float | date):
            continue
        if isinstance(value, str):
            if value.strip().lower() in _UNSET_VALUES:
                continue
            if name in _AMBIGUOUS_KEYS and not re.search(r"\d", value):
                continue
        yield by_name[name], value


def _date_in_heading(text: str, body: Span) -> datetime | None:
    """Return the date that is the heading of a post, in its first line or the one above it."""
    start = (
        body.start + len(text[body.start : body.end]) - len(text[body.start : body.end].lstrip())
    )
    above = text[max(0, body.start - 200) : body.start].rstrip("\r\n")
    begin = max(above.rfind("\n"), above.rfind("\r")) + 1
    headings = _HEADING_LINE.match(text, start, body.end), _HEADING_LINE.match(above, begin)
    return next((found for one in headings if one and (found := parse_date(one[1]))), None)
