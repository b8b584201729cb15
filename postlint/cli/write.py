"""`postlint write`."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import click

from postlint.core.errors import PostlintError


@click.command()
@click.argument("file", required=False)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="The port. By default, 7678, or a free one if another program uses it.",
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option(
    "--install",
    "launcher",
    flag_value="install",
    help="Add postlint to your desktop's programs, and stop. (Tried on Linux only.)",
)
@click.option(
    "--uninstall",
    "launcher",
    flag_value="uninstall",
    help="Remove it from your desktop's programs, and stop.",
)
def write(file: str | None, port: int | None, no_browser: bool, launcher: str | None) -> None:
    """Open a page to write a draft, on this machine.

    The page shows what a prospective client would think of the draft while you write. Nothing
    leaves this machine. With FILE, you can save the draft there.

    postlint prints the page's address and opens it in your browser. It stops on Ctrl-C, or soon
    after you close the page.

    Recent drafts are kept in your user state folder, or in the folder that POSTLINT_STATE_DIR
    names; `postlint doctor` shows it. You can delete them, or turn this off, on the page.

    Exit status: 0 after Ctrl-C or after the page was closed, 2 if the file or the port can't be
    used.
    """
    if launcher is not None:
        if file is not None:
            raise click.UsageError(f"--{launcher} takes no file")
        _change_launcher(launcher)
        return
    from postlint.document.discovery import DRAFT_SUFFIXES
    from postlint.web.draft_file import DraftFile

    draft = None
    if file is not None:
        if not file.lower().endswith(DRAFT_SUFFIXES):
            known = ", ".join(DRAFT_SUFFIXES)
            raise PostlintError(f"{file}: not a draft; name a file that ends in one of {known}")
        draft = DraftFile(Path(file))
    from postlint.core.interrupts import stop_on_interrupt
    from postlint.nlp.language import load_detector

    # It mostly decompresses a file, which doesn't hold up the imports below.
    Thread(target=load_detector, daemon=True).start()
    # Imported late: they load the language server and spaCy.
    from postlint.server.stdio import log_to_stderr
    from postlint.web.app import WriteApp

    log_to_stderr()

    def show(address: str) -> None:
        click.echo(f"Write at {address}\nPress Ctrl-C to stop.")
        if not no_browser:
            click.launch(address)

    app = WriteApp(draft, port=port)
    with stop_on_interrupt(app.stop):
        app.run(show)
    kept = " Your drafts are kept on this computer." if app.keeps_drafts else ""
    click.echo(f"Stopped.{kept}")


def _change_launcher(action: str) -> None:
    from postlint.core.terminal_text import display_path
    from postlint.web import launcher

    if action == "install":
        path = display_path(str(launcher.install()))
        click.echo(f"Added postlint to your programs ({path}).")
    elif removed := launcher.uninstall():
        click.echo(f"Removed postlint from your programs ({display_path(str(removed))}).")
    else:
        click.echo("postlint isn't among your programs.")
