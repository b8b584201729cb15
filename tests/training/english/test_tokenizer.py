"""Hashtags and mentions as tokens."""

from __future__ import annotations

import spacy

from postlint.training.english.pipeline import social_tokenizer


def test_social_tokenizer_keeps_hashtags_and_mentions_whole() -> None:
    text = "(#hiring) with @devon_lee and #BuildInPublic! # 1"
    nlp = social_tokenizer()(spacy.blank("en"))
    assert [token.text for token in nlp.make_doc(text)] == [
        "(", "#hiring", ")", "with", "@devon_lee", "and", "#BuildInPublic", "!", "#", "1",
    ]  # fmt: skip
    assert "#hiring" not in [token.text for token in spacy.blank("en").make_doc(text)]
