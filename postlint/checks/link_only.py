"""Posts that are a link and hardly anything else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from postlint.checks.check import Check, Context, Hit, NoOptions
from postlint.checks.places import has_link
from postlint.posts.quotation import find_quotations
from postlint.posts.replies import MIN_WORDS, is_reply
from postlint.posts.words import count_words

if TYPE_CHECKING:
    from postlint.posts.post import Sentence


class Options(NoOptions):
    """What hardly anything is."""

    most_words: int = Field(default=12, ge=1)
    """Posts with more words say something of their own."""

    most_relevance: float = Field(default=0.3, ge=0, le=1)
    """More relevant posts are let off: their few words are worth something."""

    let_off: tuple[str, ...] = ()
    """Platforms where a post has a title and a page around it."""


def run(context: Context) -> Iterator[Hit]:
    """Yield the words beside the link."""
    post, options = context.post, context.options
    reading = context.judgement.reading
    if post.platform in options.let_off or context.judgement.relevance > options.most_relevance:
        return
    if is_reply(post):
        return
    # A post about its author has another fault; a moment told or a real question has its use.
    if reading.question or reading.anecdote or (reading.self_focus and post.words >= MIN_WORDS):
        return
    said = [item for item in post.sentences if "tags" not in item.cues]
    # What the author asks is no headline, and somebody else's words may be the point.
    if not said or any(item.act == "asks" or _quotes(item) for item in said):
        return
    if sum(count_words(item.tokens) for item in said) <= options.most_words and has_link(post):
        yield Hit(said[0])


def _quotes(sentence: Sentence) -> bool:
    return sentence.quoted or bool(find_quotations(sentence.block.prose.text).spans)


CHECK = Check(run, Options, scopes=("post",))
