"""Standard input and output, reserved for the protocol, and the log on standard error."""

from __future__ import annotations

import logging
import os
import sys
from typing import BinaryIO

from pygls.exceptions import JsonRpcException

from postlint.core.errors import PostlintError
from postlint.core.terminal_text import shorten

_MAX_LOG_CHARACTERS = 300


def redirect_stdio() -> tuple[BinaryIO, BinaryIO]:
    """Return standard input and output, and keep other code from using them.

    From now on, everything that a plug-in prints goes to standard error, and standard input is
    empty for it.

    Raises:
        PostlintError: one of them is closed.
    """
    if sys.stdin is None or sys.stdout is None:
        raise PostlintError(
            "the server talks to an editor over standard input and output, and one of them is "
            "closed; start it from your editor"
        )
    stdin, stdout = (os.dup(stream.fileno()) for stream in (sys.stdin, sys.stdout))
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, sys.stdin.fileno())
    os.dup2(null if sys.stderr is None else sys.stderr.fileno(), sys.stdout.fileno())
    os.close(null)
    # The descriptors stay open until the process ends.
    return os.fdopen(stdin, "rb", closefd=False), os.fdopen(stdout, "wb", closefd=False)


def log_to_stderr() -> None:
    """Log warnings and errors to standard error, including those of pygls."""
    handler = logging.StreamHandler()
    handler.setFormatter(_OneLineFormatter())
    handler.addFilter(_is_not_duplicate)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


class _OneLineFormatter(logging.Formatter):
    """Formats a record as one line, without a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        # pygls puts a traceback into some messages; its last line says what is wrong.
        first, *lines = record.getMessage().splitlines() or [""]
        text = f"{first}: {lines[-1].strip(' |+-')}" if lines else first
        if record.exc_info and (error := record.exc_info[1]):
            text = f"{text}: {type(error).__name__}: {error}"
        return f"postlint server: {shorten(text, _MAX_LOG_CHARACTERS)}"


def _is_not_duplicate(record: logging.LogRecord) -> bool:
    """Return whether a record is new: pygls logs a message that it can't parse twice."""
    error = record.exc_info and record.exc_info[1]
    return not (record.msg == "Unable to handle message" and isinstance(error, JsonRpcException))
