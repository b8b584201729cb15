"""The questions of a post, for the checks of questions."""

from __future__ import annotations

import re
from itertools import dropwhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postlint.nlp.post import Post, Sentence

_NO_ANSWER_CUES = frozenset(
    {"question-hook", "question-rhetorical", "question-tag", "question-did-you-know"}
)
"""Cues of questions that don't expect an answer."""

_ANSWERED_BY_AUTHOR = frozenset({"question-then-answer", "question-then-reading"})
_ASKED_LAST = frozenset({"question-last", "question-only"})
_ADDRESSED = frozenset({"question-to-reader", "question-to-anyone"})

_MAX_SENTENCES_AFTER = 3
"""A question with at most this many sentences after it is at the end of a post."""

_YES_NO = frozenset(
    "do does did don't doesn't didn't are is were was aren't isn't weren't wasn't have has had "
    "haven't hasn't hadn't would wouldn't".split()
)
"""First words of yes/no questions. "Can you…" and "Will you…" ask for something."""

_CLAUSE = re.compile(r"[,:;…()\n]|\s[-–—]\s|—|\.{2,}")
_WORD = re.compile(r"[#@]?[a-z0-9'’]+", re.IGNORECASE)
_OPENERS = frozenset(
    "so and but or also now then well ok okay hey hi hello folks everyone all friends guys please "
    "honestly seriously question today again ps oh".split()
)
"""Words that a question can start with before it asks something."""


def questions(post: Post) -> list[Sentence]:
    """Return the author's own questions, without those in headings and quotations."""
    return [sentence for sentence in post.sentences if "question" in sentence.cues]


def has_invitation(post: Post) -> bool:
    """Return whether a post invites an answer without asking: "Tell me in the comments…"."""
    return any("invitation" in sentence.cues for sentence in post.sentences)


def has_question_mark(question: Sentence) -> bool:
    """Return whether a question has its question mark."""
    return "question-unmarked" not in question.cues


def is_addressed(question: Sentence) -> bool:
    """Return whether a question speaks to the reader, or to anyone who reads it."""
    return bool(question.cues & _ADDRESSED)


def expects_no_answer(question: Sentence) -> bool:
    """Return whether a question doesn't expect an answer, or the author answers it.

    Examples are "Who knew?" and "The result? Chaos." The reader may answer a question that speaks
    to them, even if more text follows.
    """
    if question.cues & _NO_ANSWER_CUES:
        return True
    if is_addressed(question) or question.cues & _ASKED_LAST:
        return False
    headline = "question-fragment" in question.cues and "question-opinion" not in question.cues
    return headline or bool(question.cues & _ANSWERED_BY_AUTHOR)


def is_near_end(post: Post, question: Sentence) -> bool:
    """Return whether a question is at the end of a post, with little text after it."""
    said = [item for item in post.sentences if "tags" not in item.cues or item is question]
    place = next(index for index, item in enumerate(said) if item is question)
    return len(said) - place - 1 <= _MAX_SENTENCES_AFTER


def questions_with_next(post: Post) -> list[tuple[Sentence, Sentence | None]]:
    """Return the author's own questions, each with the next sentence. Hashtags don't count."""
    said = [item for item in post.sentences if "tags" not in item.cues or "question" in item.cues]
    pairs = zip(said, [*said[1:], None], strict=False)
    return [(item, after) for item, after in pairs if "question" in item.cues]


def is_yes_no_question(question: Sentence) -> bool:
    """Return whether a question can be answered with yes or no: "So, have you tried it?"."""
    words = _last_clause(question.text)
    return len(words) > 2 and words[0] in _YES_NO


def _last_clause(text: str) -> list[str]:
    """Return the words of a text's last clause that has any, in lower case.

    Hashtags, mentions, and words such as "so" at its start don't count.
    """
    for clause in reversed(_CLAUSE.split(text)):
        words = [word.lower().replace("’", "'") for word in _WORD.findall(clause)]
        said = [word for word in words if word[0] not in "#@"]
        if said := list(dropwhile(_OPENERS.__contains__, said)):
            return said
    return []
