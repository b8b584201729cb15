"""The `postlint` command."""

from __future__ import annotations

import sys

import click

from postlint.cli import cli
from postlint.errors import PostlintError

INTERRUPTED = 130


def main() -> None:
    """Run the command line; every way out goes through here."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Drafts are UTF-8 whatever the locale; file names may not even be that.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = cli.main(prog_name="postlint", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except PostlintError as error:
        click.echo(f"postlint: {error}", err=True)
        status = 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("postlint: interrupted", err=True)
        status = INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone, as with `| head`; there is no one left to tell.
        sys.stdout = None
        status = 0
    sys.exit(status)


if __name__ == "__main__":
    main()
