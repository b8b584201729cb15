"""`postlint doctor` and `postlint completion`."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from postlint import __version__
from postlint.core.terminal_text import display_path

_PACKAGES = ("click", "numpy", "pydantic", "pyromark", "rich", "spacy", "textstat")
_EXTRAS = ("scikit-learn", "watchfiles")


@click.command()
def doctor() -> None:
    """Show versions and file locations to include in a bug report.

    Exit status: 0 if everything that postlint needs is installed, 2 if not.
    """
    from postlint.config import SettingsResolver
    from postlint.core import resources
    from postlint.linter import cache
    from postlint.scoring.logistic_model import load_models
    from postlint.web.recent_drafts import drafts_folder

    settings = SettingsResolver().resolve("draft.md")
    models = load_models()
    rows = [
        ("postlint", f"{__version__} in {Path(__file__).parents[1]}"),
        ("Python", f"{platform.python_version()} ({sys.executable})"),
        ("system", platform.platform()),
        ("encoding", f"files {sys.getfilesystemencoding()}, console {_console_encoding()}"),
        *((name, _version(name)) for name in _PACKAGES),
        *((name, _version(name, optional=True)) for name in _EXTRAS),
        ("rules", f"{len(settings.rules)}, built-in ones in {resources.folder('rules')}"),
        ("models", f"{', '.join(models)} in {resources.folder('models/weights')}"),
        ("cache", str(cache.cache_folder())),
        ("recent drafts", str(drafts_folder())),
        ("configuration", str(settings.source or "none for this folder")),
    ]
    own_folders = sorted(
        {
            str(rule.path.parent)
            for rule in settings.rules
            if not rule.path.is_relative_to(resources.folder("rules"))
        }
    )
    rows += [("own rules", folder) for folder in own_folders]
    for name, value in rows:
        click.echo(f"{name:16}{display_path(value)}")


def _version(name: str, *, optional: bool = False) -> str:
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed" + " (not needed to check drafts)" * optional


def _console_encoding() -> str:
    return os.environ.get("PYTHONIOENCODING") or str(getattr(sys.__stdout__, "encoding", "none"))


_SETUP_COMMANDS = {
    "bash": "echo 'eval \"$(postlint completion bash)\"' >> ~/.bashrc",
    "zsh": "echo 'eval \"$(postlint completion zsh)\"' >> ~/.zshrc",
    "fish": "postlint completion fish > ~/.config/fish/completions/postlint.fish",
}


@click.command(
    epilog="\b\nTo set it up for every new shell:\n"
    + "\n".join(f"  {shell:5} {how}" for shell, how in _SETUP_COMMANDS.items())
)
@click.argument("shell", type=click.Choice(list(_SETUP_COMMANDS)))
def completion(shell: str) -> None:
    """Print a script that completes postlint's commands and options in your shell."""
    from postlint.cli import cli

    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 -- Click knows these three
    click.echo(kind(cli, {}, "postlint", "_POSTLINT_COMPLETE").source())
