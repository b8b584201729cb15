"""Posts that leave the asking to a stock phrase: "Thoughts?"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from postlint.checks.asking import (
    invitations,
    is_idle,
    is_marked,
    is_near_end,
    last_turn,
    questions,
)
from postlint.checks.check import Check, Context, Hit, NoOptions, Stretch
from postlint.posts.replies import MIN_WORDS

if TYPE_CHECKING:
    from postlint.posts.post import Sentence


class Options(NoOptions):
    """Which questions and invitations fit any post."""

    phrases: tuple[str, ...] = Field(min_length=1)
    """Questions that fit any post, in lower case and without marks."""

    vague: tuple[str, ...] = ()
    """Words of invitations that name nothing to answer: "Let me know what you think"."""


def run(context: Context) -> Iterator[Hit]:
    """Yield the last question if it is a stock phrase and nothing else is asked."""
    post, options = context.post, context.options
    if not context.judgement.reading.question or post.words < MIN_WORDS:
        return
    lazy: list[Sentence] = []
    for question in questions(post):
        if _is_lazy(question, options.phrases):
            lazy.append(question)
        elif not is_idle(question):
            return
    if not lazy or not is_near_end(post, lazy[-1]):
        return
    vague = frozenset(options.vague)
    if all(vague.issuperset(last_turn(invitation)[1]) for invitation in invitations(post)):
        start, _ = last_turn(lazy[-1])
        where = Stretch(lazy[-1].block, start, lazy[-1].end)
        text = where.block.prose.text[start : where.end]
        yield Hit(where, {"question": text[: text.find("?") + 1].strip() or text})


def _is_lazy(question: Sentence, phrases: tuple[str, ...]) -> bool:
    """Say whether a question is nothing but a stock phrase, and goes to all readers."""
    to_one = "@" in question.text
    return is_marked(question) and not to_one and " ".join(last_turn(question)[1]) in phrases


CHECK = Check(run, Options, ("question",))
