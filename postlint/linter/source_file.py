"""A source with its posts and suppressions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from postlint.config.effective import EffectiveSettings
from postlint.core.errors import LintFailure
from postlint.diagnostics.finding import UNUSED_IGNORE, Finding, Location, position_key
from postlint.diagnostics.result import PostResult
from postlint.diagnostics.suppression import KEY, read_suppressions
from postlint.document.draft import Draft
from postlint.document.source import Source, Span
from postlint.document.split import FENCES
from postlint.linter.rule_runner import drop_superseded


class SourceFile:
    """A source with its posts and suppressions.

    Attributes:
        source: the source.
        settings: its settings.
        drafts: its posts.
        skip_reason: why the file is skipped; "" if it isn't.
    """

    def __init__(self, source: Source, settings: EffectiveSettings) -> None:
        self.source = source
        self.settings = settings
        self.drafts = settings.read(source)
        front_matter = self.drafts[0].front_matter
        self._front_matter_error = front_matter.error if front_matter.exceeds_limits else None
        # Comments can also be above the front matter.
        text_above = [Span(0, front_matter.span.start)] if front_matter.span.start else []
        parts = text_above + _parts(self.drafts, front_matter.span.end)
        self._suppressions = read_suppressions(source, front_matter, settings.known_rule_ids, parts)
        self.skip_reason = ""
        if self._suppressions.skipped:
            self.skip_reason = f"skipped: its front matter says `{KEY}: false`"
        elif settings.drafts_only and front_matter.is_draft is False:
            self.skip_reason = "skipped: its front matter says that it is published"

    def results(self, linted: Iterable[PostResult]) -> Iterator[PostResult | LintFailure]:
        """Yield the results of the posts in this file, given those before suppressions apply.

        Front matter that exceeds the limits is a failure, because the settings in it are unknown.
        """
        if self._front_matter_error:
            yield LintFailure(self.source.path, self._front_matter_error)
        if self.skip_reason:
            for result in linted:
                yield replace(result, notices=(self.skip_reason,), skipped=True)
            return
        results = [self._suppress(result) for result in linted]
        if all(result.labels for result in results):
            self._suppressions.add_unused(
                {rule.id: rule.scope for rule in self.settings.rules_to_run}
            )
        # An issue between two posts is reported with the first one.
        starts = [0, *(draft.body.start for draft in self.drafts[1:])]
        issues_by_post: list[list[Finding]] = [[] for _ in results]
        if UNUSED_IGNORE not in self.settings.disabled_meta_rules:
            for issue in self._suppressions.unsuppressed_issues():
                issues_by_post[bisect_right(starts, issue.span.start) - 1].append(issue)
        for result, issues in zip(results, issues_by_post, strict=True):
            findings = sorted([*result.findings, *issues], key=position_key)
            yield replace(result, findings=tuple(findings))

    def _suppress(self, result: PostResult) -> PostResult:
        """Remove suppressed findings, those that they supersede, and those of background rules."""
        unsuppressed = {
            finding: finding.without(partial(self._suppress_location, finding.rule))
            for finding in result.findings
        }
        background_ids = {rule.id for rule in self.settings.background_rules}
        reported = [finding for finding in result.findings if finding.rule not in background_ids]
        findings = drop_superseded(reported, self.settings.rules)
        remaining = tuple(rest for finding in findings if (rest := unsuppressed[finding]))
        return replace(result, findings=remaining, accepted=len(findings) - len(remaining))

    def _suppress_location(self, rule: str, location: Location) -> bool:
        return self._suppressions.suppress(rule, location.span)


def _parts(drafts: Sequence[Draft], start: int) -> list[Span]:
    """Return the spans to search for comments: the posts, and the text between them.

    Text between fenced posts is excluded, because the fences would be parsed as code.
    """
    parts = []
    source = drafts[0].source
    line_above = source.position(drafts[0].body.start).line - 1
    is_fenced = line_above > 0 and source.line(line_above).lstrip().startswith(FENCES)
    for draft in drafts:
        if start < draft.body.start and not is_fenced:
            parts.append(Span(start, draft.body.start))
        parts.append(draft.body)
        start = draft.body.end
    end = len(source.text)
    return [*parts, Span(start, end)] if start < end and not is_fenced else parts
