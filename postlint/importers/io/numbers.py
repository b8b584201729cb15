"""Numbers as people write them in tables."""

from __future__ import annotations

import math
import re
from decimal import Decimal

_CURRENCY = r"(?:[$€£¥₹]|(?:CHF|US\$|A\$|C\$)|[A-Z]{3})"
_NUMBER = re.compile(rf"(?:{_CURRENCY}\s*)?(\d[\d.,'’\s]*)(?:\s*(?:{_CURRENCY}|min(?:ute)?s?))?")
_GROUPED = {",": re.compile(r"\d{1,3}(?:,\d{3})+"), ".": re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")}
"""Thousands separators: no one gives minutes, clients, or money with three decimals."""

_MAX_VALUE = 1e12
"""A larger number isn't a metric of a post."""

_MAX_CHARS = 40


def parse_number(value: object) -> float | None:
    """Return a number; None for one that isn't finite or is negative, and for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float | Decimal):
        return _in_range(value)
    return _in_range(_decimal(value.strip())) if isinstance(value, str) else None


def _in_range(value: str | float | Decimal | None) -> float | None:
    try:
        number = math.nan if value is None else float(value)
    except (ValueError, OverflowError):
        return None
    return number if 0 <= number <= _MAX_VALUE else None


def _decimal(text: str) -> str | None:
    """Return the number in a text as digits with a decimal point; None if there is none."""
    if len(text) > _MAX_CHARS:
        return None
    match = _NUMBER.fullmatch(text)
    if not match:
        return text if re.fullmatch(r"[\d.]+e[+-]?\d+", text, re.IGNORECASE) else None
    digits = re.sub(r"['’\s]", "", match[1])
    comma, dot = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and dot >= 0:
        # The last one separates the decimals: 1,200.50 and 1.200,50.
        thousands, point = (",", ".") if dot > comma else (".", ",")
        return digits.replace(thousands, "").replace(point, ".")
    sign = "," if comma >= 0 else "."
    if _GROUPED[sign].fullmatch(digits):
        return digits.replace(sign, "")
    return digits.replace(",", ".")
