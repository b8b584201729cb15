"""Standard input and output as the server uses them: whoever talks badly is understood again.

pygls reads headers only as it writes them itself, and reads nothing right after a wrong one.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections import deque
from collections.abc import Callable
from typing import BinaryIO

from postlint.core.errors import PostlintError

log = logging.getLogger(__name__)

MAX_BYTES = 64_000_000
"""The longest message that is read; a draft has a sixtieth of that at most."""

_LENGTH = re.compile(rb"content-length[ \t]*:[ \t]*(\d{1,9})[ \t]*\r?\n\Z", re.IGNORECASE)
_HEADER = re.compile(rb"[\w-]+[ \t]*:.*\r?\n\Z")
_EMBEDDED_HEADER = re.compile(rb"Content-Length:[ \t]*\d+\r\n(?:[\w-]+:.*\r\n)*\r\n", re.IGNORECASE)


class MessageReader:
    """Messages as pygls wants to read them, from a stream of what an editor sends."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._header_lines: deque[bytes] = deque()
        self._pushback = b""

    def readline(self) -> bytes:
        """Return a line of a header that is right; nothing at the end."""
        if not self._header_lines:
            length = self._next_length()
            if length is None:
                return b""
            self._header_lines += [f"Content-Length: {length}\r\n".encode(), b"\r\n"]
        return self._header_lines.popleft()

    def read(self, length: int) -> bytes:
        """Return a message's body.

        No JSON has a header in it: where there is one, the length was wrong.
        """
        data, self._pushback = self._pushback[:length], self._pushback[length:]
        data += self._stream.read(length - len(data))
        if found := _EMBEDDED_HEADER.search(data):
            self._pushback = data[found.start() :] + self._pushback
            data = data[: found.start()] or b"\n"
        return data

    def _next_length(self) -> int | None:
        """Return the length of the next message; None at the end."""
        length = None
        is_logged = wrong = False
        while line := self._line():
            if found := _LENGTH.search(line):
                length, wrong = int(found[1]), found.start() > 0
            elif line.strip():
                wrong = not _HEADER.match(line) or line.lower().startswith(b"content-length")
            elif length is not None and 0 < length <= MAX_BYTES:
                return length
            else:
                wrong, length = length is not None, None
            if wrong and not is_logged:
                is_logged = True
                log.warning("skipped a message without a valid header: %r", line[:60])
        return None

    def _line(self) -> bytes:
        line, end, self._pushback = self._pushback.partition(b"\n")
        return line + end if end else line + self._stream.readline()


class MessageWriter:
    """Where messages to the editor go; if the editor stops listening, that is logged once."""

    def __init__(self, stream: BinaryIO, disconnect: Callable[[], None]) -> None:
        self._stream = stream
        self._disconnect = disconnect
        self._is_open = True

    def write(self, data: bytes) -> None:
        """Send a message."""
        if self._is_open:
            try:
                self._stream.write(data)
                self._stream.flush()
            except OSError:
                self.close()
                log.warning("the editor closed the connection")
                self._disconnect()

    def flush(self) -> None:
        """Do nothing: what is written is sent at once."""

    def close(self) -> None:
        """Send no more."""
        self._is_open = False


def redirect_stdio() -> tuple[BinaryIO, BinaryIO]:
    """Return standard input and output, and keep them from everyone else.

    What a plug-in prints goes to the log, and what it reads is nothing.

    Raises:
        PostlintError: one of them is closed.
    """
    if sys.stdin is None or sys.stdout is None:
        raise PostlintError(
            "the server talks to an editor over standard input and output, and one of them is "
            "closed; start it from your editor"
        )
    stdin, stdout = (os.dup(stream.fileno()) for stream in (sys.stdin, sys.stdout))
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, sys.stdin.fileno())
    os.dup2(nothing if sys.stderr is None else sys.stderr.fileno(), sys.stdout.fileno())
    os.close(nothing)
    # They stay open to the end, which takes them down with everything else.
    return os.fdopen(stdin, "rb", closefd=False), os.fdopen(stdout, "wb", closefd=False)
