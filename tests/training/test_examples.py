"""What the encoder learns from, and what is kept from it."""

from __future__ import annotations

from random import Random

from postlint.document.draft import read_draft
from postlint.document.source import Source
from postlint.linter.pipeline import analyze_english
from postlint.scoring.encoder.encoding import load_default_network, tokenize_sentences
from postlint.training.author_split import is_held_out
from postlint.training.encoder.examples import POST_LABELS, SENTENCE_LABELS, make_unlabeled
from postlint.training.encoder.synthetic_posts import make_synthetic_posts


def test_reports_are_only_about_their_author() -> None:
    reports = list(make_synthetic_posts(load_default_network().vocabulary, 300, Random(3)))
    assert len({report.id for report in reports}) == 300
    author, tie = SENTENCE_LABELS.index("author"), SENTENCE_LABELS.index("tie")
    for report in reports:
        labels = dict(zip(POST_LABELS, report.labels, strict=True))
        assert labels["self-focus"] == labels["reject"] == 1
        assert labels["anecdote"] == labels["tie"] == labels["relevant"] == 0
        assert all(report.sentences)
        assert report.sentence_labels[0, author] == 1
        assert not report.sentence_labels[:, tie].any()
    lazy = sum(report.labels[POST_LABELS.index("question")] > 0 for report in reports)
    assert 20 < lazy < 80


def test_long_texts_are_cut_into_parts_without_labels() -> None:
    draft = read_draft(Source("a.md", "I went for a walk along the river. " * 12))
    ((_, _, post),) = analyze_english([draft])
    assert post
    vocabulary = load_default_network().vocabulary
    parts = list(make_unlabeled([("walk", post)], vocabulary))
    assert [len(part.sentences) for part in parts] == [3, 1, 6]
    pieces = list(tokenize_sentences(post, vocabulary).values())
    assert [piece for part in parts for piece in part.sentences] == pieces[:10]
    assert all(part.weight == 0 and not part.held_out for part in parts)


def test_one_author_in_five_is_held_out_the_same_in_every_run() -> None:
    held_out = [name for name in map(str, range(1000)) if is_held_out(name)]
    assert 150 < len(held_out) < 250
    assert held_out[:4] == ["1", "6", "8", "13"]
