"""`postlint schema`."""

from __future__ import annotations

import click


@click.command()
@click.argument("kind", type=click.Choice(("config", "rule", "report", "audit")))
def schema(kind: str) -> None:
    """Print a JSON Schema for postlint.toml (config), rule files, or a JSON report.

    Editors use the first two to complete keys and flag mistakes as you type.
    """
    from postlint.config.schema import schema_text

    click.echo(schema_text(kind), nl=False)
