"""Which column of a table holds what: the usual names, and what the user says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from postlint.errors import PostlintError, did_you_mean
from postlint.lines import shorten

_USUAL = {
    "text": "text content body post message caption commentary",
    "id": "id post_id",
    "date": "date created_at published published_at posted posted_at timestamp time scheduled",
    "platform": "platform network channel service",
    "url": "url link permalink",
    "minutes": "minutes minutes_spent time_spent",
    "replies": "replies comments",
    "leads": "leads",
    "clients": "clients",
    "revenue": "revenue",
    "in_reply_to": "in_reply_to",
}
"""The names that a column may have, best first."""

_BETWEEN = re.compile(r"[\s_-]+")


def plain_name(name: str) -> str:
    """Return a column's name as it is compared: `Posting-Time`, `posting_time` are the same."""
    return _BETWEEN.sub(" ", name).strip().lower()


@dataclass(frozen=True, slots=True)
class Columns:
    """The user's names for the fields of a table; None where the usual names will do."""

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
            PostlintError: one has another form, or names a field that there is not.
        """
        known = [field.name for field in fields(cls)]
        names: dict[str, str] = {}
        for option in options:
            field, _, name = (part.strip() for part in option.partition("="))
            if not (field and name):
                raise PostlintError(
                    f"--column wants FIELD=NAME, such as text=body, not `{shorten(option)}`"
                )
            if field not in known:
                raise PostlintError(
                    f"--column: there is no field `{shorten(field)}`{did_you_mean(field, known)}; "
                    f"there are {', '.join(known)}"
                )
            if field in names:
                raise PostlintError(f"--column: `{field}` is given twice; a field has one column")
            names[field] = name
        return cls(**names)

    def named(self) -> dict[str, str]:
        """Return the columns that the user names, by field."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        return {field: name for field, name in told.items() if name is not None}

    def find(self, header: Sequence[str]) -> dict[str, str]:
        """Return the column of each field that a table has, by the field's name."""
        return dict(_find(self, tuple(header)))

    def missing(self, header: Sequence[str]) -> str | None:
        """Say what a table lacks to be read; None if it lacks nothing."""
        found = self.find(header)
        listed = ", ".join(f"`{name}`" for name in header) or "none"
        for field, column in self.named().items():
            if field not in found:
                return f"there is no column `{column}` for --column {field}; its columns: {listed}"
        if "text" not in found:
            return (
                "no column for the text of posts; name it with --column text=NAME; "
                f"its columns: {listed}"
            )
        return None


@lru_cache(maxsize=256)
def _find(columns: Columns, header: tuple[str, ...]) -> dict[str, str]:
    by_name: dict[str, str] = {}
    for column in header:
        by_name.setdefault(plain_name(column), column)
    named = columns.named()
    found = {}
    for field, usual in _USUAL.items():
        names = [named[field]] if field in named else usual.split()
        for name in names:
            match = name if name in header else by_name.get(plain_name(name))
            if match is not None:
                found[field] = match
                break
    return found
