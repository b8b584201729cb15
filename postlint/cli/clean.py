"""`postlint clean`."""

from __future__ import annotations

import click

from postlint.errors import PostlintError
from postlint.lines import show_path


@click.command()
def clean() -> None:
    """Delete the results that were kept, so that the next run checks everything anew.

    They are in your own cache folder, or in the one that POSTLINT_CACHE_DIR names. Nothing has to
    be cleaned for a result to be right: what a result rests on is compared each time.
    """
    from postlint import cache

    try:
        size = cache.clean()
    except OSError as error:
        reason = error.strerror or str(error)
        raise PostlintError(f"{cache.folder()}: cannot be deleted ({reason})") from None
    folder = show_path(str(cache.folder()))
    if size:
        click.echo(f"{folder}: deleted, {size / 1e6:.1f} MB.")
    else:
        click.echo(f"{folder}: nothing to delete.")
