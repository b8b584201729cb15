"""Tests of the reasons for a score."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from postlint.config.effective import EffectiveSettings
from postlint.core.terminal_text import one_line
from postlint.diagnostics.result import PostResult
from postlint.document.draft import read_draft
from postlint.document.source import Source
from postlint.linter.linter import Linter
from postlint.linter.pipeline import analyze_english
from postlint.nlp.post import Post
from postlint.scoring.explain import (
    NO_QUESTION,
    NO_TIE,
    NOTHING_TO_USE,
    explain,
    weigh_sentences,
)
from postlint.scoring.features import extract_features
from postlint.scoring.logistic_model import load_models
from postlint.scoring.predict import predict
from postlint.scoring.reason import Reason
from postlint.scoring.sentence_predictions import predict_sentences
from postlint.training.dataset import read_labeled_posts

POSTS = Path(__file__).resolve().parents[2] / "models" / "posts"


def read(text: str) -> Post:
    ((_, _, post),) = analyze_english([read_draft(Source("post.md", text))])
    assert post
    return post


def reasons(text: str, platform: str | None = None) -> list[str]:
    """Return what raises (+) and lowers (-) the score of a post."""
    linter = Linter(EffectiveSettings(()), jobs=1)
    (report,) = linter.lint([Source("post.md", text, platform=platform)], details=True)
    assert isinstance(report, PostResult)
    signs = {"raises": "+", "lowers": "-"}
    return [f"{signs[one.effect]} {one.text}" for one in report.reasons]


@pytest.fixture(scope="module")
def explained() -> list[tuple[Post, tuple[Reason, ...]]]:
    drafts = [post.draft() for post in read_labeled_posts([POSTS])[::23]]
    posts = [post for _, _, post in analyze_english(drafts) if post]
    models = load_models()
    predicted = [(post, predict(post, models)) for post in posts]
    return [
        (post, explain(post, prediction, predict_sentences(post, prediction.encoded)))
        for post, prediction in predicted
    ]


def test_reasons_are_at_most_five_and_quote_their_spans(
    explained: list[tuple[Post, tuple[Reason, ...]]],
) -> None:
    quoting = 0
    for post, found in explained:
        assert len(found) <= 5
        for reason in found:
            quoted = re.search("“(.*)”$", reason.text)
            assert bool(quoted) == (reason.span is not None)
            if quoted and reason.span:
                quoting += 1
                words = post.draft.source.text[reason.span.start : reason.span.end]
                start = quoted[1].removesuffix("…")
                if not re.search(r"[*_`\[\]&\\<>]", words):  # else it's without the markup
                    assert one_line(words).startswith(start)
    assert quoting > 80


def test_reasons_raise_the_score_of_most_relevant_posts(
    explained: list[tuple[Post, tuple[Reason, ...]]],
) -> None:
    models = load_models()
    relevant = [found for post, found in explained if predict(post, models).relevant]
    raised = [found for found in relevant if any(one.effect == "raises" for one in found)]
    assert len(raised) >= 0.95 * len(relevant) > 20


SENTENCES = r"(?:the only sentence is|both sentences are|(?:all|\d+ of) \d+ sentences (?:are|is))"
RAISING = (
    "speaks to a specific reader|gives advice|says how you help|asks the reader"
    "|offers the reader something|speaks to the reader|touches on what clients need"
    rf"|comes closest to what clients look for|gives a figure|goes into detail \(\d+ words\)"
    rf"|{SENTENCES} about something other than you"
)
LOWERING = (
    rf"{NO_QUESTION}|{NO_TIE}|{NOTHING_TO_USE}|has only \d+ words"
    "|celebrates or says thanks|talks about your family or friends|only says what you did"
    rf"|{SENTENCES} about you or your firm"
)


def test_reasons_do_not_contradict_each_other(
    explained: list[tuple[Post, tuple[Reason, ...]]],
) -> None:
    seen = set()
    for _, found in explained:
        texts = [reason.text.partition(": “")[0] for reason in found]
        assert len(set(texts)) == len(texts)
        for reason, text in zip(found, texts, strict=True):
            seen.add(re.sub(r"\d+", "1", text))
            assert re.fullmatch(RAISING if reason.effect == "raises" else LOWERING, text)
        assert not {"asks the reader", NO_QUESTION} <= set(texts)
        assert not {"gives advice", NO_TIE} <= set(texts)
        assert not {"gives advice", NOTHING_TO_USE} <= set(texts)
    assert len(seen) > 12


def test_reasons_for_a_post_about_its_author() -> None:
    assert reasons("Had eggs for breakfast. Taking the garbage out now.") == [
        "- both sentences are about you or your firm: “Had eggs for breakfast.”",
        f"- {NOTHING_TO_USE}",
        f"- {NO_TIE}",
        "- only says what you did: “Had eggs for breakfast.”",
        f"- {NO_QUESTION}",
    ]


def test_reasons_for_a_post_for_the_reader() -> None:
    text = (
        "Last week I moved my shop. If you let a flat, book the gas check now, or it can be a "
        "costly mistake. Put the date in the first line of your calendar. What do you do to "
        "remember it?"
    )
    found = reasons(text)
    assert found[:3] == [
        "+ speaks to a specific reader: “If you let a flat, book the gas check now, or it can be "
        "a…”",
        "+ gives advice: “Put the date in the first line of your calendar.”",
        "+ asks the reader: “What do you do to remember it?”",
    ]
    assert f"- {NO_QUESTION}" not in found


@pytest.mark.parametrize(
    ("text", "not_said"),
    [
        ("Thank you all for the kind words on our move!", "speaks to"),
        ("When I started out, I slept under my desk for a year.", "specific reader"),
        ("Click here to read it now.", "gives advice"),
        ("Please share this with your friends.", "gives advice"),
        ("When did I get so old?", "asks the reader"),
    ],
)
def test_reasons_leave_out_look_alikes(text: str, not_said: str) -> None:
    assert not any(not_said in reason for reason in reasons(text) if reason.startswith("+"))


def test_reasons_do_not_lower_replies_and_anecdotes() -> None:
    reply = reasons("@ana Had eggs for breakfast. So tired.", platform="x")
    assert reply == []
    moment = reasons(
        "I've assembled a wardrobe this evening. Four screws are left over, and it stands. I "
        "won't ask 😁"
    )
    assert not any(lack in reason for reason in moment for lack in (NO_TIE, NOTHING_TO_USE))


def test_sentence_weight_is_the_loss_without_it() -> None:
    model = load_models()["relevance"]
    long = read("If you let a flat, book the gas check now: it saves you a fine. I had eggs today.")
    short = read("If you let a flat, book the gas check now: it saves you a fine.")
    weights = weigh_sentences(long, extract_features(long), model)
    without = model.log_odds(extract_features(long)) - model.log_odds(extract_features(short))
    assert weights[1] == pytest.approx(without)
    assert weights[0] > weights[1]
