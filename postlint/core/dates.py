"""Parsing of dates in the formats of front matter, feeds, exports, and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from itertools import islice
from typing import Any

_MIN_YEAR = 1980
"""The earliest year of a post. Some programs write the year 1 for a missing date."""

_MAX_LENGTH = 100
"""The most characters of a date, including its time zone."""

_EPOCH = datetime(1970, 1, 1)
_UNIX_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?", re.ASCII)
_UNIX_MILLISECONDS = re.compile(r"\d{12,13}(?:\.\d+)?", re.ASCII)

_MONTHS = {
    name[:length]: number
    for number, name in enumerate(
        "january february march april may june july august september october november "
        "december".split(), 1
    )
    for length in {3, len(name)}
} | {"sept": 9}  # fmt: skip

_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "cest": 2,
    "eet": 2, "eest": 3, "msk": 3, "ist": 5.5, "sgt": 8, "hkt": 8, "awst": 8, "jst": 9, "kst": 9,
    "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "est": -5, "edt": -4, "cst": -6, "cdt": -5,
    "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "et": -5, "ct": -6, "mt": -7, "pt": -8,
}  # fmt: skip
"""Hours from UTC. Ambiguous names have their American meaning (RFC 2822), except IST: India's."""

_MONTH = rf"(?P<name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_TIME = (
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?|\s*(?P<full>[ap]\.?m\b\.?))"
)
_ZONE = (
    r"(?:(?P<zone>[a-z]{1,4})?\s*(?P<offset>[+-]\d\d:?\d\d|[+-]\d{1,2})?"
    r"(?:\s*\(?(?P<also>[a-z]{2,5}|[a-z ]{2,50}\))\)?)?)"
)
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]*\s*", re.IGNORECASE
)
_FLAGS = re.IGNORECASE | re.ASCII
_DATE_PATTERNS = tuple(
    re.compile(pattern, _FLAGS)
    for pattern in (
        r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?!\d)",
        r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?=(?:\d{4}|\d{6})?(?:\D|$))",
        r"(?P<year>\d{4})-?W(?P<week>\d\d)-?(?P<weekday>[1-7])",
        r"(?P<first>\d{1,2})[/-](?P<other>\d{1,2})[/-](?P<year>\d{4}|\d\d)(?!\d)",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4}|\d\d)(?!\d)",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?(?:\s+of)?[\s/-]*{_MONTH}[\s/,-]*"
        r"(?P<year>\d{4}|'?\d\d)(?![\d:])",
        rf"{_MONTH}[\s/-]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s/,-]+(?P<year>\d{{4}})(?![\d:])",
        rf"(?P<year>\d{{4}})[\s/,-]*{_MONTH}[\s/-]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)",
    )
)
_TIME_OF_DAY = re.compile(rf"\s*(?:T|,|-|–|@|\bat\b|)\s*{_TIME}\s*{_ZONE}\s*", _FLAGS)
_COMPACT_TIME = re.compile(
    r"T?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?P<zone>Z)?(?P<offset>[+-]\d{4})?", _FLAGS
)
_ZONE_ID = re.compile(r"\[[\w/+-]{1,40}\]$")
"""A zone ID after an offset, such as `[America/New_York]`, as Java and JavaScript write it."""

_YEAR_LAST = re.compile(
    rf"{_MONTH}\s+(?P<day>\d{{1,2}}),?\s+(?P<rest>.*\D)(?P<year>\d{{4}})", _FLAGS
)
"""`Nov 03 08:50:26 +0000 2022`, as X and the C library write it."""


def parse_date(value: object, *, day_first: bool = False) -> datetime | None:
    """Return a date as a naive datetime, converted to UTC if it has a time zone.

    Return None if the value isn't a date.

    Args:
        value: a text, seconds since 1970, a date, or a datetime.
        day_first: whether 3/4/2024 is April 3, and not March 4. A number above 12 is always the
            day.
    """
    parsed = None
    try:
        if isinstance(value, datetime):
            parsed = _to_naive_utc(value)
        elif isinstance(value, date):
            parsed = _midnight(value)
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            parsed = _parse(str(value).strip(), day_first=day_first)
    except (ValueError, OverflowError):
        return None  # February 30, or the year 0
    return parsed if parsed and parsed.year >= _MIN_YEAR else None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def is_day_first(values: Iterable[str]) -> bool:
    """Return whether the dates of a file have the day first, decided by the first clear one."""
    for value in islice(values, _MAX_SAMPLED):
        day_first = infer_day_first(value)
        if day_first is not None:
            return day_first
    return False


_MAX_SAMPLED = 10_000
"""The most dates of a file that are read to decide whether the day comes first."""

_NUMERIC_DATE = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d\d)(?!\d)", re.ASCII)


def infer_day_first(value: str) -> bool | None:
    """Return whether a date such as 25/4/2024 must have its day first; None if it's unclear."""
    match = _NUMERIC_DATE.match(value.strip())
    if not match:
        return None
    first, second = int(match[1]) > 12, int(match[2]) > 12
    return None if first == second else first


def is_ambiguous(value: object) -> bool:
    """Return whether a text is a date that Americans read differently, such as 3/4/2024."""
    if not isinstance(value, str):
        return False
    match = _NUMERIC_DATE.match(value.strip())
    return bool(match and match[1] != match[2] and infer_day_first(value) is None)


def _parse(text: str, *, day_first: bool) -> datetime | None:
    if len(text) > _MAX_LENGTH:
        return None
    if _UNIX_SECONDS.fullmatch(text):
        return _EPOCH + timedelta(seconds=float(text))
    weekday = _WEEKDAY.match(text)
    text = _ZONE_ID.sub("", text[weekday.end() :] if weekday else text)
    if year_last := _YEAR_LAST.fullmatch(text):
        text = " ".join(year_last.group("name", "day", "year", "rest")).rstrip()
    for pattern in _DATE_PATTERNS:
        match = pattern.match(text)
        if match is None:
            continue
        rest = text[match.end() :]
        time = _TIME_OF_DAY.fullmatch(rest) or _COMPACT_TIME.fullmatch(rest)
        if time is None and rest.strip(" ,."):
            continue
        day = _day(match.groupdict(), day_first=day_first)
        return _with_time(day, time.groupdict()) if time else day
    if _UNIX_MILLISECONDS.fullmatch(text):
        return _EPOCH + timedelta(milliseconds=float(text))
    return None


def _day(groups: dict[str, Any], *, day_first: bool) -> datetime:
    year_text = groups["year"].lstrip("'")
    year = int(year_text) + (2000 if len(year_text) == 2 else 0)
    if "week" in groups:
        return _midnight(date.fromisocalendar(year, int(groups["week"]), int(groups["weekday"])))
    if "first" in groups:
        day, month = int(groups["first"]), int(groups["other"])
        if month > 12 or (day <= 12 and not day_first):
            day, month = month, day
        return datetime(year, month, day)
    month = _MONTHS[groups["name"].lower()] if "name" in groups else int(groups["month"])
    return datetime(year, month, int(groups["day"]))


def _with_time(day: datetime, groups: dict[str, Any]) -> datetime:
    hour = int(groups["hour"])
    if half := groups.get("half") or groups.get("full"):
        if not 1 <= hour <= 12:
            raise ValueError(half)
        hour = hour % 12 + 12 * (half[0].lower() == "p")
    return _to_naive_utc(
        day.replace(
            hour=hour,
            minute=int(groups["minute"] or 0),
            second=int(groups["second"] or 0),
            microsecond=int(f"{groups.get('fraction') or 0:0<6}"[:6]),
            tzinfo=_zone(groups["zone"] or "", groups["offset"] or ""),
        )
    )


def _zone(name: str, offset: str) -> timezone | None:
    """Return the time zone with a name, an offset, or both, as in `GMT+0100`.

    Raises:
        ValueError: the zone is unknown.
    """
    if not name and not offset:
        return None
    if name and name.lower() not in _ZONES:
        raise ValueError(name)
    east = timedelta(hours=_ZONES.get(name.lower(), 0))
    if offset:
        digits = offset[1:].replace(":", "")
        distance = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
        east += -distance if offset[0] == "-" else distance
    return timezone(east)


def _to_naive_utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        return moment.replace(tzinfo=None)
    return moment.astimezone(timezone.utc).replace(tzinfo=None)
