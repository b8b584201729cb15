"""What can be noticed in one sentence, by name, and what a writer is told of it.

Cues are evidence, not verdicts: the readings weigh them. Words inside quotation marks are
somebody else's and give none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from typing import TYPE_CHECKING

from postlint.posts import grammar, lexicon
from postlint.posts.grammar import word

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

DESCRIPTIONS = {
    "about-author": "is about you",
    "about-firm": "is about your firm",
    "about-clients": "is about clients or people like them",
    "dropped-subject": "is about you, the subject left out",
    "author-word": 'says "I", "my" or "me"',
    "firm-word": 'says "we", "our" or "us"',
    "people-at-large": 'means everybody by "we"',
    "reader-subject": 'has "you" as its subject',
    "reader-word": 'says "you" or "your"',
    "no-person": "names neither you nor the reader",
    "command": "tells the reader what to do",
    "call-to-action": "asks the reader to click, join or read",
    "contact": "says how to get in touch",
    "condition": 'speaks to a case ("if you…", "when you…")',
    "how-to": "promises to show how",
    "listing": "promises a list of tips, ways or steps",
    "so-you-can": "says what the reader can then do",
    "we-help": "says how you help",
    "helping": "speaks of helping or improving",
    "benefit": "names a benefit or something useful",
    "problem": "names a problem",
    "clients": "names clients or people like them",
    "advice": "gives advice",
    "number": "gives a number",
    "past": "tells of the past",
    "time": "tells when",
    "kin": "speaks of family or friends",
    "laughter": "laughs",
    "exclamation": "exclaims",
    "celebration": "thanks or celebrates",
    "mood": "tells a mood",
    "shouting": "shouts in capitals",
    "tags": "is hashtags or mentions",
    "quoted": "quotes somebody",
    "heading": "is a heading",
    "fragment": "is a few words only",
    "asks": "asks something",
    "reason": "gives a reason",
}
"""What each cue means, to go after "this sentence"."""

_CONDITION = re.compile(
    r"\b(?:if|when|whenever|whether|unless|once|before|while|as|because|where) (?:you|your)\b(?!'d like)"
    r"|\bfor (?:those of you|anyone|everyone|people|businesses|teams|owners) (?:who|that|with)\b"
    r"|\b(?:anyone|everyone|those) (?:who|looking|thinking|wanting)\b"
)
_HOW_TO = re.compile(
    r"\bhow (?:to|you can|we can|do you|can you|i would)\b|\bhere(?:'s| is| are) (?:how|what|why|some|a few|my|the|\d)"
    r"|\bguide to\b|\b(?:ways|steps|things|reasons|what) to\b|\bthe (?:best|right|easiest|simplest) way\b|\bthings you\b"
    r"|\bwhat (?:you need|it means|this means|that means)\b|\bmake sure\b|\bdid you know\b"
)
_LISTING = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten) (?:\w+ ){0,2}"
    r"(?:ways?|tips?|steps?|reasons?|things?|mistakes?|questions?|ideas?|tools?|lessons?|signs?|rules?|habits?|strategies|tricks)\b"
)
_SO_YOU_CAN = re.compile(
    r"\bso (?:that )?you(?:'ll| can| don't| get| have| know| could| won't)?\b|\byou(?:'ll| will| can) (?:be able|get|learn|find|see|save|have|know|discover)\b"
    r"|\b(?:help|helps|let|lets|allow|allows|enable|enables|make it|give|gives|save|saves|get|gets|show|teach|bring|keep) you\b"
    r"|\bwithout (?:having|needing|worrying)\b|\byou can\b|\bfor your\b|\bto you\b|\bfor you\b"
)
_WE_HELP = re.compile(
    r"\b(?:we|i|we've|i've|i'm|we're|our \w+|my \w+|team)(?:'ll| can| will|'d| would| have| do| also| always| are| am)* "
    r"(?:help|helped|helping|offer|offering|provide|providing|support|supporting|advise|coach|teach|speciali[sz]e|work with|worked with|design|deliver|serve|guide)\b"
    r"|\bhere to help\b|\bhappy to help\b|\bwe can help\b|\bi can help\b|\bfree (?:consultation|quote|estimate|call|guide|trial|webinar|download|copy|ebook)\b"
)
_ADVICE = re.compile(
    r"\byou (?:should|need to|must|have to|might want|may want|want to|could|ought|don't have to|don't need)\b"
    r"|\b(?:don't|never|always|instead of|avoid|remember|consider|try|focus on|start with|stop|keep|think about|be sure)\b"
    r"|\bit(?:'s| is) (?:important|worth|essential|best|better|vital|critical|crucial)\b|\bthe key\b"
)
_REASON = re.compile(r"\b(?:because|therefore|which means|that means|as a result|due to|leads? to|the reason|that's why|so that|since)\b")
_CONTACT = re.compile(
    r"\b(?:dm me|dm us|contact us|contact me|get in touch|reach out|give (?:us|me) a (?:call|ring)|call (?:us|me)|drop (?:us|me) a|send (?:us|me)|"
    r"book (?:a|your|an)|let us know|let me know|message (?:us|me)|email (?:us|me)|sign up|link in bio)\b"
)
_PEOPLE_AT_LARGE = re.compile(r"\bwe (?:all|humans|as humans|as a society|as people)\b|\ball of us\b|\b(?:most|many|some|each) of us\b|\blet's\b|\blet us\b|\bour (?:lives|world|society|planet|future|brains?|minds?|kids|country)\b")


@dataclass(frozen=True)
class Voice:
    """The words of a sentence that are the author's own."""

    text: str
    tokens: list[Token]
    lower: frozenset[str]


def hear(sentence: Span, quoted: list[tuple[int, int]]) -> Voice:
    """Return the author's own words: what stands outside of the quoted stretches of the block."""
    tokens = [
        token
        for token in sentence
        if not any(start <= token.idx < end for start, end in quoted)
    ]
    text = "".join(token.text_with_ws for token in tokens).lower().replace("’", "'")
    words = text.split()
    bare = {piece.strip(".,;:!?\"“”()[]*_…") for piece in words}
    return Voice(text, tokens, frozenset(map(word, tokens)) | bare)


def find_cues(sentence: Span, voice: Voice) -> frozenset[str]:
    """Return the cues in one sentence."""
    words = [token for token in grammar.content(sentence) if token in voice.tokens]
    cues = _person_cues(sentence, voice, words) | _phrase_cues(voice) | _word_cues(sentence, voice, words)
    commands = [word(token) for token in grammar.imperatives(sentence, words)]
    if commands:
        bare_call = all(command in lexicon.CALLS_TO_ACTION for command in commands)
        cues.add("call-to-action" if bare_call else "command")
    return frozenset(cues)


def _person_cues(sentence: Span, voice: Voice, words: list[Token]) -> set[str]:
    cues = set()
    at_large = bool(_PEOPLE_AT_LARGE.search(voice.text))
    if at_large:
        cues.add("people-at-large")
    if voice.lower & lexicon.AUTHOR:
        cues.add("author-word")
    if voice.lower & lexicon.FIRM and not at_large:
        cues.add("firm-word")
    if voice.lower & lexicon.READER:
        cues.add("reader-word")
    if voice.lower & lexicon.CLIENTS:
        cues.add("clients")
    for subject in grammar.subjects(sentence):
        if subject not in voice.tokens:
            continue
        named = {word(subject), *(word(child) for child in subject.children if child.dep_ == "nmod:poss")}
        if named & lexicon.AUTHOR:
            cues.add("about-author")
        elif named & lexicon.FIRM and not at_large:
            cues.add("about-firm")
        elif named & lexicon.READER:
            cues.add("reader-subject")
        elif named & lexicon.CLIENTS:
            cues.add("about-clients")
    if grammar.drops_subject(sentence, words):
        cues.add("dropped-subject")
    if not cues & {"author-word", "firm-word", "reader-word", "dropped-subject"}:
        cues.add("no-person")
    return cues


_PHRASES = {
    "condition": _CONDITION,
    "how-to": _HOW_TO,
    "listing": _LISTING,
    "so-you-can": _SO_YOU_CAN,
    "we-help": _WE_HELP,
    "advice": _ADVICE,
    "reason": _REASON,
    "contact": _CONTACT,
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


def _phrase_cues(voice: Voice) -> set[str]:
    return {cue for cue, pattern in _PHRASES.items() if pattern.search(voice.text)}


def _word_cues(sentence: Span, voice: Voice, words: list[Token]) -> set[str]:
    cues = {cue for cue, listed in _WORDS.items() if voice.lower & listed}
    if any(token.tag_ == "CD" for token in words):
        cues.add("number")
    if any(token.tag_ == "VBD" for token in words):
        cues.add("past")
    if "!" in voice.text:
        cues.add("exclamation")
    if sum(len(token) > 2 and token.is_upper and token.is_alpha for token in words) >= 2:
        cues.add("shouting")
    if not words:
        cues.add("tags")
    elif len(words) <= 4:
        cues.add("fragment")
    return cues
