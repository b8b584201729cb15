"""The `postlint` command."""

from __future__ import annotations

import codecs
import io
import os
import sys

# Only modules that Python itself imports at startup are imported above.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def run() -> None:
    """Run the command line as a program."""
    # Before NumPy is imported: matrices are so small that more threads only cost time. Processes
    # share the work instead.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Pydantic would look for plug-ins of its own in all installed packages.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from postlint.core.interrupts import exit_on_signals

        exit_on_signals()
    except KeyboardInterrupt:
        os.write(2, b"postlint: interrupted\n")
        os._exit(130)
    try:
        main()
    except SystemExit as exiting:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        # Skip the interpreter's teardown: it takes 0.2 to 0.4 s, and waits for threads, where a
        # check in the language server may still be running.
        os._exit(exiting.code if isinstance(exiting.code, int) else 0)


def main() -> None:
    """Run the command line, and turn every error into a message and an exit status."""
    import click

    from postlint.cli import cli
    from postlint.core.errors import PostlintError
    from postlint.core.interrupts import EXIT_STATUS
    from postlint.core.terminal_text import display_path, one_line

    sys.stdout, sys.stderr = _wrap(sys.stdout), _wrap(sys.stderr)
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
    except SystemExit as exiting:
        # If the reader of our output is gone, as with `| head`, Click wraps the stream and exits
        # with 1, but that isn't an error.
        status = exiting.code if sys.stdout is output else 0
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


def _wrap(stream: TextIO) -> TextIO:
    """Return a stream that accepts any text and escapes terminal control sequences."""
    from postlint.core.terminal_text import EscapingStream

    if isinstance(stream, io.TextIOWrapper):
        configure_encoding(stream)
    if stream is None or isinstance(stream, EscapingStream):  # `pythonw` has no streams
        return stream
    return EscapingStream(stream)  # type: ignore[return-value]


def configure_encoding(stream: io.TextIOWrapper) -> None:
    """Make a stream accept any text: UTF-8, except on a terminal with another encoding."""
    if stream.isatty() and codecs.lookup(stream.encoding).name != "utf-8":
        stream.reconfigure(errors="backslashreplace")
    else:
        # Drafts are UTF-8 in any locale; file names may not even be that.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _discard_output() -> None:
    """Keep Python from trying to write buffered output again when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    run()
