"""Lines for people: in color and wrapped on a terminal, plain and unwrapped elsewhere."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal, TextIO

from postlint.core.terminal_text import display_path, escape, trusted
from postlint.diagnostics.finding import Severity

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderResult

STYLES: dict[Severity, str] = {"error": "bold red", "warning": "yellow", "info": "cyan"}
MAX_WIDTH = 100

StyledText = str | tuple[str, str]
"""Part of a line: its text, or its text and style."""


class ConsoleWriter:
    """Writes lines for people, without changing a draft's words."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self.console: Console | None = None
        # Rich takes a while to import, and plain text doesn't need it.
        if out.isatty() or any(os.environ.get(name) for name in ("FORCE_COLOR", "TTY_COMPATIBLE")):
            self.console = make_console(out)

    @property
    def width(self) -> int | None:
        """Columns of the terminal; None if the output isn't one."""
        return self.console.width if self.console and self.console.is_terminal else None

    def line(
        self, *pieces: StyledText, style: str = "", indent: int = 0, wrap: bool = True
    ) -> None:
        """Write one line. A terminal wraps a long one between words, unless `wrap` is false."""
        styled = [(piece, "") if isinstance(piece, str) else piece for piece in pieces]
        parts = [(display_path(text), own) for text, own in styled]
        if self.console is None:
            text = "".join(text for text, _ in parts)
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
    """Return a console that shows words as they are, and invisible characters as escapes."""
    from rich.console import Console, RenderHook
    from rich.control import Control
    from rich.segment import Segment

    class Escaped:
        """Something to print, escaped after Rich has split it up, so Rich's own codes are kept."""

        def __init__(self, printed: ConsoleRenderable) -> None:
            self._printed = printed

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            for segment in console.render(self._printed, options):
                yield segment if segment.control else Segment(escape(segment.text), segment.style)

    class Hook(RenderHook):
        def process_renderables(
            self, renderables: list[ConsoleRenderable]
        ) -> list[ConsoleRenderable]:
            return [one if isinstance(one, Control) else Escaped(one) for one in renderables]

    # NO_COLOR asks for plain text; rich alone would keep bold and italics.
    colors: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    console = Console(
        file=trusted(out), markup=False, emoji=False, highlight=False, color_system=colors
    )
    console.width = min(console.width, MAX_WIDTH)
    console.push_render_hook(Hook())
    return console
