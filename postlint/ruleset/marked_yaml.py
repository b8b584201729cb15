"""YAML that remembers where each of its values stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import yaml
from yaml.constructor import SafeConstructor

_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The reader in C, where PyYAML was built with it."""


class Place(NamedTuple):
    """A place in a file, counted from 1."""

    line: int
    column: int

    @classmethod
    def of(cls, mark: yaml.Mark | None) -> Place:
        """Return the place of a YAML mark, or the beginning."""
        return cls(mark.line + 1, mark.column + 1) if mark else cls(1, 1)


class MarkedYamlError(Exception):
    """YAML that cannot be read; `line` and `column` count from 1."""

    def __init__(self, place: Place, reason: str) -> None:
        super().__init__(reason)
        self.place = place
        self.reason = reason


class MarkedYaml:
    """A YAML document: its data, and the place of each part of it."""

    def __init__(self, text: str) -> None:
        """Read one document.

        Raises:
            MarkedYamlError: it is no valid YAML, or a mapping has one key twice.
        """
        try:
            try:
                loader = _FAST(text)
                self._node = loader.get_single_node()
            except yaml.YAMLError:
                loader = yaml.SafeLoader(text)  # says better what is wrong
                self._node = loader.get_single_node()
            if self._node is not None:
                _refuse_bad_nodes(self._node, set())
            self.data: Any = loader.construct_document(self._node) if self._node else None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            reason = error.problem or error.context or "not valid YAML"
            raise MarkedYamlError(Place.of(mark), reason) from None
        except yaml.reader.ReaderError as error:
            before = text[: error.position]
            place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
            raise MarkedYamlError(
                place, f"a character that YAML does not allow ({error.reason})"
            ) from None
        except RecursionError:
            raise MarkedYamlError(Place(1, 1), "nested too deeply") from None

    def place(self, path: Sequence[str | int]) -> Place:
        """Return the place of a part, or of the innermost part of the path that is there."""
        node = self._node
        place = Place.of(node.start_mark if node else None)
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            place, node = found
        return place


def _child(node: yaml.Node | None, step: str | int) -> tuple[Place, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return Place.of(key.start_mark), value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        value = node.value[step]
        return Place.of(value.start_mark), value
    return None


def _refuse_bad_nodes(node: yaml.Node, seen: set[int]) -> None:
    """Raise where YAML readers pass over a fault in silence, or fail without saying where.

    That is a key twice in one mapping, a key that is read as something else than text, and a
    value that cannot be what its tag or form says, such as the date 2026-02-31.
    """
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        keys: set[str] = set()
        for key, value in node.value:
            place = Place.of(key.start_mark)
            if key.tag != "tag:yaml.org,2002:str":
                raise MarkedYamlError(
                    place, f"unknown key `{key.value}` (use quotes if it is meant)"
                )
            if key.value in keys:
                raise MarkedYamlError(place, f"key `{key.value}` stands twice")
            keys.add(key.value)
            _refuse_bad_nodes(value, seen)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_bad_nodes(value, seen)
    else:
        try:
            SafeConstructor().construct_object(node)
        except yaml.YAMLError:
            raise
        except Exception as error:
            reason = f"`{node.value}` cannot be read ({error})"
            raise MarkedYamlError(Place.of(node.start_mark), reason) from None
