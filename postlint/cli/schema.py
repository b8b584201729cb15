"""`postlint schema`."""

from __future__ import annotations

import click


@click.command()
@click.argument("kind", type=click.Choice(("config", "rule")))
def schema(kind: str) -> None:
    """Print the JSON Schema of postlint.toml (config) or of a rule file (rule).

    Editors use it to complete keys and to point out mistakes while you type.
    """
    from postlint import resources

    path = resources.folder("docs/schemas") / f"{kind}.json"
    click.echo(path.read_text(encoding="utf-8"), nl=False)
