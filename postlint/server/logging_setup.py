"""The server's log: one line per problem, on standard error."""

from __future__ import annotations

import logging

from pygls.exceptions import JsonRpcException

from postlint.core.terminal_text import shorten

_MAX_CHARACTERS = 300


class _OneLineFormatter(logging.Formatter):
    """Formats a record as one line, without a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        # pygls puts a traceback into some messages; its last line says what is wrong.
        first, *lines = record.getMessage().splitlines() or [""]
        text = f"{first}: {lines[-1].strip(' |+-')}" if lines else first
        if record.exc_info and (error := record.exc_info[1]):
            text = f"{text}: {type(error).__name__}: {error}"
        return f"postlint server: {shorten(text, _MAX_CHARACTERS)}"


def _is_not_duplicate(record: logging.LogRecord) -> bool:
    """Return whether a record is new: pygls logs a message that it can't parse twice."""
    error = record.exc_info and record.exc_info[1]
    return not (record.msg == "Unable to handle message" and isinstance(error, JsonRpcException))


def log_to_stderr() -> None:
    """Log warnings and errors to standard error, including those of pygls."""
    handler = logging.StreamHandler()
    handler.setFormatter(_OneLineFormatter())
    handler.addFilter(_is_not_duplicate)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
