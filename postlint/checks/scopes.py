"""The parts of a post that a rule's scope selects."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from postlint.checks.base import BlockSpan, Context
from postlint.checks.selectors import closing_block
from postlint.core.platforms import fold_length
from postlint.document.draft import split_thread

if TYPE_CHECKING:
    from postlint.nlp.post import Block, Post, Sentence


@dataclass(frozen=True)
class PostPart:
    """A part of a post.

    Attributes:
        block_spans: its text; never empty.
        sentences: the sentences in it.
    """

    block_spans: tuple[BlockSpan, ...]
    sentences: tuple[Sentence, ...]

    def sentence_at(self, place: BlockSpan) -> Sentence | None:
        """Return the sentence in which a span starts."""
        inside = self._sentences_by_block[id(place.block)]
        index = bisect_right(inside, place.start, key=lambda sentence: sentence.start) - 1
        return inside[index] if index >= 0 and place.start < inside[index].end else None

    @cached_property
    def _sentences_by_block(self) -> defaultdict[int, list[Sentence]]:
        by_block: defaultdict[int, list[Sentence]] = defaultdict(list)
        for sentence in self.sentences:
            by_block[id(sentence.block)].append(sentence)
        return by_block


def parts(context: Context) -> Iterator[PostPart]:
    """Yield the parts that a rule checks, in the order of the text."""
    post = context.post
    if context.scope == "block":
        for _, group in groupby(post.sentences, key=lambda sentence: id(sentence.block)):
            sentences = tuple(group)
            yield _of_blocks([sentences[0].block], sentences)
    elif context.scope == "sentence":
        for sentence in post.sentences:
            yield _of_sentences([sentence])
    elif context.scope == "closing":
        yield _of_blocks([closing_block(post)], post.sentences)
    elif context.scope == "opening":
        if first := _opening(post):
            yield _of_sentences(first)
    elif post.blocks:
        yield _of_blocks(post.blocks, post.sentences)


def posts(context: Context) -> Iterator[PostPart]:
    """Yield the parts that a rule checks. Each post of a thread is a part of its own."""
    post = context.post
    if context.scope != "post" or not post.draft.parts:
        yield from parts(context)
        return
    for first, draft in split_thread(post.draft):
        if blocks := post.blocks[first : first + len(draft.blocks)]:
            yield _of_blocks(blocks, post.sentences)


def _opening(post: Post) -> list[Sentence]:
    """Return the sentences that start before the fold."""
    remaining = fold_length(post.platform)
    before: list[Sentence] = []
    block: Block | None = None
    for sentence in post.sentences:
        if sentence.block is not block and block is not None:
            remaining -= len(block.prose.text)
        block = sentence.block
        if sentence.start >= remaining:
            break
        before.append(sentence)
    return before


def _of_blocks(blocks: Sequence[Block], sentences: Sequence[Sentence]) -> PostPart:
    """Return a part with some blocks and those of the sentences that are in them."""
    spans = tuple(BlockSpan(block, 0, len(block.prose.text)) for block in blocks)
    inside = {id(block) for block in blocks}
    return PostPart(spans, tuple(item for item in sentences if id(item.block) in inside))


def _of_sentences(sentences: Sequence[Sentence]) -> PostPart:
    spans = tuple(BlockSpan(item.block, item.start, item.end) for item in sentences)
    return PostPart(spans, tuple(sentences))
