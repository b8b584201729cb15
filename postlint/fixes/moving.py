"""Moving the sentence that turns to the reader to where they see it."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.drafts.draft import Draft
from postlint.drafts.prose import Prose
from postlint.drafts.source import Span
from postlint.fixes.edit import Blocks, Edit, Read, apply, line_end_of, line_start, prose_of


def move_to_top(text: str, sentence: Span, ordinal: int, read: Read) -> tuple[Edit, ...]:
    """Return the edits that make a sentence the first paragraph of its post.

    A title stays above it. None where it stands there already, or is in a list, a table or a
    quotation.

    Args:
        text: the file.
        sentence: where the sentence stands.
        ordinal: counts the posts of the file, from 1.
        read: reads the file.
    """
    old = read(text)
    draft = old[ordinal - 1]
    paragraphs = [block for block in draft.blocks if block.kind == "paragraph"]
    home = next((block for block in paragraphs if _holds(block, sentence)), None)
    if home is None:
        return ()
    top = line_start(text, paragraphs[0].pieces[0].source_start)
    if sentence.start <= top:
        return ()
    end = line_end_of(text)
    put = Edit(Span(top, top), f"{text[sentence.start : sentence.end]}{end}{end}")
    posts = prose_of(old)
    posts[ordinal - 1] = _moved(draft, paragraphs[0], home, " ".join(_words(home, sentence)))
    for cut in _cuts(text, sentence):
        edits = (put, Edit(cut, ""))
        if cut.start >= top and prose_of(read(apply(text, edits))) == posts:
            return edits
    return ()


def _holds(block: Prose, sentence: Span) -> bool:
    first, last = block.pieces[0], block.pieces[-1]
    # Marks such as those of bold text may stand around the words.
    starts = min([first.source_start, *(mark.source_start for mark in block.markup)])
    stops = max([last.source_end, *(mark.source_end for mark in block.markup)])
    return starts <= sentence.start and sentence.end <= stops


def _cuts(text: str, sentence: Span) -> Iterator[Span]:
    """Yield what may be taken away: the sentence with the white space after or before it."""
    after = len(text) - len(text[sentence.end :].lstrip())
    if after < len(text):
        # What stands before the next words on their own line is theirs.
        first = line_start(text, after)
        yield Span(sentence.start, first if first > sentence.end else after)
    yield Span(len(text[: sentence.start].rstrip()), sentence.end)


def _words(home: Prose, sentence: Span) -> list[str]:
    """Return the words of the sentence as they are read."""
    said = [
        home.text[
            piece.start + max(sentence.start - piece.source_start, 0) : piece.end
            - max(piece.source_end - sentence.end, 0)
        ]
        if piece.end - piece.start == piece.source_end - piece.source_start
        else home.text[piece.start : piece.end]
        for piece in home.pieces
        if piece.source_start < sentence.end and sentence.start < piece.source_end
    ]
    return "".join(said).split()


def _moved(draft: Draft, top: Prose, home: Prose, words: str) -> Blocks:
    """Return the blocks of a draft as they should be read when the sentence has moved."""
    blocks: Blocks = []
    for block in draft.blocks:
        said = " ".join(block.text.split())
        if block is top:
            blocks.append(("paragraph", words))
        if block is home:
            before, found, rest = said.partition(words)
            said = " ".join(f"{before} {rest}".split()) if found else said
        if said:
            blocks.append((block.kind, said))
    return blocks
