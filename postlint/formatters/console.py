"""Console output: colored and wrapped on a terminal, plain and unwrapped elsewhere."""

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
"""A part of a line: text, or text and a style."""


class ConsoleWriter:
    """Writes lines of text without interpreting markup in them."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self.console: Console | None = None
        # Rich is slow to import, and plain text doesn't need it.
        if out.isatty() or any(os.environ.get(name) for name in ("FORCE_COLOR", "TTY_COMPATIBLE")):
            self.console = make_console(out)

    @property
    def width(self) -> int | None:
        """The number of columns of the terminal; None if the output isn't a terminal."""
        return self.console.width if self.console and self.console.is_terminal else None

    def line(self, *parts: StyledText, style: str = "", indent: int = 0, wrap: bool = True) -> None:
        """Write a line. On a terminal, a long line wraps between words unless `wrap` is false."""
        styled = [(part, "") if isinstance(part, str) else part for part in parts]
        escaped = [(display_path(text), part_style) for text, part_style in styled]
        if self.console is None:
            text = "".join(text for text, _ in escaped)
            self._out.write(f"{' ' * indent}{text}\n")
            return
        from rich.padding import Padding
        from rich.text import Text

        line = Text(style=style)
        for text, part_style in escaped:
            line.append(text, style=part_style or None)
        if wrap and self.console.is_terminal:
            self.console.print(Padding(line, (0, 0, 0, indent)))
        else:
            self.console.print(Text(" " * indent).append_text(line), soft_wrap=True)


def make_console(out: TextIO) -> Console:
    """Return a console that prints text as it is, with invisible characters as escapes."""
    from rich.console import Console, RenderHook
    from rich.control import Control
    from rich.segment import Segment

    class Escaped:
        """A renderable whose text is escaped after rendering, which keeps Rich's own codes."""

        def __init__(self, renderable: ConsoleRenderable) -> None:
            self._renderable = renderable

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            for segment in console.render(self._renderable, options):
                yield segment if segment.control else Segment(escape(segment.text), segment.style)

    class Hook(RenderHook):
        def process_renderables(
            self, renderables: list[ConsoleRenderable]
        ) -> list[ConsoleRenderable]:
            return [item if isinstance(item, Control) else Escaped(item) for item in renderables]

    # With NO_COLOR, Rich would still use bold and italics.
    colors: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    console = Console(
        file=trusted(out), markup=False, emoji=False, highlight=False, color_system=colors
    )
    console.width = min(console.width, MAX_WIDTH)
    console.push_render_hook(Hook())
    return console
