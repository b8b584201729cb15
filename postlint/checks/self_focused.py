"""Posts that are purely about their author."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field, field_validator

from postlint.checks.check import Check, Context, Hit, NoOptions
from postlint.checks.phrases import compile_phrases, with_words
from postlint.checks.places import MIN_WORDS, about_author, is_reply, spoken


class Options(NoOptions):
    """How sure to be before a post is flagged, and before it is let off."""

    certainty: float = Field(default=0.8, ge=0, le=1)
    """Flag posts that are purely about their author with at least this probability."""

    share: float = Field(default=0.66, ge=0, le=1)
    """Flag posts in which at least this share of the sentences is about the author."""

    anecdote_certainty: float = Field(default=0.45, ge=0, le=1)
    """Let off posts that tell a light or funny moment with at least this probability:
    they let people see a real person."""

    light: tuple[str, ...] = ()
    """Words and phrases, in the form of the check `phrases`, that mark a light moment by
    themselves: posts with one of these are let off, too."""

    @field_validator("light")
    @classmethod
    def _have_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return with_words(value)


def run(context: Context) -> Iterator[Hit]:
    """Yield the first sentence about the author if the post is about nothing else."""
    post, sure, options = context.post, context.judgement.probabilities, context.options
    if not context.judgement.reading.self_focus or sure["self_focus"] < options.certainty:
        return
    if sure["anecdote"] >= options.anecdote_certainty or post.words < MIN_WORDS or is_reply(post):
        return
    light = compile_phrases(options.light)
    if any(light.search(block.prose.text) for block in post.blocks):
        return
    told, own = spoken(post), about_author(post)
    if not own or len(own) < options.share * len(told):
        return
    count = f"{len(own)} of {len(told)} sentences are"
    if len(own) >= len(told):
        alone = {1: "This is", 2: "Both sentences are"}
        count = alone.get(len(told), f"All {len(told)} sentences are")
    yield Hit(own[0], {"count": count})


CHECK = Check(run, Options, ("count",))
