"""Posts that an editor would stop: only about their author, or with nothing for a client."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from postlint.checks.check import Check, Context, Hit, NoOptions
from postlint.checks.places import spoken
from postlint.judgement.judge import Judgement
from postlint.posts.replies import MIN_WORDS, is_reply

_VERDICTS = {
    True: ("This post is only about you or your firm", "This post seems to be mostly about you"),
    False: ("There's nothing here for a client", "There seems to be little here for a client"),
}
"""By whether a post is about its author: what to say if that's sure, and if it's likely."""


class Options(NoOptions):
    """How sure to be before a post is flagged."""

    certainty: float | None = Field(default=None, ge=0, le=1)
    """Flag posts that an editor would stop with at least this probability, unless they ask the
    reader something, tie back, or tell a light moment. Without it, posts are flagged from the
    probability on at which nine in ten turned out to offer a client nothing."""

    most_relevance: float = Field(default=1.0, ge=0, le=1)
    """Let off posts with a relevance above this."""


def run(context: Context) -> Iterator[Hit]:
    """Yield the post's first sentence, preferably one about its author."""
    post, judgement, options = context.post, context.judgement, context.options
    if (
        not _is_stopped(judgement, options.certainty)
        or judgement.relevance > options.most_relevance
    ):
        return
    if post.words < MIN_WORDS or is_reply(post):
        return
    about_author = judgement.reading.self_focus
    told = spoken(post) or post.sentences
    first = next((one for one in told if one.about == "author" and about_author), told[0])
    verdict, impression = _VERDICTS[about_author]
    yield Hit(first, {"verdict": verdict, "impression": impression})


def _is_stopped(judgement: Judgement, certainty: float | None) -> bool:
    if certainty is None or judgement.verdict:
        return judgement.verdict is not None
    reading = judgement.reading
    if reading.question or reading.tie or judgement.is_anecdote:
        return False
    return judgement.probabilities["reject"] >= certainty


CHECK = Check(run, Options, ("verdict", "impression"))
