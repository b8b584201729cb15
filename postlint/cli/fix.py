"""`postlint check --fix` and `--diff`."""

from __future__ import annotations

import re
import sys
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postlint.cli.report_outputs import echo_stderr
from postlint.core.atomic_write import replace_file
from postlint.core.errors import LintFailure, PostlintError
from postlint.core.files import is_file, read_bytes
from postlint.core.terminal_text import trusted
from postlint.diagnostics.finding import INTERNAL_ERROR
from postlint.document.source import MAX_BYTES, Source, decode_source

if TYPE_CHECKING:
    from postlint.cli.check import CheckRun
    from postlint.config.effective import EffectiveSettings
    from postlint.fixes.edits import DraftParser

_MAX_PASSES = 10
"""How often a draft is checked again after fixes: one fix may be the reason for another."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_NO_LINE_END = "\n\\ No newline at end of file\n"


@dataclass(frozen=True)
class FixedDraft:
    """A draft that safe fixes change.

    Attributes:
        before: the draft as it was.
        after: the draft with the fixes.
        findings: how many findings they fix.
    """

    before: Source
    after: Source
    findings: int


def fix_sources(
    run: CheckRun, sources: Iterable[Source | LintFailure], names: list[str]
) -> list[FixedDraft]:
    """Return the drafts that safe fixes change; nothing is written.

    Args:
        run: checks them.
        sources: the drafts.
        names: their names.

    Raises:
        PostlintError: the settings of one of them can't be used.
    """
    fixed: dict[str, FixedDraft] = {}
    for _ in range(_MAX_PASSES):
        changed = [*_fix_pass(run, sources, names)]
        for one in changed:
            last = fixed.get(one.before.path)
            if last:
                one = replace(one, before=last.before, findings=last.findings + one.findings)
            fixed[one.before.path] = one
        if not changed:
            break
        sources, names = [one.after for one in changed], [one.after.path for one in changed]
    return [*fixed.values()]


def _fix_pass(
    run: CheckRun, sources: Iterable[Source | LintFailure], names: list[str]
) -> Iterator[FixedDraft]:
    """Yield the drafts that fixes of what is found in them now change."""
    from postlint.fixes import apply, merge_edits, safe_fixes

    for source, findings in run.findings(sources, names):
        if any(finding.rule == INTERNAL_ERROR for finding in findings):
            continue  # what that rule would find is unknown, so its comments may be needed
        effective_settings = run.effective_settings(source.path)
        rules = {rule.id: rule for rule in effective_settings.all_rules}
        fixes = safe_fixes(source, findings, rules, _make_reader(source, effective_settings))
        if fixes:
            after = replace(source, text=apply(source.text, merge_edits(fixes)))
            yield FixedDraft(source, after, sum(len(fix.findings) for fix in fixes))


def _make_reader(source: Source, setting: EffectiveSettings) -> DraftParser:
    return lambda text: setting.read(replace(source, text=text))


def regular(files: Iterable[Path | LintFailure]) -> list[Path | LintFailure]:
    """Return the regular files: what comes from a pipe can be read only once, and not be fixed."""
    return [file for file in files if isinstance(file, Path) and is_file(file)]


def write_fixed(fixed: Iterable[FixedDraft], *, quiet: bool) -> bool:
    """Write drafts and say how many findings were fixed; return whether all could be written."""
    written = []
    failed = False
    for one in fixed:
        try:
            _write(one)
            written.append(one)
        except PostlintError as error:
            failed = True
            echo_stderr(f"not fixed: {error}")
    if not quiet and (written or not failed):
        print_fix_counts(written)
    return not failed


def print_fix_counts(fixed: Iterable[FixedDraft]) -> None:
    """Say on stderr how many findings were fixed."""
    counts = [one.findings for one in fixed]
    if not counts:
        echo_stderr("no findings could be fixed automatically")
        return
    findings, drafts = sum(counts), len(counts)
    echo_stderr(
        f"fixed {findings:,} finding{'s' * (findings != 1)} "
        f"in {drafts:,} draft{'s' * (drafts != 1)}"
    )


def _write(fixed: FixedDraft) -> None:
    """Put a fixed draft in the place of the file.

    Raises:
        PostlintError: it can't be written, or isn't what was checked anymore.
    """
    name = fixed.before.path
    path = Path(name)
    try:
        data = read_bytes(path, MAX_BYTES)
    except OSError as error:
        raise PostlintError(f"{name} can't be read ({error.strerror or error})") from None
    if decode_source(data, name).text != fixed.before.text:
        raise PostlintError(f"{name} changed while postlint was checking it")
    with replace_file(path, binary=True) as file:
        file.write((byte_order_mark(data) + fixed.after.text).encode())


def byte_order_mark(data: bytes) -> str:
    """Return the byte order mark of a draft, which isn't part of its text; "" for none."""
    return "\ufeff" if data.startswith(BOM_UTF8) else ""


def print_text(text: str) -> None:
    """Print a text as it is; on a terminal, with what could take it over made visible."""
    sys.stdout.flush()
    out = trusted(sys.stdout)
    if out.isatty():
        click.echo(text, nl=False)
    else:
        out.buffer.write(text.encode())
        out.buffer.flush()


def print_diff(fixed: FixedDraft) -> None:
    """Print what the fixes change in a draft, as a unified diff."""
    before, after = (_LINE.findall(one.text) for one in (fixed.before, fixed.after))
    name = fixed.before.path
    lines = unified_diff(before, after, name, name)
    print_text("".join(line if line.endswith("\n") else line + _NO_LINE_END for line in lines))
