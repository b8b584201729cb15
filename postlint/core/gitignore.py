"""Patterns as in `.gitignore`, matched as git does, in time linear in pattern and path.

Patterns translated to regular expressions can take exponential time, and a folder of drafts isn't
trusted. Here each piece between wildcards is searched for once, from left to right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MAX_LENGTH = 1_000
"""The most characters of a pattern."""

MAX_PATTERNS = 20_000
"""The most patterns in a list."""


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
        self._names: dict[tuple[str, bool], int] = {}
        self._paths: dict[tuple[str, bool], int] = {}
        self._suffixes: dict[tuple[str, bool], int] = {}
        self._others: list[tuple[int, _Pattern, _Glob | None]] = []
        self._includes: list[bool] = []
        for line in lines:
            self._add(line, strict)
        self._lengths = sorted({len(suffix) for suffix, _ in self._suffixes})

    def _add(self, line: str, strict: bool) -> None:
        if len(line) > MAX_LENGTH:
            raise PatternError(f"a pattern is longer than {MAX_LENGTH:,} characters")
        try:
            pattern = _parse(line)
        except PatternError:
            if strict:
                raise
            return
        if pattern is None:
            return
        index = len(self._includes)
        if index == MAX_PATTERNS:
            raise PatternError(f"there are more than {MAX_PATTERNS:,} patterns")
        self._includes.append(pattern.include)
        # Most patterns are names, suffixes, and paths: a lookup finds the last of these.
        glob = pattern.glob
        match glob.pieces if glob else ():
            case (str(name),):
                self._names[name, pattern.folders_only] = index
            case ("", str(suffix)):
                self._suffixes[suffix, pattern.folders_only] = index
            case _ if (literal := pattern.literal) is not None:
                self._paths[literal, pattern.folders_only] = index
            case _:
                self._others.append((index, pattern, glob))

    def last_match(self, path: str, *, folder: bool) -> tuple[int, bool] | None:
        """Return the last pattern that matches a path itself, not a folder that it's in.

        Args:
            path: relative to the folder of the patterns, with slashes.
            folder: whether it's a folder.

        Returns:
            The pattern's index, and False for a pattern with `!`; None if no pattern matches.
        """
        names = path.split("/")
        name = names[-1]
        last = -1
        for folders_only in (False, True) if folder else (False,):
            last = max(
                last,
                self._names.get((name, folders_only), -1),
                self._paths.get((path, folders_only), -1),
            )
            for length in self._lengths:
                if length > len(name):
                    break
                suffix = name[len(name) - length :]
                last = max(last, self._suffixes.get((suffix, folders_only), -1))
        for index, pattern, glob in reversed(self._others):
            if index < last:
                break
            matches = glob.matches(name) if glob else pattern.matches(names)
            if matches and (folder or not pattern.folders_only):
                last = index
                break
        return None if last < 0 else (last, self._includes[last])

    def verdict(self, path: str, *, folder: bool) -> bool | None:
        """Return whether the last match ignores a path; None if no pattern matches the path."""
        match = self.last_match(path, folder=folder)
        return match and match[1]

    def match(self, path: str, *, folder: bool = False) -> bool:
        """Return whether a path matches, or otherwise a folder that it's in."""
        match = self.last_match(path, folder=folder)
        if match is None:
            slashes = (offset for offset, character in enumerate(path) if character == "/")
            parents = (self.last_match(path[:end], folder=True) for end in slashes)
            match = max(filter(None, parents), default=None)
        return match is not None and match[1]


@dataclass(frozen=True, slots=True)
class _Glob:
    """A pattern for one name: the pieces between its `*`.

    Attributes:
        pieces: literal texts, and regular expressions for pieces with `?` or brackets.
        lengths: the number of characters that each piece matches.
    """

    pieces: tuple[str | re.Pattern[str], ...]
    lengths: tuple[int, ...]

    def matches(self, name: str) -> bool:
        first, last = self.pieces[0], self.pieces[-1]
        if len(self.pieces) == 1:
            return len(name) == self.lengths[0] and _is_at(first, name, 0)
        begin, end = self.lengths[0], len(name) - self.lengths[-1]
        if begin > end or not (_is_at(first, name, 0) and _is_at(last, name, end)):
            return False
        for piece, length in zip(self.pieces[1:-1], self.lengths[1:-1], strict=True):
            if isinstance(piece, str):
                offset = name.find(piece, begin, end)
            else:
                match = piece.search(name, begin, end)
                offset = match.start() if match else -1
            if offset < 0:
                return False
            begin = offset + length
        return True


def _is_at(piece: str | re.Pattern[str], name: str, offset: int) -> bool:
    if isinstance(piece, str):
        return name.startswith(piece, offset)
    return piece.match(name, offset) is not None


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A pattern for a path.

    Attributes:
        runs: the parts between its `**`, each a sequence of patterns for names.
        folders_only: whether it matches only folders.
        include: False for a pattern with `!`.
    """

    runs: tuple[tuple[_Glob, ...], ...]
    folders_only: bool
    include: bool

    @property
    def glob(self) -> _Glob | None:
        """The pattern for a name, if it matches a name in any folder."""
        is_name = len(self.runs) == 2 and not self.runs[0] and len(self.runs[1]) == 1
        return self.runs[1][0] if is_name else None

    @property
    def literal(self) -> str | None:
        """The path that it matches, if it has no wildcards."""
        pieces = [piece for glob in self.runs[0] for piece in glob.pieces]
        literals = [piece for piece in pieces if isinstance(piece, str)]
        is_literal = len(self.runs) == 1 and len(literals) == len(pieces) == len(self.runs[0])
        return "/".join(literals) if is_literal else None

    def matches(self, names: Sequence[str]) -> bool:
        """Return whether it matches a path; its runs are searched for from left to right."""
        runs = self.runs
        first, last = runs[0], runs[-1]
        if len(runs) == 1:
            return len(names) == len(first) and _is_run(first, names, 0)
        # At the end, `**` matches everything in a folder, but not the folder itself.
        begin, end = len(first), len(names) - max(len(last), 1)
        if begin > end or not (_is_run(first, names, 0) and _is_run(last, names, end)):
            return False
        for run in runs[1:-1]:
            starts = range(begin, end - len(run) + 1)
            start = next((start for start in starts if _is_run(run, names, start)), None)
            if start is None:
                return False
            begin = start + len(run)
        return True


def _is_run(run: Sequence[_Glob], names: Sequence[str], start: int) -> bool:
    return all(glob.matches(names[start + index]) for index, glob in enumerate(run))


def _parse(line: str) -> _Pattern | None:
    """Return the pattern in a line; None for an empty line or a comment."""
    text = line.rstrip("\r\n")
    if text.startswith("#"):
        return None
    text = _TRAILING.sub("", text)
    include = not text.startswith("!")
    if not include:
        text = text[1:]
    folders_only = text.endswith("/")
    text = text[:-1] if folders_only else text
    if not text:
        if include:
            return None
        raise PatternError("`!` has nothing after it")
    anchored = "/" in text
    names = _split(text.removeprefix("/"))
    runs: list[list[_Glob]] = [[]] if anchored else [[], []]
    for name in names:
        if not anchored or len(name) < 2 or name.strip("*"):
            runs[-1].append(_glob(name))
        elif runs[-1] or len(runs) == 1:  # `**/**` is the same as `**`
            runs.append([])
    return _Pattern(tuple(map(tuple, runs)), folders_only, include)


_TRAILING = re.compile(r"(?<!\\) +$")
"""Spaces at the end, which are ignored unless a backslash precedes them."""


def _split(text: str) -> list[str]:
    """Return the parts between slashes; a slash in brackets doesn't separate parts."""
    names, begin, at = [], 0, 0
    while at < len(text):
        if text[at] == "/" or text.startswith("\\/", at):
            names.append(text[begin:at])
            begin = at = text.index("/", at) + 1
        elif text[at] == "[":
            _, at = _bracket(text, at + 1)
        else:
            at += 2 if text[at] == "\\" else 1
    return [*names, text[begin:]]


def _glob(name: str) -> _Glob:
    """Return a pattern for one name.

    Raises:
        PatternError: a bracket isn't closed, or a backslash has nothing after it.
    """
    pieces: list[list[str]] = [[]]  # each piece's characters as regular expressions
    literals: list[list[str] | None] = [[]]  # each piece's characters; None if it has wildcards
    at = 0
    while at < len(name):
        character = name[at]
        at += 1
        if character == "*":
            pieces.append([])
            literals.append([])
            continue
        if character == "?":
            pieces[-1].append(".")
            literals[-1] = None
            continue
        if character == "[":
            character_set, at = _bracket(name, at)
            pieces[-1].append(character_set)
            literals[-1] = None
            continue
        if character == "\\":
            if at == len(name):
                raise PatternError("a backslash has nothing after it")
            character = name[at]
            at += 1
        pieces[-1].append(re.escape(character))
        literal = literals[-1]
        if literal is not None:
            literal.append(character)
    compiled = [
        (
            "".join(literal) if literal is not None else re.compile("".join(piece), re.DOTALL),
            len(piece),
        )
        for index, (piece, literal) in enumerate(zip(pieces, literals, strict=True))
        if piece or index in (0, len(pieces) - 1)
    ]
    return _Glob(tuple(piece for piece, _ in compiled), tuple(length for _, length in compiled))


_CLASSES = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "blank": " \\t", "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9", "graph": "!-~", "lower": "a-z", "print": " -~",
    "punct": "!-/:-@\\[-`{-~", "space": "\\s", "upper": "A-Z", "xdigit": "0-9A-Fa-f",
}  # fmt: skip


def _bracket(name: str, at: int) -> tuple[str, int]:
    """Return a set of characters as a regular expression, and the offset of its end."""
    negated = at < len(name) and name[at] in "!^"
    at += negated
    start, items, low = at, [], ""
    while True:
        if at >= len(name):
            raise PatternError("`[` isn't closed")
        character = name[at]
        at += 1
        if character == "]" and at - 1 > start:
            break
        if character == "[" and name.startswith(":", at) and (end := name.find(":]", at + 1)) > 0:
            if name[at + 1 : end] not in _CLASSES:
                raise PatternError(f"`[:{name[at + 1 : end]}:]` isn't a character class")
            items.append(_CLASSES[name[at + 1 : end]])
            at, low = end + 2, ""
            continue
        if character == "-" and low and at < len(name) and name[at] != "]":
            high, at = _escaped(name, at)
            if low <= high:  # otherwise it matches no character in git
                items.append(f"{re.escape(low)}-{re.escape(high)}")
            low = ""
            continue
        low, at = _escaped(name, at - 1)
        items.append(re.escape(low))
    characters = "".join(items)
    return (f"[^{characters}]" if characters else ".") if negated else (
        f"[{characters}]" if characters else "(?!)"
    ), at


def _escaped(name: str, at: int) -> tuple[str, int]:
    if name[at] != "\\":
        return name[at], at + 1
    if at + 1 >= len(name):
        raise PatternError("a backslash has nothing after it")
    return name[at + 1], at + 2
