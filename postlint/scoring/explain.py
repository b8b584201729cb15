"""Explanation of a post's score: what raises it and what lowers it, as things in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from postlint.core.terminal_text import one_line, truncate
from postlint.nlp import phrases
from postlint.nlp.post import Post, Sentence
from postlint.nlp.tokens import count_words
from postlint.scoring.features import Features, extract_features
from postlint.scoring.labels import MIN_WORDS
from postlint.scoring.logistic_model import LogisticModel
from postlint.scoring.predict import Prediction
from postlint.scoring.reason import Effect, Reason
from postlint.scoring.sentence_predictions import SentencePrediction

NO_QUESTION = "doesn't ask the reader anything"
NO_TIE = "doesn't connect to the reader or to how you help"
NOTHING_TO_USE = "no fact, tip, or offer a client could use"

_ASKS = "asks the reader"

_MAX_REASONS, _MAX_OPPOSING_REASONS = 5, 2
"""The most reasons, and the most of them that may contradict the verdict."""

_LIKELY_THRESHOLD, _WEAK_THRESHOLD, _SURE_THRESHOLD = 0.5, 0.3, 0.9
"""The least probabilities for a label to count: usually, with other evidence, and alone."""

_SHORT_POST_WORDS, _DETAILED_POST_WORDS = 25, 100
"""The number of words below which a post is short, and from which it's detailed."""

_MAX_QUOTE_LENGTH = 60
"""The most characters of a quotation."""

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
"""Imperatives that announce something, and aren't advice themselves."""

_OFFER_WORDS = re.compile(r"\b(?:my|our|me|us|i|we|here|below|free|link)\b|:$")
"""Words in an imperative sentence that offers something to read, get, or take part in."""

_REQUEST = re.compile(
    r"\b(?:click here|comments?|contact|donate|petition|vote|submit|tickets?|tell us"
    r"|let (?:us|me) know)\b"
    r"|^\W*(?:please )?(?:share|spread|like|follow|leave|tell)\b|^\W*(?:\w+\W+){1,3}$"
)
"""Imperatives that neither advise nor offer anything."""

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
    """A sentence with words that isn't quoted, and its prediction."""

    sentence: Sentence
    prediction: SentencePrediction

    def is_likely(self, label: str, threshold: float = _LIKELY_THRESHOLD) -> bool:
        return self.probability(label) >= threshold

    def probability(self, label: str) -> float:
        return self.prediction.probabilities[label]

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
        """Return a reason that quotes the sentence from the offset `start` on."""
        prose, begin, end = self.sentence.block.prose, self.sentence.start, self.sentence.end
        words = one_line(self.sentence.original[start:])
        span = prose.to_source(begin + start, end)
        return Reason(effect, f"{text}: “{truncate(words, _MAX_QUOTE_LENGTH)}”", span)


def explain(
    post: Post, prediction: Prediction, of_sentences: Sequence[SentencePrediction]
) -> tuple[Reason, ...]:
    """Return the reasons for the score of a post, those that agree with its verdict first.

    A sentence raises the score if it's likely to connect to a reader's needs or to ask the reader
    something; see `postlint.diagnostics.result.SentenceResult.probabilities`.
    """
    sentences = [
        _ScoredSentence(sentence, sentence_prediction)
        for sentence, sentence_prediction in zip(post.sentences, of_sentences, strict=True)
        if sentence_prediction.probabilities and not sentence.quoted
    ]
    raising = list(_find_raising(sentences, prediction)) or list(_find_need(sentences))
    if prediction.relevant and not raising:
        raising = list(_find_general(post, sentences))
    connects = any(reason.span and not reason.text.startswith(_ASKS) for reason in raising)
    lowering = list(_find_lowering(post, sentences, prediction, connects=connects))
    first, second = (raising, lowering) if prediction.relevant else (lowering, raising)
    second = second[: max(_MAX_OPPOSING_REASONS, _MAX_REASONS - len(first))]
    return (*first[: _MAX_REASONS - len(second)], *second)


def weigh_sentences(post: Post, features: Features, model: LogisticModel) -> tuple[float, ...]:
    """Return by how much the log odds would fall without each sentence, in order.

    The post is scored once per sentence, which takes seconds for a long post.
    """
    log_odds = model.log_odds(features)
    return tuple(
        log_odds - model.log_odds(extract_features(_without(post, index)))
        for index in range(len(post.sentences))
    )


def _without(post: Post, index: int) -> Post:
    removed = post.sentences[index]
    return replace(
        post,
        sentences=post.sentences[:index] + post.sentences[index + 1 :],
        words=post.words - count_words(removed.tokens),
    )


def _gives_advice(sentence: _ScoredSentence) -> bool:
    is_request = _is_offer(sentence) or _REQUEST.search(sentence.text)
    if is_request or "heading" in sentence.cues or not sentence.is_likely("reader"):
        return False
    if sentence.sentence.act == "instructs" and "command" in sentence.cues:
        is_teaser = _TEASER.match(sentence.text) or "call-to-action" in sentence.cues
        return not is_teaser and sentence.is_likely("tie", _WEAK_THRESHOLD)
    return sentence.is_likely("tie") and bool(_ADVICE.search(sentence.text))


def _is_offer(sentence: _ScoredSentence) -> bool:
    is_command = sentence.sentence.act == "instructs" and bool(_OFFER_WORDS.search(sentence.text))
    return is_command and not _REQUEST.search(sentence.text)


def _speaks_to_reader(sentence: _ScoredSentence) -> bool:
    addresses_reader = sentence.is_likely("reader") and bool(
        sentence.cues & {"reader-word", "reader-subject"}
    )
    return addresses_reader and sentence.is_likely("tie") and _is_statement(sentence)


def _is_statement(sentence: _ScoredSentence) -> bool:
    """Return whether a sentence neither asks for something nor only celebrates."""
    is_other = _CELEBRATION.search(sentence.text) or _REQUEST.search(sentence.text)
    return sentence.sentence.act != "asks" and not is_other


def _gives_figure(sentence: _ScoredSentence) -> bool:
    is_assertion = sentence.sentence.act != "asks" and not sentence.text.startswith("@")
    return is_assertion and not sentence.is_likely("author") and bool(_FIGURE.search(sentence.text))


_RAISING_REASONS: Sequence[
    tuple[str, Callable[[_ScoredSentence], object], re.Pattern[str] | None]
] = (
    (
        "speaks to a specific reader",
        lambda one: _speaks_to_reader(one) and _SPECIFIC_READER.search(one.text),
        _SPECIFIC_READER,
    ),
    ("gives advice", _gives_advice, _ADVICE),
    (
        "says how you help",
        lambda one: one.is_likely("tie") and _HELP.search(one.text) and not _is_offer(one),
        None,
    ),
    (_ASKS, lambda one: one.sentence.act == "asks" and one.is_likely("question"), None),
    (
        "offers the reader something",
        lambda one: one.is_likely("tie") and one.is_likely("reader") and _is_offer(one),
        None,
    ),
    ("speaks to the reader", _speaks_to_reader, None),
)
"""The reasons that raise a score, most useful first: text, test, and where the quotation starts."""


def _find_raising(sentences: Sequence[_ScoredSentence], prediction: Prediction) -> Iterator[Reason]:
    remaining = list(sentences)
    for text, applies, pattern in _RAISING_REASONS:
        is_question = text == _ASKS
        if is_question and not prediction.labels.question:
            continue
        label = "question" if is_question else "tie"
        matches = [sentence for sentence in remaining if applies(sentence)]
        if matches:
            best = max(matches, key=lambda sentence: sentence.probability(label))
            remaining.remove(best)
            words = pattern and pattern.search(best.sentence.text)
            yield best.reason("raises", text, words.start() if words else 0)


def _tie_probability(sentence: _ScoredSentence) -> float:
    return sentence.probability("tie")


def _find_need(sentences: Sequence[_ScoredSentence]) -> Iterator[Reason]:
    """Yield a reason for the sentence that most likely connects to a client's needs."""
    statements = (
        sentence
        for sentence in sentences
        if sentence.is_likely("tie")
        and not sentence.is_likely("author")
        and _is_statement(sentence)
        and not sentence.cues & {"heading", "fragment"}
    )
    if best := max(statements, key=_tie_probability, default=None):
        yield best.reason("raises", "touches on what clients need")


def _find_general(post: Post, sentences: Sequence[_ScoredSentence]) -> Iterator[Reason]:
    """Yield the reasons that raise the score of a relevant post without a notable sentence."""
    closest = max(sentences, key=_tie_probability, default=None)
    if closest and closest.is_likely("tie", _WEAK_THRESHOLD):
        yield closest.reason("raises", "comes closest to what clients look for")
    if figure := next(filter(_gives_figure, sentences), None):
        yield figure.reason("raises", "gives a figure")
    others = [
        sentence
        for sentence in sentences
        if sentence.prediction.about != "author" and not sentence.names_author
    ]
    complete = [sentence for sentence in others if not sentence.cues & {"heading", "fragment"}]
    if complete and 2 * len(others) >= len(sentences):
        text = f"{_share(len(others), len(sentences))} about something other than you"
        yield complete[0].reason("raises", text)
    if post.words >= _DETAILED_POST_WORDS:
        yield Reason("raises", f"goes into detail ({post.words:,} words)")


def _find_lowering(
    post: Post, sentences: Sequence[_ScoredSentence], prediction: Prediction, *, connects: bool
) -> Iterator[Reason]:
    if post.is_reply or post.words < MIN_WORDS:
        return
    personal = [sentence for sentence in sentences if _is_about_author(sentence, prediction)]
    if 2 * len(personal) > len(sentences) and prediction.verdict != "nothing for a client":
        naming = (sentence for sentence in personal if sentence.cues & {"author-word", "firm-word"})
        about = sum(sentence.prediction.about == "author" for sentence in sentences)
        text = f"{_share(about, len(sentences))} about you or your firm"
        yield next(naming, personal[0]).reason("lowers", text)
    if prediction.is_anecdote:
        return  # an anecdote needs no fixes
    may_be_useful = any("command" in one.cues or _is_offer(one) for one in sentences)
    if prediction.verdict and not (connects or may_be_useful):
        yield Reason("lowers", NOTHING_TO_USE)
    if not (prediction.labels.tie or connects):
        yield Reason("lowers", NO_TIE)
    if not prediction.relevant:
        yield from _find_personal_topics(personal)
    if not prediction.labels.question:
        yield Reason("lowers", NO_QUESTION)
    if post.words < _SHORT_POST_WORDS and not prediction.relevant:
        yield Reason("lowers", f"has only {post.words} words")


def _is_about_author(sentence: _ScoredSentence, prediction: Prediction) -> bool:
    """Return whether a sentence is clearly about the author.

    In a post that is only about its author, a sentence doesn't have to name the author.
    """
    names_author = sentence.sentence.about == "author" or sentence.names_author
    threshold = _LIKELY_THRESHOLD if names_author else _SURE_THRESHOLD
    return sentence.is_likely("author", threshold) and (
        names_author or prediction.labels.self_focus
    )


def _find_personal_topics(sentences: Sequence[_ScoredSentence]) -> Iterator[Reason]:
    """Yield a reason for the first sentence on each topic that only the author's friends like."""
    remaining = list(sentences)
    for text, applies in _PERSONAL_TOPICS:
        if match := next(filter(applies, remaining), None):
            remaining.remove(match)
            yield match.reason("lowers", text)


_PERSONAL_TOPICS: Sequence[tuple[str, Callable[[_ScoredSentence], object]]] = (
    ("celebrates or says thanks", lambda one: _CELEBRATION.search(one.text)),
    ("talks about your family or friends", lambda one: _FAMILY.search(one.text)),
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
