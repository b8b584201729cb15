"""Cues of questions and invitations, from their form and their position in the post."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from postlint.nlp import lexicon, phrases
from postlint.nlp.post import Sentence

_CUE_DESCRIPTIONS = {
    "question": "a question",
    "question-unmarked": "a question without its question mark",
    "question-open": "an open question (what, how, which…)",
    "question-why": "a why-question",
    "question-yes-no": "a yes/no question",
    "question-fragment": "a question without a verb",
    "question-to-reader": "a question that speaks to the reader",
    "question-to-anyone": "a question to anyone who reads it",
    "question-third-person": "a question about someone else",
    "question-by-author": "a question about yourself",
    "question-impersonal": "a question that names no one",
    "question-last": "a question at the end",
    "question-first": "a question at the start",
    "question-middle": "a question in the middle",
    "question-near-end": "a question near the end",
    "question-among-many": "one of many questions",
    "question-after-question": "a question right after another",
    "question-after-colon": "a question introduced by a colon",
    "question-in-list": "a question in a list",
    "question-only": "a post that is one question",
    "question-then-answer": "a question answered right away",
    "question-then-question": "a question followed by another",
    "question-then-link": "a question followed by a link",
    "question-then-offer": "a question followed by an offer",
    "question-then-we": "a question followed by a sentence about you",
    "question-then-command": "a question followed by advice",
    "question-opinion": "a question about the reader's opinion",
    "question-hook": 'a hook ("Need…?", "Ready to…?")',
    "question-did-you-know": 'a "did you know"',
    "question-experience": "a question about the reader's experience",
    "question-rhetorical": "a rhetorical question",
    "question-tag": 'a tag question ("…, right?")',
    "question-in-passing": "a question in the middle of a long post",
    "question-then-reading": "a question followed by where to read more",
    "question-left-open-to-reader": "a question left open for the reader",
    "question-left-open-to-other": "a question left open",
    "question-to-person": "a question to one person",
    "invitation": "an invitation to answer",
    "invitation-comment": "an invitation to comment",
}
DESCRIPTIONS = _CUE_DESCRIPTIONS | {
    f"{cue}-of-{addressee}": f"{_CUE_DESCRIPTIONS[cue]} ({description})"
    for cue in (
        f"question-{position}" for position in "only last first near-end middle in-passing".split()
    )
    for addressee, description in (
        ("reader", "to the reader"),
        ("other", "to no one in particular"),
    )
}
"""The meaning of each question cue, as a noun phrase."""

_LONG_POST_SENTENCES = 12
"""The number of sentences from which a question in the middle is mostly a transition."""

_NEAR_END_SENTENCES = 3
"""The most sentences after a question that still ends the post."""

_MANY_QUESTIONS = 4
"""The number of questions from which they are mostly a list to think about."""


_PATTERNS = {
    "question-opinion": phrases.OPINION,
    "question-experience": phrases.EXPERIENCE,
    "question-hook": phrases.HOOK,
    "question-rhetorical": phrases.RHETORICAL,
    "question-tag": phrases.TAG_QUESTION,
}
_FOLLOWED_UP = frozenset(
    f"question-{position}"
    for position in "then-answer then-reading then-offer then-command in-passing".split()
)
_ANSWERS = ("yes", "no", "because", "the answer", "it", "that")


def find_question_cues(sentences: Sequence[Sentence]) -> list[frozenset[str]]:
    """Return the question cues of each sentence of a post; empty if it doesn't ask or invite."""
    content_indices = [
        index for index, sentence in enumerate(sentences) if "tags" not in sentence.cues
    ]
    many = sum(sentences[index].act == "asks" for index in content_indices) >= _MANY_QUESTIONS
    return [
        _question_cues(sentences, index, content_indices, many=many)
        for index in range(len(sentences))
    ]


def _question_cues(
    sentences: Sequence[Sentence], index: int, content_indices: Sequence[int], *, many: bool
) -> frozenset[str]:
    sentence = sentences[index]
    if sentence.quoted or "heading" in sentence.cues:
        return frozenset()
    text = sentence.text.lower()
    if sentence.act != "asks":
        if not phrases.INVITATION.search(text):
            return frozenset()
        comments = bool(phrases.COMMENT.search(text))
        return frozenset({"invitation", "invitation-comment"} if comments else {"invitation"})
    form = _form_cues(sentence, text)
    position = _position_cue(index, content_indices)
    surroundings = _surroundings_cues(sentences, index, content_indices)
    cues = form | surroundings | {position}
    if many:
        cues.add("question-among-many")
    # The addressee matters in combination with the position.
    addressee = "reader" if form & {"question-to-reader", "question-to-anyone"} else "other"
    cues.add(f"{position}-of-{addressee}")
    if "question-hook" not in form and not cues & _FOLLOWED_UP:
        cues.add(f"question-left-open-to-{addressee}")
    return frozenset(cues)


def _form_cues(sentence: Sentence, text: str) -> set[str]:
    words = [word.strip('.,;:!?"“”()*_…') for word in text.split()]
    words = [word for word in words if word and not word.startswith(("#", "@"))]
    opening = set(words[:3])
    cues = {"question"}
    if "?" not in text:
        cues.add("question-unmarked")
    if opening & lexicon.WH_WORDS:
        cues.add("question-why" if "why" in opening else "question-open")
    elif opening & lexicon.AUXILIARIES:
        cues.add("question-yes-no")
    elif len(words) <= 4:
        cues.add("question-fragment")
    if sentence.cues & {"reader-word", "reader-subject"}:
        cues.add("question-to-reader")
    elif phrases.EXPERIENCE.search(text):
        cues.add("question-to-anyone")
    elif "author-word" in sentence.cues:
        cues.add("question-by-author")
    elif sentence.cues & {"about-clients", "clients"}:
        cues.add("question-third-person")
    else:
        cues.add("question-impersonal")
    if "did you know" in text:
        cues.add("question-did-you-know")
    if "@" in text.split(" ")[0]:
        cues.add("question-to-person")
    return cues | {cue for cue, pattern in _PATTERNS.items() if pattern.search(text)}


def _position_cue(index: int, content_indices: Sequence[int]) -> str:
    """Return the cue of a question's position.

    `content_indices` are the indices of the sentences that aren't only hashtags.
    """
    if len(content_indices) <= 1:
        return "question-only"
    if index >= content_indices[-1]:
        return "question-last"
    if index <= content_indices[0]:
        return "question-first"
    if len(content_indices) - bisect_right(content_indices, index) <= _NEAR_END_SENTENCES:
        return "question-near-end"
    is_long = len(content_indices) >= _LONG_POST_SENTENCES
    return "question-in-passing" if is_long else "question-middle"


def _surroundings_cues(
    sentences: Sequence[Sentence], index: int, content_indices: Sequence[int]
) -> set[str]:
    """Return the cues of what comes before and after a question, except hashtags."""
    cues = set()
    if sentences[index].block.prose.kind == "item":
        cues.add("question-in-list")
    if place := bisect_left(content_indices, index):
        before = sentences[content_indices[place - 1]]
        if before.act == "asks":
            cues.add("question-after-question")
        if before.text.endswith(":"):
            cues.add("question-after-colon")
    place_after = bisect_right(content_indices, index)
    if place_after == len(content_indices):
        return cues
    following = sentences[content_indices[place_after]]
    text = following.text.lower()
    if following.act == "asks":
        cues.add("question-then-question")
    elif following.act == "instructs":
        cues.add("question-then-command")
    elif following.cues & {"about-firm", "about-author"}:
        cues.add("question-then-we")
    elif "fragment" in following.cues or text.startswith(_ANSWERS):
        cues.add("question-then-answer")
    if phrases.GO_AND_READ.search(text):
        cues.add("question-then-reading")
    if following.cues & {"we-help", "call-to-action", "contact", "so-you-can"}:
        cues.add("question-then-offer")
    if following.block.prose.links:
        cues.add("question-then-link")
    return cues
