"""Matching words and phrases from a list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator

from postlint.checks.base import BlockSpan
from postlint.checks.scopes import PostPart
from postlint.core.terminal_text import shorten
from postlint.document.character_folding import fold_characters
from postlint.nlp.quotation import find_quotations

if TYPE_CHECKING:
    from postlint.nlp.post import Post, Sentence


def _require_words(phrases: tuple[str, ...]) -> tuple[str, ...]:
    for phrase in phrases:
        if not any(word.strip("*") for word in phrase.split()):
            raise ValueError(f"`{shorten(phrase)}` has no words to look for")
    return phrases


Phrases = Annotated[tuple[str, ...], AfterValidator(_require_words)]
"""Words and phrases to look for. A `*` at the end of a word matches any ending."""


@lru_cache(maxsize=4_096)  # more than a run has: each draft needs all of them again
def compile_phrases(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that matches any of the phrases in linear time.

    If several phrases match at the same offset, the longest wins. The phrases are grouped by their
    first word, so the pattern fails quickly at most offsets.
    """
    by_first: dict[str, list[list[str]]] = defaultdict(list)
    for phrase in sorted(
        {fold_characters(phrase.strip()) for phrase in phrases}, key=len, reverse=True
    ):
        first, *rest = phrase.split()
        by_first[first].append(rest)
    if not by_first:
        return re.compile(r"(?!)")
    branches = [
        f"{_word(first)}(?:{'|'.join(_ending(first, rest) for rest in rests)})"
        for first, rests in sorted(by_first.items(), key=lambda item: len(item[0]), reverse=True)
    ]
    initials = "".join({first[0].lower() + first[0].upper() for first in by_first}) + "'’"
    lookahead = "" if "*" in initials else rf"(?=[{re.escape(initials)}])"
    return re.compile(rf"{lookahead}(?:(?<!\w)|(?!\w))(?:{'|'.join(branches)})", re.IGNORECASE)


def _word(word: str) -> str:
    pattern = re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")
    return pattern.replace("’", "'").replace("'", "['’]")


def _ending(first: str, rest: Sequence[str]) -> str:
    last = rest[-1] if rest else first
    boundary = r"(?!\w)" if last[-1].isalnum() else ""
    return "".join(rf"\s+{_word(word)}" for word in rest) + boundary


def find_phrases(phrases: tuple[str, ...], part: PostPart) -> Iterator[BlockSpan]:
    """Yield where phrases are in a part, except in quotations, in the order of the text."""
    pattern = compile_phrases(phrases)
    for block_span in part.block_spans:
        block = block_span.block
        if block.prose.kind == "quote":
            continue
        for match in pattern.finditer(block.prose.text, block_span.start, block_span.end):
            if match.start() not in find_quotations(block.prose.text):
                yield BlockSpan(block, *match.span())


def sentence_has_phrase(phrases: tuple[str, ...], sentence: Sentence) -> bool:
    """Return whether a sentence has one of the phrases, even in a quotation."""
    return bool(phrases and compile_phrases(phrases).search(sentence.text))


def post_has_phrase(phrases: tuple[str, ...], post: Post) -> bool:
    """Return whether a post has one of the phrases anywhere, even in a quotation."""
    pattern = compile_phrases(phrases)
    return any(pattern.search(block.prose.text) for block in post.blocks)
