"""Reading YAML, TOML, and JSON from untrusted files: within limits, saying where a fault is."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

import yaml

from postlint.lines import shorten

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MAX_DEPTH = 50
"""Levels of nesting. The parsers and their users call themselves for each level."""

MAX_NODES = 100_000
"""Values in a YAML document, each counted as often as aliases repeat it."""

MAX_NUMBER = 300
"""Characters of a number. Python refuses to print numbers of some thousand digits."""

_TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep; flatten it"
_TOO_MANY = f"more than {MAX_NODES:,} values, aliases included; write fewer"
_TOO_LONG = f"a number of more than {MAX_NUMBER} characters; shorten it, or put it in quotes"

_LINE_END = re.compile(r"\r\n|\n|\r")


class DataError(Exception):
    """Data that can't be read.

    Attributes:
        line: the line of the fault, counted from 1.
        column: its column, counted from 1.
        reason: what is wrong.
        beyond_limits: the data may be valid, but is larger than anything that makes sense.
    """

    def __init__(self, line: int, column: int, reason: str, *, beyond_limits: bool = False) -> None:
        super().__init__(reason)
        self.line = line
        self.column = column
        self.reason = reason
        self.beyond_limits = beyond_limits

    @classmethod
    def at(cls, text: str, offset: int, reason: str, *, beyond_limits: bool = False) -> DataError:
        """Return an error for the place at an offset."""
        ends = [match.end() for match in _LINE_END.finditer(text, 0, offset)]
        start = ends[-1] if ends else 0
        return cls(len(ends) + 1, offset - start + 1, reason, beyond_limits=beyond_limits)


# YAML


class _LimitError(yaml.MarkedYAMLError):
    """A YAML document goes beyond the limits."""


def _refuse(reason: str, mark: Any) -> NoReturn:  # noqa: ANN401 -- a mark of one of two kinds
    raise _LimitError(None, None, reason, mark)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader (in C, where PyYAML was built with it) that says where a bad value is."""

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
            _refuse(_TOO_LONG, node.start_mark)
        if node.tag.endswith(":int"):
            return self.construct_yaml_int(node)
        return self.construct_yaml_float(node)


class _LenientLoader(_Loader):
    """The loader for front matter, which isn't lost for one bad date."""

    def construct_timestamp(self, node: yaml.ScalarNode) -> Any:  # noqa: ANN401
        try:
            return self.construct_yaml_timestamp(node)
        except (ValueError, OverflowError, AttributeError):
            return node.value  # such as 2024-02-31: what needs a date says that it isn't one


_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.construct_number)
_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.construct_number)
_LenientLoader.add_constructor("tag:yaml.org,2002:timestamp", _LenientLoader.construct_timestamp)

_SLOW_UP_TO = 100_000
"""Characters up to which PyYAML's reader in Python is asked what is wrong: it says it better."""


def compose_yaml(text: str) -> yaml.Node | None:
    """Return the tree of a YAML document; None for an empty one.

    Raises:
        DataError: it can't be read, or is beyond the limits.
    """
    try:
        try:
            _check_events(yaml.parse(text, Loader=_Loader))
            return _Loader(text).get_single_node()  # type: ignore[no-any-return]
        except _LimitError:
            raise
        except yaml.YAMLError as error:
            if len(text) <= _SLOW_UP_TO and "nesting" not in str(error):
                _check_events(yaml.parse(text, Loader=yaml.SafeLoader))
            raise
    except yaml.YAMLError as error:
        raise _yaml_error(text, error) from None


def construct_yaml(text: str, node: yaml.Node | None, *, bad_dates_as_text: bool = False) -> Any:  # noqa: ANN401 -- whatever it holds
    """Return the data of a YAML document that `compose_yaml` has read from a text.

    Raises:
        DataError: a value can't be read, or is beyond the limits.
    """
    if node is None:
        return None
    try:
        loader = _LenientLoader("") if bad_dates_as_text else _Loader("")
        return loader.construct_document(node)
    except yaml.YAMLError as error:
        raise _yaml_error(text, error) from None


def _check_events(events: Iterable[yaml.Event]) -> None:
    """Check nesting and aliases before anything is built: building calls itself for each level."""
    sizes: dict[str, int] = {}
    open_nodes: list[tuple[str | None, int]] = []
    size = 0
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            open_nodes.append((event.anchor, size))
            sizes.pop(event.anchor or "", None)
            if len(open_nodes) > MAX_DEPTH:
                _refuse(_TOO_DEEP, event.start_mark)
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
                    f"`*{shorten(event.anchor)}` repeats itself; write the value out",
                    event.start_mark,
                )
            if event.anchor not in sizes:
                reason = f"there is no `&{shorten(event.anchor)}` for this alias"
                mark: Any = event.start_mark
                raise yaml.composer.ComposerError(None, None, reason, mark)
            size += sizes[event.anchor]
        if size > MAX_NODES:
            _refuse(_TOO_MANY, event.start_mark)


def _yaml_error(text: str, error: yaml.YAMLError) -> DataError:
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        reason = shorten(error.problem or error.context or "not valid YAML", 120)
        if "maximum nesting" in reason:  # libyaml has a limit of its own
            reason, beyond = _TOO_DEEP, True
        else:
            beyond = isinstance(error, _LimitError)
        return DataError.at(text, mark.index if mark else 0, reason, beyond_limits=beyond)
    if isinstance(error, yaml.reader.ReaderError):
        reason = f"a character that YAML doesn't allow ({error.reason})"
        return DataError.at(text, error.position, reason)
    return DataError(1, 1, "not valid YAML")


# TOML

_TOML_TOKEN = re.compile(
    r'"""(?:[^\\"]|\\.|"(?!""))*(?:"""|\Z)'
    r"|'''(?:[^']|'(?!''))*(?:'''|\Z)"
    r'|"(?:[^"\\\n]|\\[^\n])*"?|\'[^\'\n]*\'?'
    r"|#[^\n]*|[\[\]{}.,=\n]|[^\s\"'#\[\]{}.,=]+",
    re.DOTALL,
)
_AT = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_toml(text: str) -> dict[str, Any]:
    """Return the data of a TOML document.

    Raises:
        DataError: it can't be read, or is beyond the limits.
    """
    _check_toml(text)
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        found = _AT.search(str(error))
        reason = shorten(_AT.sub("", str(error)), 120)
        line, column = text.count("\n") + 1, 1
        if found and found[1]:
            line, column = int(found[1]), int(found[2])
        raise DataError(line, column, reason) from None


def _check_toml(text: str) -> None:
    """Check nesting and numbers before tomllib, which calls itself for each level."""
    depth = dots = 0
    for token in _TOML_TOKEN.finditer(text):
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
            raise DataError.at(text, token.start(), _TOO_LONG, beyond_limits=True)
        if max(depth, dots) > MAX_DEPTH:
            raise DataError.at(text, token.start(), _TOO_DEEP, beyond_limits=True)


# JSON


def read_json(text: str, start: int = 0) -> tuple[Any, int]:
    """Return the JSON value that begins at an offset, and the offset of its end.

    Raises:
        DataError: it can't be read, or is beyond the limits.
    """
    try:
        value, end = _JSON.raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise DataError.at(text, error.pos, error.msg) from None
    except _NumberError as error:
        offset = text.find(str(error), start)
        raise DataError.at(text, offset, _TOO_LONG, beyond_limits=True) from None
    except RecursionError:
        value, end = None, -1
    if end < 0 or _is_too_deep(value):
        raise DataError.at(text, start, _TOO_DEEP, beyond_limits=True)
    return value, end


class _NumberError(Exception):
    """A number in JSON is too long; the message is the number."""


def _whole_number(digits: str) -> int:
    if len(digits) > MAX_NUMBER:
        raise _NumberError(digits)
    return int(digits)


_JSON = json.JSONDecoder(parse_int=_whole_number, strict=False)


def _is_too_deep(value: object) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        below: list[object] = []
        for one in level:
            below += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        level = below
    return bool(level)
