"""What a draft gives to make advice of: its topic, a figure, a sentence, and who its author is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postlint.checks.places import about_author, quote_best, spoken
from postlint.posts import lexicon
from postlint.posts.kinds import kinds_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from postlint.judgement.judge import Judgement
    from postlint.posts.post import Post

_LONGEST = 28
"""Letters of a topic: longer ones make clumsy sentences."""

_NOUNS = frozenset({"NN", "NNS"})
_DETERMINERS = ("det", "nmod:poss")

SHORT, LONG = 25, 120
"""Up to and from so many words a post is short or long."""


@dataclass(frozen=True)
class Subject:
    """What advice can be made of.

    Attributes:
        fields: what the draft and the profile give, by name.
        traits: what holds of the draft: see `postlint.advice.Advice`.
        words: the draft's prose: what tells it from other drafts.
    """

    fields: Mapping[str, str]
    traits: frozenset[str]
    words: str


def find_subject(post: Post, judgement: Judgement) -> Subject:
    """Return what advice for a post can be made of."""
    profile = post.profile
    given = {
        "topic": find_topic(post),
        "figure": find_figure(post),
        "quote": quote_best(about_author(post)) or quote_best(spoken(post)),
        "platform": post.platform,
        "firm": profile.firm,
        "offer": profile.offer,
        "clients": next(iter(profile.clients), None),
        "problem": next(iter(profile.problems), None),
        "goal": next(iter(profile.goals), None),
    }
    fields = {name: value for name, value in given.items() if value}
    words = " ".join(block.prose.text for block in post.blocks)
    return Subject(fields, frozenset(_traits(post, judgement)), words)


def _traits(post: Post, judgement: Judgement) -> Iterator[str]:
    reading = judgement.reading
    yield from (cue for sentence in post.sentences for cue in sentence.cues)
    yield from kinds_of(token.lower_ for block in post.blocks for token in block.doc)
    holds = {
        "self_focus": reading.self_focus, "question": reading.question, "tie": reading.tie,
        "anecdote": reading.anecdote, "relevant": judgement.relevant,
        "link": any(block.prose.links for block in post.blocks),
        "short": post.words <= SHORT, "long": post.words >= LONG,
    }  # fmt: skip
    yield from (name for name, true in holds.items() if true)
    if post.platform:
        yield post.platform


def find_topic(post: Post) -> str | None:
    """Return what a post is about, as a phrase that can follow "about"; None where unclear.

    It is a noun that comes more than once, or a compound with its article: "window frames",
    "a kitchen plan", "payroll". Nouns that fit any post are none (days, people, things), nor are
    rare words, which are often misspelt.
    """
    phrases: dict[str, str] = {}
    scores: Counter[str] = Counter()
    for sentence in spoken(post):
        for token in sentence.tokens:
            if phrase := _noun_phrase(token, sentence.tokens.start):
                key = token.lower_.removesuffix("s")
                # One mention is enough for a compound with its article, which is hardly misread.
                scores[key] += (
                    3 if phrase.startswith(("a ", "an ")) and phrase.count(" ") > 1 else 2
                )
                phrases.setdefault(key, phrase)
    best = max(scores, key=lambda key: scores[key], default=None)
    return phrases[best] if best is not None and scores[best] > 2 else None


def _noun_phrase(token: Token, start: int) -> str | None:
    """Return a common noun with the nouns that belong to it, and with "a" if it can be counted.

    A noun with "the" or "our" is left out: it is one thing that only the author knows.
    """
    if len(token) < 4 or token.tag_ not in _NOUNS or not token.text.islower():
        return None
    if token.dep_ == "compound":
        return None
    first = token.i
    while first > start and _belongs(token.nbor(first - 1 - token.i), token):
        first -= 1
    words = [str(word.text) for word in token.doc[first : token.i + 1]]
    # Imported late: rule files are read without NumPy.
    from postlint.posts.meaning import load_meanings

    known = load_meanings().rows
    if any(
        word.lower() not in known or word.lower() in lexicon.NO_TOPIC or not word.isalpha()
        for word in words
    ):
        return None
    phrase = " ".join(words)
    determiners = [child.lower_ for child in token.lefts if child.dep_ in _DETERMINERS]
    if len(phrase) > _LONGEST or first == start:
        return None
    if token.tag_ == "NN" and not determiners and any(child.i < first for child in token.lefts):
        return None  # "based membership organisation": what goes before it has its determiner
    if token.tag_ == "NN" and determiners:
        if determiners[0] not in ("a", "an"):
            return None
        return f"{_article(phrase)} {phrase}"
    return phrase


def _belongs(token: Token, noun: Token) -> bool:
    """Say whether a token before a noun is part of a compound with it."""
    spelled = token.text.islower() or (token.text.isupper() and len(token) > 1)
    return bool(token.dep_ == "compound" and token.head.i <= noun.i and spelled) and (
        token.tag_ in _NOUNS or token.text.isupper()
    )


def _article(phrase: str) -> str:
    first = phrase.split()[0]
    if first.isupper():  # said letter by letter
        return "an" if first[0] in "AEFHILMNORSX" else "a"
    sounds = first[0].lower() in "aeiou" and not first.lower().startswith(_LIKE_A_CONSONANT)
    return "an" if sounds else "a"


_LIKE_A_CONSONANT = ("uni", "use", "usa", "usu", "eu", "one")


_ON_OFFER = frozenset({"spots", "seats", "places", "tickets", "slots"})
"""What is counted to hurry the reader, and says nothing else."""


def find_figure(post: Post) -> str | None:
    """Return a number with what it counts, such as "forty windows"; None where there is none.

    Small numbers and stretches of time are mostly said in passing.
    """
    for sentence in spoken(post):
        for token in sentence.tokens:
            if text := _figure(token):
                return text
    return None


def _figure(token: Token) -> str | None:
    if token.tag_ != "CD" or token.dep_ != "nummod" or token.head.tag_ != "NNS":
        return None
    if not token.i < token.head.i <= token.i + 2 or token.lower_ in lexicon.FEW:
        return None
    if token.head.lower_ in lexicon.TIME_UNITS or token.head.lower_ in _ON_OFFER:
        return None
    text = str(token.doc[token.i : token.head.i + 1].text)
    return text if text.replace(" ", "").replace(",", "").isalnum() else None
