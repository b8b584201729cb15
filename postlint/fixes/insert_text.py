"""Adding a suggestion to a draft, such as a closing question."""

from __future__ import annotations

from collections.abc import Iterator, Set

from postlint.document.source import Span
from postlint.fixes.edits import (
    LINE_END,
    Blocks,
    DraftParser,
    Edit,
    apply,
    block_texts,
    line_end,
    line_end_of,
    line_start,
)


def insert_paragraph(
    text: str, words: str, after: Span, ordinal: int, read: DraftParser
) -> tuple[Edit, ...]:
    """Return the edit that adds words to a post as a paragraph of their own.

    Args:
        text: the file.
        words: what to add.
        after: the block to add them after; if that's impossible, they go to the end of the post.
        ordinal: counts the posts of the file, from 1.
        read: reads the file.
    """
    old = read(text)
    before = block_texts(old)
    body = old[ordinal - 1].body
    bottom = body.start + len(text[body.start : body.end].rstrip())
    end = line_end_of(text)
    starts = {
        line_start(text, block.source_map[0].source_start) for one in old for block in one.blocks
    }
    for place in (_paragraph_stop(text, after.end, starts), bottom):
        for edit in _edits(place, words, end):
            after_it = block_texts(read(apply(text, [edit])))
            if after_it in _with_paragraph(before, ordinal - 1, words):
                return (edit,)
    return ()


def _paragraph_stop(text: str, offset: int, starts: Set[int]) -> int:
    """Return where the paragraph of an offset ends.

    That's before an empty line, or before a line that starts another block.
    """
    stop = line_end(text, offset)
    while found := LINE_END.match(text, stop):
        below = line_end(text, found.end())
        if found.end() in starts or not text[found.end() : below].strip():
            break
        stop = below
    return stop


def _edits(place: int, words: str, end: str) -> Iterator[Edit]:
    for rest in ("", end):
        yield Edit(Span(place, place), f"{end}{end}{words}{rest}")


def _with_paragraph(posts: list[Blocks], index: int, words: str) -> Iterator[list[Blocks]]:
    """Yield the blocks of posts with the words as one more block of one post."""
    blocks = posts[index]
    for place in range(len(blocks), 0, -1):
        changed: Blocks = [*blocks[:place], ("paragraph", words), *blocks[place:]]
        yield [*posts[:index], changed, *posts[index + 1 :]]
