"""Boasts that hide behind modesty, surprise or a complaint."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from postlint.checks.check import Check, Context, Hit, NoOptions, Stretch, one_fault
from postlint.checks.places import spoken
from postlint.checks.wording import OWN, Wording
from postlint.posts.replies import is_reply

if TYPE_CHECKING:
    from postlint.posts.post import Sentence


class Options(NoOptions):
    """What the boast hides behind, and when it is let off."""

    masks: tuple[Wording, ...] = Field(min_length=1)
    """What to look for, and the feat that stands beside it, in the sentence or next to it."""

    most_relevance: float = Field(default=0.3, ge=0, le=1)
    """Let off posts with a relevance above this: the feat is not what they are about."""

    most_anecdote: float = Field(default=0.45, ge=0, le=1)
    """Let off posts that tell a light or funny moment with more than this probability: those who
    laugh at themselves hide nothing."""


def run(context: Context) -> Iterator[Hit]:
    """Yield the sentences in which a feat hides."""
    yield from one_fault(_hits(context))


def _hits(context: Context) -> Iterator[Hit]:
    post, judgement, options = context.post, context.judgement, context.options
    if judgement.relevance > options.most_relevance or is_reply(post):
        return
    if judgement.probabilities["anecdote"] > options.most_anecdote:
        return
    told = spoken(post)
    for place, sentence in enumerate(told):
        near = [*told[max(0, place - 1) : place], *told[place + 1 : place + 2]]
        mask = next((one for one in options.masks if _hides(one, sentence, near)), None)
        if mask:
            yield Hit(Stretch(sentence.block, sentence.start, sentence.end), {"what": mask.what})


def _hides(mask: Wording, sentence: Sentence, near: list[Sentence]) -> bool:
    """Say whether a feat of the author's stands in a sentence, or near it, behind such a mask."""
    own = [other for other in near if other.cues & OWN]
    of_author = sentence.cues & OWN or (own and "no-person" in sentence.cues)
    return bool(of_author) and mask.stands_in(sentence, *own)


CHECK = Check(run, Options, ("what",), scopes=("post",))
