"""Posts that interest clients but don't say what to do next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from postlint.checks.base import Check, CheckOptions, Context, Hit
from postlint.checks.phrase_lists import compile_phrases, require_words
from postlint.checks.selectors import closing_block, has_link

if TYPE_CHECKING:
    from postlint.nlp.post import Post

_NEXT_STEP_CUES = frozenset({"question", "invitation", "call-to-action", "contact", "command"})
"""Cues of sentences that say what to do next."""

_SAVEABLE_CUES = frozenset({"advice", "how-to", "listing", "condition", "so-you-can"})
"""Cues of sentences with something that readers can use on their own."""

_OFFERS = frozenset({"author-word", "firm-word", "we-help"})
"""Cues of sentences that may be about the author's work."""

_PRICE = re.compile(
    r"[£$€] ?\d|\d ?(?:[£$€]|(?:euros?|pounds?|dollars?|eur|gbp|usd)\b)", re.IGNORECASE
)
_WHERE = re.compile(
    r"@\w|\w@|\d[\d ()/.-]{6,20}\d"  # a handle, an e-mail address, a telephone number
    r"|\b\d{1,2}(?:[.:]\d\d)? ?[ap]m\b|\b\d{1,2}[.:]\d\d\b"  # a time to be there
    r"|(?<![\w-])[a-z0-9-]{1,63}\.(?:com|org|net|info|shop|io|ai|app|dev|eu|de|uk)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?<!\S)[1-9][.)]\s")


class NoNextStepOptions(CheckOptions):
    """What counts as a next step."""

    steps: tuple[str, ...] = Field(
        min_length=1, description="Words that point somewhere, in the form of the check `phrases`."
    )

    @field_validator("steps")
    @classmethod
    def _require_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return require_words(value)


def run(context: Context) -> Iterator[Hit]:
    """Yield the last block, where the next step is missing."""
    post, prediction, options = context.post, context.prediction, context.options
    labels = prediction.labels
    if not (prediction.relevant and labels.tie) or labels.self_focus or labels.question:
        return
    leads_on = post.sentences[-1].text.endswith(":")
    if leads_on or has_link(post) or _points_somewhere(post, options):
        return
    offers = any(_PRICE.search(block.prose.text) for block in post.blocks)
    cues = frozenset().union(*(sentence.cues for sentence in post.sentences))
    # Facts and advice don't need a next step.
    if not offers and (not cues & _OFFERS or cues & _SAVEABLE_CUES):
        return
    if not cues & _NEXT_STEP_CUES and all(sentence.act == "tells" for sentence in post.sentences):
        yield Hit(closing_block(post))


def _points_somewhere(post: Post, options: NoNextStepOptions) -> bool:
    """Return whether a post names a contact, a place, or a time, or has a list."""
    pointers = (compile_phrases(options.steps), _WHERE)
    return any(
        block.prose.kind == "item"
        or len(_NUMBERED.findall(block.prose.text)) > 1
        or any(pointer.search(block.prose.text) for pointer in pointers)
        for block in post.blocks
    )


CHECK = Check(run, NoNextStepOptions, scopes=("post", "closing"))
