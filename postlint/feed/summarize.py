"""Turning a judged post into a post of a feed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from postlint.core.dates import parse_date
from postlint.core.profile import Profile
from postlint.core.terminal_text import display_path, one_line
from postlint.diagnostics.result import PostResult, SentenceResult
from postlint.document.front_matter import FrontMatter, read_front_matter
from postlint.document.publish_date import date_of_draft
from postlint.feed.post import FeedPost
from postlint.feed.tokens import LINK_OR_TAG, WORD, truncate
from postlint.importers.imported_post import METRICS, ImportedPost, PostMetrics
from postlint.importers.io.numbers import parse_number
from postlint.nlp import lexicon
from postlint.nlp.genres import detect_genres
from postlint.nlp.profile_matcher import mentions_any

_MAX_CHARS = 80
"""How many characters of a sentence are kept to compare it."""

_SIMILARITY_THRESHOLD = 0.5
"""How similar in meaning a sentence must be to a problem to mention it.

It's strict, because a post counts as soon as one of its sentences matches.
"""


def to_feed_post(report: PostResult, profile: Profile) -> FeedPost:
    """Return a judged post as a post of a feed.

    Args:
        report: the post, with its sentences.
        profile: the author's profile.

    Raises:
        ValueError: the post hasn't been judged.
    """
    if report.relevance is None or report.relevant is None or report.labels is None:
        raise ValueError(f"{report.path} hasn't been judged")
    origin = report.source.origin
    entry = origin if isinstance(origin, ImportedPost) else None
    record = entry or _entry_of_draft(report)
    own = [one for one in report.sentences if not one.quoted]
    # A post often ends with hashtags and a link.
    own = [one for one in own if WORD.search(LINK_OR_TAG.sub("", _text(report, one)))]
    texts = [_text(report, one) for one in own]
    return FeedPost(
        id=record.id,
        path=record.path,
        line=1 if entry else report.source.position(_begin(report)).line,
        name=_name(report, entry),
        date=record.date,
        platform=report.platform,
        url=record.url,
        relevance=report.relevance,
        relevant=report.relevant,
        labels=report.labels,
        verdict=report.verdict,
        kinds=detect_genres(word for text in texts for word in _words(text)),
        opening=_cut(texts[0]) if texts else "",
        question=_cut(texts[-1]) if own and own[-1].act == "asks" else "",
        problems=frozenset(_mentioned(profile.problems, texts)),
        topics=frozenset(
            one for one in profile.topics if any(mentions_any((one,), t) for t in texts)
        ),
        metrics=record.metrics,
        rules=tuple(sorted({finding.rule for finding in report.findings})),
    )


def _begin(report: PostResult) -> int:
    body = report.source.text[report.body.start : report.body.end]
    return report.body.start + len(body) - len(body.lstrip())


def _name(report: PostResult, entry: ImportedPost | None) -> str:
    if entry:
        return f"{display_path(entry.path)}, row {entry.row}"
    name = display_path(report.path)
    return name if report.total == 1 else f"{name} (post {report.ordinal})"


def _entry_of_draft(report: PostResult) -> ImportedPost:
    front_matter = read_front_matter(report.source)
    return ImportedPost(
        id=report.path if report.total == 1 else f"{report.path}#{report.ordinal}",
        path=report.path,
        row=report.ordinal,
        source=report.source,
        date=parse_date(report.date)
        or date_of_draft(report.source, front_matter, report.body, report.total),
        metrics=read_metrics(front_matter),
    )


def read_metrics(front_matter: FrontMatter) -> PostMetrics:
    """Return the figures in front matter, without those that aren't numbers or are below 0."""
    return PostMetrics(**{name: parse_number(front_matter.get(name)) for name in METRICS})


def _text(report: PostResult, sentence: SentenceResult) -> str:
    return report.source.text[sentence.span.start : sentence.span.end]


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def _cut(text: str) -> str:
    """Return a sentence on one line, without hashtags and links, and cut if it's long."""
    return truncate(one_line(LINK_OR_TAG.sub(" ", text)), _MAX_CHARS)


def _mentioned(phrases: Sequence[str], texts: Sequence[str]) -> Iterator[str]:
    """Yield the phrases that a text contains or is similar to in meaning."""
    if not phrases:
        return
    # Imported late: only a profile needs word vectors.
    from postlint.nlp.word_vectors import load_word_vectors

    word_vectors = load_word_vectors()
    said = [_content_words(_words(text)) for text in texts]
    for phrase in phrases:
        wanted = _content_words(_words(phrase))
        if any(mentions_any((phrase,), text) for text in texts) or any(
            word_vectors.cosine_similarity(ours, wanted) >= _SIMILARITY_THRESHOLD for ours in said
        ):
            yield phrase


def _content_words(words: Iterable[str]) -> Counter[str]:
    return Counter(word for word in words if word not in lexicon.FUNCTION_WORDS)
