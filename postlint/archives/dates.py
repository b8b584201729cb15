"""Dates as archives and tables write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from itertools import islice

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T\s]\s*(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?"
    r"\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?",
    re.IGNORECASE | re.ASCII,
)
_SLASHES = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)"
    r"(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d))?\s*(am|pm)?)?",
    re.IGNORECASE | re.ASCII,
)
_OF_X = re.compile(
    r"[a-z]{3} ([a-z]{3}) (\d{1,2}) (\d\d):(\d\d):(\d\d) ([+-]\d{4}) (\d{4})",
    re.IGNORECASE | re.ASCII,
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?", re.ASCII)
_MILLISECONDS = re.compile(r"\d{12,13}(?:\.\d+)?", re.ASCII)
_EPOCH = datetime(1970, 1, 1)
_EARLIEST = 1980
"""Posts are not older; programs write the year 1 for no date."""

_IN_WORDS = re.compile(
    r"(?:(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2})|(?P<first>\d{1,2})\.? (?P<second>[a-z]{3,9})\.?)"
    r"(?:st|nd|rd|th)?,? (?P<year>\d{4})",
    re.IGNORECASE | re.ASCII,
)
_WITH_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)


def parse_date(value: object, *, day_first: bool = False) -> datetime | None:
    """Return a time without a zone, in UTC where one was given; None for what is no date.

    Args:
        value: as a table holds it: text, seconds since 1970, a date or a time.
        day_first: what 3/4/2024 means: the third of April, or else the fourth of March. A number
            above 12 is the day either way.
    """
    try:
        found = _read(value, day_first=day_first)
    except (ValueError, OverflowError):
        return None  # the thirtieth of February, or a year before the first
    return found if found and found.year >= _EARLIEST else None


def _read(value: object, *, day_first: bool) -> datetime | None:
    if isinstance(value, datetime):
        return _in_utc(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return _parse(str(value).strip(), day_first=day_first)
    return None


def is_day_first(values: Iterable[str]) -> bool:
    """Say whether the day stands first in a file's dates, which all tell together."""
    for value in islice(values, _LOOKED_AT):
        told = says_day_first(value)
        if told is not None:
            return told
    return False


_LOOKED_AT = 10_000
"""Dates of a file that are asked; among so many one says it."""


def says_day_first(value: str) -> bool | None:
    """Say whether a date with slashes can only have its day first, or second; None if unknown."""
    match = _SLASHES.match(value.strip())
    if not match:
        return None
    first, second = int(match[1]) > 12, int(match[2]) > 12
    return None if first == second else first


def _parse(text: str, *, day_first: bool) -> datetime | None:
    if match := _ISO.fullmatch(text):
        year, month, day, hour, minute, second, fraction, zone = match.groups()
        moment = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0),
            int(f"{fraction or 0:0<6}"[:6]), _zone(zone),
        )  # fmt: skip
        return _in_utc(moment)
    if match := _SLASHES.fullmatch(text):
        return _with_slashes(match, day_first=day_first)
    if match := _OF_X.fullmatch(text):
        name, day, hour, minute, second, zone, year = match.groups()
        month = _MONTHS.index(name.lower()) + 1
        moment = datetime(
            int(year), month, int(day), int(hour), int(minute), int(second), tzinfo=_zone(zone)
        )
        return _in_utc(moment)
    if match := _WITH_DOTS.fullmatch(text):
        day, month, year = match.groups()
        return datetime(int(year), int(month), int(day))
    if match := _IN_WORDS.fullmatch(text):
        name = (match["month"] or match["second"])[:3].lower()
        return datetime(
            int(match["year"]), _MONTHS.index(name) + 1, int(match["day"] or match["first"])
        )
    if _SECONDS.fullmatch(text):
        return _EPOCH + timedelta(seconds=float(text))
    if _MILLISECONDS.fullmatch(text):
        return _EPOCH + timedelta(milliseconds=float(text))
    return None


def _with_slashes(match: re.Match[str], *, day_first: bool) -> datetime:
    first, second, year, hour, minute, seconds, half = match.groups()
    day, month = int(first), int(second)
    told = says_day_first(match[0])
    if not (day_first if told is None else told):
        day, month = month, day
    of_day = int(hour or 0)
    if half:
        if not 1 <= of_day <= 12:
            raise ValueError(match[0])
        of_day = of_day % 12 + 12 * (half.lower() == "pm")
    century = 2000 if len(year) == 2 else 0
    return datetime(century + int(year), month, day, of_day, int(minute or 0), int(seconds or 0))


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text[0] not in "+-":
        return timezone.utc
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-offset if text[0] == "-" else offset)


def _in_utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        return moment.replace(tzinfo=None)
    return moment.astimezone(timezone.utc).replace(tzinfo=None)
