"""`postlint server`."""

from __future__ import annotations

import click


@click.command()
@click.option("--stdio", is_flag=True, hidden=True, help="Taken for editors that ask for it.")
def server(stdio: bool) -> None:
    """Serve an editor: the Language Server Protocol on standard input and output.

    Editors start this by themselves. How to tell them is in docs/editors.md.

    Exit status: 0 if the editor has ended it, 1 if the editor has gone.
    """
    from postlint.server.logs import log_to_stderr
    from postlint.server.server import make_server

    log_to_stderr()
    click.get_current_context().exit(make_server().serve())
