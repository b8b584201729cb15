"""Patterns as in `.gitignore`, matched as git does, in time linear in pattern and path.

A folder of drafts isn't trusted, and a backtracking matcher can take exponential time. So the
regular expressions that patterns become never search for the text between two wildcards again once
they have found it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

MAX_LENGTH = 1_000
"""The most characters of a pattern."""

MAX_PATTERNS = 20_000
"""The most patterns in a list."""

_LITERAL = re.compile(r"(?:\*\.(?=[^/.]+\Z))?[^*?\[\\]+")
"""A pattern without wildcards, or with only those of `*.suffix`."""

_TRAILING_SPACES = re.compile(r"(?<!\\) +$")
"""Spaces at the end, which are ignored unless a backslash precedes them."""

_DANGLING_BACKSLASH = re.compile(r"(?<!\\)(?:\\\\)*\\\Z")

_ANY_CHARACTER = "[^/]"
_ANY_FOLDER = "(?:[^/]+/)"


class PatternError(ValueError):
    """A line that isn't a valid pattern; the message gives the reason."""


class GitignorePatterns:
    """A list of patterns. If several match a path, the last one decides."""

    def __init__(self, lines: Iterable[str], *, strict: bool = True) -> None:
        """Read patterns, one per line; empty lines and comments (`#`) are skipped.

        Args:
            lines: the patterns.
            strict: whether an invalid pattern is an error; otherwise it's skipped, as git does.

        Raises:
            PatternError: a pattern is too long, or there are too many; if `strict`, one is invalid.
        """
        self._includes: list[bool] = []
        """For each pattern, False if it starts with `!`."""

        # Most patterns are names, suffixes, and paths: a lookup finds the last of these.
        self._literals: dict[tuple[str, bool], int] = {}
        self._globs: list[tuple[int, bool, re.Pattern[str]]] = []
        for line in lines:
            if len(line) > MAX_LENGTH:
                raise PatternError(f"a pattern is longer than {MAX_LENGTH:,} characters")
            text = _TRAILING_SPACES.sub("", line.rstrip("\r\n"))
            try:
                if text and not line.startswith("#"):
                    self._add(text)
            except PatternError:
                if strict:
                    raise
            if len(self._includes) > MAX_PATTERNS:
                raise PatternError(f"there are more than {MAX_PATTERNS:,} patterns")

    def _add(self, text: str) -> None:
        include = not text.startswith("!")
        folders_only = text.endswith("/")
        text = text.removeprefix("!").removesuffix("/")
        if not text:
            if not include:
                raise PatternError("`!` has nothing after it")
            return
        index = len(self._includes)
        if _LITERAL.fullmatch(text):
            path = f"/{text.removeprefix('/')}" if "/" in text else text
            self._literals[path, folders_only] = index
        else:
            path = text.removeprefix("/") if "/" in text else f"**/{text}"
            self._globs.append((index, folders_only, _compile(path)))
        self._includes.append(include)

    def _last_match(self, path: str, *, folder: bool) -> int:
        """Return the index of the last pattern that matches a path itself; -1 if there is none."""
        name = path.rpartition("/")[2]
        _, dot, ending = name.rpartition(".")
        last = max(
            self._literals.get((text, folders_only), -1)
            for text in (name, f"/{path}", f"*{dot}{ending}")
            for folders_only in ((False, True) if folder else (False,))
        )
        for index, folders_only, glob in reversed(self._globs):
            if index < last:
                break
            if (folder or not folders_only) and glob.fullmatch(path):
                return index
        return last

    def verdict(self, path: str, *, folder: bool) -> bool | None:
        """Return whether the last pattern that matches a path ignores it; None if there is none.

        Args:
            path: relative to the folder of the patterns, with slashes.
            folder: whether it's a folder.
        """
        last = self._last_match(path, folder=folder)
        return None if last < 0 else self._includes[last]

    def match(self, path: str) -> bool:
        """Return whether a file matches, or otherwise a folder that it's in."""
        last = self._last_match(path, folder=False)
        if last < 0:
            ends = (offset for offset, character in enumerate(path) if character == "/")
            parents = (self._last_match(path[:end], folder=True) for end in ends)
            last = max(parents, default=-1)
        return last >= 0 and self._includes[last]


def _compile(text: str) -> re.Pattern[str]:
    """Compile a pattern for a whole path.

    Raises:
        PatternError: a bracket isn't closed, or a backslash has nothing after it.
    """
    if _DANGLING_BACKSLASH.search(text):
        raise PatternError("a backslash has nothing after it")
    groups = count()
    runs: list[list[str]] = [[]]  # the parts between its `**`, each a list of patterns for names
    for pieces in _split(text):
        if len(pieces) < 3 or any(pieces):
            runs[-1].append(_join(pieces, _ANY_CHARACTER, groups))
        elif runs[-1] or len(runs) == 1:  # `**/**` is the same as `**`
            runs.append([])
    folders = ["".join(f"{name}/" for name in run) for run in runs[:-1]]
    # At the end, `**` matches everything in a folder, but not the folder itself.
    last = "/".join(runs[-1] or ["[^/]+"])
    return re.compile(_join([*folders, last], _ANY_FOLDER, groups), re.DOTALL)


def _join(pieces: Sequence[str], between: str, groups: Iterator[int]) -> str:
    """Return a regular expression for pieces with any number of `between` between them.

    The first place where a piece fits is the best one, so others aren't tried: a lookahead with a
    group is how Python 3.10 writes `(?>…)`.
    """
    if len(pieces) == 1:
        return pieces[0]
    first, *middle, last = pieces
    searches = [
        f"(?=(?P<g{group}>{between}*?{piece}))(?P=g{group})"
        for piece, group in zip(filter(None, middle), groups, strict=False)
    ]
    return f"{first}{''.join(searches)}{between}*{last}"


def _split(text: str) -> list[list[str]]:
    """Return the names between slashes, each as regular expressions for what is between its `*`."""
    names = [[""]]
    at = 0
    while at < len(text):
        is_escaped = text[at] == "\\"
        at += is_escaped
        character = text[at]
        at += 1
        if character == "/":
            names.append([""])
        elif character == "*" and not is_escaped:
            names[-1].append("")
        elif character == "?" and not is_escaped:
            names[-1][-1] += _ANY_CHARACTER
        elif character == "[" and not is_escaped:
            expression, at = _read_set(text, at)
            names[-1][-1] += expression
        else:
            names[-1][-1] += re.escape(character)
    return names


_CLASSES = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "blank": " \\t", "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9", "graph": "!-~", "lower": "a-z", "print": " -~",
    "punct": "!-/:-@\\[-`{-~", "space": "\\s", "upper": "A-Z", "xdigit": "0-9A-Fa-f",
}  # fmt: skip
_SET_ITEM = re.compile(
    r"\[:(?P<name>.*?):\]|(?P<first>\\.|[^\\])(?:-(?P<last>\\.|[^\\\]]))?", re.DOTALL
)


def _read_set(text: str, at: int) -> tuple[str, int]:
    """Return a set of characters as a regular expression, and the offset of its end."""
    negated = text.startswith(("!", "^"), at)
    at = start = at + negated
    items = ""
    while at == start or not text.startswith("]", at):
        item = _SET_ITEM.match(text, at)
        if item is None:
            raise PatternError("`[` isn't closed")
        at = item.end()
        if (name := item["name"]) is not None:
            if name not in _CLASSES:
                raise PatternError(f"`[:{name}:]` isn't a character class")
            items += _CLASSES[name]
            continue
        first, last = item["first"][-1], (item["last"] or "")[-1:]
        items += re.escape(first)
        if first <= last:  # otherwise the range has no characters
            items += f"{re.escape(first)}-{re.escape(last)}"
    if negated:
        expression = f"[^{items}]" if items else "."
    else:
        expression = f"[{items}]"
    return f"(?!/){expression}", at + 1
