"""The outputs of a run: formats, each on standard output or in a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, TextIO

import click

from postlint.core.atomic_write import replace_file
from postlint.core.errors import LintFailure, PostlintError, did_you_mean
from postlint.core.terminal_text import EscapingStream, display_path, one_line, shorten
from postlint.formatters import DEFAULT

if TYPE_CHECKING:
    from postlint.diagnostics.result import PostResult
    from postlint.formatters import Formatter


class ReportOutputs:
    """The output formats of a run, each with its file.

    Attributes:
        names: the names of the formats.
        files: the paths of the output files.
        needs_details: whether a formatter needs the reasons for scores.
    """

    def __init__(
        self, formats: Sequence[str], file: str | None = None, example: str = "sarif:report.sarif"
    ) -> None:
        """Parse `FORMAT` and `FORMAT:FILE`.

        Args:
            formats: the values of `--output-format`; `text` if empty.
            file: the file for formats without one; None for standard output.
            example: a format with a file, for the error message.

        Raises:
            click.UsageError: two formats have the same output.
        """
        if file is not None and not file.strip():
            raise click.UsageError("--output-file needs a file name.")
        parts = [value.partition(":") for value in formats or [DEFAULT]]
        self._outputs = [(name, own_file or file) for name, _, own_file in parts]
        self.names = [name for name, _ in self._outputs]
        self.files = [path for _, path in self._outputs if path]
        self.needs_details = False
        self._formatters: list[type[Formatter[Any]]] = []
        paths = [path and os.path.realpath(path) for _, path in self._outputs]
        if len(set(paths)) < len(paths):
            raise click.UsageError(
                "two formats go to the same place; give one a file: `--output-format text "
                f"--output-format {example}`."
            )

    def reject_overwrite(self, drafts: Iterable[str]) -> None:
        """Raise a `PostlintError` if an output file is a draft."""
        outputs = {os.path.realpath(path) for path in self.files}
        for draft in drafts if outputs else ():
            if os.path.realpath(draft) in outputs:
                raise PostlintError(
                    f"{draft} is one of the drafts; write the report to another file"
                )

    def load(self, known: Sequence[str], get: Callable[[str], type[Formatter[Any]]]) -> None:
        """Load the formatters with `get`, so the run doesn't start if one can't be loaded.

        Raises:
            PostlintError: a format is unknown, needs a file, or needs something that isn't
                installed.
        """
        self._formatters = []
        for name, path in self._outputs:
            if name not in known:
                raise PostlintError(
                    f"--output-format: unknown format `{shorten(name)}`"
                    f"{did_you_mean(name, known)}. Known formats: {', '.join(known)}"
                )
            formatter = get(name)
            getattr(formatter, "require_dependencies", lambda: None)()
            if getattr(formatter, "binary", False) and not path:
                raise PostlintError(f"--output-format {name} needs a file: {name}:posts.{name}")
            self._formatters.append(formatter)
        self.needs_details = any(getattr(each, "needs_details", False) for each in self._formatters)

    @contextmanager
    def open(
        self, out: TextIO | None = None, *, quiet: bool
    ) -> Iterator[list[tuple[str, Formatter[Any]]]]:
        """Open the output files and yield the formatters with their names.

        Formats without a file go to `out`, by default standard output. Raises a `PostlintError` if
        a file can't be written.
        """
        with ExitStack() as stack:
            formatters = []
            for (name, path), formatter in zip(self._outputs, self._formatters, strict=True):
                stream: Any = out or sys.stdout
                if path is not None:
                    binary = getattr(formatter, "binary", False)
                    # The stack closes a file and then puts it in place.
                    file = stack.enter_context(replace_file(path, binary=binary))
                    # Text files might be shown on a terminal.
                    stream = file if binary else EscapingStream(file)
                formatters.append((name, formatter(stream, quiet=quiet)))
            yield formatters


def echo_stderr(line: str) -> None:
    """Write one line to stderr."""
    click.echo(f"postlint: {display_path(line)}", err=True)


def print_notices(item: PostResult | LintFailure, *, quiet: bool) -> None:
    """Print a failure, or the notices of a result, to stderr."""
    if isinstance(item, LintFailure):
        echo_stderr(f"{item.path}: {one_line(item.message)}")
    elif not quiet and not item.skipped:
        for notice in item.notices:
            echo_stderr(f"{item.path}: {one_line(notice)}")
