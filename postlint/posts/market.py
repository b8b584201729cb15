"""What a profile makes heard: the author's own names, clients, and what they care about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import snowballstemmer

from postlint.posts import grammar, lexicon

if TYPE_CHECKING:
    from spacy.tokens import Span

    from postlint.posts.cues import Voice
    from postlint.posts.post import Sentence
    from postlint.profile import Profile

_STEMMER = snowballstemmer.stemmer("english")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

_SUBSTANCE = frozenset(
    "reason number advice command condition how-to so-you-can we-help helping benefit".split()
)
"""Cues of sentences that say something about their subject, rather than name it."""

_FEWEST = 5
"""Words of a sentence that says something."""


class Market:
    """A profile, ready to be heard in sentences."""

    def __init__(self, profile: Profile) -> None:
        firm = ((profile.firm,) if profile.firm else ()) + profile.names
        self._firm, self._author = _names(firm), _names(profile.author)
        self._clients = _stems_of(profile.clients)
        self._concerns = _stems_of((*profile.problems, *profile.goals))
        self._topics = _stems_of(profile.topics)

    def hear_persons(self, sentence: Span, voice: Voice) -> frozenset[str]:
        """Return the cues of a sentence that names the firm, its author or their clients."""
        cues = set()
        # A name that begins a sentence is its subject, whatever the parser makes of it.
        starts = {0, *(subject.idx - sentence.start_char for subject in grammar.subjects(sentence))}
        for pattern, said, about in (
            (self._firm, "firm-word", "about-firm"),
            (self._author, "author-word", "about-author"),
        ):
            for match in pattern.finditer(sentence.text) if pattern else ():
                cues.add(said)
                if any(match.start() <= start < match.end() for start in starts):
                    cues.add(about)
        if _names_one(self._clients, stems(voice.text)):
            cues.add("clients")
            subjects = {stem(token.text) for token in grammar.subjects(sentence)}
            if any(client & subjects for client in self._clients):
                cues.add("about-clients")
        return frozenset(cues)

    def hear_concerns(self, sentences: Sequence[Sentence], index: int) -> frozenset[str]:
        """Return the cues of a sentence that says something of what the clients care about.

        To drop a word is not enough: the sentence, or the next one in its block, has to tell a
        reason, a figure, advice or a benefit.
        """
        sentence = sentences[index]
        if sentence.quoted or sentence.act == "asks" or not _is_said(sentence):
            return frozenset()
        said = stems(sentence.text)
        cues = set()
        if _names_one(self._concerns, said):
            cues.add("profile-tie")
        if _names_one(self._topics, said):
            cues.add("profile-topic")
        following = sentences[index + 1 : index + 2]
        together = sentence.cues.union(
            *(other.cues for other in following if other.block is sentence.block)
        )
        return frozenset(cues) if cues and together & _SUBSTANCE else frozenset()


def touches(phrases: tuple[str, ...], text: str) -> bool:
    """Say whether a text names one of the phrases: all words of it, in any form and order."""
    return _names_one(_stems_of(phrases), stems(text))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return what the forms of a word have in common."""
    return str(_STEMMER.stemWord(word.lower().replace("’", "'").removesuffix("'s")))


def stems(text: str) -> frozenset[str]:
    """Return the stems of the words in a text."""
    return frozenset(stem(match[0]) for match in _WORD.finditer(text))


def _stems_of(phrases: Iterable[str]) -> list[frozenset[str]]:
    found = (
        frozenset(
            stem(word)
            for word in _WORD.findall(phrase)
            if word.lower() not in lexicon.FUNCTION_WORDS
        )
        for phrase in phrases
    )
    return [words for words in found if words]


def _names_one(phrases: Iterable[frozenset[str]], said: frozenset[str]) -> bool:
    return any(phrase <= said for phrase in phrases)


def _names(names: Iterable[str]) -> re.Pattern[str] | None:
    spelled = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{spelled})(?!\w)") if spelled else None


def _is_said(sentence: Sentence) -> bool:
    tags = [token.tag_ for token in sentence.tokens if token.is_alpha]
    return (
        len(tags) >= _FEWEST
        and not sentence.cues & {"tags", "heading", "bare-report"}
        and any(tag.startswith(("VB", "MD")) for tag in tags)
    )
