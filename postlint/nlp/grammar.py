"""Grammar of a sentence: its subjects, its imperatives, and dropped subjects."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from postlint.nlp import lexicon

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Span, Token

_SUBJECTS = ("nsubj", "nsubj:pass")
_OPENERS = frozenset(
    "please just so and but then also now first second third finally always never don't do not oh "
    "well hey hi ps p.s. pro tip today ok okay yes".split()
)
_SUBJECTLESS_OPENINGS = frozenset(
    {
        "ca n't", "can't wait", "on my", "at the", "so excited", "not sure", "looking forward",
        "love my", "love this", "need a", "wish me",
    }
)  # fmt: skip
_JOINED_CLAUSES = ("conj", "parataxis", "ccomp")
_VERB_TAGS = frozenset({"VB", "VBP"})


def word(token: Token) -> str:
    """Return the text of a token in lowercase."""
    return str(token.lower_)


def content_words(tokens: Iterable[Token]) -> list[Token]:
    """Return the tokens that are words, not spaces, punctuation, emoji, hashtags, or mentions."""
    return [
        token
        for token in tokens
        if token.is_alpha or (any(map(str.isalnum, token.text)) and token.text[0] not in "#@")
    ]


def subjects(sentence: Span) -> list[Token]:
    """Return the subjects of main clauses: those of the root and of clauses joined to it."""
    # Comparing spaCy's numbers is faster than comparing labels.
    subject_labels = _subject_label_numbers(sentence.vocab.strings)
    return [
        token
        for token in sentence
        if token.dep in subject_labels
        and (token.head.dep_ == "ROOT" or _is_joined_to_root(token.head, _JOINED_CLAUSES))
    ]


@lru_cache(maxsize=1)
def _subject_label_numbers(strings: StringStore) -> frozenset[int]:
    return frozenset(map(strings.add, _SUBJECTS))


def _is_joined_to_root(token: Token, dependencies: tuple[str, ...]) -> bool:
    return token.dep_ in dependencies and token.head.dep_ == "ROOT"


def has_subject(verb: Token) -> bool:
    """Return whether a verb has its own subject."""
    return any(child.dep_.startswith(("nsubj", "csubj", "expl")) for child in verb.children)


def imperatives(sentence: Span, words: list[Token]) -> list[Token]:
    """Return the verbs in the imperative in a sentence."""
    after_openers = (token for token in words if word(token) not in _OPENERS and not token.like_num)
    first = next(after_openers, None)
    return [
        token
        for token in words
        if (token.tag_ in _VERB_TAGS and _is_main_verb(token) and _is_bare_imperative(token))
        or (token is first and _looks_like_command(token, words))
    ]


def _is_main_verb(token: Token) -> bool:
    is_joined = token.tag_ == "VB" and _is_joined_to_root(token, ("conj", "parataxis"))
    return token.dep_ == "ROOT" or is_joined


def _is_bare_imperative(verb: Token) -> bool:
    """Return whether a verb has no subject, "to", or "let's", and no auxiliary except "do"."""
    if word(verb) in ("let", "lets", "let's", "thank", "look") and verb.tag_ == "VB":
        following = verb.nbor() if verb.i + 1 < len(verb.doc) else None
        if word(verb) != "look" and (
            following is None or word(following) in ("'s", "us", "s", "you")
        ):
            return False
    if has_subject(verb) or any(
        child.tag_ == "TO"
        or (child.dep_ in ("aux", "aux:pass", "cop") and word(child) not in ("do", "don't"))
        for child in verb.children
    ):
        return False
    if verb.dep_ == "conj":
        head = verb.head
        return not has_subject(head) and not any(child.dep_ == "aux" for child in head.children)
    return verb.tag_ == "VB" or "Imp" in verb.morph.get("Mood", [])


def _looks_like_command(token: Token, words: list[Token]) -> bool:
    """Return whether the first word is a verb tagged as a noun, as in "Budget your time"."""
    if token.tag_ not in ("NN", "NNP", "JJ") or not token.text[0].isupper():
        return False
    index = words.index(token) + 1
    return (
        index < len(words) and words[index].tag_ == "PRP$" and word(words[index]) in lexicon.READER
    )


def drops_subject(sentence: Span, words: list[Token], found_subjects: list[Token]) -> bool:
    """Return whether a sentence leaves out its subject "I": "Had eggs. Off to bed."."""
    if not words:
        return False
    first = next(
        (token for token in words if word(token) not in ("and", "so", "but", "just")), words[0]
    )
    text = word(first)
    if found_subjects and text not in lexicon.MOODS:
        return False
    is_verb = first.tag_ in ("VBD", "VBN") or (first.tag_ == "VBG" and first.dep_ == "ROOT")
    if is_verb and not has_subject(first):
        return True
    if text in lexicon.MOODS:
        return not any(token.dep_ == "nsubj" and token.i < first.i for token in sentence)
    second = word(words[1]) if len(words) > 1 else ""
    return f"{text} {second}" in _SUBJECTLESS_OPENINGS
