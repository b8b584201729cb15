"""The command line."""

from __future__ import annotations

import click

from postlint import __version__
from postlint.cli.audit import audit
from postlint.cli.baseline import baseline
from postlint.cli.check import check
from postlint.cli.clean import clean
from postlint.cli.doctor import completion, doctor
from postlint.cli.evaluate import evaluate
from postlint.cli.init import init
from postlint.cli.rules import explain, rules, test
from postlint.cli.schema import schema
from postlint.cli.score import score
from postlint.cli.server import server
from postlint.cli.train import train
from postlint.cli.write import write

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, message="postlint %(version)s")
def cli() -> None:
    """Check draft posts before you publish them: will prospective clients find them useful?

    To start, run `postlint check DRAFT.md`, or name a folder of drafts.
    """


for command in (
    check, write, audit, score, server, init, baseline, rules, explain, test, schema, evaluate,
    train, clean, doctor, completion,
):  # fmt: skip
    cli.add_command(command)
