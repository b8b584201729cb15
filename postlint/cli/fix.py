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
    from postlint.cli.check_run import CheckRun
    from postlint.config.effective import EffectiveSettings
    from postlint.fixes.edits import DraftParser

_MAX_PASSES = 10
"""The maximum number of times to fix a draft, because a fix can lead to another finding."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_NO_LINE_END = "\n\\ No newline at end of file\n"


@dataclass(frozen=True)
class FixedDraft:
    """A draft that was changed by safe fixes.

    Attributes:
        before: the draft before the fixes.
        after: the draft after the fixes.
        findings: the number of fixed findings.
    """

    before: Source
    after: Source
    findings: int


def fix_sources(
    run: CheckRun, sources: Iterable[Source | LintFailure], names: list[str]
) -> list[FixedDraft]:
    """Return the drafts that safe fixes change. No file is written.

    Args:
        run: the check that finds problems.
        sources: the drafts.
        names: their names.

    Raises:
        PostlintError: the settings of a draft can't be used.
    """
    fixed: dict[str, FixedDraft] = {}
    for _ in range(_MAX_PASSES):
        changed = [*_fix_pass(run, sources, names)]
        for draft in changed:
            path, findings = draft.before.path, draft.findings
            earlier = fixed.get(path)
            if earlier:
                findings += earlier.findings
            before = earlier.before if earlier else draft.before
            fixed[path] = FixedDraft(before, draft.after, findings)
        if not changed:
            break
        sources = [draft.after for draft in changed]
        names = [draft.after.path for draft in changed]
    return [*fixed.values()]


def _fix_pass(
    run: CheckRun, sources: Iterable[Source | LintFailure], names: list[str]
) -> Iterator[FixedDraft]:
    """Yield the drafts that change if their current findings are fixed."""
    from postlint.fixes import apply, merge_edits, safe_fixes

    for source, findings in run.findings(sources, names):
        if any(finding.rule == INTERNAL_ERROR for finding in findings):
            continue  # the rule's findings are unknown, so its ignore comments might be needed
        effective_settings = run.effective_settings(source.path)
        rules = {rule.id: rule for rule in effective_settings.rules_to_run}
        fixes = safe_fixes(source, findings, rules, _make_reader(source, effective_settings))
        if fixes:
            after = replace(source, text=apply(source.text, merge_edits(fixes)))
            yield FixedDraft(source, after, sum(len(fix.findings) for fix in fixes))


def _make_reader(source: Source, settings: EffectiveSettings) -> DraftParser:
    return lambda text: settings.read(replace(source, text=text))


def regular_files(files: Iterable[Path | LintFailure]) -> list[Path | LintFailure]:
    """Return the regular files. Pipes can be read only once, so they can't be fixed."""
    return [file for file in files if isinstance(file, Path) and is_file(file)]


def write_fixed(fixed: Iterable[FixedDraft], *, quiet: bool) -> bool:
    """Write fixed drafts and print the number of fixes. Return whether all could be written."""
    written = []
    failed = False
    for draft in fixed:
        try:
            _write(draft)
            written.append(draft)
        except PostlintError as error:
            failed = True
            echo_stderr(f"not fixed: {error}")
    if not quiet and (written or not failed):
        print_fix_counts(written)
    return not failed


def print_fix_counts(fixed: Iterable[FixedDraft]) -> None:
    """Print to stderr how many findings were fixed."""
    counts = [draft.findings for draft in fixed]
    if not counts:
        echo_stderr("no findings could be fixed automatically")
        return
    findings, drafts = sum(counts), len(counts)
    echo_stderr(
        f"fixed {findings:,} finding{'s' * (findings != 1)} "
        f"in {drafts:,} draft{'s' * (drafts != 1)}"
    )


def _write(fixed: FixedDraft) -> None:
    """Replace a file with its fixed draft.

    Raises:
        PostlintError: the file can't be written, or it changed since it was checked.
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
    """Return the byte order mark of a draft, which isn't part of its text; "" if it has none."""
    return "\ufeff" if data.startswith(BOM_UTF8) else ""


def print_text(text: str) -> None:
    """Print a text unchanged; on a terminal, with escapes for control characters."""
    sys.stdout.flush()
    out = trusted(sys.stdout)
    if out.isatty():
        click.echo(text, nl=False)
    else:
        out.buffer.write(text.encode())
        out.buffer.flush()


def print_diff(fixed: FixedDraft) -> None:
    """Print the changes in a draft as a unified diff."""
    before, after = (_LINE.findall(source.text) for source in (fixed.before, fixed.after))
    name = fixed.before.path
    lines = unified_diff(before, after, name, name)
    print_text("".join(line if line.endswith("\n") else line + _NO_LINE_END for line in lines))
