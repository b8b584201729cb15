"""Results for posts. They can be cached and sent between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from postlint.core.terminal_text import display_path
from postlint.diagnostics.finding import Finding, Location
from postlint.document.source import Source, Span
from postlint.scoring.labels import PostLabels, Verdict
from postlint.scoring.reason import Reason

if TYPE_CHECKING:
    from postlint.nlp.post import Post
    from postlint.scoring.headline import Headline
    from postlint.scoring.predict import Prediction


@dataclass(frozen=True)
class Analysis:
    """The analyzed post and the prediction that a result is based on."""

    post: Post
    prediction: Prediction


@dataclass(frozen=True)
class SentenceResult:
    """The predictions for a sentence; see `postlint.nlp.post.Sentence`.

    Attributes:
        span: its offsets in the source.
        about: who it's about: `author`, `reader`, `client`, or `other`.
        speaks_to: `reader` or `nobody`.
        act: its sentence type: `asks`, `tells`, or `instructs`.
        quoted: whether it quotes someone else.
        probabilities: that it's about the author (`author`), speaks to the reader (`reader`), asks
            something that the reader could answer (`question`), and connects to the reader's needs
            (`tie`), to three decimals; empty for a sentence without words.
    """

    span: Span
    about: str
    speaks_to: str
    act: str
    quoted: bool
    probabilities: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class PostResult:
    """The result for one post.

    Attributes:
        source: the file with the post.
        body: the offsets of the post in the file, without front matter.
        ordinal: the number of the post in the file, from 1.
        total: the number of posts in the file.
        split: whether the file can have several posts.
        date: the publication date, from a heading or a note in the file.
        platform: postlint's name of the platform; None if unknown.
        language: ISO 639-1 code; None without prose.
        opening: its first words, which identify the post if the file changes.
        relevance: the probability that a prospective client finds it relevant, to three decimals;
            None without English prose.
        relevant: whether that reaches the threshold; None without English prose.
        labels: its four binary labels; None without English prose.
        verdict: why an editor would reject it; None if it passes, or without English prose.
        headline: the verdict in words, for people; None without English prose.
        findings: the findings, in the order of the text.
        accepted: the number of findings suppressed by comments or the front matter.
        baselined: the number of findings in the baseline.
        notices: what the author should know about how postlint read the draft.
        skipped: whether the author asked to skip it; the notices say how.
        reasons: what raises and lowers the relevance, if details were requested.
        sentences: the predictions for its sentences, if details were requested.
        analysis: the analyzed post; None if the result comes from the cache or another process.
    """

    source: Source
    body: Span
    ordinal: int = 1
    total: int = 1
    split: bool = False
    date: str | None = None
    platform: str | None = None
    language: str | None = None
    opening: str = ""
    relevance: float | None = None
    relevant: bool | None = None
    labels: PostLabels | None = None
    verdict: Verdict | None = None
    headline: Headline | None = None
    findings: tuple[Finding, ...] = ()
    accepted: int = 0
    baselined: int = 0
    notices: tuple[str, ...] = ()
    skipped: bool = False
    reasons: tuple[Reason, ...] = ()
    sentences: tuple[SentenceResult, ...] = ()
    analysis: Analysis | None = field(default=None, compare=False, repr=False)

    @property
    def path(self) -> str:
        """The file's path as the user gave it."""
        return self.source.path

    @property
    def display_name(self) -> str:
        """The file for display, with the number of the post if the file has several."""
        name = display_path(self.path)
        return name if self.total == 1 else f"{name} (post {self.ordinal})"

    @property
    def text_span(self) -> Span:
        """The offsets of the post in the file, without white space around it."""
        body = self.source.text[self.body.start : self.body.end]
        start = self.body.start + len(body) - len(body.lstrip())
        return Span(start, max(start, self.body.start + len(body.rstrip())))


def to_dict(result: PostResult) -> dict[str, Any]:
    """Return a result as JSON data, without the source and the excerpts from it."""
    data = {name: getattr(result, name) for name in _PLAIN_FIELDS}
    data["body"] = [result.body.start, result.body.end]
    data["labels"] = result.labels and asdict(result.labels)
    data["findings"] = [
        [
            finding.rule, finding.severity, finding.is_post_level, finding.unused_rule,
            [
                [one.span.start, one.span.end, one.message, one.help, one.suggestion]
                for one in finding.locations
            ],
        ]
        for finding in result.findings
    ]  # fmt: skip
    data["reasons"] = [
        [reason.effect, reason.text, reason.span and [reason.span.start, reason.span.end]]
        for reason in result.reasons
    ]
    data["sentences"] = [
        [
            sentence.span.start, sentence.span.end, sentence.about, sentence.speaks_to,
            sentence.act, sentence.quoted, dict(sentence.probabilities),
        ]
        for sentence in result.sentences
    ]  # fmt: skip
    return data


_PLAIN_FIELDS = (
    "ordinal", "total", "split", "date", "platform", "language", "opening", "relevance", "relevant",
    "verdict", "headline", "accepted", "baselined", "notices", "skipped",
)  # fmt: skip


def from_dict(data: Mapping[str, Any], source: Source) -> PostResult:
    """Return the result for JSON data from `to_dict`; `source` is the unchanged file.

    Raises:
        LookupError, TypeError, ValueError: the data isn't from `to_dict`.
    """
    fields = {name: data[name] for name in _PLAIN_FIELDS}
    return PostResult(
        **{**fields, "notices": tuple(data["notices"])},
        source=source,
        body=Span(*data["body"]),
        labels=data["labels"] and PostLabels(**data["labels"]),
        findings=tuple(
            Finding(
                rule,
                severity,
                tuple(
                    Location.in_source(source, Span(start, end), *texts)
                    for start, end, *texts in locations
                ),
                is_post_level,
                unused_rule,
            )
            for rule, severity, is_post_level, unused_rule, locations in data["findings"]
        ),
        reasons=tuple(
            Reason(effect, text, span and Span(*span)) for effect, text, span in data["reasons"]
        ),
        sentences=tuple(
            SentenceResult(Span(start, end), *rest) for start, end, *rest in data["sentences"]
        ),
    )
