"""Tests of the predictions for single sentences of a post."""

from __future__ import annotations

import pytest

from postlint.document.draft import read_draft
from postlint.document.source import Source
from postlint.linter.pipeline import analyze_english
from postlint.nlp.post import Post
from postlint.scoring.encoder.encoding import encode_post, encode_sentences
from postlint.scoring.sentence_predictions import SentencePrediction, predict_sentences


def analyze(text: str) -> Post:
    ((_, _, post),) = analyze_english([read_draft(Source("post.md", text))])
    assert post
    return post


def predict(text: str) -> list[SentencePrediction]:
    post = analyze(text)
    return predict_sentences(post, encode_post(post))


@pytest.mark.parametrize(
    "text",
    [
        "Had eggs for breakfast. Then coffee on the balcony.",
        "So proud of my team. What a night!",
        "Office selfie. Tired but happy.",
    ],
)
def test_prediction_of_fragments_uses_the_context_of_the_post(
    text: str,
) -> None:
    assert [one.about for one in predict(text)] == ["author", "author"]


def test_prediction_of_a_sentence_for_the_reader() -> None:
    text = (
        "We moved our shop last week. If you sign a lease, check who pays for the roof, or it can "
        "cost you a year's rent. What surprised you when you last moved?"
    )
    moved, lease, question = predict(text)
    assert (moved.about, moved.speaks_to) == ("author", "nobody")
    assert (lease.speaks_to, question.speaks_to) == ("reader", "reader")
    ties = [one.probabilities["tie"] for one in (moved, lease)]
    assert ties[0] < 0.5 < ties[1]
    asks = [one.probabilities["question"] for one in (moved, lease, question)]
    assert asks[2] > 0.5 > max(asks[:2])


def test_prediction_for_every_sentence_of_a_long_post() -> None:
    sentences = predict("I went for a walk along the river today. " * 60)
    assert len(sentences) == 60
    assert all(0 <= one.probabilities["author"] <= 1 for one in sentences)


def test_sentences_that_the_score_is_based_on_are_encoded_once() -> None:
    walk = "I went for a walk along the river today. "
    post = analyze(f"Book the gas check before you let a flat. {walk * 60}What did it cost you?")
    encoded = encode_post(post)
    assert not encoded.is_complete
    sentences = encode_sentences(post, encoded)
    assert {index: sentences[index] for index in encoded.sentences} == encoded.sentences
    assert len(sentences) == 62


def test_prediction_of_hashtags_alone_is_empty() -> None:
    sentences = predict("Had eggs for breakfast.\n\n#eggs #breakfast")
    assert sentences[-1].probabilities == {}
