"""GitignorePatterns as in `.gitignore`, matched as git does, in time linear in pattern and path.

Regular expressions made of such patterns can take exponential time, and a folder of drafts isn't
trusted. Here each piece between wildcards is looked for once, from left to right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MAX_LENGTH = 1_000
"""Longest pattern that is taken."""

MAX_PATTERNS = 20_000
"""Most patterns that are taken at once."""


class PatternError(ValueError):
    """A text that is no pattern; the message says why."""


class GitignorePatterns:
    """A list of patterns; of those that match a path, the last one decides."""

    def __init__(self, lines: Iterable[str], *, strict: bool = True) -> None:
        """Read patterns, one a line; empty lines and comments (`#`) are none.

        Args:
            lines: the patterns.
            strict: refuse what is no pattern; otherwise pass over it, as git does.

        Raises:
            PatternError: one is too long, or there are too many; if `strict`, one is no pattern.
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
        # Most patterns are names, suffixes, and paths: a look-up finds the last of these.
        glob = pattern.glob
        match glob.pieces if glob else ():
            case (str(name),):
                self._names[name, pattern.folders_only] = index
            case ("", str(suffix)):
                self._suffixes[suffix, pattern.folders_only] = index
            case _ if (whole := pattern.literal) is not None:
                self._paths[whole, pattern.folders_only] = index
            case _:
                self._others.append((index, pattern, glob))

    def last_match(self, path: str, *, folder: bool) -> tuple[int, bool] | None:
        """Return the last pattern that matches a path itself, not a folder that it is in.

        Args:
            path: relative to where the patterns are, with slashes.
            folder: whether it is a folder.

        Returns:
            The pattern's number, and whether it isn't one with `!`; None if none matches.
        """
        names = path.split("/")
        name = names[-1]
        found = -1
        for kinds in (False, True) if folder else (False,):
            found = max(
                found, self._names.get((name, kinds), -1), self._paths.get((path, kinds), -1)
            )
            for length in self._lengths:
                if length > len(name):
                    break
                suffix = name[len(name) - length :]
                found = max(found, self._suffixes.get((suffix, kinds), -1))
        for index, pattern, glob in reversed(self._others):
            if index < found:
                break
            matches = glob.matches(name) if glob else pattern.matches(names)
            if matches and (folder or not pattern.folders_only):
                found = index
                break
        return None if found < 0 else (found, self._includes[found])

    def verdict(self, path: str, *, folder: bool) -> bool | None:
        """Return what the patterns say of a path itself: True, or False for one with `!`."""
        found = self.last_match(path, folder=folder)
        return found and found[1]

    def match(self, path: str, *, folder: bool = False) -> bool:
        """Return whether a path matches, or else a folder that it is in."""
        found = self.last_match(path, folder=folder)
        if found is None:
            ends = (at for at, letter in enumerate(path) if letter == "/")
            above = (self.last_match(path[:end], folder=True) for end in ends)
            found = max(filter(None, above), default=None)
        return found is not None and found[1]


@dataclass(frozen=True, slots=True)
class _Glob:
    """A pattern for one name: pieces with `*` between them."""

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
                at = name.find(piece, begin, end)
            else:
                found = piece.search(name, begin, end)
                at = found.start() if found else -1
            if at < 0:
                return False
            begin = at + length
        return True


def _is_at(piece: str | re.Pattern[str], name: str, at: int) -> bool:
    if isinstance(piece, str):
        return name.startswith(piece, at)
    return piece.match(name, at) is not None


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A pattern: what is between its `**`, each a run of patterns for names."""

    runs: tuple[tuple[_Glob, ...], ...]
    folders_only: bool
    include: bool

    @property
    def glob(self) -> _Glob | None:
        """The pattern for a name, if it is for a name in any folder."""
        is_one = len(self.runs) == 2 and not self.runs[0] and len(self.runs[1]) == 1
        return self.runs[1][0] if is_one else None

    @property
    def literal(self) -> str | None:
        """The only path that it matches, if that is one."""
        pieces = [piece for glob in self.runs[0] for piece in glob.pieces]
        names = [piece for piece in pieces if isinstance(piece, str)]
        is_one = len(self.runs) == 1 and len(names) == len(pieces) == len(self.runs[0])
        return "/".join(names) if is_one else None

    def matches(self, names: Sequence[str]) -> bool:
        """Return whether it matches a path; its runs are looked for from left to right."""
        runs = self.runs
        first, last = runs[0], runs[-1]
        if len(runs) == 1:
            return len(names) == len(first) and _is_run(first, names, 0)
        # At the end, `**` is everything in a folder, and not the folder itself.
        begin, end = len(first), len(names) - max(len(last), 1)
        if begin > end or not (_is_run(first, names, 0) and _is_run(last, names, end)):
            return False
        for run in runs[1:-1]:
            starts = range(begin, end - len(run) + 1)
            at = next((at for at in starts if _is_run(run, names, at)), None)
            if at is None:
                return False
            begin = at + len(run)
        return True


def _is_run(run: Sequence[_Glob], names: Sequence[str], at: int) -> bool:
    return all(glob.matches(names[at + index]) for index, glob in enumerate(run))


def _parse(line: str) -> _Pattern | None:
    """Return the pattern in a line; None if there is none."""
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
        elif runs[-1] or len(runs) == 1:  # `**/**` is no more than `**`
            runs.append([])
    return _Pattern(tuple(map(tuple, runs)), folders_only, include)


_TRAILING = re.compile(r"(?<!\\) +$")
"""Blanks at the end don't count, but for one after a backslash."""


def _split(text: str) -> list[str]:
    """Return the parts between slashes; one in brackets is a character like others."""
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
    pieces: list[list[str]] = [[]]  # of each piece: its characters as regular expressions
    literal: list[list[str] | None] = [[]]  # of each piece: its characters, if it has no wildcards
    at = 0
    while at < len(name):
        letter = name[at]
        at += 1
        if letter == "*":
            pieces.append([])
            literal.append([])
            continue
        if letter == "?":
            pieces[-1].append(".")
            literal[-1] = None
            continue
        if letter == "[":
            one, at = _bracket(name, at)
            pieces[-1].append(one)
            literal[-1] = None
            continue
        if letter == "\\":
            if at == len(name):
                raise PatternError("a backslash has nothing after it")
            letter = name[at]
            at += 1
        pieces[-1].append(re.escape(letter))
        plain = literal[-1]
        if plain is not None:
            plain.append(letter)
    kept = [
        ("".join(plain) if plain is not None else re.compile("".join(piece), re.DOTALL), len(piece))
        for index, (piece, plain) in enumerate(zip(pieces, literal, strict=True))
        if piece or index in (0, len(pieces) - 1)
    ]
    return _Glob(tuple(piece for piece, _ in kept), tuple(length for _, length in kept))


_CLASSES = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "blank": " \\t", "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9", "graph": "!-~", "lower": "a-z", "print": " -~",
    "punct": "!-/:-@\\[-`{-~", "space": "\\s", "upper": "A-Z", "xdigit": "0-9A-Fa-f",
}  # fmt: skip


def _bracket(name: str, at: int) -> tuple[str, int]:
    """Return a set of characters as a regular expression, and where it ends."""
    negated = at < len(name) and name[at] in "!^"
    at += negated
    start, items, low = at, [], ""
    while True:
        if at >= len(name):
            raise PatternError("`[` isn't closed")
        letter = name[at]
        at += 1
        if letter == "]" and at - 1 > start:
            break
        if letter == "[" and name.startswith(":", at) and (end := name.find(":]", at + 1)) > 0:
            if name[at + 1 : end] not in _CLASSES:
                raise PatternError(f"`[:{name[at + 1 : end]}:]` isn't a character class")
            items.append(_CLASSES[name[at + 1 : end]])
            at, low = end + 2, ""
            continue
        if letter == "-" and low and at < len(name) and name[at] != "]":
            high, at = _escaped(name, at)
            if low <= high:  # otherwise git takes it for no character
                items.append(f"{re.escape(low)}-{re.escape(high)}")
            low = ""
            continue
        low, at = _escaped(name, at - 1)
        items.append(re.escape(low))
    told = "".join(items)
    return (f"[^{told}]" if told else ".") if negated else (f"[{told}]" if told else "(?!)"), at


def _escaped(name: str, at: int) -> tuple[str, int]:
    if name[at] != "\\":
        return name[at], at + 1
    if at + 1 >= len(name):
        raise PatternError("a backslash has nothing after it")
    return name[at + 1], at + 2
