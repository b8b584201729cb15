"""The `postlint` command."""

from __future__ import annotations

import codecs
import gc
import io
import os
import sys

# Only what Python has imported at its start is imported above.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def run() -> None:
    """Run the command line as a program of its own."""
    try:
        from postlint.core.interrupts import exit_on_signals

        exit_on_signals()
    except KeyboardInterrupt:
        os.write(2, b"postlint: interrupted\n")
        os._exit(130)
    # Most of what is made stays to the end: looking through it again and again finds nothing.
    gc.set_threshold(100_000, 20, 20)
    try:
        main()
    except SystemExit as leaving:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        # Without taking apart what the system takes back at once: that is a tenth of a second.
        os._exit(leaving.code if isinstance(leaving.code, int) else 0)


def main() -> None:
    """Run the command line; every way out goes through here."""
    import click

    from postlint.cli import cli
    from postlint.core.errors import PostlintError
    from postlint.core.interrupts import EXIT_STATUS
    from postlint.core.terminal_text import display_path, one_line

    sys.stdout, sys.stderr = _prepared(sys.stdout), _prepared(sys.stderr)
    output = sys.stdout
    try:
        status = cli.main(prog_name="postlint", standalone_mode=False)
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except click.ClickException as error:
        error.message = one_line(error.message)  # type: ignore[misc]  # it may quote an argument
        error.show()
        status = error.exit_code
    except PostlintError as error:
        click.echo(f"postlint: {one_line(str(error))}", err=True)
        status = 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("postlint: interrupted", err=True)
        status = EXIT_STATUS
    except SystemExit as leaving:
        # Where the reader of our output has gone, as with `| head`, Click wraps the stream and
        # leaves with 1; nothing has gone wrong.
        status = leaving.code if sys.stdout is output else 0
    except BrokenPipeError:
        _discard_output()
        status = 0
    except OSError as error:
        if error.filename is None:  # no file, so it's standard output
            _discard_output()
        what = "can't write" if error.filename is None else display_path(str(error.filename))
        click.echo(f"postlint: {what} ({error.strerror or error})", err=True)
        status = 2
    sys.exit(status)


def _prepared(stream: TextIO) -> TextIO:
    """Return a stream that takes every text, and shows what could take over a terminal."""
    from postlint.core.terminal_text import EscapingStream

    if isinstance(stream, io.TextIOWrapper):
        prepare(stream)
    if stream is None or isinstance(stream, EscapingStream):  # `pythonw` has no streams
        return stream
    return EscapingStream(stream)  # type: ignore[return-value]


def prepare(stream: io.TextIOWrapper) -> None:
    """Make a stream take every text: as UTF-8, but on a terminal that knows less as it can show."""
    if stream.isatty() and codecs.lookup(stream.encoding).name != "utf-8":
        codecs.register_error(_READABLE, _ascii_fallback)
        stream.reconfigure(errors=_READABLE)
    else:
        # Drafts are UTF-8 whatever the locale; file names may not even be that.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


_READABLE = "postlint-readable"
_ASCII_REPLACEMENTS = {
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "…": "...",
    "–": "-",
    "—": "-",
    "•": "*",
}


def _ascii_fallback(error: UnicodeError) -> tuple[str | bytes, int]:
    """Put plain signs for typographic ones, and the code of every other letter."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    plain = (
        _ASCII_REPLACEMENTS.get(one, one.encode("ascii", "backslashreplace").decode())
        for one in letters
    )
    return "".join(plain), error.end


def _discard_output() -> None:
    """Keep Python from trying once more, at its end, to write what could not be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    run()
