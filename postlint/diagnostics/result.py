"""Reports on posts as plain data, which can be cached and sent between processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

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
    """The analysis that a report is based on."""

    post: Post
    prediction: Prediction


@dataclass(frozen=True)
class SentenceResult:
    """How postlint judges a sentence; see `postlint.nlp.post.Sentence`.

    Attributes:
        span: where it is in the source.
        about: who it's about: author, reader, client, or other.
        speaks_to: reader or nobody.
        act: whether it asks, tells, or instructs.
        quoted: whether someone else says it.
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
    """Everything that postlint says about one post.

    Attributes:
        source: the file that it's in.
        body: where it is in the file, without front matter.
        ordinal: its number in the file, from 1.
        total: how many posts the file has.
        split: whether the file may have several posts.
        date: when it's posted, from a heading or a note in the file.
        platform: where it will be posted, in postlint's spelling; None if unknown.
        language: ISO 639-1 code; None without prose.
        opening: its first words, which identify it when its file changes.
        relevance: the probability that a prospective client finds it relevant, to three decimals;
            None without English prose.
        relevant: whether that's enough to call it relevant; None without English prose.
        labels: four yes-or-no labels; None without English prose.
        verdict: why an editor would stop it; None if one wouldn't, or without English prose.
        headline: the verdict in words, for people; None without English prose.
        findings: what the rules found, in the order of the text.
        accepted: how many more findings its author accepts, by a comment or the front matter.
        baselined: how many more findings are in the baseline.
        notices: what the author should know about how postlint read the draft.
        skipped: whether it's skipped because its author asks for that; the notices say how.
        reasons: what raises and what lowers its relevance, if details were asked for.
        sentences: how its sentences are judged, if details were asked for.
        analysis: the analyzed post; None if the report comes from the cache or another process.
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
        """The file's name as the user knows it."""
        return self.source.path


def to_dict(report: PostResult) -> dict[str, Any]:
    """Return a report as JSON data, without the source and what can be read from it."""
    data = {name: getattr(report, name) for name in _PLAIN_FIELDS}
    data["body"] = [report.body.start, report.body.end]
    data["labels"] = report.labels and asdict(report.labels)
    data["findings"] = [_finding_to_list(one) for one in report.findings]
    data["reasons"] = [
        [one.effect, one.text, one.span and [one.span.start, one.span.end]]
        for one in report.reasons
    ]
    data["sentences"] = [
        [
            one.span.start, one.span.end, one.about, one.speaks_to, one.act, one.quoted,
            dict(one.probabilities),
        ]
        for one in report.sentences
    ]  # fmt: skip
    return data


_PLAIN_FIELDS = (
    "ordinal", "total", "split", "date", "platform", "language", "opening", "relevance", "relevant",
    "verdict", "headline", "accepted", "baselined", "notices", "skipped",
)  # fmt: skip


def _finding_to_list(finding: Finding) -> list[Any]:
    locations = [
        [one.span.start, one.span.end, one.message, one.help, one.suggestion]
        for one in finding.locations
    ]
    return [finding.rule, finding.severity, finding.is_post_level, finding.unused, locations]


def from_dict(data: Mapping[str, Any], source: Source) -> PostResult:
    """Return the report for JSON data from `to_data`. `source` is the file, unchanged.

    Raises:
        LookupError, TypeError, ValueError: the data isn't from `to_data`.
    """
    plain = {name: data[name] for name in _PLAIN_FIELDS}
    return PostResult(
        **{**plain, "notices": tuple(data["notices"])},
        source=source,
        body=Span(*data["body"]),
        labels=data["labels"] and PostLabels(**data["labels"]),
        findings=tuple(_finding_from_list(source, *one) for one in data["findings"]),
        reasons=tuple(
            Reason(effect, text, span and Span(*span)) for effect, text, span in data["reasons"]
        ),
        sentences=tuple(
            SentenceResult(Span(start, end), *rest) for start, end, *rest in data["sentences"]
        ),
    )


def _finding_from_list(
    source: Source,
    rule: str,
    severity: Any,  # noqa: ANN401 -- a `Severity`, as it was when it was cached
    is_post_level: bool,
    unused: str | None,
    locations: Sequence[Any],
) -> Finding:
    places = (
        Location.in_source(source, Span(start, end), message, help_text, suggestion)
        for start, end, message, help_text, suggestion in locations
    )
    return Finding(rule, severity, tuple(places), is_post_level, unused)
