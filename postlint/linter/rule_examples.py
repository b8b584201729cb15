"""Running the examples in a rule file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import chain, groupby

from postlint.config.effective import EffectiveSettings
from postlint.core.errors import LintFailure, PostlintError
from postlint.core.platforms import normalize_platform
from postlint.core.terminal_text import shorten
from postlint.diagnostics.finding import INTERNAL_ERROR, Finding
from postlint.diagnostics.result import PostResult
from postlint.document.source import Source
from postlint.feed.feed import Feed, FeedBuilder
from postlint.feed.summarize import to_feed_post
from postlint.importers.imported_post import METRICS, ImportedPost, PostMetrics, SkippedRow
from postlint.linter.linter import Linter
from postlint.linter.rule_runner import lint_feed
from postlint.rules.rule import Example, Rule


def run_examples(rule: Rule) -> Iterator[str]:
    """Yield a message for each failed example of a rule.

    Raises:
        PostlintError: the rule's check fails.
    """
    examples = [*rule.bad, *rule.good]
    for example, findings in zip(examples, find_in_examples(rule, examples), strict=True):
        flagged = [finding.excerpt for finding in findings]
        if example in rule.good:
            if findings:
                yield f"flagged, though it is good: {_short(example)}"
        elif not any(finding.rule == rule.id for finding in findings):
            yield f"not flagged, though it is bad: {_short(example)}"
        elif example.at and example.at not in flagged:
            quoted = ", ".join(f"`{shorten(words)}`" for words in flagged[:5])
            yield f"flagged {quoted} and not `{shorten(example.at)}`: {_short(example)}"


def find_in_examples(rule: Rule, examples: Sequence[Example]) -> list[tuple[Finding, ...]]:
    """Return the findings of a rule in each example. No other rule runs.

    Raises:
        PostlintError: the rule's check fails.
    """
    if rule.scope == "feed":
        findings_by_example = [lint_feed(_feed(example), [rule]) for example in examples]
    else:
        findings_by_example = [*_find_in_posts(rule, examples)]
    for finding in chain.from_iterable(findings_by_example):
        if finding.rule == INTERNAL_ERROR:
            raise PostlintError(finding.message)
    return findings_by_example


class _ExampleSettings(EffectiveSettings):
    """Settings for sources from examples; `Source.origin` is the example."""

    def for_source(self, source: Source) -> EffectiveSettings:
        assert isinstance(source.origin, Example)  # noqa: S101 -- set by `_find_in_posts`
        example = source.origin
        platform = normalize_platform(example.platform) if example.platform else None
        return EffectiveSettings(self.rules, example.profile, platform)


def _find_in_posts(rule: Rule, examples: Sequence[Example]) -> Iterator[tuple[Finding, ...]]:
    sources = [
        Source(f"{rule.id}-{number}.md", example.draft, origin=example)
        for number, example in enumerate(examples, start=1)
    ]
    items = Linter(_ExampleSettings([rule]), jobs=1).lint(sources)
    for _, results in groupby(items, key=lambda item: item.path):
        findings: list[Finding] = []
        for item in results:
            if isinstance(item, LintFailure):
                raise PostlintError(f"an example of rule `{rule.id}`: {item.message}")
            findings += item.findings
        yield tuple(findings)


def _feed(example: Example) -> Feed:
    builder = FeedBuilder(example.profile)
    sources = []
    for number, post in enumerate(example.posts, start=1):
        for index in range(post.times):
            if post.skipped:
                builder.skip(SkippedRow(_ARCHIVE, number, post.skipped))
                continue
            name = f"post-{number}-{index + 1}"
            first_date = datetime.combine(post.date, time(9)) if post.date else None
            source = Source(name, post.text, post.platform, is_post=True)
            imported = ImportedPost(
                id=name,
                path=_ARCHIVE,
                row=number,
                source=source,
                date=first_date and first_date + timedelta(days=index * post.every),
                metrics=PostMetrics(**{metric: getattr(post, metric) for metric in METRICS}),
            )
            sources.append(replace(source, origin=imported))
    settings = EffectiveSettings((), example.profile)
    for result in Linter(settings, jobs=1).lint(sources, details=True):
        if isinstance(result, PostResult) and result.labels:
            builder.add(to_feed_post(result, example.profile), result.source.text)
    return builder.feed()


_ARCHIVE = "example"


def _short(example: Example) -> str:
    text = example.text or " ".join(post.text for post in example.posts)
    return " ".join(text.split())[:80]
