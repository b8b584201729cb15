"""Adding a paragraph to a draft, and moving a sentence to the top as one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from postlint.document.draft import Draft
from postlint.document.prose import Prose
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
    removal_span,
)


def insert_paragraph(
    text: str, words: str, after: Span, ordinal: int, read: DraftParser
) -> tuple[Edit, ...]:
    """Return the edit that adds words to a post as a paragraph of their own.

    They go after the block `after`, or if that's impossible, to the end of the post. `ordinal`
    counts the posts of the file, from 1.
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
        for rest in ("", end):
            edit = Edit(Span(place, place), f"{end}{end}{words}{rest}")
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


def _with_paragraph(posts: list[Blocks], index: int, words: str) -> Iterator[list[Blocks]]:
    """Yield the blocks of posts with the words as one more block of one post."""
    blocks = posts[index]
    for place in range(len(blocks), 0, -1):
        changed: Blocks = [*blocks[:place], ("paragraph", words), *blocks[place:]]
        yield [*posts[:index], changed, *posts[index + 1 :]]


def move_to_top(text: str, sentence: Span, ordinal: int, read: DraftParser) -> tuple[Edit, ...]:
    """Return the edits that make a sentence the first paragraph of its post.

    A title stays above it. There are no edits if it's there already, or if it's in a list, a
    table, or a quotation. `ordinal` counts the posts of the file, from 1.
    """
    old = read(text)
    draft = old[ordinal - 1]
    paragraphs = [block for block in draft.blocks if block.kind == "paragraph"]
    home = next((block for block in paragraphs if _contains(block, sentence)), None)
    if home is None:
        return ()
    top = line_start(text, paragraphs[0].source_map[0].source_start)
    moved = text[sentence.start : sentence.end]
    words = " ".join(_words(home, sentence))
    if sentence.start <= top or not words:
        return ()
    if len(_OPENING.findall(moved)) != len(_CLOSING.findall(moved)):
        return ()  # it has only one half of an HTML element
    above = text[:top].rstrip().splitlines()
    if above and "postlint-" in above[-1]:
        return ()  # it's a comment that applies to what comes after it
    end = line_end_of(text)
    posts = block_texts(old)
    posts[ordinal - 1] = _expected_blocks(draft, paragraphs[0], home, words)
    removed = removal_span(text, sentence)
    edits = (Edit(Span(top, top), f"{moved}{end}{end}"), Edit(removed, ""))
    is_valid = removed.start >= top and block_texts(read(apply(text, edits))) == posts
    return edits if is_valid else ()


def _contains(block: Prose, sentence: Span) -> bool:
    first, last = block.source_map[0], block.source_map[-1]
    # There may be markup around the words, such as for bold text.
    starts = min([first.source_start, *(mark.source_start for mark in block.markup)])
    stops = max([last.source_end, *(mark.source_end for mark in block.markup)])
    return starts <= sentence.start and sentence.end <= stops


_OPENING = re.compile(r"<[A-Za-z]")
_CLOSING = re.compile(r"</[A-Za-z]")


def _words(home: Prose, sentence: Span) -> list[str]:
    """Return the words of the sentence as readers see them."""
    parts = [
        home.original[
            piece.start + max(sentence.start - piece.source_start, 0) : piece.end
            - max(piece.source_end - sentence.end, 0)
        ]
        if piece.end - piece.start == piece.source_end - piece.source_start
        else home.original[piece.start : piece.end]
        for piece in home.source_map
        if piece.source_start < sentence.end and sentence.start < piece.source_end
    ]
    return "".join(parts).split()


def _expected_blocks(draft: Draft, top: Prose, home: Prose, words: str) -> Blocks:
    """Return the blocks that a draft should have after the move."""
    blocks: Blocks = []
    for block in draft.blocks:
        text = " ".join(block.original.split())
        if block is top:
            blocks.append(("paragraph", words))
        if block is home:
            before, found, rest = text.partition(words)
            text = " ".join(f"{before} {rest}".split()) if found else text
        if text:
            blocks.append((block.kind, text))
    return blocks
