"""`postlint server`."""

from __future__ import annotations

import click


@click.command()
@click.option("--stdio", is_flag=True, hidden=True, help="Accepted for editors that pass it.")
def server(stdio: bool) -> None:
    """Run the language server for an editor, on standard input and output.

    Your editor starts it; see docs/editors.md for how to set that up.

    Exit status: 0 if the editor shut it down, 1 if the editor disconnected first.
    """
    from postlint.server.server import make_server
    from postlint.server.stdio import log_to_stderr

    log_to_stderr()
    click.get_current_context().exit(make_server().serve())
