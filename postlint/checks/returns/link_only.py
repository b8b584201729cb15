"""Posts with a link and hardly any text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from postlint.checks.base import Check, CheckOptions, Context, Hit
from postlint.checks.selectors import has_link
from postlint.nlp.quotation import find_quotations
from postlint.nlp.tokens import count_words

if TYPE_CHECKING:
    from postlint.nlp.post import Sentence


class LinkOnlyOptions(CheckOptions):
    """How much text is too little."""

    max_own_words: int = Field(
        default=12,
        ge=1,
        description=(
            "Skip posts with more words, not counting hashtags: they say something of their own."
        ),
    )


def run(context: Context) -> Iterator[Hit]:
    """Yield the first sentence next to the link."""
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


CHECK = Check(run, LinkOnlyOptions, ("count",), scopes=("post",))
