"""Errors that the user can fix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


class PostlintError(Exception):
    """A user's input cannot be used; the message is one line that says what, where and what to do.

    The command line prints it and exits with status 2; no traceback is shown.
    """


class DraftError(PostlintError):
    """One draft cannot be read; the others are linted all the same."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path
        self.message = message


@dataclass(frozen=True)
class LintFailure:
    """Something that kept a draft from being linted: the run ends with status 2."""

    path: str
    message: str


@dataclass(frozen=True)
class Notice:
    """Something to say about a file; nothing went wrong."""

    path: str
    message: str


_MAX_NAME_CHARACTERS = 100
"""Characters of a name that may be a known one with a typo."""


RULES_HELP = "run `postlint rules` for a list of all rules"
"""The advice where a rule is unknown."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return " (did you mean …?)" if a known name is close in spelling, in any case; else ""."""
    if len(name) > _MAX_NAME_CHARACTERS:
        return ""
    by_folded = {one.lower(): one for one in known}
    close = get_close_matches(name.lower(), by_folded, n=1)
    return f" (did you mean `{by_folded[close[0]]}`?)" if close else ""
