"""Checks of whether posts are worth the time they take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from postlint.checks.base import Check, CheckOptions, Context, Hit, PositiveInt
from postlint.checks.phrase_lists import Phrases, post_has_phrase
from postlint.checks.selectors import closing_block, has_link
from postlint.nlp.quotation import find_quotations
from postlint.nlp.tokens import count_words

if TYPE_CHECKING:
    from postlint.nlp.post import Post, Sentence


class LinkOnlyOptions(CheckOptions):
    """How much text is too little."""

    max_own_words: PositiveInt = Field(
        default=12,
        description=(
            "Skip posts with more words, not counting hashtags: they say something of their own."
        ),
    )


def run_link_only(context: Context) -> Iterator[Hit]:
    """Yield the first sentence of a post with a link and hardly any text."""
    post, options = context.post, context.options
    said = [item for item in post.sentences if "tags" not in item.cues]
    # A question isn't a headline, and a quotation may be the point of the post.
    if not said or any(item.act == "asks" or _quotes(item) for item in said):
        return
    words = sum(count_words(item.tokens) for item in said)
    if words <= options.max_own_words and has_link(post):
        yield Hit(said[0], {"count": str(words)})


def _quotes(sentence: Sentence) -> bool:
    return sentence.quoted or bool(find_quotations(sentence.block.prose.text).spans)


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

    steps: Phrases = Field(
        min_length=1, description="Words that point somewhere, in the form of the check `phrases`."
    )


def run_no_next_step(context: Context) -> Iterator[Hit]:
    """Yield the last block of a post that interests clients but doesn't say what to do next."""
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
    return post_has_phrase(options.steps, post) or any(
        block.prose.kind == "item"
        or len(_NUMBERED.findall(block.prose.text)) > 1
        or _WHERE.search(block.prose.text)
        for block in post.blocks
    )


CHECKS = {
    "link_only": Check(run_link_only, LinkOnlyOptions, ("count",), ("post",)),
    "no_next_step": Check(run_no_next_step, NoNextStepOptions, scopes=("post", "closing")),
}
