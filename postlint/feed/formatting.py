"""Formatting of numbers and names in findings and reports about feeds."""

from __future__ import annotations

from collections.abc import Sequence

from postlint.core.platforms import get_platform


def platform_name(platform: str | None) -> str:
    """Return a platform's name as used in a sentence."""
    return get_platform(platform).display_name


def join_names(names: Sequence[str], word: str = "and") -> str:
    """Return names as a list in a sentence: "a", "a and b", "a, b, and c"."""
    if len(names) < 3:
        return f" {word} ".join(names)
    return f"{', '.join(names[:-1])}, {word} {names[-1]}"


def format_number(value: float) -> str:
    """Return a number, rounded to two significant digits if it is small."""
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.2g}"
