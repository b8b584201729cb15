"""YAML that remembers where each of its values stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import yaml

from postlint.core.terminal_text import shorten
from postlint.core.untrusted.limits import DataError
from postlint.core.untrusted.yaml_data import compose_yaml, construct_yaml


class FilePosition(NamedTuple):
    """A place in a file, counted from 1."""

    line: int
    column: int

    @classmethod
    def of(cls, mark: yaml.Mark | None) -> FilePosition:
        """Return the place of a YAML mark, or the beginning."""
        return cls(mark.line + 1, mark.column + 1) if mark else cls(1, 1)


class YamlSyntaxError(Exception):
    """YAML that cannot be read; `line` and `column` count from 1."""

    def __init__(self, place: FilePosition, reason: str) -> None:
        super().__init__(reason)
        self.place = place
        self.reason = reason


class PositionedYaml:
    """A YAML document: its data, and the place of each part of it."""

    def __init__(self, text: str) -> None:
        """Read one document.

        Raises:
            YamlSyntaxError: it is no valid YAML, or a mapping has one key twice.
        """
        try:
            self._node = compose_yaml(text)
            if self._node is not None:
                _refuse_bad_keys(self._node, set())
            self.data: Any = construct_yaml(text, self._node)
        except DataError as error:
            raise YamlSyntaxError(FilePosition(error.line, error.column), error.reason) from None

    def place(self, path: Sequence[str | int]) -> FilePosition:
        """Return the place of a part, or of the innermost part of the path that is there."""
        node = self._node
        place = FilePosition.of(node.start_mark if node else None)
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            place, node = found
        return place


def _child(node: yaml.Node | None, step: str | int) -> tuple[FilePosition, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return FilePosition.of(key.start_mark), value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        value = node.value[step]
        return FilePosition.of(value.start_mark), value
    return None


def _refuse_bad_keys(node: yaml.Node, seen: set[int]) -> None:
    """Raise where YAML readers pass over a fault in silence.

    That is a key twice in one mapping, and a key that is read as something else than text.
    """
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        keys: set[str] = set()
        for key, value in node.value:
            place = FilePosition.of(key.start_mark)
            if key.tag != "tag:yaml.org,2002:str":
                name = shorten(key.value) if isinstance(key, yaml.ScalarNode) else "?"
                raise YamlSyntaxError(place, f"unknown key `{name}` (use quotes if it is meant)")
            if key.value in keys:
                raise YamlSyntaxError(place, f"key `{shorten(key.value)}` stands twice")
            keys.add(key.value)
            _refuse_bad_keys(value, seen)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_bad_keys(value, seen)
