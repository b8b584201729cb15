"""The command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

import click

from postlint import __version__

_MODULES = {
    "check": "check", "write": "write", "audit": "audit", "score": "score", "server": "server",
    "init": "init", "baseline": "baseline", "rules": "rules", "explain": "rules", "test": "rules",
    "schema": "schema", "evaluate": "evaluate", "train": "train", "clean": "clean",
    "doctor": "doctor", "completion": "doctor",
}  # fmt: skip
"""The module of each command."""

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class _LazyCommands(Mapping[str, click.Command]):
    """The commands, by name. Each is imported when it's used: `check` doesn't need the others."""

    def __getitem__(self, name: str) -> click.Command:
        command: click.Command = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)


@click.group(commands=_LazyCommands(), context_settings=CONTEXT)
@click.version_option(__version__, message="postlint %(version)s")
def cli() -> None:
    """Check draft posts before you publish them: will prospective clients find them useful?

    To start, run `postlint check DRAFT.md`, or name a folder of drafts.
    """
