"""How a draft will look on a platform: its text, where the feed cuts it, and what is too long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from postlint.core.platforms.counting import BY_GRAPHEME, CountingMethod
from postlint.core.platforms.facts import Platform
from postlint.document.draft import Draft, split_thread
from postlint.document.formatting import find_formatting
from postlint.document.rendered import RenderedPost

_MAX_THREAD_POSTS = 25
"""The most posts of a suggested thread. Nobody reads longer ones."""

_NUMBERING = " 00/00"
"""The number at the end of each post of a thread, as long as it can get."""

_MAX_URL_LENGTH = 2_000
"""The longest URL in a suggested thread that isn't split: on X, any URL counts as 23."""

_PARAGRAPH_END = re.compile(r"\n\s*\n")
_SENTENCE_END = re.compile(r"[.!?…][\"”’)]*\s+")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Preview:
    """A draft as it will look on a platform.

    Attributes:
        platform: postlint's name of the platform.
        name: its name on its own, for people.
        text: the text that is posted.
        length: its length in the platform's characters; of a thread, that of its longest post.
        limit: the most characters of a post; None if there's no limit.
        fold: the offset in `text` where the feed cuts it; None if it shows all of it.
        end: the offset in `text` from which it exceeds the limit; None if it fits.
        thread: the posts of a thread, if the draft is one, or if it needs one to fit.
        lost: the kinds of formatting in the draft that the platform can't show, such as "headings".
    """

    platform: str
    name: str
    text: str
    length: int
    limit: int | None
    fold: int | None
    end: int | None
    thread: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def previews(draft: Draft, platforms: Iterable[Platform]) -> list[Preview]:
    """Return how a draft will look on each platform."""
    parts = [RenderedPost(part).text for _, part in split_thread(draft)]
    formatting = find_formatting(draft)
    return [_preview(parts, formatting, platform) for platform in platforms]


def _preview(parts: Sequence[str], formatting: tuple[str, ...], platform: Platform) -> Preview:
    is_thread = platform.has_threads and len(parts) > 1
    text = "\n\n".join(parts)
    count = platform.counting.length
    length = max(map(count, parts)) if is_thread else count(text)
    is_too_long = platform.limit is not None and length > platform.limit
    end = None
    thread = tuple(parts) if is_thread else ()
    if platform.limit is not None and is_too_long and not is_thread:
        end = platform.counting.find_cutoff(text, platform.limit)
        if platform.has_threads:
            thread = tuple(_number(_split(text, platform.counting, platform.limit)))
    fold = BY_GRAPHEME.find_cutoff(text, platform.fold) if platform.fold else len(text)
    return Preview(
        platform=platform.name,
        name=platform.label,
        text=text,
        length=length,
        limit=platform.limit,
        fold=fold if fold < len(text) else None,
        end=end,
        thread=thread,
        lost=() if platform.shows_formatting else formatting,
    )


def _split(text: str, counting: CountingMethod, limit: int) -> Iterator[str]:
    """Yield the posts of a thread: as much as fits, up to a paragraph, a sentence, or a word."""
    room = limit - len(_NUMBERING)
    for _ in range(_MAX_THREAD_POSTS):
        if not text:
            return
        window = text[: 2 * limit + _MAX_URL_LENGTH]
        end = counting.find_cutoff(window, room)
        if end < len(text):
            end = _last_break(text, end)
        yield text[:end].rstrip()
        text = text[end:].lstrip()


def _last_break(text: str, end: int) -> int:
    """Return the best place for a break before an offset, if possible in the last two thirds."""
    for pattern in (_PARAGRAPH_END, _SENTENCE_END, _SPACE):
        breaks = [match.end() for match in pattern.finditer(text, 0, end + 1)]
        if breaks and end // 3 <= breaks[-1] <= end:
            return breaks[-1]
    return max(end, 1)


def _number(posts: Iterator[str]) -> Iterator[str]:
    numbered = list(posts)
    for number, post in enumerate(numbered, 1):
        yield f"{post} {number}/{len(numbered)}"
