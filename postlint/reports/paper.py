"""Lines for people: in colour and wrapped on a terminal, plain and unwrapped elsewhere."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal, TextIO

from postlint.findings import Severity

if TYPE_CHECKING:
    from rich.console import Console

STYLES: dict[Severity, str] = {"error": "bold red", "warning": "yellow", "info": "cyan"}
MAX_WIDTH = 100

Piece = str | tuple[str, str]
"""A stretch of a line: its text, or its text and style."""

_CONTROLS = dict.fromkeys(map(ord, "\a\b\v\f\r"))
"""What Rich, too, takes out of a text."""


class Paper:
    """Writes lines for people, and keeps a draft's words as they are."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self.console: Console | None = None
        # Rich takes a while to import, and has nothing to do where there is no colour.
        if out.isatty() or any(os.environ.get(name) for name in ("FORCE_COLOR", "TTY_COMPATIBLE")):
            self.console = make_console(out)

    @property
    def width(self) -> int | None:
        """Columns of the terminal; None if there is none."""
        return self.console.width if self.console and self.console.is_terminal else None

    def line(self, *pieces: Piece, style: str = "", indent: int = 0, wrap: bool = True) -> None:
        """Write one line; on a terminal it is wrapped where it is too long, unless `wrap` is no."""
        parts = [(piece, "") if isinstance(piece, str) else piece for piece in pieces]
        if self.console is None:
            text = "".join(text for text, _ in parts).translate(_CONTROLS)
            self._out.write(f"{' ' * indent}{text}\n")
            return
        from rich.padding import Padding
        from rich.text import Text

        line = Text(style=style)
        for text, own in parts:
            line.append(text, style=own or None)
        if wrap and self.console.is_terminal:
            self.console.print(Padding(line, (0, 0, 0, indent)))
        else:
            self.console.print(Text(" " * indent).append_text(line), soft_wrap=True)


def make_console(out: TextIO) -> Console:
    """Return a console that keeps a draft's words as they are."""
    from rich.console import Console

    # NO_COLOR asks for plain text; rich alone would keep bold and italics.
    colours: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    console = Console(file=out, markup=False, emoji=False, highlight=False, color_system=colours)
    console.width = min(console.width, MAX_WIDTH)
    return console
