"""Tests of the positions of keys and list items in TOML."""

from __future__ import annotations

import pytest

from postlint.config.toml_positions import PositionedToml

TEXT = '''\
a = 1.5 # c = 2
"b c".d = { a = "x = 1", e.f = [1, 2] }
[t]
list = [
  "]", # ]
  { x = 2024-01-05 10:30:00, y = """"q"""" },
  [3, 4],
]
[[u.v]]
k = 1
[[u.v]]
'k' = 2
'''


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (["a"], 1, 1), (["b c"], 2, 1), (["b c", "d"], 2, 7), (["b c", "d", "a"], 2, 13),
        (["b c", "d", "e", "f"], 2, 28), (["b c", "d", "e", "f", 1], 2, 36), (["t"], 3, 2),
        (["t", "list", 0], 5, 3), (["t", "list", 1], 6, 3), (["t", "list", 1, "y"], 6, 30),
        (["t", "list", 2, 1], 7, 7), (["u", "v"], 9, 5), (["u", "v", 1], 11, 1),
        (["u", "v", 1, "k"], 12, 1), (["t", "none"], 3, 2), (["none"], 1, 1),
    ],
)  # fmt: skip
def test_positions_of_keys_and_items(path: list[str | int], line: int, column: int) -> None:
    position = PositionedToml(TEXT).position(path)
    assert (position.line, position.column) == (line, column)
