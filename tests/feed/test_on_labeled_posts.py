"""The content mix of real authors' feeds, compared with the labels of their posts."""

from __future__ import annotations

import dataclasses
import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from postlint.config.effective import EffectiveSettings
from postlint.core.profile import EMPTY_PROFILE
from postlint.diagnostics.result import PostResult
from postlint.document.source import Source
from postlint.feed.feed import Feed, FeedBuilder
from postlint.feed.summarize import to_feed_post
from postlint.importers.imported_post import ImportedPost
from postlint.linter.linter import Linter
from postlint.linter.rule_runner import lint_feed
from postlint.rules.loader import builtin_rules
from postlint.scoring.labels import PostLabels, Verdict
from postlint.training.dataset import LabeledPost, read_labeled_posts

FEWEST = 6
"""The fewest posts of an author for a feed."""

OF_LABELS = ("mostly-self-focused", "few-ties", "few-questions")


def feeds(posts: list[LabeledPost]) -> Iterator[tuple[Feed, Feed]]:
    """Yield each author's feed with predicted and with human labels."""
    setting = EffectiveSettings(())
    sources = []
    for post in posts:
        source = Source(f"{post.author}#{post.id}", post.text, is_post=True)
        imported = ImportedPost(post.id, post.author, 1, source)
        sources.append(dataclasses.replace(source, origin=imported))
    reports = Linter(setting, jobs=1).lint(sources)
    collector = FeedBuilder()
    labelled = []
    for post, report in zip(posts, reports, strict=True):
        if isinstance(report, PostResult) and report.labels:
            scored = to_feed_post(report, EMPTY_PROFILE)
            collector.add(scored, post.text)
            labels = PostLabels(**post.binary_labels)
            relevant = post.label("relevance")
            only = post.label("self_focus") and not post.label("anecdote")
            verdict: Verdict | None = "only about you" if only else None
            labelled.append(
                dataclasses.replace(scored, labels=labels, relevant=relevant, verdict=verdict)
            )
    scored_feed = collector.feed()
    yield scored_feed, Feed(tuple(labelled), duplicates=scored_feed.duplicates)


@pytest.mark.skipif("POSTLINT_DATA" not in os.environ, reason="needs POSTLINT_DATA")
def test_content_mix_matches_labels() -> None:
    folder = Path(os.environ["POSTLINT_DATA"]) / "posts"
    by_author: defaultdict[str, list[LabeledPost]] = defaultdict(list)
    for post in read_labeled_posts([folder / "train.jsonl", folder / "dev.jsonl"]):
        by_author[post.author].append(post)
    rules = [rule for rule in builtin_rules() if rule.id in OF_LABELS]
    counted: Counter[tuple[bool, bool]] = Counter()
    for posts in list(by_author.values())[::2]:
        if len(posts) >= FEWEST:
            for scored, labelled in feeds(posts):
                said, true = (
                    {finding.rule for finding in lint_feed(feed, rules)}
                    for feed in (scored, labelled)
                )
                counted.update((one in said, one in true) for one in said | true)
    both, only_said = counted[True, True], counted[True, False]
    assert both >= 8
    assert both / (both + only_said) >= 0.8
