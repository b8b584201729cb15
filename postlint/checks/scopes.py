"""The parts of a post that a rule's scope selects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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


def parts(context: Context) -> Iterator[PostPart]:
    """Yield the parts that a rule checks, in the order of the text."""
    post = context.post
    if context.scope == "block":
        for _, group in groupby(post.sentences, key=lambda sentence: id(sentence.block)):
            inside = tuple(group)
            yield _block(inside[0].block, inside)
    elif context.scope == "sentence":
        for sentence in post.sentences:
            yield _of([sentence])
    elif context.scope == "closing":
        last = closing_block(post)
        yield _block(last, tuple(item for item in post.sentences if item.block is last))
    elif context.scope == "opening":
        if first := opening(post):
            yield _of(first)
    elif post.blocks:
        yield _blocks(post.blocks, post.sentences)


def posts(context: Context) -> Iterator[PostPart]:
    """Yield the parts that a rule checks. Each post of a thread is a part of its own."""
    post = context.post
    if context.scope != "post" or not post.draft.parts:
        yield from parts(context)
        return
    for first, draft in split_thread(post.draft):
        blocks = post.blocks[first : first + len(draft.blocks)]
        inside = {id(block) for block in blocks}
        if blocks:
            own = tuple(item for item in post.sentences if id(item.block) in inside)
            yield _blocks(blocks, own)


def opening(post: Post) -> list[Sentence]:
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


def _blocks(blocks: Sequence[Block], sentences: tuple[Sentence, ...]) -> PostPart:
    return PostPart(
        tuple(BlockSpan(block, 0, len(block.prose.text)) for block in blocks), sentences
    )


def _block(block: Block, sentences: tuple[Sentence, ...]) -> PostPart:
    return PostPart((BlockSpan(block, 0, len(block.prose.text)),), sentences)


def _of(sentences: Sequence[Sentence]) -> PostPart:
    spans = (BlockSpan(item.block, item.start, item.end) for item in sentences)
    return PostPart(tuple(spans), tuple(sentences))
