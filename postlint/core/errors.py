"""Errors that the user can fix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from postlint.core.terminal_text import shorten


class PostlintError(Exception):
    """An error in a user's input; the message is one line: what is wrong, where, and what to do.

    The command line prints it without a traceback and exits with status 2.
    """


class DraftError(PostlintError):
    """A draft that can't be read; the others are still linted."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path
        self.message = message


@dataclass(frozen=True)
class LintFailure:
    """The reason why a draft wasn't linted; the run ends with status 2."""

    path: str
    message: str


@dataclass(frozen=True)
class Notice:
    """Information about a file that isn't an error."""

    path: str
    message: str


_MAX_NAME_CHARACTERS = 100
"""The most characters of a name that is compared with known names."""


RULES_HELP = "run `postlint rules` for a list of all rules"
"""The help for an unknown rule."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return " (did you mean …?)" if a known name is similar, ignoring case; otherwise ""."""
    if len(name) > _MAX_NAME_CHARACTERS:
        return ""
    # Imported late, because errors are rare.
    from difflib import get_close_matches

    by_lowercase = {known_name.lower(): known_name for known_name in known}
    close = get_close_matches(name.lower(), by_lowercase, n=1)
    return f" (did you mean `{by_lowercase[close[0]]}`?)" if close else ""


def describe_crash(error: Exception) -> str:
    """Return the message about a draft for which postlint failed."""
    return f"can't be checked; please report this ({describe_exception(error, 120)})"


def describe_exception(error: BaseException, length: int) -> str:
    """Return the type and message of an exception in one line of at most `length` characters."""
    return shorten(f"{type(error).__name__}: {error}", length)
