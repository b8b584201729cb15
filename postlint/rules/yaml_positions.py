"""A YAML parser that keeps the position of each value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from postlint.core.positions import START, Position
from postlint.core.terminal_text import shorten
from postlint.core.untrusted import DataError
from postlint.core.untrusted_yaml import compose_yaml, construct_yaml


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
        if self._node is None:
            return START
        at = value = self._node
        for step in path:
            child = _child(value, step)
            if child is None:
                break
            at, value = child
        return _position(at)


def _position(node: yaml.Node) -> Position:
    return Position(node.start_mark.line + 1, node.start_mark.column + 1)


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """Return the node of a key and the node of its value; for an item of a list, it twice."""
    if isinstance(node, yaml.MappingNode):
        return next((pair for pair in node.value if pair[0].value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


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
                raise DataError(_position(key), f"unknown key `{name}` (use quotes if it is meant)")
            if key.value in keys:
                raise DataError(_position(key), f"key `{shorten(key.value)}` appears twice")
            keys.add(key.value)
            _reject_bad_keys(value, seen)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _reject_bad_keys(value, seen)
