"""Which column of a table has which field: the usual names, and the user's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from functools import lru_cache

from postlint.core.errors import PostlintError, did_you_mean
from postlint.core.terminal_text import list_first, shorten

_ALIASES = {
    "text": "text, caption, copy, post text, post copy, post content, post body, post caption, "
    "tweet text, full text, commentary, message, body, content, post, tweet, draft",
    "id": "id, post id",
    "date": "date, created at, published, published at, posted, posted at, timestamp, time, "
    "scheduled, scheduled at, scheduled date, scheduled time, schedule date, post date, "
    "posting date, posting time, publish date, publishing date, publication date, due at, "
    "due date, go live date, post at specific time",
    "platform": "platform, network, channel, service, platforms, networks, channels, "
    "social network, social channel, social media, profile, account",
    "url": "url, link, permalink, post url, post link",
    "minutes": "minutes, minutes spent, time spent",
    "replies": "replies, comments",
    "leads": "leads",
    "clients": "clients",
    "revenue": "revenue",
    "in_reply_to": "in reply to",
}
"""The names that a column may have, the best first."""

_TEXT_WORDS = frozenset("text caption copy commentary message body content post tweet".split())
_NON_TEXT_WORDS = frozenset(
    "at author by calendar category channel clicks comment comments count cta date day format "
    "goal hashtags headline id idea image impressions kind length likes link media name network "
    "no notes number owner photo picture pillar platform reach status tag tags theme time "
    "title topic type url urls video views".split()
)
"""Words in the name of a column: `LinkedIn copy` may have the text of posts, not `Post type`."""

_MAX_WORDS = 4
_MAX_NAME_CHARACTERS = 60
"""How long the name of a column may be if it isn't one of the usual names."""

_NAME = re.compile(rf"(?:[^\W\d]|[ /&()*-]){{1,{_MAX_NAME_CHARACTERS}}}")

_SHOWN = 10
_SHOWN_CHARACTERS = 40
"""How many names of columns a message shows, and how many characters of each."""

_BETWEEN = re.compile(r"[\s_-]+")
_IN_PARENTHESES = re.compile(r"\s*\([^()]*\)\s*$")


def normalize_column_name(name: str) -> str:
    """Return a column's name for comparison: `Posting-Time` and `posting_time` are the same."""
    return _BETWEEN.sub(" ", name).strip().lower()


def _compact_name(name: str) -> str:
    """Return a column's name without blanks and parentheses: `postAt (UTC)` is `postat`."""
    return normalize_column_name(_IN_PARENTHESES.sub("", name)).replace(" ", "")


def _may_be_text(name: str) -> bool:
    words = re.findall(r"[a-z]+", name[:_MAX_NAME_CHARACTERS].lower())
    is_name = _NAME.fullmatch(name) is not None and len(words) <= _MAX_WORDS
    return is_name and any(word in _TEXT_WORDS for word in words) and not _NON_TEXT_WORDS & {*words}


def _show_names(header: Sequence[str]) -> str:
    names = [f"`{shorten(name, _SHOWN_CHARACTERS)}`" for name in header]
    return list_first(names, _SHOWN) or "none"


@dataclass(frozen=True, slots=True)
class Columns:
    """The user's names for the columns of a table; None for the usual names."""

    text: str | None = None
    id: str | None = None
    date: str | None = None
    platform: str | None = None
    url: str | None = None
    minutes: str | None = None
    replies: str | None = None
    leads: str | None = None
    clients: str | None = None
    revenue: str | None = None

    @classmethod
    def from_options(cls, options: Iterable[str]) -> Columns:
        """Read `FIELD=NAME` options.

        Raises:
            PostlintError: one isn't `FIELD=NAME`, or its field is unknown.
        """
        known = [field.name for field in fields(cls)]
        names: dict[str, str] = {}
        for option in options:
            field, _, name = (part.strip() for part in option.partition("="))
            if not (field and name):
                raise PostlintError(
                    f"--column takes FIELD=NAME, such as text=body, not `{shorten(option)}`"
                )
            if field not in known:
                raise PostlintError(
                    f"--column: unknown field `{shorten(field)}`{did_you_mean(field, known)}. "
                    f"Known fields: {', '.join(known)}"
                )
            if field in names:
                raise PostlintError(f"--column: `{field}` is given twice; give each field once")
            names[field] = name
        return cls(**names)

    def overrides(self) -> dict[str, str]:
        """Return the columns that the user names, by field."""
        return {field: name for field, name in asdict(self).items() if name is not None}

    def find(self, header: Sequence[str]) -> dict[str, str]:
        """Return the column of each field that a table has, by field."""
        return dict(_find(self, tuple(header)))

    def missing(self, header: Sequence[str]) -> str | None:
        """Return why a table can't be read; None if it can."""
        found = self.find(header)
        listed = f"Columns: {_show_names(header)}"
        for field, column in self.overrides().items():
            if field not in found:
                named = shorten(column, _SHOWN_CHARACTERS)
                return f"--column {field}: there is no column named `{named}`. {listed}"
        if "text" in found:
            return None
        candidates = [column for column in header if _may_be_text(column)]
        if candidates:
            listed = f"Likely columns: {_show_names(candidates)}"
        return (
            "postlint can't tell which column has the text of the posts. Name it with "
            f"--column text=NAME. {listed}"
        )


@lru_cache(maxsize=256)
def _find(columns: Columns, header: tuple[str, ...]) -> dict[str, str]:
    by_name: dict[str, str] = {}
    # The first of several columns counts, and an exact name before a similar one.
    for spell in (str, normalize_column_name, _compact_name):
        for column in header:
            by_name.setdefault(spell(column), column)
    named = columns.overrides()
    found = {}
    for field, usual in _ALIASES.items():
        names = [named[field]] if field in named else usual.split(", ")
        for name in names:
            match = by_name.get(name) or by_name.get(normalize_column_name(name))
            if not match and field not in named:
                match = by_name.get(_compact_name(name))
            if match:
                found[field] = match
                break
    if "text" not in found and "text" not in named and len(header) > 1:
        candidates = [column for column in header if _may_be_text(column)]
        if len(candidates) == 1:
            found["text"] = candidates[0]
    return found
