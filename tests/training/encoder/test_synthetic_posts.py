"""Made-up posts about daily life."""

from __future__ import annotations

from random import Random

from postlint.scoring.encoder.encoding import load_default_network
from postlint.training.encoder.examples import POST_LABELS, SENTENCE_LABELS
from postlint.training.encoder.synthetic_posts import make_synthetic_posts


def test_synthetic_posts_are_only_about_their_author() -> None:
    posts = list(make_synthetic_posts(load_default_network().vocabulary, 300, Random(3)))
    assert len({post.id for post in posts}) == 300
    author, tie = SENTENCE_LABELS.index("author"), SENTENCE_LABELS.index("tie")
    for post in posts:
        labels = dict(zip(POST_LABELS, post.labels, strict=True))
        assert labels["self-focus"] == labels["reject"] == 1
        assert labels["anecdote"] == labels["tie"] == labels["relevant"] == 0
        assert all(post.sentences)
        assert len(post.sentences) == len(post.sentence_labels)
        assert post.sentence_labels[0, author] == 1
        assert not post.sentence_labels[:, tie].any()
    with_question = sum(post.labels[POST_LABELS.index("question")] > 0 for post in posts)
    assert 20 < with_question < 80
