"""The server's log: one line for each thing that went wrong, on standard error."""

from __future__ import annotations

import logging

from postlint.lines import one_line

_LONGEST = 300


class _OneLine(logging.Formatter):
    """Says what went wrong in one line; a traceback would be of no use to a writer."""

    def format(self, record: logging.LogRecord) -> str:
        text = record.getMessage()
        if record.exc_info and (error := record.exc_info[1]):
            text = f"{text}: {type(error).__name__}: {error}"
        line = one_line(text)
        return f"postlint server: {line[:_LONGEST] + '…' * (len(line) > _LONGEST)}"


def log_to_stderr() -> None:
    """Log warnings and errors, those of pygls, too."""
    handler = logging.StreamHandler()
    handler.setFormatter(_OneLine())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
