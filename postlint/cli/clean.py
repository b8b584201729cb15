"""`postlint clean`."""

from __future__ import annotations

import click

from postlint.core.errors import PostlintError
from postlint.core.terminal_text import display_path


@click.command()
def clean() -> None:
    """Delete cached results, so the next run checks everything again.

    The cache is in your user cache folder, or in the folder that POSTLINT_CACHE_DIR names. You
    never need this for correct results: postlint uses a cached result only if nothing that it
    depends on has changed.
    """
    from postlint.linter import cache

    try:
        size = cache.clean()
    except OSError as error:
        reason = error.strerror or str(error)
        raise PostlintError(f"{cache.cache_folder()}: can't be deleted ({reason})") from None
    folder = display_path(str(cache.cache_folder()))
    if size:
        click.echo(f"{folder}: deleted {size / 1e6:.1f} MB.")
    else:
        click.echo(f"{folder}: nothing to delete.")
