"""Matching words and phrases from a list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from postlint.checks.base import BlockSpan
from postlint.checks.scopes import PostPart
from postlint.core.terminal_text import shorten
from postlint.document.character_folding import fold_characters
from postlint.nlp.quotation import Quotations, find_quotations


def require_words(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Return phrases unchanged.

    Raises:
        ValueError: A phrase has no characters to look for.
    """
    for phrase in phrases:
        if not any(word.strip("*") for word in phrase.split()):
            raise ValueError(f"`{shorten(phrase)}` has no words to look for")
    return phrases


@lru_cache(maxsize=256)
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
        text = block_span.block.prose.text
        quoted: Quotations | None = None
        if block_span.block.prose.kind == "quote":
            continue
        for match in pattern.finditer(text, block_span.start, block_span.end):
            quoted = quoted or find_quotations(text)
            if match.start() not in quoted:
                yield BlockSpan(block_span.block, *match.span())
