"""A YAML parser that keeps the position of each value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from postlint.core.terminal_text import shorten
from postlint.core.untrusted.limits import DataError
from postlint.core.untrusted.yaml_data import compose_yaml, construct_yaml
from postlint.document.source import Position


class PositionedYaml:
    """A YAML document with its data and the position of each value."""

    def __init__(self, text: str) -> None:
        """Parse a document.

        Raises:
            DataError: the text isn't valid YAML, or a mapping has a duplicate key.
        """
        self._node = compose_yaml(text)
        if self._node is not None:
            _reject_bad_keys(self._node, set())
        self.data: Any = construct_yaml(text, self._node)

    def position(self, path: Sequence[str | int]) -> Position:
        """Return the position of a key, or of the innermost existing key on its path."""
        node = self._node
        position = _position(node) if node else Position(1, 1)
        for key in path:
            child = _child(node, key)
            if child is None:
                break
            position, node = child
        return position


def _position(node: yaml.Node) -> Position:
    return Position(node.start_mark.line + 1, node.start_mark.column + 1)


def _child(node: yaml.Node | None, step: str | int) -> tuple[Position, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return _position(key), value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        value = node.value[step]
        return _position(value), value
    return None


def _error(node: yaml.Node, reason: str) -> DataError:
    position = _position(node)
    return DataError(position.line, position.column, reason)


def _reject_bad_keys(node: yaml.Node, seen: set[int]) -> None:
    """Raise an error for what other YAML parsers accept silently.

    That's a duplicate key in a mapping, and a key that isn't a string.
    """
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        keys: set[str] = set()
        for key, value in node.value:
            if key.tag != "tag:yaml.org,2002:str":
                name = shorten(key.value) if isinstance(key, yaml.ScalarNode) else "?"
                raise _error(key, f"unknown key `{name}` (use quotes if it is meant)")
            if key.value in keys:
                raise _error(key, f"key `{shorten(key.value)}` stands twice")
            keys.add(key.value)
            _reject_bad_keys(value, seen)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _reject_bad_keys(value, seen)
