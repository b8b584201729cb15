"""Lines and columns in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

LINE_END = re.compile(r"\r\n|\n|\r")
"""The line breaks of CommonMark and of the Language Server Protocol."""


@dataclass(frozen=True, slots=True)
class Position:
    """A position in a file: the line and the column in code points, both counted from 1."""

    line: int
    column: int


START = Position(1, 1)
