r"""Text on its way to a terminal, a log, or an editor, with nothing in it that could take over.

Drafts, rules, configuration, archives, and file names may hold control characters (escape
sequences begin with one), marks that turn the direction of writing, and characters that no one
sees. They are shown as escapes, such as `\x1b`.
"""

from __future__ import annotations

import re
import reprlib
from typing import Any, TextIO, cast

_ALLOWED_JOINERS = (
    # A joiner between two characters that aren't Latin, Greek, or the like: in emoji, and in
    # scripts that need it.
    "(?<=[^\x00-\u05ff\u2000-\u206f])[\u200c\u200d](?=[^\x00-\u05ff\u2000-\u206f])"
    # What makes a sign an emoji, or chooses its form.
    "|(?<=[0-9#*\xa9\xae\u203c-\ufdcf\ufe30-\uffef\U0001f000-\U0001faff])[\ufe00-\ufe0f]"
    "|(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]"
    # The flags of England, Scotland, and Wales are spelled in tags.
    "|\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f"
)
"""Characters that no one sees, where they belong: they are left as they are."""

_HIDDEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, but for tab and line feed
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # zero width, ends of lines, direction
    "\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_COMMAND = r"(?<=#)#(?=\[|vso\[|teamcity\[)"
"""The second `#` of what some CI services take for a command wherever it is in a line."""

_SUSPECT = re.compile(f"[{_HIDDEN}]")
_HIDDEN_ONLY = re.compile(f"{_ALLOWED_JOINERS}|([{_HIDDEN}])")
_ESCAPED = re.compile(f"{_ALLOWED_JOINERS}|([{_HIDDEN}]|{_COMMAND})")
_ESCAPED_IN_LINE = re.compile(f"{_ALLOWED_JOINERS}|([\t\n{_HIDDEN}]|{_COMMAND}|(?<!\\S):(?=:))")
"""With `::` at the beginning of a word: at that of a line, GitHub takes it for a command."""


def escape(text: str) -> str:
    r"""Return text in which controls and hidden characters are visible; tabs and lines are kept."""
    return _ESCAPED.sub(_visible, text) if _SUSPECT.search(text) or "##" in text else text


def one_line(text: str) -> str:
    """Return text as one line; runs of blanks become one, controls and the like are visible."""
    return escape(" ".join(text.split()))


def display_path(path: str) -> str:
    r"""Return a file name, or a piece of a line, as it can be shown: a line break reads `\n`."""
    return _ESCAPED_IN_LINE.sub(_visible, path)


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


def count(number: int, noun: str) -> str:
    """Return a number with its noun, such as `1 draft` or `2 drafts`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def strip_hidden(text: str) -> str:
    """Return text as one line without controls and hidden characters, to be put in a draft."""
    return _HIDDEN_ONLY.sub(lambda match: "" if match[1] else match[0], " ".join(text.split()))


def escape_json(text: str) -> str:
    r"""Return JSON that says the same, with controls and hidden characters as `\uXXXX`."""
    return _ESCAPED.sub(_in_json, text) if _SUSPECT.search(text) or "##" in text else text


_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~!&$:@])")
_LIST = re.compile(r"^(\d*)([-+.)])")
_NUMBER = re.compile(r"\\#(?=\d)")
"""What a service would take for one of its issues."""

_WWW = re.compile(r"www\.", re.IGNORECASE)
_NOTHING = "&#8203;"
"""A space of no width, which no one sees: it parts what a service would take for a name."""


def escape_markdown(text: str) -> str:
    """Return one line that Markdown shows as it is; a mention in it calls no one."""
    text = _MARKDOWN.sub(r"\\\1", one_line(text)).replace(r"\@", f"@{_NOTHING}")
    text = _NUMBER.sub(f"#{_NOTHING}", text)
    # What would begin a list, or be taken as an address.
    return _WWW.sub(lambda found: found[0][:3] + "\\.", _LIST.sub(r"\1\\\2", text))


def _visible(match: re.Match[str]) -> str:
    one = match[1]
    if one is None:
        return match[0]
    if one in _NAMED:
        return _NAMED[one]
    if one.isascii():
        return f"\\x{ord(one):02x}"
    return one.encode("ascii", "backslashreplace").decode()


_NAMED = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}


def _in_json(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[0]
    units = match[1].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))


class EscapingStream:
    """A stream that shows controls and hidden characters in all that is written to it.

    What postlint itself writes to steer a terminal, such as colors, goes to its `trusted` stream.
    It has no `buffer`, so nothing goes past it unnoticed.
    """

    def __init__(self, trusted: TextIO) -> None:
        self.trusted = trusted

    def write(self, text: str | bytes) -> int:
        """Write a text. Click writes completions as bytes, but finds out by b"" what takes them."""
        if isinstance(text, bytes) and text:
            text = text.decode("utf-8", "backslashreplace")
        if isinstance(text, bytes):
            raise TypeError("this is a stream of text")
        self.trusted.write(escape(text))
        return len(text)

    def writelines(self, lines: Any) -> None:  # noqa: ANN401 -- as the streams of Python
        """Write several texts."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- whatever the stream has
        if name == "buffer":
            raise AttributeError(name)
        return getattr(self.trusted, name)


def trusted(stream: TextIO) -> TextIO:
    """Return the stream for what steers a terminal: all text in it must have been escaped."""
    return cast(TextIO, getattr(stream, "trusted", stream))
