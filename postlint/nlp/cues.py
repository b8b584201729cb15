"""Cues: named properties of a sentence, with their descriptions for writers.

Cues are evidence, not predictions: the models weigh them. Text in quotation marks is someone
else's, so it has no cues.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postlint.nlp import grammar, lexicon, phrases
from postlint.nlp.grammar import word
from postlint.nlp.quotation import Quotations

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

DESCRIPTIONS = {
    "about-author": "is about you",
    "about-firm": "is about your firm",
    "about-clients": "is about clients or people like them",
    "dropped-subject": 'is about you, without saying "I"',
    "bare-report": "reports on your day in a few words",
    "author-word": 'says "I", "my", or "me"',
    "firm-word": 'says "we", "our", or "us"',
    "people-at-large": 'means everyone by "we"',
    "reader-subject": 'has "you" as its subject',
    "reader-word": 'says "you" or "your"',
    "no-person": "is about something other than you or the reader",
    "command": "tells the reader what to do",
    "call-to-action": "asks the reader to click, join, or read",
    "contact": "says how to get in touch",
    "condition": 'addresses a specific situation ("if you…", "when you…")',
    "how-to": "promises to show how",
    "listing": "promises a list of tips, ways, or steps",
    "so-you-can": "says what the reader can do as a result",
    "we-help": "says how you help",
    "helping": "mentions helping or improving",
    "benefit": "names a benefit or something useful",
    "problem": "names a problem",
    "clients": "names clients or people like them",
    "advice": "gives advice",
    "number": "gives a number",
    "past": "describes the past",
    "time": "says when something happened",
    "kin": "mentions family or friends",
    "laughter": "laughs",
    "exclamation": "exclaims",
    "celebration": "thanks or celebrates",
    "mood": "describes a mood",
    "shouting": "shouts in all caps",
    "tags": "is only hashtags or mentions",
    "quoted": "quotes someone",
    "heading": "is a heading",
    "fragment": "is only a few words",
    "asks": "asks something",
    "reason": "gives a reason",
    "profile-tie": "mentions a problem or goal of your clients",
    "profile-topic": "is about one of your topics",
}
"""The meaning of each cue, as the rest of a sentence that begins with "This sentence"."""


_MIN_REPORT_WORDS, _MAX_REPORT_WORDS = 3, 9
"""The fewest and the most words of a sentence that only reports what its author did."""

_COMMENT_TAGS = frozenset({"JJR", "JJS", "RBR", "RBS", "UH", "WRB", "WP", "WDT"})
"""Tags of words that comment or compare: comparatives, interjections, and wh-words."""

_COMMENTARY = frozenset(
    {"laughter", "exclamation", "mood", "reader-word", "command", "call-to-action"}
)
"""Cues of sentences that do more than report."""


@dataclass(frozen=True)
class AuthorText:
    """The words of a sentence that aren't quoted.

    Attributes:
        text: the text in lowercase.
        lower: the tokens, and the words between spaces without punctuation, in lowercase.
    """

    text: str
    tokens: list[Token]
    lower: frozenset[str]


AUTHOR_CUES = frozenset(
    {"about-author", "about-firm", "dropped-subject", "author-word", "firm-word"}
)
"""Cues of sentences that mention the author or the firm."""


def extract_author_text(sentence: Span, quoted: Quotations) -> AuthorText:
    """Return the words of a sentence outside of the quotations in its block."""
    tokens = [token for token in sentence if token.idx not in quoted]
    text = "".join(token.text_with_ws for token in tokens).lower()
    words = text.split()
    stripped = {part.strip('.,;:!?"“”()[]*_…') for part in words}
    return AuthorText(text, tokens, frozenset(map(word, tokens)) | stripped)


def find_cues(sentence: Span, author_text: AuthorText) -> frozenset[str]:
    """Return the cues in one sentence."""
    words = grammar.content_words(author_text.tokens)
    cues = _person_cues(sentence, author_text, words) | _word_cues(author_text, words)
    commands = {word(token) for token in grammar.imperatives(sentence, words)}
    if commands:
        cues.add("call-to-action" if commands <= lexicon.CALLS_TO_ACTION else "command")
    if _is_bare_report(cues, words):
        cues.add("bare-report")
    return frozenset(cues)


def _is_bare_report(cues: set[str], words: list[Token]) -> bool:
    """Return whether a sentence only reports what its author did, without any comment."""
    return (
        not cues.isdisjoint({"dropped-subject", "about-author", "about-firm", "fragment"})
        and cues.isdisjoint(_COMMENTARY)
        and not any(token.tag_ in _COMMENT_TAGS for token in words)
        and _MIN_REPORT_WORDS <= len(words) <= _MAX_REPORT_WORDS
    )


def _person_cues(sentence: Span, author_text: AuthorText, words: list[Token]) -> set[str]:
    lower = author_text.lower
    at_large = bool(phrases.PEOPLE_AT_LARGE.search(author_text.text))
    firm = frozenset() if at_large else lexicon.FIRM
    subjects = grammar.subjects(sentence)
    cues = _true_names(
        {
            "people-at-large": at_large,
            "author-word": not lower.isdisjoint(lexicon.AUTHOR),
            "firm-word": not lower.isdisjoint(firm),
            "reader-word": not lower.isdisjoint(lexicon.READER),
            "clients": not lower.isdisjoint(lexicon.CLIENTS),
            "dropped-subject": grammar.drops_subject(sentence, words, subjects),
        }
    )
    for subject in subjects:
        if subject not in author_text.tokens:
            continue
        possessors = (child for child in subject.children if child.dep_ == "nmod:poss")
        named = {word(subject), *map(word, possessors)}
        if named & lexicon.AUTHOR:
            cues.add("about-author")
        elif named & firm:
            cues.add("about-firm")
        elif named & lexicon.READER:
            cues.add("reader-subject")
        elif named & lexicon.CLIENTS:
            cues.add("about-clients")
    if not cues & {"author-word", "firm-word", "reader-word", "dropped-subject"}:
        cues.add("no-person")
    return cues


_PHRASES = {
    "condition": phrases.CONDITION,
    "how-to": phrases.HOW_TO,
    "listing": phrases.LISTING,
    "so-you-can": phrases.SO_YOU_CAN,
    "we-help": phrases.WE_HELP,
    "advice": phrases.ADVICE,
    "reason": phrases.REASON,
    "contact": phrases.CONTACT,
}
_WORDS = {
    "helping": lexicon.HELPING,
    "benefit": lexicon.BENEFITS,
    "problem": lexicon.PROBLEMS,
    "time": lexicon.TIMES,
    "kin": lexicon.KIN,
    "laughter": lexicon.LAUGHTER,
    "celebration": lexicon.CELEBRATION,
    "mood": lexicon.MOODS,
}


def _word_cues(author_text: AuthorText, words: list[Token]) -> set[str]:
    tags = {token.tag_ for token in words}
    cues = _true_names(
        {
            "number": "CD" in tags,
            "past": "VBD" in tags,
            "exclamation": "!" in author_text.text,
            "shouting": sum(len(token) > 2 and token.is_upper and token.is_alpha for token in words)
            >= 2,
            "tags": not words,
            "fragment": 0 < len(words) <= 4,
        }
    )
    cues |= {cue for cue, pattern in _PHRASES.items() if pattern.search(author_text.text)}
    cues |= {cue for cue, listed in _WORDS.items() if not author_text.lower.isdisjoint(listed)}
    return cues


def _true_names(cues: Mapping[str, bool]) -> set[str]:
    return {cue for cue, applies in cues.items() if applies}
