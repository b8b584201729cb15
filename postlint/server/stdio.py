"""Standard input and output, reserved for the protocol."""

from __future__ import annotations

import os
import sys
from typing import BinaryIO

from postlint.core.errors import PostlintError


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
