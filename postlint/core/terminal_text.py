r"""Escaping of untrusted text for terminals, logs, and editors.

Drafts, rules, configuration, exports, and file names may contain control characters (escape
sequences begin with one), marks that change the direction of writing, and invisible characters.
They are shown as escapes, such as `\x1b`.
"""

from __future__ import annotations

import re
import reprlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TextIO, cast

_ALLOWED_JOINERS = (
    # A joiner between two characters that aren't Latin, Greek, or similar: in emoji, and in
    # scripts that need it.
    "(?<=[^\x00-\u05ff\u2000-\u206f])[\u200c\u200d](?=[^\x00-\u05ff\u2000-\u206f])"
    # A variation selector, which makes a sign an emoji or chooses its form.
    "|(?<=[0-9#*\xa9\xae\u203c-\ufdcf\ufe30-\uffef\U0001f000-\U0001faff])[\ufe00-\ufe0f]"
    "|(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]"
    # The flags of England, Scotland, and Wales are encoded with tag characters.
    "|\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f"
)
"""Invisible characters where they are legitimate; they aren't escaped."""

_HIDDEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, except tab and line feed
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # zero width, line breaks, direction
    "\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_COMMAND = r"(?<=#)#(?=\[|vso\[|teamcity\[)"
"""The second `#` of a text that some CI services run as a command anywhere in a line."""

_HIDDEN_CHARACTER = f"[{_HIDDEN}]"
_SUSPECT = re.compile(_HIDDEN_CHARACTER)
_SUSPECT_IN_LINE = ("\t", "\n", "::")
_ESCAPED = f"{_HIDDEN_CHARACTER}|{_COMMAND}"
_ESCAPED_IN_LINE = rf"[\t\n{_HIDDEN}]|{_COMMAND}|(?<!\S):(?=:)"
"""Includes `::` at the start of a word: at the start of a line, GitHub runs it as a command."""


@lru_cache
def _except_joiners(pattern: str) -> re.Pattern[str]:
    """Return a pattern that has matches of another one as its group, and also allowed joiners.

    It's compiled on demand: that takes longer than everything else that prints a result.
    """
    return re.compile(f"{_ALLOWED_JOINERS}|({pattern})")


def _is_suspect(text: str) -> bool:
    return "##" in text or bool(_SUSPECT.search(text))


def escape(text: str) -> str:
    r"""Return text with control and hidden characters escaped, except tabs and line feeds."""
    if not _is_suspect(text):
        return text
    return _except_joiners(_ESCAPED).sub(_escape_character, text)


def one_line(text: str) -> str:
    """Return text as one line, with single spaces, and control and hidden characters escaped."""
    return escape(" ".join(text.split()))


def display_path(path: str) -> str:
    r"""Return a file name or a part of a line for display: a line break becomes `\n`."""
    if not (_is_suspect(path) or any(suspect in path for suspect in _SUSPECT_IN_LINE)):
        return path
    return _except_joiners(_ESCAPED_IN_LINE).sub(_escape_character, path)


_REPR = reprlib.Repr()
_REPR.maxlevel = 2
_REPR.maxother = _REPR.maxlong = 60


def shorten(value: object, length: int = 60) -> str:
    """Return any value as one line of at most `length` characters, for a message.

    Values from drafts, rule files, and configuration can have any size, and Python refuses to
    print very large numbers.
    """
    if isinstance(value, str):
        text = value
    else:
        try:
            text = _REPR.repr(value)
        except (ValueError, RecursionError):
            text = f"a very large {type(value).__name__}"
    # The rest isn't shown, so it isn't escaped either.
    line = one_line(text[: 4 * length])
    if len(line) <= length and len(text) <= 4 * length:
        return line
    return f"{line[: length - 1].rstrip()}…"


def truncate(text: str, length: int) -> str:
    """Return prose with at most `length` characters, truncated between words with an ellipsis."""
    if len(text) <= length:
        return text
    beginning = text[: length - 1]
    return f"{(beginning.rpartition(' ')[0] or beginning).rstrip(' ,;:–—-')}…"


def list_first(items: Sequence[str], number: int, noun: str = "") -> str:
    """Return the first items of a list, and how many more there are."""
    more = len(items) - number
    if more <= 0:
        return ", ".join(items)
    rest = count(more, f"more {noun}") if noun else f"{more:,} more"
    return ", ".join([*items[:number], f"and {rest}"])


def count(number: int, noun: str) -> str:
    """Return a number with its noun, such as `1 draft` or `2 drafts`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def strip_hidden(text: str) -> str:
    """Return text as one line without control and hidden characters, for insertion in a draft."""
    return _except_joiners(_HIDDEN_CHARACTER).sub(
        lambda match: "" if match[1] else match[0], " ".join(text.split())
    )


def escape_json(text: str) -> str:
    r"""Return equivalent JSON with control and hidden characters as `\uXXXX`."""
    return _except_joiners(_ESCAPED).sub(_escape_in_json, text) if _is_suspect(text) else text


_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~!&$:@])")
_LIST = re.compile(r"^(\d*)([-+.)])")
_NUMBER = re.compile(r"\\#(?=\d)")
"""A text that a service would link to one of its issues."""

_WWW = re.compile(r"www\.", re.IGNORECASE)
_ZERO_WIDTH_SPACE = "&#8203;"
"""Keeps a service from linking a name or number."""


def escape_markdown(text: str) -> str:
    """Return one line escaped so that Markdown shows it literally; mentions notify no one."""
    text = _MARKDOWN.sub(r"\\\1", one_line(text)).replace(r"\@", f"@{_ZERO_WIDTH_SPACE}")
    text = _NUMBER.sub(f"#{_ZERO_WIDTH_SPACE}", text)
    # A text that would begin a list or become a link.
    return _WWW.sub(lambda match: match[0][:3] + "\\.", _LIST.sub(r"\1\\\2", text))


def _escape_character(match: re.Match[str]) -> str:
    character = match[1]
    if character is None:
        return match[0]
    if character in _NAMED:
        return _NAMED[character]
    if character.isascii():
        return f"\\x{ord(character):02x}"
    return character.encode("ascii", "backslashreplace").decode()


_NAMED = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}


def _escape_in_json(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[0]
    units = match[1].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))


class EscapingStream:
    """A stream that escapes control and hidden characters in everything written to it.

    Terminal sequences of postlint itself, such as colors, go to the `trusted` stream. There is no
    `buffer`, so nothing can bypass the escaping.
    """

    def __init__(self, trusted: TextIO) -> None:
        self.trusted = trusted

    def write(self, text: str | bytes) -> int:
        """Write a text, or bytes: Click writes completions as bytes.

        Raises:
            TypeError: the bytes are empty, which Click writes to detect a binary stream.
        """
        if isinstance(text, bytes) and text:
            text = text.decode("utf-8", "backslashreplace")
        if isinstance(text, bytes):
            raise TypeError("this is a stream of text")
        self.trusted.write(escape(text))
        return len(text)

    def writelines(self, lines: Any) -> None:  # noqa: ANN401 -- as in Python's streams
        """Write several texts."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- any attribute of the stream
        if name == "buffer":
            raise AttributeError(name)
        return getattr(self.trusted, name)


def trusted(stream: TextIO) -> TextIO:
    """Return the stream for terminal sequences, to which only escaped text may be written."""
    return cast(TextIO, getattr(stream, "trusted", stream))
