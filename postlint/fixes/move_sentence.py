"""Moving the sentence that speaks to the reader to the top of a post."""

from __future__ import annotations

import re

from postlint.document.draft import Draft
from postlint.document.prose import Prose
from postlint.document.source import Span
from postlint.fixes.edits import (
    Blocks,
    DraftParser,
    Edit,
    apply,
    block_texts,
    line_end_of,
    line_start,
    removal_span,
)


def move_to_top(text: str, sentence: Span, ordinal: int, read: DraftParser) -> tuple[Edit, ...]:
    """Return the edits that make a sentence the first paragraph of its post.

    A title stays above it. There are no edits if it's there already, or if it's in a list, a
    table, or a quotation.

    Args:
        text: the file.
        sentence: where the sentence is.
        ordinal: counts the posts of the file, from 1.
        read: reads the file.
    """
    old = read(text)
    draft = old[ordinal - 1]
    paragraphs = [block for block in draft.blocks if block.kind == "paragraph"]
    home = next((block for block in paragraphs if _contains(block, sentence)), None)
    if home is None:
        return ()
    top = line_start(text, paragraphs[0].source_map[0].source_start)
    above = text[:top].splitlines() or [""]
    words = " ".join(_words(home, sentence))
    if sentence.start <= top or not words or _splits_markup(text, sentence):
        return ()
    if _applies_to_next(next((line for line in reversed(above) if line.strip()), "")):
        return ()
    end = line_end_of(text)
    insertion = Edit(Span(top, top), f"{text[sentence.start : sentence.end]}{end}{end}")
    posts = block_texts(old)
    posts[ordinal - 1] = _expected_blocks(draft, paragraphs[0], home, words)
    edits = (insertion, Edit(removal_span(text, sentence), ""))
    is_valid = edits[1].span.start >= top and block_texts(read(apply(text, edits))) == posts
    return edits if is_valid else ()


def _contains(block: Prose, sentence: Span) -> bool:
    first, last = block.source_map[0], block.source_map[-1]
    # There may be markup around the words, such as for bold text.
    starts = min([first.source_start, *(mark.source_start for mark in block.markup)])
    stops = max([last.source_end, *(mark.source_end for mark in block.markup)])
    return starts <= sentence.start and sentence.end <= stops


_OPENING = re.compile(r"<[A-Za-z]")
_CLOSING = re.compile(r"</[A-Za-z]")


def _splits_markup(text: str, sentence: Span) -> bool:
    """Return whether a sentence has only one half of an HTML element or the like."""
    words = text[sentence.start : sentence.end]
    return len(_OPENING.findall(words)) != len(_CLOSING.findall(words))


def _applies_to_next(line: str) -> bool:
    """Return whether a line is a comment that applies to what comes after it."""
    return "postlint-" in line


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
