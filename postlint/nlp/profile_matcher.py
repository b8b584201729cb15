"""Cues from a profile: mentions of the author, the firm, its clients, and their concerns."""

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
"""Cues of sentences that say something about their topic, rather than only mention it."""

_MIN_WORDS = 5
"""The fewest words of a sentence that says something."""


class ProfileMatcher:
    """Finds the names and phrases of a profile in sentences."""

    def __init__(self, profile: Profile) -> None:
        firm = ((profile.firm,) if profile.firm else ()) + profile.names
        self._firm, self._author = _names_pattern(firm), _names_pattern(profile.author)
        self._clients = _stem_phrases(profile.clients)
        self._concerns = _stem_phrases((*profile.problems, *profile.goals))
        self._topics = _stem_phrases(profile.topics)

    def find_name_cues(self, sentence: Span, author_text: AuthorText) -> frozenset[str]:
        """Return the cues of a sentence that mentions the firm or the author by name."""
        cues = set()
        tokens = {token.idx - sentence.start_char: token for token in author_text.tokens}
        subjects = [
            subject for subject in grammar.subjects(sentence) if subject in author_text.tokens
        ]
        for pattern, mentions, about in (
            (self._firm, "firm-word", "about-firm"),
            (self._author, "author-word", "about-author"),
        ):
            for match in pattern.finditer(sentence.text) if pattern else ():
                token = tokens.get(match.start())
                if token is None or token.tag_ == "MD":
                    continue  # quoted, or "Will" as in "Will you come?"
                cues.add(mentions)
                named = {
                    word.i
                    for word in sentence
                    if match.start() <= word.idx - sentence.start_char < match.end()
                }
                if any(_names_subject(subject, named) for subject in subjects) or (
                    _starts_clause(sentence, named)
                ):
                    cues.add(about)
        return frozenset(cues)

    def find_concern_cues(self, sentences: Sequence[Sentence], index: int) -> frozenset[str]:
        """Return the cues of a sentence that says something about the clients' concerns.

        A mention isn't enough. The phrase must be the subject or object of the sentence, and the
        sentence or the next one in its block must give a reason, a figure, advice, or a benefit.
        """
        sentence = sentences[index]
        if sentence.quoted or sentence.act == "asks" or not _is_statement(sentence):
            return frozenset()
        quoted = Quotations(sentence.block.prose.text)
        stemmed = [
            (stem(token.text), token) for token in sentence.tokens if token.idx not in quoted
        ]
        cues = set()
        if _is_topic_of(self._concerns, stemmed) or _is_topic_of(
            self._clients, stemmed, subject=True
        ):
            cues.add("profile-tie")
        if _is_topic_of(self._topics, stemmed):
            cues.add("profile-topic")
        following = sentences[index + 1 : index + 2]
        nearby_cues = sentence.cues.union(
            *(other.cues for other in following if other.block is sentence.block)
        )
        return frozenset(cues) if cues and nearby_cues & _CONTENT_CUES else frozenset()


def _names_subject(subject: Token, named: set[int]) -> bool:
    """Return whether a subject includes a name, as in "the Meier team"."""
    return subject.i in named or any(
        child.i in named and child.dep_ in ("compound", "flat", "nmod:poss")
        for child in subject.children
    )


def _starts_clause(sentence: Span, named: set[int]) -> bool:
    """Return whether a sentence begins with a name and a verb; the parser may miss the subject."""
    first = next((token for token in sentence if not token.is_space), None)
    if first is None or first.i not in named:
        return False
    after = next((token for token in sentence if token.i > max(named)), None)
    if after is not None and after.tag_ == "POS":
        return True  # "Meier's garden"
    return after is not None and after.tag_.startswith(("VB", "MD"))


def _is_topic_of(
    phrases: Sequence[_StemmedPhrase], words: Sequence[tuple[str, Token]], *, subject: bool = False
) -> bool:
    """Return whether any of the phrases is the subject of a sentence or, by default, its object.

    `words` are the stems and tokens of the sentence.
    """
    roles = _SUBJECTS if subject else _CORE_ROLES
    for phrase in phrases:
        positions = [index for index, (found, _) in enumerate(words) if found in phrase.stems]
        for number, position in enumerate(positions):
            near = [other for other in positions[number:] if other < position + phrase.window]
            if {words[other][0] for other in near} != phrase.stems:
                continue
            after = words[near[-1] + 1 : near[-1] + 2]
            is_label = any(token.text in _LABEL_PUNCTUATION for _, token in after)
            if not is_label and any(_dependency_role(words[other][1]) in roles for other in near):
                return True
    return False


_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
# The parser often reads a subject without its verb as the root.
_CORE_ROLES = _SUBJECTS | {"obj", "csubj", "ROOT"}
_LABEL_PUNCTUATION = frozenset(":-–—|")
"""Punctuation after a word that is only a label: "Downtime: we ran ten miles."."""

_PARTS_OF_NOUNS = frozenset({"compound", "amod", "nmod", "nmod:poss", "flat", "appos"})


def _dependency_role(token: Token) -> str:
    """Return the dependency label of a word, or of the noun that it modifies."""
    for _ in range(_MAX_DEPTH):
        if token.dep_ not in _PARTS_OF_NOUNS or token.head is token:
            break
        token = token.head
    return str(token.dep_)


_MAX_DEPTH = 6


def mentions_any(phrases: tuple[str, ...], text: str) -> bool:
    """Return whether a text has all words of any of the phrases, in any form and order."""
    text_stems = stems(text)
    return any(phrase.stems <= text_stems for phrase in _stem_phrases(phrases))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem of a word."""
    return str(_STEMMER.stemWord(word.lower().replace("’", "'").removesuffix("'s")))


def stems(text: str) -> frozenset[str]:
    """Return the stems of the words in a text."""
    return frozenset(stem(match[0]) for match in _WORD.finditer(text))


@dataclass(frozen=True)
class _StemmedPhrase:
    """The stems of a phrase, and the number of words within which they must occur, in any order."""

    stems: frozenset[str]
    window: int


def _stem_phrases(phrases: Iterable[str]) -> list[_StemmedPhrase]:
    stemmed = []
    for phrase in phrases:
        words = _WORD.findall(phrase)
        window = len(words)  # of "no-shows"
        if "-" not in phrase:
            words = [word for word in words if word.lower() not in lexicon.FUNCTION_WORDS]
            window = 2 * len(words) + 1
        if words:
            stemmed.append(_StemmedPhrase(frozenset(map(stem, words)), window))
    return stemmed


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
