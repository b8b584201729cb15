"""What a draft gives to make advice of: its topic, a figure, a sentence, and who its author is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postlint.checks.places import about_author, quote_best, spoken
from postlint.posts import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

    from postlint.judgement.judge import Judgement
    from postlint.posts.post import Post

_LONGEST = 28
"""Letters of a topic: longer ones make clumsy sentences."""


@dataclass(frozen=True)
class Subject:
    """What advice can be made of.

    Attributes:
        fields: what the draft and the profile give, by name.
        traits: the cues of its sentences, its readings and its platform.
        words: the draft's prose: what tells it from other drafts.
    """

    fields: Mapping[str, str]
    traits: frozenset[str]
    words: str


def find_subject(post: Post, judgement: Judgement) -> Subject:
    """Return what advice for a post can be made of."""
    reading, profile = judgement.reading, post.profile
    holds = {
        "self_focus": reading.self_focus, "question": reading.question, "tie": reading.tie,
        "anecdote": reading.anecdote, "relevant": judgement.relevant,
    }  # fmt: skip
    traits = set().union(*(sentence.cues for sentence in post.sentences))
    traits |= {name for name, true in holds.items() if true}
    if post.platform:
        traits.add(post.platform)
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
    return Subject(fields, frozenset(traits), " ".join(block.prose.text for block in post.blocks))


def find_topic(post: Post) -> str | None:
    """Return what a post is about, as a phrase that can follow "about"; None where unclear.

    It is the noun that comes most often, or the first compound: "VAT returns", "a roof".
    Nouns that fit any post (days, people, things) are none.
    """
    found: dict[str, str] = {}
    scores: Counter[str] = Counter()
    for sentence in spoken(post):
        for token in sentence.tokens:
            phrase = _noun_phrase(token)
            if phrase is None or len(phrase) > _LONGEST:
                continue
            key = token.lower_.removesuffix("s")
            scores[key] += 3 + 2 * (" " in phrase.removeprefix("a ").removeprefix("an "))
            if key not in found or (" " in phrase and " " not in found[key]):
                found[key] = phrase
    if not scores:
        return None
    key, _ = max(scores.items(), key=lambda item: item[1])
    return found[key]


def _noun_phrase(token: Token) -> str | None:
    """Return a common noun with the nouns that belong to it, and with "a" if it can be counted."""
    if token.tag_ not in ("NN", "NNS") or not token.text.islower() or not token.is_alpha:
        return None
    if token.lower_ in lexicon.NO_TOPIC or token.dep_ == "compound":
        return None
    modifiers = [
        child
        for child in token.lefts
        if child.dep_ == "compound" and child.is_alpha and child.i >= token.i - 2
    ]
    words = [child.text for child in modifiers] + [token.text]
    if any(word.lower() in lexicon.NO_TOPIC for word in words) or len(token) < 4:
        return None
    if modifiers and modifiers[-1].i != token.i - 1:
        return None
    phrase = " ".join(words)
    if token.tag_ == "NN" and any(child.dep_ in ("det", "nmod:poss") for child in token.lefts):
        article = "an" if phrase[0].lower() in "aeiou" else "a"
        phrase = f"{article} {phrase}"
    return phrase


def find_figure(post: Post) -> str | None:
    """Return a number with what it counts, such as "two weekends"; None where there is none."""
    for sentence in spoken(post):
        for token in sentence.tokens:
            if text := _figure(token):
                return text
    return None


def _figure(token: Token) -> str | None:
    if token.tag_ != "CD" or token.dep_ != "nummod" or token.head.tag_ != "NNS":
        return None
    if not token.i < token.head.i <= token.i + 2 or token.lower_ in ("one", "1"):
        return None
    text = token.doc[token.i : token.head.i + 1].text
    return text if text.replace(" ", "").replace(",", "").isalnum() else None
