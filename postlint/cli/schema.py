"""`postlint schema`."""

from __future__ import annotations

import click


@click.command()
@click.argument("kind", type=click.Choice(("config", "rule", "report", "audit")))
def schema(kind: str) -> None:
    """Print the JSON Schema of postlint.toml (config), of a rule file, or of a JSON report.

    Editors use the first two to complete keys and to point out mistakes while you type.
    """
    from postlint import resources

    path = resources.folder("docs/schemas") / f"{kind}.json"
    click.echo(path.read_text(encoding="utf-8"), nl=False)
