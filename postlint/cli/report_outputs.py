"""Where reports go: standard output, and files."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, TextIO

import click

from postlint.core.atomic_write import replace_file
from postlint.core.errors import PostlintError, did_you_mean
from postlint.core.terminal_text import EscapingStream, display_path, shorten
from postlint.formatters import DEFAULT

if TYPE_CHECKING:
    from postlint.formatters import Formatter


class ReportOutputs:
    """The formats that a run is reported in, each with the file it goes to."""

    def __init__(
        self, formats: Sequence[str], file: str | None = None, example: str = "sarif:report.sarif"
    ) -> None:
        """Parse `FORMAT` and `FORMAT:FILE`.

        Args:
            formats: the options; `text` if there are none.
            file: where formats without a file of their own go; None for standard output.
            example: a format with a file, for an error message.

        Raises:
            click.UsageError: two formats go to the same place.
        """
        if file is not None and not file.strip():
            raise click.UsageError("--output-file needs a file name.")
        parsed = [one.partition(":") for one in formats or [DEFAULT]]
        self._wanted = [(name, own or file) for name, _, own in parsed]
        self._formatters: list[type[Formatter[Any]]] = []
        places = [place and os.path.realpath(place) for _, place in self._wanted]
        if len(set(places)) < len(places):
            raise click.UsageError(
                "two formats go to the same place; give one a file: `--output-format text "
                f"--output-format {example}`."
            )

    @property
    def names(self) -> list[str]:
        """The names of the formats."""
        return [name for name, _ in self._wanted]

    @property
    def files(self) -> list[str]:
        """The files that reports go to."""
        return [place for _, place in self._wanted if place]

    @property
    def needs_details(self) -> bool:
        """Whether a format shows the reasons for the score."""
        return any(getattr(formatter, "needs_details", False) for formatter in self._formatters)

    def reject_overwrite(self, drafts: Iterable[str]) -> None:
        """Refuse to write over a draft.

        Raises:
            PostlintError: a report would be written to one of them.
        """
        places = {os.path.realpath(place) for place in self.files}
        for draft in drafts if places else ():
            if os.path.realpath(draft) in places:
                raise PostlintError(
                    f"{draft} is one of the drafts; write the report to another file"
                )

    def load(self, known: Sequence[str], get: Callable[[str], type[Formatter[Any]]]) -> None:
        """Load the formatters, so the run doesn't start if one can't be loaded.

        Args:
            known: the names of the formats that there are.
            get: returns the formatter for a name.

        Raises:
            PostlintError: a format is unknown, needs a file, or needs something that isn't
                installed.
        """
        for name, place in self._wanted:
            if name not in known:
                raise PostlintError(
                    f"--output-format: unknown format `{shorten(name)}`"
                    f"{did_you_mean(name, known)}. Known formats: {', '.join(known)}"
                )
            formatter = get(name)
            getattr(formatter, "require_dependencies", lambda: None)()
            if getattr(formatter, "binary", False) and not place:
                raise PostlintError(f"--output-format {name} needs a file: {name}:posts.{name}")
            self._formatters.append(formatter)

    @contextmanager
    def open(
        self, out: TextIO | None = None, *, quiet: bool
    ) -> Iterator[list[tuple[str, Formatter[Any]]]]:
        """Yield the formatters with their names, the files open.

        Args:
            out: where formats without a file go; None for standard output.
            quiet: show only findings.

        Raises:
            PostlintError: a file can't be written.
        """
        with ExitStack() as stack:
            yield [
                (name, formatter(_stream(stack, formatter, place, out or sys.stdout), quiet=quiet))
                for (name, place), formatter in zip(self._wanted, self._formatters, strict=True)
            ]


def _stream(
    stack: ExitStack, formatter: type[Formatter[Any]], place: str | None, out: TextIO
) -> Any:  # noqa: ANN401 -- text or bytes
    """Return the stream for a formatter; the stack closes a file, and only then it's in place."""
    if place is None:
        return out
    binary = getattr(formatter, "binary", False)
    file = stack.enter_context(replace_file(place, binary=binary))
    # Someone may look at a text on a terminal.
    return file if binary else EscapingStream(file)


def echo_stderr(line: str) -> None:
    """Write one line to stderr."""
    click.echo(f"postlint: {display_path(line)}", err=True)
