"""What a profile makes heard: the author's own names, clients, and what they care about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import snowballstemmer

from postlint.nlp import grammar, lexicon
from postlint.nlp.quotation import Quotations

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from postlint.core.profile import Profile
    from postlint.nlp.cues import AuthorText
    from postlint.nlp.post import Sentence

_STEMMER = snowballstemmer.stemmer("english")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

_CONTENT_CUES = frozenset(
    "reason number advice command condition how-to so-you-can we-help helping benefit".split()
)
"""Cues of sentences that say something about their subject, rather than name it."""

_MIN_WORDS = 5
"""Words of a sentence that says something."""


class ProfileMatcher:
    """A profile, ready to be heard in sentences."""

    def __init__(self, profile: Profile) -> None:
        firm = ((profile.firm,) if profile.firm else ()) + profile.names
        self._firm, self._author = _names_pattern(firm), _names_pattern(profile.author)
        self._clients = _stem_phrases(profile.clients)
        self._concerns = _stem_phrases((*profile.problems, *profile.goals))
        self._topics = _stem_phrases(profile.topics)

    def find_name_cues(self, sentence: Span, author_text: AuthorText) -> frozenset[str]:
        """Return the cues of a sentence in which the author names the firm or themselves."""
        cues = set()
        own = {token.idx - sentence.start_char: token for token in author_text.tokens}
        subjects = [
            subject for subject in grammar.subjects(sentence) if subject in author_text.tokens
        ]
        for pattern, said, about in (
            (self._firm, "firm-word", "about-firm"),
            (self._author, "author-word", "about-author"),
        ):
            for match in pattern.finditer(sentence.text) if pattern else ():
                token = own.get(match.start())
                if token is None or token.tag_ == "MD":
                    continue  # quoted, or "Will" as in "Will you come?"
                cues.add(said)
                named = {word.i for word in sentence if _inside(word, sentence, match)}
                if any(_names_subject(subject, named) for subject in subjects) or (
                    _starts_clause(sentence, named)
                ):
                    cues.add(about)
        return frozenset(cues)

    def find_concern_cues(self, sentences: Sequence[Sentence], index: int) -> frozenset[str]:
        """Return the cues of a sentence that says something of what the clients care about.

        To drop a word is not enough. It has to be what the sentence is about, its subject or
        what is done something to, and the sentence, or the next one in its block, has to tell a
        reason, a figure, advice or a benefit.
        """
        sentence = sentences[index]
        if sentence.quoted or sentence.act == "asks" or not _is_statement(sentence):
            return frozenset()
        quoted = Quotations(sentence.block.prose.text)
        words = [(stem(token.text), token) for token in sentence.tokens if token.idx not in quoted]
        cues = set()
        if _is_topic_of(self._concerns, words) or _is_topic_of(self._clients, words, subject=True):
            cues.add("profile-tie")
        if _is_topic_of(self._topics, words):
            cues.add("profile-topic")
        following = sentences[index + 1 : index + 2]
        together = sentence.cues.union(
            *(other.cues for other in following if other.block is sentence.block)
        )
        return frozenset(cues) if cues and together & _CONTENT_CUES else frozenset()


def _inside(token: Token, sentence: Span, match: re.Match[str]) -> bool:
    return match.start() <= token.idx - sentence.start_char < match.end()


def _names_subject(subject: Token, named: set[int]) -> bool:
    """Return whether a subject is named, or is something of the one named: "the Meier team"."""
    parts = [child for child in subject.children if child.dep_ in ("compound", "flat", "nmod:poss")]
    return any(part.i in named for part in (subject, *parts))


def _starts_clause(sentence: Span, named: set[int]) -> bool:
    """Return whether a sentence begins with a name and a verb: the parser may miss the subject."""
    first = next((token for token in sentence if not token.is_space), None)
    if first is None or first.i not in named:
        return False
    after = next((token for token in sentence if token.i > max(named)), None)
    if after is not None and after.tag_ == "POS":
        return True  # "Meier's garden"
    return after is not None and after.tag_.startswith(("VB", "MD"))


def _is_topic_of(
    phrases: Sequence[StemmedPhrase], words: Sequence[tuple[str, Token]], *, subject: bool = False
) -> bool:
    """Return whether one of the phrases is in a sentence, and in a place that matters."""
    core = _SUBJECTS if subject else _CORE
    for phrase in phrases:
        places = [place for place, (said, _) in enumerate(words) if said in phrase.stems]
        for begin, place in enumerate(places):
            near = [other for other in places[begin:] if other < place + phrase.window]
            if {words[other][0] for other in near} != phrase.stems:
                continue
            after = words[near[-1] + 1 : near[-1] + 2]
            is_label = any(token.text in _LABEL_PUNCTUATION for _, token in after)
            if not is_label and any(_dependency_role(words[other][1]) in core for other in near):
                return True
    return False


_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
# The parser often takes a subject without its verb for the root.
_CORE = _SUBJECTS | {"obj", "csubj", "ROOT"}
_LABEL_PUNCTUATION = frozenset(":-–—|")
"""What follows a word that only names the subject: "Downtime: we ran ten miles."."""
_PARTS_OF_NOUNS = frozenset({"compound", "amod", "nmod", "nmod:poss", "flat", "appos"})


def _dependency_role(token: Token) -> str:
    """Return what a word, or the noun that it belongs to, is in its clause."""
    for _ in range(_MAX_DEPTH):
        if token.dep_ not in _PARTS_OF_NOUNS or token.head is token:
            break
        token = token.head
    return str(token.dep_)


_MAX_DEPTH = 6


def mentions_any(phrases: tuple[str, ...], text: str) -> bool:
    """Return whether a text names one of the phrases: all words of it, in any form and order."""
    said = stems(text)
    return any(phrase.stems <= said for phrase in _stem_phrases(phrases))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return what the forms of a word have in common."""
    return str(_STEMMER.stemWord(word.lower().replace("’", "'").removesuffix("'s")))


def stems(text: str) -> frozenset[str]:
    """Return the stems of the words in a text."""
    return frozenset(stem(match[0]) for match in _WORD.finditer(text))


@dataclass(frozen=True)
class StemmedPhrase:
    """A phrase of a profile, ready to be found.

    Attributes:
        stems: the stems of its words.
        window: within how many words they must be, in any order.
    """

    stems: frozenset[str]
    window: int


def _stem_phrases(phrases: Iterable[str]) -> list[StemmedPhrase]:
    found = []
    for phrase in phrases:
        words = _WORD.findall(phrase)
        if "-" in phrase:
            found.append(StemmedPhrase(frozenset(map(stem, words)), len(words)))  # "no-shows"
        else:
            told = [word for word in words if word.lower() not in lexicon.FUNCTION_WORDS]
            found.append(StemmedPhrase(frozenset(map(stem, told)), 2 * len(told) + 1))
    return [phrase for phrase in found if phrase.stems]


def _names_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    spelled = (
        r"\s+".join(re.escape(word) for word in name.split())
        for name in sorted(names, key=len, reverse=True)
    )
    pattern = "|".join(spelled).replace("’", "'").replace("'", "['’]")
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") if pattern else None


def _is_statement(sentence: Sentence) -> bool:
    tags = [token.tag_ for token in sentence.tokens if token.is_alpha]
    return (
        len(tags) >= _MIN_WORDS
        and not sentence.cues & {"tags", "heading", "bare-report"}
        and any(tag.startswith(("VB", "MD")) for tag in tags)
    )
