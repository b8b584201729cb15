"""Safe fixes: they change the form of a draft, never its words.

`postlint check --fix` applies them, and editors offer them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from postlint.diagnostics.finding import Finding
from postlint.diagnostics.suppression import remove_rules
from postlint.document.character_folding import find_styled_runs, unstyle
from postlint.document.draft import Draft
from postlint.document.markdown import find_markup
from postlint.document.source import Source, Span
from postlint.fixes.edits import DraftParser, Edit, apply, line_start, removal_span
from postlint.rules.rule import Rule

_STYLED = "pseudo_bold"
"""The check that finds words in symbols that look like letters."""

_COMMENTS = ("<!--", "{/*")
_MAX_FIXES = 100
"""The number of fixes to try one by one."""


@dataclass(frozen=True)
class Fix:
    """Edits that fix some findings of a draft, in the order of the text; editors show the title."""

    findings: tuple[Finding, ...]
    edits: tuple[Edit, ...]
    title: str


def safe_fixes(
    source: Source, findings: Sequence[Finding], rules: Mapping[str, Rule], read: DraftParser
) -> list[Fix]:
    """Return the fixes that certainly keep the words of a draft.

    They can all be applied together: the draft is read again with the edits made, and compared.
    `rules` has the rules that ran, by id.
    """
    if not any(is_fixable(finding, rules) for finding in findings):
        return []
    drafts = read(source.text)
    fixes = [
        *_plain_character_fixes(source, findings, rules, drafts),
        *_comment_fixes(source, findings),
    ]
    before = _content_snapshot(drafts)

    def are_valid(chosen: Sequence[Fix]) -> bool:
        edits = merge_edits(chosen)
        if any(edit.span.end > following.span.start for edit, following in pairwise(edits)):
            return False
        return _content_snapshot(read(apply(source.text, edits))) == before

    if are_valid(fixes):
        return fixes
    chosen: list[Fix] = []
    for fix in fixes[:_MAX_FIXES]:
        if are_valid([*chosen, fix]):
            chosen.append(fix)
    return chosen


def is_fixable(finding: Finding, rules: Mapping[str, Rule]) -> bool:
    """Return whether a finding is of a kind that has safe fixes."""
    return _is_styled(finding, rules) or _is_unused(finding)


def _is_styled(finding: Finding, rules: Mapping[str, Rule]) -> bool:
    rule = rules.get(finding.rule)
    return rule is not None and rule.check == _STYLED


def _is_unused(finding: Finding) -> bool:
    return finding.unused_rule is not None and finding.excerpt.startswith(_COMMENTS)


def merge_edits(fixes: Sequence[Fix]) -> list[Edit]:
    """Return the edits of fixes, in the order of the text."""
    return sorted((edit for fix in fixes for edit in fix.edits), key=lambda edit: edit.span.start)


def _plain_character_fixes(
    source: Source, findings: Sequence[Finding], rules: Mapping[str, Rule], drafts: Sequence[Draft]
) -> Iterator[Fix]:
    for finding in findings:
        if not _is_styled(finding, rules):
            continue
        spans = [location.span for location in finding.locations]
        home = next(one for one in reversed(drafts) if one.body.start <= finding.span.start)
        edits = tuple(
            edit
            for edit in _plain_character_edits(home, source)
            if any(span.start <= edit.span.start and edit.span.end <= span.end for span in spans)
        )
        if edits:
            yield Fix((finding,), edits, "Use plain letters")


def _plain_character_edits(draft: Draft, source: Source) -> Iterator[Edit]:
    """Yield the edits that write all of a post in plain letters."""
    for block in draft.blocks:
        for start, end, source_start, source_end in block.source_map:
            if end - start != source_end - source_start:
                continue  # such as `&#120276;`
            for row in find_styled_runs(block.original[start:end]):
                place = source_start + row.start
                if (
                    not row.plain.isdigit()
                    or source.is_plain
                    # At the start of a line, a number would begin a list.
                    or source.text[line_start(source.text, place) : place].strip()
                ):
                    yield Edit(Span(place, source_start + row.end), row.plain)


def _comment_fixes(source: Source, findings: Sequence[Finding]) -> Iterator[Fix]:
    by_comment: dict[Span, list[Finding]] = {}
    for finding in findings:
        if _is_unused(finding):
            by_comment.setdefault(finding.span, []).append(finding)
    for span, own in by_comment.items():
        unused = [finding.unused_rule for finding in own if finding.unused_rule]
        left = remove_rules(own[0].excerpt, unused) if len(unused) == len(own) else ""
        edit, title = Edit(removal_span(source.text, span), ""), "Remove this comment"
        if left:
            edit = Edit(span, left)
            title = f"Remove {', '.join(f'`{name}`' for name in unused)} from this comment"
        yield Fix(tuple(own), (edit,), title)


def _content_snapshot(drafts: Sequence[Draft]) -> object:
    """Return what a fix must not change: the front matter, and the posts and their text."""
    source = drafts[0].source
    front = drafts[0].front_matter.span
    posts = [
        (
            draft.platform,
            draft.date,
            [(block.kind, " ".join(unstyle(block.original).split())) for block in draft.blocks],
        )
        for draft in drafts
    ]
    return source.text[front.start : front.end], posts, _block_count(source, front.end)


def _block_count(source: Source, start: int) -> int:
    """Return the number of blocks except comments: a comment can separate two lists."""
    if source.is_plain:
        return 0
    text = source.text[start:]
    blocks = find_markup(text, mdx=source.is_mdx).blocks
    return sum(not text.startswith(_COMMENTS, block.start) for block in blocks)
