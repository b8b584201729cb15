"""Readers for YAML, TOML, and JSON from untrusted files, with limits and error positions."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import yaml

from postlint.core.errors import PostlintError
from postlint.core.positions import LINE_END, START, Position
from postlint.core.terminal_text import shorten

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MAX_DEPTH = 50
"""The most levels of nesting: parsers recurse for each level."""

MAX_NODES = 100_000
"""The most values in a YAML document, including those repeated by aliases."""

MAX_NUMBER = 300
"""The most characters of a number. Python refuses to print numbers of several thousand digits."""

TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep; flatten it"
TOO_MANY = f"more than {MAX_NODES:,} values, aliases included; use fewer"
TOO_LONG = f"a number of more than {MAX_NUMBER} characters; shorten it, or put it in quotes"


class DataError(Exception):
    """Data that is invalid or exceeds the limits.

    Attributes:
        position: the position of the fault.
        reason: what is wrong.
        beyond_limits: whether the data exceeds the limits; it may be valid.
    """

    def __init__(self, position: Position, reason: str, *, beyond_limits: bool = False) -> None:
        super().__init__(reason)
        self.position = position
        self.reason = reason
        self.beyond_limits = beyond_limits

    @classmethod
    def at(cls, text: str, offset: int, reason: str, *, beyond_limits: bool = False) -> DataError:
        """Return an error for a fault at an offset."""
        starts = [0, *(match.end() for match in LINE_END.finditer(text, 0, offset))]
        position = Position(len(starts), offset - starts[-1] + 1)
        return cls(position, reason, beyond_limits=beyond_limits)


class DataFileError(PostlintError):
    """A rule or configuration file can't be used; the message gives the position and the reason."""

    def __init__(self, path: Path, position: Position, reason: str) -> None:
        super().__init__(f"{path}:{position.line}:{position.column}: {shorten(reason, 500)}")


def read_json(text: str, start: int = 0) -> tuple[Any, int]:
    """Return the JSON value that begins at an offset, and the offset of its end.

    Raises:
        DataError: the text isn't valid JSON, or exceeds the limits.
    """

    def parse_int(digits: str) -> int:
        if len(digits) > MAX_NUMBER:
            offset = text.find(digits, start)
            raise DataError.at(text, offset, TOO_LONG, beyond_limits=True)
        return int(digits)

    try:
        value, end = json.JSONDecoder(parse_int=parse_int, strict=False).raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise DataError.at(text, error.pos, error.msg) from None
    except RecursionError:
        is_too_deep = True
    else:
        is_too_deep = _has_more_levels(value, MAX_DEPTH)
    if is_too_deep:
        raise DataError.at(text, start, TOO_DEEP, beyond_limits=True)
    return value, end


def _has_more_levels(data: object, depth: int) -> bool:
    level = [data]
    for _ in range(depth + 1):
        level = [
            child
            for value in level
            if isinstance(value, dict | list)
            for child in (value.values() if isinstance(value, dict) else value)
        ]
    return bool(level)


TOML_TOKEN = re.compile(
    r'"""(?:[^\\"]|\\.|"(?!""))*(?:"{3,5}|\Z)'
    r"|'''(?:[^']|'(?!''))*(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\[^\n])*"?|\'[^\'\n]*\'?'
    r"|#[^\n]*|[\[\]{}.,=\n]|[^\s\"'#\[\]{}.,=]+",
    re.DOTALL,
)
"""A string, a comment, a sign, or a bare word of a TOML document, even of an invalid one."""

_AT = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_toml(text: str) -> dict[str, Any]:
    """Return the data of a TOML document.

    Raises:
        DataError: the text isn't valid TOML, or exceeds the limits.
    """
    _check_toml(text)
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        position = _AT.search(str(error))
        reason = shorten(_AT.sub("", str(error)), 120)
        place = Position(text.count("\n") + 1, 1)
        if position and position[1]:
            place = Position(int(position[1]), int(position[2]))
        raise DataError(place, reason) from None


def _check_toml(text: str) -> None:
    """Check nesting and numbers before tomllib, which recurses for each level."""
    depth = dots = 0
    for token in TOML_TOKEN.finditer(text):
        first = text[token.start()]
        if first in "[{":
            depth += 1
        elif first in "]}":
            depth -= 1
        elif first == ".":
            dots += 1
        elif first in "\n=,":
            dots = 0
        elif len(token[0]) > MAX_NUMBER and re.match(r"[+-]?\d", token[0]):
            raise DataError.at(text, token.start(), TOO_LONG, beyond_limits=True)
        if max(depth, dots) > MAX_DEPTH:
            raise DataError.at(text, token.start(), TOO_DEEP, beyond_limits=True)


class _LimitError(yaml.MarkedYAMLError):
    """A YAML document that exceeds the limits."""


def _refuse(reason: str, mark: Any) -> NoReturn:  # noqa: ANN401 -- a mark of one of two kinds
    raise _LimitError(None, None, reason, mark)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader (in C, if PyYAML has it) that reports the position of a bad value."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: ANN401
        try:
            return super().construct_object(node, deep)
        except yaml.YAMLError:
            raise
        except Exception:  # such as `!!int x`
            reason = f"`{shorten(node.value)}` can't be read as {node.tag.rpartition(':')[2]}"
            raise yaml.constructor.ConstructorError(None, None, reason, node.start_mark) from None

    def construct_number(self, node: yaml.ScalarNode) -> Any:  # noqa: ANN401
        if len(node.value) > MAX_NUMBER:
            _refuse(TOO_LONG, node.start_mark)
        if node.tag.endswith(":int"):
            return self.construct_yaml_int(node)
        return self.construct_yaml_float(node)


class _LenientLoader(_Loader):
    """The loader for front matter, which reads an invalid date as text."""

    def construct_timestamp(self, node: yaml.ScalarNode) -> Any:  # noqa: ANN401
        try:
            return self.construct_yaml_timestamp(node)
        except (ValueError, OverflowError, AttributeError):
            return node.value  # such as 2024-02-31: checks of the date report it


_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.construct_number)
_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.construct_number)
_LenientLoader.add_constructor("tag:yaml.org,2002:timestamp", _LenientLoader.construct_timestamp)

_MAX_SLOW_LENGTH = 100_000
"""The most characters of a broken document that PyYAML's slow loader reads for a better message."""


def compose_yaml(text: str) -> yaml.Node | None:
    """Return the tree of a YAML document; None for an empty one.

    Raises:
        DataError: the text isn't valid YAML, or exceeds the limits.
    """
    try:
        try:
            _check_events(yaml.parse(text, Loader=_Loader))
            return _Loader(text).get_single_node()  # type: ignore[no-any-return]
        except _LimitError:
            raise
        except yaml.YAMLError as error:
            if len(text) <= _MAX_SLOW_LENGTH and "nesting" not in str(error):
                _check_events(yaml.parse(text, Loader=yaml.SafeLoader))
            raise
    except yaml.YAMLError as error:
        raise _yaml_error(text, error) from None


def construct_yaml(text: str, node: yaml.Node | None, *, bad_dates_as_text: bool = False) -> Any:  # noqa: ANN401 -- any data
    """Return the data of a YAML document that `compose_yaml` has read from a text.

    Raises:
        DataError: a value is invalid, or exceeds the limits.
    """
    if node is None:
        return None
    try:
        loader = _LenientLoader("") if bad_dates_as_text else _Loader("")
        return loader.construct_document(node)
    except yaml.YAMLError as error:
        raise _yaml_error(text, error) from None


def _check_events(events: Iterable[yaml.Event]) -> None:
    """Check nesting and aliases before the data is constructed, which recurses for each level."""
    sizes: dict[str, int] = {}
    open_nodes: list[tuple[str | None, int]] = []
    size = 0
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            open_nodes.append((event.anchor, size))
            sizes.pop(event.anchor or "", None)
            if len(open_nodes) > MAX_DEPTH:
                _refuse(TOO_DEEP, event.start_mark)
            size += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_nodes.pop()
            if anchor:
                sizes[anchor] = size - before
        elif isinstance(event, yaml.ScalarEvent):
            size += 1
            if event.anchor:
                sizes[event.anchor] = 1
        elif isinstance(event, yaml.AliasEvent):
            if any(event.anchor == anchor for anchor, _ in open_nodes):
                _refuse(
                    f"`*{shorten(event.anchor)}` refers to itself; write the value out",
                    event.start_mark,
                )
            if event.anchor not in sizes:
                reason = f"alias `*{shorten(event.anchor)}` has no matching anchor"
                mark: Any = event.start_mark
                raise yaml.composer.ComposerError(None, None, reason, mark)
            size += sizes[event.anchor]
        if size > MAX_NODES:
            _refuse(TOO_MANY, event.start_mark)


def _yaml_error(text: str, error: yaml.YAMLError) -> DataError:
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        reason = shorten(error.problem or error.context or "not valid YAML", 120)
        if "maximum nesting" in reason:  # libyaml has its own limit
            reason, beyond = TOO_DEEP, True
        else:
            beyond = isinstance(error, _LimitError)
        return DataError.at(text, mark.index if mark else 0, reason, beyond_limits=beyond)
    if isinstance(error, yaml.reader.ReaderError):
        reason = f"a character that YAML doesn't allow ({error.reason})"
        return DataError.at(text, error.position, reason)
    return DataError(START, "not valid YAML")
