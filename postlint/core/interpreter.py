"""Running Python again, in a process of its own."""

from __future__ import annotations

import sys

SAFE_PATH = "-P" if sys.version_info >= (3, 11) else "-I"
"""The option that keeps Python from importing modules in the current folder.

A folder of drafts isn't trusted: a file `json.py` in it would run. Before Python 3.11, only `-I`
does that, which ignores packages that were installed with `pip install --user`, too.
"""


SAFE_PATH_VARIABLE = "PYTHONSAFEPATH"
"""The environment variable that does the same for all processes that this one starts."""

CAN_START_SAFELY = sys.platform == "linux" or sys.version_info >= (3, 11)
"""Whether worker processes are safe in such a folder.

Linux forks them. Elsewhere, each is a new Python, and before 3.11 that ignores the variable.
"""


def module_command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module."""
    return [sys.executable, SAFE_PATH, "-m", module, *arguments]
