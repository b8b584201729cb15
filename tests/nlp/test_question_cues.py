"""Tests of the cues of questions and invitations."""

from __future__ import annotations

import pytest

from postlint.document.draft import read_draft
from postlint.document.source import Source
from postlint.nlp.analysis import analyze
from postlint.nlp.post import Post


def read(text: str) -> Post:
    draft = read_draft(Source("post.md", text))
    (post,) = analyze([(draft, draft.blocks)])
    return post


def asking(text: str) -> list[str]:
    return [sentence.text for sentence in read(text).sentences if sentence.act == "asks"]


@pytest.mark.parametrize(
    "question",
    [
        "Agree? 👇",
        "Who's with me? 🙌🙌",
        "Which one would you take (and why?)",
        "And how do you do it?!",
        "anyone know a plasterer in Leith",
        "does anybody use the green one",
    ],
)
def test_question_with_emoji_or_without_a_mark_is_recognized(question: str) -> None:
    assert asking(f"The van is back.\n\n{question}") == [question]


@pytest.mark.parametrize(
    "statement",
    [
        'She asked "will it hold?" and it did.',
        "Anyone can wear the badge.",
        "Are is a verb.",
        "See https://example.com/?page=2",
    ],
)
def test_statements_are_not_questions(statement: str) -> None:
    assert asking(f"The van is back.\n\n{statement}") == []


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("One. Two. What do you use? Mine is red. It is old.", "question-near-end"),
        ("One. What do you use? " + "Mine is red. " * 12, "question-in-passing"),
        (
            "It broke. Why? How? Who paid? What now? We called them. All is well.",
            "question-among-many",
        ),
        ("We sat down. Who pays? Who knows? We did.", "question-after-question"),
        ("Ask them:\n\nWho pays for it?", "question-after-colon"),
        ("Ask yourself\n\n- Who pays?\n- What for, then?\n\nThat is all.", "question-in-list"),
        ("The van is back. anyone know a plasterer in Leith", "question-unmarked"),
        ("He has no name yet. Put your ideas in the comments.", "invitation"),
        ("Guess how many he ate. He is fine.", "invitation"),
        ("One word for it. Suggestions please.", "invitation"),
    ],
)
def test_question_has_its_cue(text: str, cue: str) -> None:
    assert cue in set().union(*(sentence.cues for sentence in read(text).sentences))


def test_guess_what_is_not_a_real_question() -> None:
    cues = set().union(*(s.cues for s in read("Guess what: it rained. We went home.").sentences))
    assert "invitation" not in cues
