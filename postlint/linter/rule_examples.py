"""Running the examples of a rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

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
from postlint.linter import pipeline as engine
from postlint.linter.feed import FeedFinding, check_feed
from postlint.rules.rule import Example, Rule
from postlint.scoring.logistic_model import load_models


def run_examples(rule: Rule) -> Iterator[str]:
    """Yield a line for each example of a rule that does not hold."""
    run = run_feed_example if rule.scope == "feed" else run_example
    for example in rule.bad:
        findings = run(rule, example)
        flagged = [finding.excerpt for finding in findings if isinstance(finding, Finding)]
        if not any(finding.rule == rule.id for finding in findings):
            yield f"not flagged, though it is bad: {_short(example)}"
        elif example.at and example.at not in flagged:
            told = ", ".join(f"`{shorten(words)}`" for words in flagged[:5])
            yield f"flagged {told} and not `{shorten(example.at)}`: {_short(example)}"
    for example in rule.good:
        if run(rule, example):
            yield f"flagged, though it is good: {_short(example)}"


def run_example(rule: Rule, example: Example) -> tuple[Finding, ...]:
    """Return what a rule, alone, finds in an example.

    Raises:
        PostlintError: the rule's check fails.
    """
    platform = normalize_platform(example.platform) if example.platform else None
    setting = EffectiveSettings([rule], example.profile, platform)
    source = Source(f"{rule.id}.md", example.draft)
    items = list(engine.lint([source], setting=lambda _: setting, models=load_models()))
    for item in items:
        if isinstance(item, LintFailure):
            raise PostlintError(f"an example of rule `{rule.id}`: {item.message}")
    findings = tuple(one for item in items for one in getattr(item, "findings", ()))
    for finding in findings:
        if finding.rule == INTERNAL_ERROR:
            raise PostlintError(finding.message)
    return findings


def run_feed_example(rule: Rule, example: Example) -> tuple[FeedFinding, ...]:
    """Return what a rule that looks at a feed, alone, finds in an example.

    Raises:
        PostlintError: the rule's check fails.
    """
    findings = check_feed(_feed(example), [rule])
    for finding in findings:
        if finding.rule == INTERNAL_ERROR:
            raise PostlintError(finding.message)
    return findings


def _feed(example: Example) -> Feed:
    collector = FeedBuilder(example.profile)
    entries = []
    for number, post in enumerate(example.posts, start=1):
        for turn in range(post.times):
            if post.skipped:
                collector.skip(SkippedRow(_ARCHIVE, number, post.skipped))
                continue
            name = f"post-{number}-{turn + 1}"
            begin = datetime.combine(post.date, time(9)) if post.date else None
            entries.append(
                ImportedPost(
                    id=name,
                    path=_ARCHIVE,
                    row=number,
                    source=Source(name, post.text, post.platform, is_post=True),
                    date=begin and begin + timedelta(days=turn * post.every),
                    metrics=PostMetrics(**{one: getattr(post, one) for one in METRICS}),
                )
            )
    setting = EffectiveSettings((), example.profile)
    sources = [entry.source for entry in entries]
    models = load_models()
    reports = engine.lint(sources, setting=lambda _: setting, models=models, details=True)
    for entry, report in zip(entries, reports, strict=True):
        if isinstance(report, PostResult) and report.reading:
            collector.add(to_feed_post(report, entry, example.profile), entry.source.text)
    return collector.feed()


_ARCHIVE = "example"


def _short(example: Example) -> str:
    text = example.text or " ".join(post.text for post in example.posts)
    return " ".join(text.split())[:80]
