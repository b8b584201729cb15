"""Text on its way to a terminal: one line, without control characters."""

from __future__ import annotations

import re
import reprlib

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Controls, and the marks that end lines or turn the direction of writing."""


def one_line(text: str) -> str:
    """Return the text as one line; control characters become blanks, runs of blanks one."""
    return " ".join(_CONTROL.sub(" ", text).split())


def show_path(path: str) -> str:
    r"""Return a file name as it can be shown: a line break in it reads `\n`."""
    return _CONTROL.sub(lambda match: repr(match[0])[1:-1], path)


def blank_controls(text: str) -> str:
    """Return the text with a blank for each control character: as long as before."""
    return _CONTROL.sub(" ", text)


_REPR = reprlib.Repr()
_REPR.maxlevel = 2
_REPR.maxother = _REPR.maxlong = 60


def shorten(value: object, length: int = 60) -> str:
    """Return any value as one line of at most `length` characters, to be shown in a message.

    Values from drafts, rule files, and configuration can be of any size, and a number can be so
    large that Python refuses to print it.
    """
    if isinstance(value, str):
        text = value
    else:
        try:
            text = _REPR.repr(value)
        except (ValueError, RecursionError):
            text = f"a very large {type(value).__name__}"
    # Only the beginning is looked at: the rest isn't shown.
    line = one_line(text[: 4 * length])
    if len(line) <= length and len(text) <= 4 * length:
        return line
    return f"{line[: length - 1].rstrip()}…"
