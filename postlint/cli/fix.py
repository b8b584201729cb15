"""`postlint check --fix` and `--diff`."""

from __future__ import annotations

import re
import sys
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from difflib import unified_diff
from itertools import groupby
from pathlib import Path

import click

from postlint.cli.check_run import CheckRun
from postlint.cli.drafts import NamedDrafts, StandardInput
from postlint.cli.report_outputs import echo_stderr
from postlint.config.effective import EffectiveSettings
from postlint.core.atomic_write import replace_file
from postlint.core.errors import LintFailure, PostlintError
from postlint.core.files import is_file, read_bytes
from postlint.core.terminal_text import count, trusted
from postlint.diagnostics.finding import INTERNAL_ERROR
from postlint.diagnostics.result import PostResult
from postlint.document.source import MAX_BYTES, Source, decode_source
from postlint.fixes import apply, merge_edits, safe_fixes
from postlint.fixes.edits import DraftParser
from postlint.linter.linter import check_settings

_MAX_PASSES = 10
"""The maximum number of times to fix a draft, because a fix can lead to another finding."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_NO_LINE_END = "\n\\ No newline at end of file\n"


@dataclass(frozen=True)
class FixedDraft:
    """A draft before and after safe fixes, and the number of fixed findings."""

    before: Source
    after: Source
    findings: int


def fix_drafts(run: CheckRun, drafts: NamedDrafts) -> int:
    """Apply safe fixes, check the fixed drafts, and return the exit status.

    A draft on standard input is printed to standard output, and its report to stderr. Raises as
    `CheckRun` does.
    """
    fixed = _fix(run, drafts)
    stdin = drafts.standard_input
    if stdin is None:
        is_written = _write_fixed(fixed, quiet=run.quiet)
        return max(run(drafts), 0 if is_written else 2)
    source = fixed[0].after if fixed else stdin.read()
    if isinstance(source, Source) and isinstance(stdin.data, bytes):
        _print_text(_byte_order_mark(stdin.data) + source.text)
    if not run.quiet:
        _print_fix_counts(fixed)
    with redirect_stdout(sys.stderr):
        return run(replace(drafts, items=[source]))


def diff_drafts(run: CheckRun, drafts: NamedDrafts) -> int:
    """Print what `fix_drafts` would change. Return 1 if it would change a draft, else 0."""
    fixed = _fix(run, drafts)
    for draft in fixed:
        before, after = (_LINE.findall(source.text) for source in (draft.before, draft.after))
        name = draft.before.path
        lines = unified_diff(before, after, name, name)
        _print_text("".join(line if line.endswith("\n") else line + _NO_LINE_END for line in lines))
    return 1 if fixed else 0


def _fix(run: CheckRun, drafts: NamedDrafts) -> list[FixedDraft]:
    """Return the drafts that safe fixes change. No file is written."""
    # Pipes can be read only once, so they can't be fixed.
    usable = [
        item
        for item in drafts.items
        if isinstance(item, StandardInput) or (isinstance(item, Path) and is_file(item))
    ]
    drafts = replace(drafts, items=usable)
    check_settings(run.settings, drafts.names, run.cache)
    fixed: dict[str, FixedDraft] = {}
    sources: Iterable[Source | LintFailure] = drafts.read()
    for _ in range(_MAX_PASSES):
        changed = [*_fix_once(run, sources, drafts.names)]
        for draft in changed:
            earlier = fixed.get(draft.before.path)
            if earlier:
                draft = FixedDraft(earlier.before, draft.after, earlier.findings + draft.findings)
            fixed[draft.before.path] = draft
        if not changed:
            break
        sources = [draft.after for draft in changed]
    return [*fixed.values()]


def _fix_once(
    run: CheckRun, sources: Iterable[Source | LintFailure], names: Sequence[str]
) -> Iterator[FixedDraft]:
    """Yield the drafts that change if their current findings are fixed."""
    baselines = run.read_baselines(names)
    for _, items in groupby(run.linter.lint(sources), key=lambda item: item.path):
        results = [*items]
        posts = [baselines.filter(item) for item in results if isinstance(item, PostResult)]
        findings = [finding for post in posts for finding in post.findings]
        if len(posts) < len(results) or any(
            # The rule's findings are unknown, so its ignore comments might be needed.
            finding.rule == INTERNAL_ERROR
            for finding in findings
        ):
            continue
        source = posts[0].source
        settings = run.settings.for_path(source.path)
        rules = {rule.id: rule for rule in settings.rules_to_run}
        fixes = safe_fixes(source, findings, rules, _make_reader(source, settings))
        if fixes:
            after = replace(source, text=apply(source.text, merge_edits(fixes)))
            yield FixedDraft(source, after, sum(len(fix.findings) for fix in fixes))


def _make_reader(source: Source, settings: EffectiveSettings) -> DraftParser:
    return lambda text: settings.read(replace(source, text=text))


def _write_fixed(fixed: Sequence[FixedDraft], *, quiet: bool) -> bool:
    """Write fixed drafts and print the number of fixes. Return whether all could be written."""
    written = []
    for draft in fixed:
        try:
            _write(draft)
            written.append(draft)
        except PostlintError as error:
            echo_stderr(f"not fixed: {error}")
    if not quiet and (written or not fixed):
        _print_fix_counts(written)
    return len(written) == len(fixed)


def _print_fix_counts(fixed: Sequence[FixedDraft]) -> None:
    if not fixed:
        echo_stderr("no findings could be fixed automatically")
        return
    findings = sum(draft.findings for draft in fixed)
    echo_stderr(f"fixed {count(findings, 'finding')} in {count(len(fixed), 'draft')}")


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
        file.write((_byte_order_mark(data) + fixed.after.text).encode())


def _byte_order_mark(data: bytes) -> str:
    """Return the byte order mark of a draft, which isn't part of its text; "" if it has none."""
    return "\ufeff" if data.startswith(BOM_UTF8) else ""


def _print_text(text: str) -> None:
    """Print a text unchanged; on a terminal, with escapes for control characters."""
    sys.stdout.flush()
    out = trusted(sys.stdout)
    if out.isatty():
        click.echo(text, nl=False)
    else:
        out.buffer.write(text.encode())
        out.buffer.flush()
