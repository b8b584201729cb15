"""Posts of a feed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal, get_args

from postlint.importers.imported_post import PostMetrics

if TYPE_CHECKING:
    from postlint.scoring.labels import PostLabels, Verdict

Trait = Literal["only_about_you", "question", "tie", "anecdote", "relevant"]
"""A trait that a post can have."""

TRAITS: tuple[Trait, ...] = get_args(Trait)


@dataclass(frozen=True, slots=True)
class FeedPost:
    """A scored post of a feed. Its text isn't kept, because a feed can be long.

    Attributes:
        path: its file or archive.
        line: its first line in the file; 1 in an archive.
        name: its name in reports: the file, or the archive and the row.
        date: when it was published.
        relevance: this and the next three are as in `postlint.diagnostics.result.PostResult`.
        genres: its genres; see `postlint.nlp.genres`.
        opening: its first sentence, truncated.
        question: its last sentence, truncated, if it's a question; otherwise "".
        problems: the problems in the profile that it mentions.
        topics: the topics in the profile that it mentions.
        rules: the ids of the rules with a finding in it.
    """

    id: str
    path: str
    line: int
    name: str
    date: datetime | None
    platform: str | None
    url: str | None
    relevance: float
    relevant: bool
    labels: PostLabels
    verdict: Verdict | None = None
    genres: frozenset[str] = frozenset()
    opening: str = ""
    question: str = ""
    problems: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    metrics: PostMetrics = field(default_factory=PostMetrics)
    rules: tuple[str, ...] = ()

    def has(self, trait: Trait) -> bool:
        """Return whether it has a trait."""
        if trait == "only_about_you":
            return self.verdict == "only about you"
        return self.relevant if trait == "relevant" else bool(getattr(self.labels, trait))
