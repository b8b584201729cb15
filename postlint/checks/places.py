"""Places in a post that several checks point to, and its own words for their helps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postlint.posts.post import Block, Post, Sentence

MIN_WORDS = 3
"""The headline rules judge no post shorter than this."""

_QUOTE_LENGTH = 70


def spoken(post: Post) -> list[Sentence]:
    """Return the sentences that say something: hashtags, headings and quotations left out."""
    return [
        sentence
        for sentence in post.sentences
        if not sentence.quoted and not sentence.cues & {"tags", "heading"}
    ]


def about_author(post: Post) -> list[Sentence]:
    """Return the sentences that are about the author or the author's firm."""
    return [sentence for sentence in spoken(post) if sentence.about == "author"]


def closing_block(post: Post) -> Block:
    """Return the last block that says something: where what is missing would go."""
    said = [sentence.block for sentence in post.sentences if "tags" not in sentence.cues]
    return said[-1] if said else post.blocks[-1]


def quote(sentence: Sentence) -> str:
    """Return a sentence in quotation marks, cut at a word if it is long."""
    text = " ".join(sentence.text.split())
    if len(text) > _QUOTE_LENGTH:
        text = text[:_QUOTE_LENGTH].rsplit(" ", 1)[0].rstrip(",;:–—-") + "…"
    return f"“{text}”"


def meatiest(sentences: Sequence[Sentence]) -> Sentence | None:
    """Return the sentence that gives most to build on: the one with the most words
    that a quotation can hold whole, or else the first.
    """
    short = [sentence for sentence in sentences if len(sentence.text) <= _QUOTE_LENGTH]
    return max(short, key=lambda sentence: len(sentence.text), default=next(iter(sentences), None))
