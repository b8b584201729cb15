"""Turning a scored post into a post of a feed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from postlint.core.dates import parse_date
from postlint.core.profile import Profile
from postlint.core.terminal_text import display_path, one_line, truncate
from postlint.diagnostics.result import PostResult
from postlint.document.front_matter import read_front_matter
from postlint.document.publish_date import date_of_draft
from postlint.feed.duplicates import LINK_OR_TAG, WORD
from postlint.feed.post import FeedPost
from postlint.importers.imported_post import METRICS, ImportedPost, PostMetrics
from postlint.importers.io.numbers import parse_number
from postlint.nlp import lexicon
from postlint.nlp.genres import detect_genres
from postlint.nlp.profile_matcher import mentions_any

_MAX_CHARS = 80
"""The number of characters of a sentence to keep for comparison."""

_SIMILARITY_THRESHOLD = 0.5
"""The minimum similarity in meaning for a sentence to mention a problem.

It's strict, because one matching sentence is enough for a post.
"""


def to_feed_post(result: PostResult, profile: Profile) -> FeedPost:
    """Return a scored post as a post of a feed; the result must have its sentences.

    Raises:
        ValueError: the post has no score.
    """
    if result.relevance is None or result.relevant is None or result.labels is None:
        raise ValueError(f"{result.path} has no score")
    origin = result.source.origin
    imported = origin if isinstance(origin, ImportedPost) else None
    record = imported or _draft_record(result)
    said = [
        (sentence, result.source.text[sentence.span.start : sentence.span.end])
        for sentence in result.sentences
        if not sentence.quoted
    ]
    # A post often ends with hashtags and a link.
    said = [(sentence, text) for sentence, text in said if WORD.search(LINK_OR_TAG.sub("", text))]
    texts = [text for _, text in said]
    name = result.display_name
    if imported:
        name = f"{display_path(imported.path)}, row {imported.row}"
    return FeedPost(
        id=record.id,
        path=record.path,
        line=1 if imported else result.source.position(result.text_span.start).line,
        name=name,
        date=record.date,
        platform=result.platform,
        url=record.url,
        relevance=result.relevance,
        relevant=result.relevant,
        labels=result.labels,
        verdict=result.verdict,
        genres=detect_genres(word for text in texts for word in _words(text)),
        opening=_truncate_sentence(texts[0]) if texts else "",
        question=_truncate_sentence(texts[-1]) if said and said[-1][0].act == "asks" else "",
        problems=frozenset(_mentioned(profile.problems, texts)),
        topics=frozenset(
            topic for topic in profile.topics if any(mentions_any((topic,), text) for text in texts)
        ),
        metrics=record.metrics,
        rules=tuple(sorted({finding.rule for finding in result.findings})),
    )


def _draft_record(result: PostResult) -> ImportedPost:
    front_matter = read_front_matter(result.source)
    return ImportedPost(
        id=result.path if result.total == 1 else f"{result.path}#{result.ordinal}",
        path=result.path,
        row=result.ordinal,
        source=result.source,
        date=parse_date(result.date)
        or date_of_draft(result.source, front_matter, result.body, result.total),
        # Values that aren't numbers from 0 are ignored.
        metrics=PostMetrics(**{name: parse_number(front_matter.get(name)) for name in METRICS}),
    )


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def _truncate_sentence(text: str) -> str:
    """Return a sentence on one line, truncated and without hashtags and links."""
    return truncate(one_line(LINK_OR_TAG.sub(" ", text)), _MAX_CHARS)


def _mentioned(phrases: Sequence[str], texts: Sequence[str]) -> Iterator[str]:
    """Yield the phrases that a text contains, or that a text is similar to in meaning."""
    if not phrases:
        return
    # Imported late: only profiles with problems need word vectors.
    from postlint.nlp.word_vectors import load_word_vectors

    word_vectors = load_word_vectors()
    text_words = [_content_words(text) for text in texts]
    for phrase in phrases:
        phrase_words = _content_words(phrase)
        if any(mentions_any((phrase,), text) for text in texts) or any(
            word_vectors.cosine_similarity(words, phrase_words) >= _SIMILARITY_THRESHOLD
            for words in text_words
        ):
            yield phrase


def _content_words(text: str) -> Counter[str]:
    return Counter(word for word in _words(text) if word not in lexicon.FUNCTION_WORDS)
