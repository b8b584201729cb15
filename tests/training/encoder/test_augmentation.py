"""Changes to posts with a known effect on the labels."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from postlint.scoring.encoder.encoding import load_default_network
from postlint.training.encoder.augmentation import make_augmenter
from postlint.training.encoder.examples import POST_LABELS, Array, TrainingExample

ABOUT_AUTHOR = (11, 12, 13)
FOR_READER = tuple(range(20, 30))


def example(
    sentences: list[tuple[int, ...]], sentence_labels: Array, *labels: str
) -> TrainingExample:
    return TrainingExample(
        id="post",
        sentences=tuple(sentences),
        labels=np.array([label in labels for label in POST_LABELS], dtype=np.float32),
        sentence_labels=sentence_labels,
    )


BOAST = example(
    [ABOUT_AUTHOR, (14, 15)],
    np.array([[0, 0, 1, 0], [0, 0, 1, 0]], dtype=np.float32),
    "self-focus", "reject",
)  # fmt: skip
USEFUL = example(
    [FOR_READER], np.array([[0, 1, 0, 1]], dtype=np.float32), "little", "relevant", "tie"
)
OTHER = example([(5, 6)], np.zeros((1, 4), dtype=np.float32), "self-focus", "relevant")


def label(post: TrainingExample, name: str) -> float:
    return float(post.labels[POST_LABELS.index(name)])


def augmented(post: TrainingExample) -> list[TrainingExample]:
    augment = make_augmenter([BOAST, USEFUL, OTHER], load_default_network().vocabulary, Random(5))
    return [augment(post) for _ in range(400)]


@pytest.mark.parametrize("post", [BOAST, USEFUL])
def test_augmented_posts_are_new_ones(post: TrainingExample) -> None:
    for changed in augmented(post):
        assert len(changed.sentences) == len(changed.sentence_labels)
        assert (changed is post) == (changed.id == "post")
        if changed is not post:
            assert changed.id == "", "no teacher's predictions apply"
            assert changed.sentences != post.sentences


def test_augmenter_changes_some_posts_only() -> None:
    unchanged = sum(post is BOAST for post in augmented(BOAST))
    assert 240 < unchanged < 330
    assert all(post is OTHER for post in augmented(OTHER))


def test_a_sentence_for_the_reader_makes_a_post_useful() -> None:
    changed = [post for post in augmented(BOAST) if FOR_READER in post.sentences]
    assert changed
    for post in changed:
        assert label(post, "reject") == label(post, "self-focus") == 0
        assert label(post, "tie") == label(post, "little") == 1
        assert label(post, "relevant") == pytest.approx(0.9)


def test_other_changes_keep_a_post_about_its_author() -> None:
    changed = [
        post for post in augmented(BOAST) if post is not BOAST and FOR_READER not in post.sentences
    ]
    assert {len(post.sentences) for post in changed} == {1, 3, 4}
    assert all(label(post, "reject") == label(post, "self-focus") == 1 for post in changed)
    assert any(label(post, "question") > 0 for post in changed), "a generic question"


def test_a_sentence_about_the_author_keeps_a_post_useful() -> None:
    changed = [post for post in augmented(USEFUL) if post is not USEFUL]
    assert changed
    for post in changed:
        assert len(post.sentences) == 2
        assert (post.labels == USEFUL.labels).all()


def test_augmenter_works_without_sentences_to_add() -> None:
    augment = make_augmenter([], load_default_network().vocabulary, Random(5))
    changed = [augment(post) for post in (BOAST, USEFUL) * 100]
    assert any(post.id == "" for post in changed)
    assert all(FOR_READER not in post.sentences for post in changed if len(post.sentences) > 1)
