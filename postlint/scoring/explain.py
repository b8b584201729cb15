"""Why a post has its score: what raises it and what lowers it, read off the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from postlint.core.terminal_text import one_line
from postlint.nlp import phrases
from postlint.nlp.post import Post, Sentence
from postlint.nlp.replies import MIN_WORDS, is_reply
from postlint.nlp.tokens import count_words
from postlint.scoring.features import Features, extract_features
from postlint.scoring.logistic_model import LogisticModel
from postlint.scoring.predict import Prediction
from postlint.scoring.reason import Effect, Reason
from postlint.scoring.sentence_predictions import SentencePrediction

NO_QUESTION = "doesn't ask the reader anything"
NO_TIE = "doesn't connect to the reader or to how you help"
NOTHING_TO_USE = "no fact, tip, or offer a client could use"

_ASKS = "asks the reader"

_MAX_REASONS, _MAX_OPPOSING_REASONS = 5, 2
"""How many reasons a post gets, and how many of them may go against its verdict."""

_LIKELY_THRESHOLD, _WEAK_THRESHOLD, _SURE_THRESHOLD = 0.5, 0.3, 0.9
"""Lowest probabilities at which a label counts: usually, with other evidence, and alone."""

_SHORT_POST_WORDS, _DETAILED_POST_WORDS = 25, 100
"""A post with fewer words is short, and one with more goes into detail."""

_MAX_QUOTE_LENGTH = 60
"""Longest quotation, in characters."""

_SPECIFIC_READER = re.compile(
    r"(?<!\bis )\b(?:(?:if|when|whenever|before) (?:you|your)\b|"
    r"(?:anyone|everyone|those|those of you) who\b)",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"\b(?:you (?:should|need to|must|might want to)"
    r"|it(?:'s| is) (?:worth|important|best|better))\b",
    re.IGNORECASE,
)
_TEASER = re.compile(r"\W*(?:learn|discover|explore|find out|meet|let|come|join)\b")
"""Commands that announce something, and aren't advice themselves."""

_OFFER_WORDS = re.compile(r"\b(?:my|our|me|us|i|we|here|below|free|link)\b|:$")
"""Words in a command that come with something to read, get, or take part in."""

_REQUEST = re.compile(
    r"\b(?:click here|comments?|contact|donate|petition|vote|submit|tickets?|tell us"
    r"|let (?:us|me) know)\b"
    r"|^\W*(?:please )?(?:share|spread|like|follow|leave|tell)\b|^\W*(?:\w+\W+){1,3}$"
)
"""Commands that neither advise nor offer anything."""

_HELP = re.compile(
    r"\b(?:i|we)\b[^.,;]{0,25}\b(?:help|offer|provide|support|advise|coach|teach|design|build"
    r"|work with)\b"
)
_FIGURE = re.compile(r"\d\s?(?:%|percent\b)|[$€£]\s?\d|\d,\d{3}\b")
_CELEBRATION = phrases.either(
    r"thank you|thanks(?! to\b)|congrat\w*|proud|honou?red|happy (?:birthday|anniversary)",
    r"(?:won|win|winning|received?|receiving)\b.{0,40}\bawards?",
)
_FAMILY = phrases.either(
    r"(?:my|our) (?:own )?(?:wife|husband|sons?|daughters?|kids?|child|children|mum|mom|dad|mother"
    r"|father|brother|sister|dog|cat|friends?|girlfriend|boyfriend|family)"
)


@dataclass(frozen=True)
class _ScoredSentence:
    """A sentence of the author's own with words in it, and what it's judged to be."""

    sentence: Sentence
    judged: SentencePrediction

    def is_likely(self, label: str, floor: float = _LIKELY_THRESHOLD) -> bool:
        return self.judged.probabilities[label] >= floor

    @property
    def text(self) -> str:
        return self.sentence.text.lower()

    @property
    def cues(self) -> frozenset[str]:
        return self.sentence.cues

    @property
    def names_author(self) -> bool:
        return bool(self.cues & {"author-word", "firm-word", "dropped-subject"})

    def reason(self, effect: Effect, text: str, start: int = 0) -> Reason:
        """Return a reason that quotes the sentence, or its words from `start` on."""
        prose, begin, end = self.sentence.block.prose, self.sentence.start, self.sentence.end
        words = one_line(self.sentence.original[start:])
        place = prose.to_source(begin + start, end)
        return Reason(effect, f"{text}: “{_shorten(words)}”", place)


def explain(
    post: Post, prediction: Prediction, judged: Sequence[SentencePrediction]
) -> tuple[Reason, ...]:
    """Return what raises and what lowers the score of a post, the side that fits its verdict first.

    A sentence raises the score if it's likely to connect to a reader's needs or to ask the reader
    something; see `postlint.diagnostics.result.SentenceResult.probabilities`.
    """
    sentences = [
        _ScoredSentence(sentence, one)
        for sentence, one in zip(post.sentences, judged, strict=True)
        if one.probabilities and not sentence.quoted
    ]
    raising = list(_find_raising(sentences, prediction)) or list(_find_need(sentences))
    if prediction.relevant and not raising:
        raising = list(_find_general(post, sentences))
    connects = any(one.span and not one.text.startswith(_ASKS) for one in raising)
    lowering = list(_find_lowering(post, sentences, prediction, connects=connects))
    first, second = (raising, lowering) if prediction.relevant else (lowering, raising)
    second = second[: max(_MAX_OPPOSING_REASONS, _MAX_REASONS - len(first))]
    return (*first[: _MAX_REASONS - len(second)], *second)


def weigh_sentences(post: Post, features: Features, model: LogisticModel) -> tuple[float, ...]:
    """Return how much the log odds would fall without each sentence, in order.

    The post is judged once for every sentence, which takes seconds for a long one.
    """
    whole = model.log_odds(features)
    return tuple(
        whole - model.log_odds(extract_features(_without(post, index)))
        for index in range(len(post.sentences))
    )


def _without(post: Post, index: int) -> Post:
    left_out = post.sentences[index]
    return replace(
        post,
        sentences=post.sentences[:index] + post.sentences[index + 1 :],
        words=post.words - count_words(left_out.tokens),
    )


def _addresses_specific_reader(one: _ScoredSentence) -> bool:
    return _speaks_to_reader(one) and bool(_SPECIFIC_READER.search(one.text))


def _gives_advice(one: _ScoredSentence) -> bool:
    asks = _is_offer(one) or _REQUEST.search(one.text)
    if asks or "heading" in one.cues or not one.is_likely("reader"):
        return False
    if one.sentence.act == "instructs" and "command" in one.cues:
        leads_on = _TEASER.match(one.text) or "call-to-action" in one.cues
        return not leads_on and one.is_likely("tie", _WEAK_THRESHOLD)
    return one.is_likely("tie") and bool(_ADVICE.search(one.text))


def _describes_help(one: _ScoredSentence) -> bool:
    return one.is_likely("tie") and bool(_HELP.search(one.text)) and not _is_offer(one)


def _asks_reader(one: _ScoredSentence) -> bool:
    return one.sentence.act == "asks" and one.is_likely("question")


def _offers(one: _ScoredSentence) -> bool:
    return one.is_likely("tie") and one.is_likely("reader") and _is_offer(one)


def _is_offer(one: _ScoredSentence) -> bool:
    commands = one.sentence.act == "instructs" and bool(_OFFER_WORDS.search(one.text))
    return commands and not _REQUEST.search(one.text)


def _speaks_to_reader(one: _ScoredSentence) -> bool:
    to_reader = one.is_likely("reader") and bool(one.cues & {"reader-word", "reader-subject"})
    return to_reader and one.is_likely("tie") and _is_statement(one)


def _is_statement(one: _ScoredSentence) -> bool:
    """Return whether a sentence neither asks for something nor only celebrates."""
    unlike = _CELEBRATION.search(one.text) or _REQUEST.search(one.text)
    return one.sentence.act != "asks" and not unlike


def _gives_figure(one: _ScoredSentence) -> bool:
    tells = one.sentence.act != "asks" and not one.text.startswith("@")
    return tells and not one.is_likely("author") and bool(_FIGURE.search(one.text))


_RAISING_REASONS: Sequence[
    tuple[str, Callable[[_ScoredSentence], bool], re.Pattern[str] | None]
] = (
    ("speaks to a specific reader", _addresses_specific_reader, _SPECIFIC_READER),
    ("gives advice", _gives_advice, _ADVICE),
    ("says how you help", _describes_help, None),
    (_ASKS, _asks_reader, None),
    ("offers the reader something", _offers, None),
    ("speaks to the reader", _speaks_to_reader, None),
)
"""What raises a score, the most useful first, and where the words to quote begin."""


def _find_raising(sentences: Sequence[_ScoredSentence], prediction: Prediction) -> Iterator[Reason]:
    left = list(sentences)
    for text, applies, pattern in _RAISING_REASONS:
        asks = applies is _asks_reader
        if asks and not prediction.labels.question:
            continue
        label = "question" if asks else "tie"
        found = [one for one in left if applies(one)]
        if found:
            best = max(found, key=lambda one: one.judged.probabilities[label])
            left.remove(best)
            words = pattern and pattern.search(best.sentence.text)
            yield best.reason("raises", text, words.start() if words else 0)


def _find_need(sentences: Sequence[_ScoredSentence]) -> Iterator[Reason]:
    """Yield the sentence that a client needs most, if none speaks to the reader."""
    likely = (one for one in sentences if one.is_likely("tie") and not one.is_likely("author"))
    needed = [
        one for one in likely if _is_statement(one) and not one.cues & {"heading", "fragment"}
    ]
    if needed:
        best = max(needed, key=lambda one: one.judged.probabilities["tie"])
        yield best.reason("raises", "touches on what clients need")


def _find_general(post: Post, sentences: Sequence[_ScoredSentence]) -> Iterator[Reason]:
    """Yield what raises the score of a relevant post in which no sentence stands out."""
    closest = max(sentences, key=lambda one: one.judged.probabilities["tie"], default=None)
    if closest and closest.is_likely("tie", _WEAK_THRESHOLD):
        yield closest.reason("raises", "comes closest to what clients look for")
    figure = next((one for one in sentences if _gives_figure(one)), None)
    if figure:
        yield figure.reason("raises", "gives a figure")
    others = [one for one in sentences if one.judged.about != "author" and not one.names_author]
    plain = [one for one in others if not one.cues & {"heading", "fragment"}]
    if plain and 2 * len(others) >= len(sentences):
        text = f"{_share(len(others), len(sentences))} about something other than you"
        yield plain[0].reason("raises", text)
    if post.words >= _DETAILED_POST_WORDS:
        yield Reason("raises", f"goes into detail ({post.words:,} words)")


def _find_lowering(
    post: Post, sentences: Sequence[_ScoredSentence], prediction: Prediction, *, connects: bool
) -> Iterator[Reason]:
    if is_reply(post) or post.words < MIN_WORDS:
        return
    own = [one for one in sentences if _is_about_author(one, prediction)]
    if 2 * len(own) > len(sentences) and prediction.verdict != "nothing for a client":
        first = next((one for one in own if one.cues & {"author-word", "firm-word"}), own[0])
        yield first.reason("lowers", f"{_share(len(own), len(sentences))} about you or your firm")
    if prediction.is_anecdote:
        return  # it's welcome as it is
    if prediction.verdict and not (connects or any(map(_may_be_useful, sentences))):
        yield Reason("lowers", NOTHING_TO_USE)
    if not (prediction.labels.tie or connects):
        yield Reason("lowers", NO_TIE)
    if not prediction.relevant:
        yield from _find_personal_topics(own)
    if not prediction.labels.question:
        yield Reason("lowers", NO_QUESTION)
    if post.words < _SHORT_POST_WORDS and not prediction.relevant:
        yield Reason("lowers", f"has only {post.words} words")


def _may_be_useful(one: _ScoredSentence) -> bool:
    return "command" in one.cues or _is_offer(one)


def _is_about_author(one: _ScoredSentence, prediction: Prediction) -> bool:
    """Return whether a sentence is about the author beyond doubt.

    In a post that's purely about its author, a sentence needn't name the author for that.
    """
    names = one.sentence.about == "author" or one.names_author
    return one.is_likely("author", _LIKELY_THRESHOLD if names else _SURE_THRESHOLD) and (
        names or prediction.labels.self_focus
    )


def _find_personal_topics(own: Sequence[_ScoredSentence]) -> Iterator[Reason]:
    """Yield the first sentence of each kind that only people who know the author care for."""
    left = list(own)
    for text, applies in _PERSONAL_TOPICS:
        found = next((one for one in left if applies(one)), None)
        if found:
            left.remove(found)
            yield found.reason("lowers", text)


_PERSONAL_TOPICS: Sequence[tuple[str, Callable[[_ScoredSentence], bool]]] = (
    ("celebrates or says thanks", lambda one: bool(_CELEBRATION.search(one.text))),
    ("talks about your family or friends", lambda one: bool(_FAMILY.search(one.text))),
    (
        "only says what you did",
        lambda one: one.sentence.act == "tells" and {"bare-report", "past"} <= one.cues,
    ),
)


def _share(part: int, total: int) -> str:
    if total == 1:
        return "the only sentence is"
    if part == total:
        return f"all {total} sentences are" if total > 2 else "both sentences are"
    return f"{part} of {total} sentences {'is' if part == 1 else 'are'}"


def _shorten(words: str) -> str:
    if len(words) <= _MAX_QUOTE_LENGTH:
        return words
    return words[: _MAX_QUOTE_LENGTH - 1].rpartition(" ")[0].rstrip(" ,;:–—-") + "…"
