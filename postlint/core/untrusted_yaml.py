"""A reader for YAML from untrusted files, with the limits and errors of `core.untrusted`.

It's a module of its own because yaml is slow to import, and cached results don't need it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

import yaml

from postlint.core.positions import START
from postlint.core.terminal_text import shorten
from postlint.core.untrusted import MAX_DEPTH, MAX_NUMBER, TOO_DEEP, TOO_LONG, DataError

_MAX_NODES = 100_000
"""The most values in a document, including those repeated by aliases."""

_TOO_MANY = f"more than {_MAX_NODES:,} values, aliases included; use fewer"


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
        if size > _MAX_NODES:
            _refuse(_TOO_MANY, event.start_mark)


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
