"""A YAML parser that keeps the position of each value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import yaml

from postlint.core.terminal_text import shorten
from postlint.core.untrusted.limits import DataError
from postlint.core.untrusted.yaml_data import compose_yaml, construct_yaml


class FilePosition(NamedTuple):
    """A line and column in a file, counted from 1."""

    line: int
    column: int

    @classmethod
    def from_mark(cls, mark: yaml.Mark | None) -> FilePosition:
        """Return the position of a YAML mark; the start of the file for None."""
        return cls(mark.line + 1, mark.column + 1) if mark else cls(1, 1)


class YamlSyntaxError(Exception):
    """A YAML document isn't valid."""

    def __init__(self, position: FilePosition, reason: str) -> None:
        super().__init__(reason)
        self.position = position
        self.reason = reason


class PositionedYaml:
    """A YAML document with its data and the position of each value."""

    def __init__(self, text: str) -> None:
        """Parse a document.

        Raises:
            YamlSyntaxError: the text isn't valid YAML, or a mapping has a duplicate key.
        """
        try:
            self._node = compose_yaml(text)
            if self._node is not None:
                _reject_bad_keys(self._node, set())
            self.data: Any = construct_yaml(text, self._node)
        except DataError as error:
            raise YamlSyntaxError(FilePosition(error.line, error.column), error.reason) from None

    def position(self, path: Sequence[str | int]) -> FilePosition:
        """Return the position of a key, or of the innermost existing key on its path."""
        node = self._node
        position = FilePosition.from_mark(node.start_mark if node else None)
        for key in path:
            child = _child(node, key)
            if child is None:
                break
            position, node = child
        return position


def _child(node: yaml.Node | None, step: str | int) -> tuple[FilePosition, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return FilePosition.from_mark(key.start_mark), value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        value = node.value[step]
        return FilePosition.from_mark(value.start_mark), value
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
            position = FilePosition.from_mark(key.start_mark)
            if key.tag != "tag:yaml.org,2002:str":
                name = shorten(key.value) if isinstance(key, yaml.ScalarNode) else "?"
                raise YamlSyntaxError(position, f"unknown key `{name}` (use quotes if it is meant)")
            if key.value in keys:
                raise YamlSyntaxError(position, f"key `{shorten(key.value)}` stands twice")
            keys.add(key.value)
            _reject_bad_keys(value, seen)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _reject_bad_keys(value, seen)
