"""Training examples from labeled posts and from unlabeled texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from postlint.document.draft import read_draft
from postlint.document.source import Source
from postlint.linter.pipeline import analyze_english
from postlint.nlp.post import Post
from postlint.scoring.encoder.encoding import load_default_network, tokenize_sentences
from postlint.scoring.encoder.wordpiece import Vocabulary
from postlint.training.dataset import is_held_out
from postlint.training.encoder.examples import (
    POST_LABELS,
    SENTENCE_LABELS,
    Annotation,
    TrainingExample,
    make_examples,
    make_unlabeled,
    read_annotations,
    select_vocabulary,
)
from tests.training.factories import labeled_post

QUESTION, TIE, AUTHOR, READER = range(4)
TEXT = "I went to a fair. If you sell shoes, go there, too. What do you sell? Who cares?"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_default_network().vocabulary


def annotation(
    *labels: str,
    relevance: int = 0,
    questions: Sequence[str] | None = None,
    ties: Sequence[str] | None = None,
) -> Annotation:
    names = ("self_focus", "question", "tie", "anecdote")
    return Annotation(relevance, {name: name in labels for name in names}, questions, ties)


def example(vocabulary: Vocabulary, *annotations: Annotation) -> TrainingExample:
    (made,) = make_examples([labeled_post("a", text=TEXT)], {"a": annotations}, vocabulary)
    return made


def analyzed(text: str) -> Post:
    ((_, _, post),) = analyze_english([read_draft(Source("a.md", text))])
    assert post
    return post


def test_sentence_labels_have_the_order_that_these_tests_expect() -> None:
    assert SENTENCE_LABELS == ("question", "tie", "author", "reader")


def test_read_annotations_collects_those_of_each_post(tmp_path: Path) -> None:
    labels = {"relevance": 2, "self_focus": False, "question": 1, "tie": False, "anecdote": False}
    for name, ids in (("first", "ab"), ("second", "b")):
        rows = [json.dumps({"id": post_id, **labels, "tie_evidence": [name]}) for post_id in ids]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = read_annotations([tmp_path / "first.jsonl", tmp_path / "second.jsonl"])
    first = annotation("question", relevance=2, ties=["first"])
    assert found == {
        "a": [first],
        "b": [first, annotation("question", relevance=2, ties=["second"])],
    }


def test_make_examples_uses_a_posts_own_labels_without_annotations(vocabulary: Vocabulary) -> None:
    posts = [labeled_post("a", 2, "tie", text=TEXT), labeled_post("b", text="#monday")]
    (made,) = make_examples(posts, {}, vocabulary)
    assert made.id == "a"
    assert len(made.sentences) == len(made.sentence_labels) == 4
    assert dict(zip(POST_LABELS, made.labels.tolist(), strict=True)) == {
        "little": 1, "relevant": 1, "strong": 0, "self-focus": 0, "question": 0, "tie": 1,
        "anecdote": 0, "reject": 0,
    }  # fmt: skip


def test_make_examples_averages_annotations(vocabulary: Vocabulary) -> None:
    made = example(vocabulary, annotation("self_focus"), annotation("question", relevance=3))
    labels = dict(zip(POST_LABELS, made.labels.tolist(), strict=True))
    assert labels["self-focus"] == labels["question"] == labels["strong"] == labels["reject"] == 0.5
    assert labels["tie"] == labels["anecdote"] == 0


def test_make_examples_labels_quoted_questions(vocabulary: Vocabulary) -> None:
    quoting = annotation("question", questions=["what do you sell"])
    made = example(vocabulary, quoting, annotation())
    assert made.sentence_labels[:, QUESTION].tolist() == [0, 0, 0.5, 0]
    assert (made.sentence_labels[:, TIE] == 0).all()


def test_make_examples_labels_only_the_quoted_tie(vocabulary: Vocabulary) -> None:
    made = example(vocabulary, annotation("tie", ties=["So if you sell shoes"]))
    ties = made.sentence_labels[:, TIE]
    assert ties[1] == 1
    assert np.isnan(np.delete(ties, 1)).all()


def test_make_examples_knows_nothing_without_evidence(vocabulary: Vocabulary) -> None:
    made = example(vocabulary, annotation("tie", "question", questions=["no such words here", ""]))
    assert np.isnan(made.sentence_labels[:, [QUESTION, TIE]]).all()


def test_make_examples_labels_who_a_sentence_is_about_and_addresses(
    vocabulary: Vocabulary,
) -> None:
    made = example(vocabulary, annotation())
    assert made.sentence_labels[:, AUTHOR].tolist() == [1, 0, 0, 0]
    assert made.sentence_labels[1:3, READER].tolist() == [1, 1]


def test_make_examples_labels_fragments_of_self_focused_posts(vocabulary: Vocabulary) -> None:
    post = labeled_post("a", 0, "self_focus", text="I ran ten miles. Great weather today.")
    (made,) = make_examples([post], {}, vocabulary)
    assert made.sentence_labels[:, AUTHOR].tolist() == pytest.approx([1, 0.9])


def test_make_examples_holds_out_only_real_authors(vocabulary: Vocabulary) -> None:
    author = next(name for name in map(str, range(100)) if is_held_out(name))
    post = labeled_post("a", text=TEXT, author=author)
    (real,) = make_examples([post], {}, vocabulary)
    (own,) = make_examples([post], {}, vocabulary, real=False)
    assert (real.held_out, real.weight) == (True, 1)
    assert (own.held_out, own.weight) == (False, 0.7)


def test_make_unlabeled_cuts_long_texts_into_parts(vocabulary: Vocabulary) -> None:
    post = analyzed("I went for a walk along the river. " * 12)
    parts = list(make_unlabeled([("walk", post)], vocabulary))
    assert [part.id for part in parts] == ["walk-3", "walk-4", "walk-10"]
    assert [len(part.sentences) for part in parts] == [3, 1, 6]
    pieces = list(tokenize_sentences(post, vocabulary).values())
    assert [piece for part in parts for piece in part.sentences] == pieces[:10]
    assert all(part.weight == 0 and not part.held_out for part in parts)
    assert all(np.isnan(part.labels).all() for part in parts)


def test_select_vocabulary_keeps_frequent_pieces_and_characters(vocabulary: Vocabulary) -> None:
    kept = select_vocabulary(vocabulary, ["The river.", "A river", "my river", "a walk"], 3)
    pieces = {piece for piece, row in vocabulary.token_ids.items() if row in set(kept)}
    assert {"[UNK]", "[CLS]", "[SEP]", "river", "a", "##z", "!"} <= pieces
    assert "walk" not in pieces
    assert kept == sorted(kept)
