"""A post of a feed: what is kept of it when it has been judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal, get_args

from postlint.archives.entry import Figures

if TYPE_CHECKING:
    from postlint.judgement.reading import Reading, Verdict

Trait = Literal["only_about_you", "question", "tie", "anecdote", "relevant"]
"""What a post has or has not; shares of it are counted."""

TRAITS: tuple[Trait, ...] = get_args(Trait)


@dataclass(frozen=True, slots=True)
class FeedPost:
    """A judged post of a feed, without its text: a feed may be long.

    Attributes:
        id: what it is known by.
        path: the file or archive that it stands in.
        line: where it begins there; 1 in an archive.
        name: what people call it: the file, or the archive and the row.
        date: when it was posted; None if unknown.
        platform: where, in postlint's spelling; None if unknown.
        url: where it can be seen.
        relevance: as in `postlint.results.PostReport`.
        relevant: likewise.
        reading: likewise.
        verdict: why an editor would stop it, as in `postlint.results.PostReport`.
        kinds: what kind of post it is, by the words in it: see `postlint.posts.kinds`.
        opening: its first sentence, cut if it is long.
        question: its last sentence likewise, if that is a question; else "".
        problems: which of the profile's problems it touches.
        topics: which of the profile's topics it touches.
        figures: what it cost and brought.
        rules: the rules that found something in it.
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
    reading: Reading
    verdict: Verdict | None = None
    kinds: frozenset[str] = frozenset()
    opening: str = ""
    question: str = ""
    problems: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    figures: Figures = field(default_factory=Figures)
    rules: tuple[str, ...] = ()

    def has(self, trait: Trait) -> bool:
        """Say whether it has a trait."""
        if trait == "only_about_you":
            return self.verdict == "only about you"
        return self.relevant if trait == "relevant" else bool(getattr(self.reading, trait))
