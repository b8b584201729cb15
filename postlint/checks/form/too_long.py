"""Posts that are longer than their platform allows."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from postlint.checks.base import ByPlatform, Check, CheckOptions, Context, Hit, value_for_platform
from postlint.core.platforms import character_limits, get_platform
from postlint.document.draft import split_thread
from postlint.document.rendered import RenderedPost


class TooLongOptions(CheckOptions):
    """How long a post may be."""

    max: ByPlatform = Field(
        default_factory=character_limits,
        description=(
            "The most characters, counted as the platform does; a number, or numbers by platform. "
            "Platforms that you don't list keep their own limits, unless you set a `default`."
        ),
    )


def run(context: Context) -> Iterator[Hit]:
    """Yield the text beyond the limit, in the block where it starts, for each post of a thread."""
    post, platform = context.post, get_platform(context.post.platform)
    limits = {"default": platform.limit, **context.options.max}
    limit = value_for_platform(limits, post.platform)
    if limit is None:
        return
    for first, draft in split_thread(post.draft):
        posted = RenderedPost(draft)
        count = platform.counting.length(posted.text)
        if count <= limit:
            continue
        cutoff = platform.counting.find_cutoff(posted.text, int(limit))
        number, start = posted.to_block_offset(cutoff)
        prose = post.draft.blocks[first + number]
        span = prose.to_source(*_whole_words(prose.text, start))
        numbers = {"over": count - int(limit), "limit": int(limit), "count": count}
        fields = {name: f"{number:,}" for name, number in numbers.items()}
        yield Hit(span, fields, is_post_level=True)


def _whole_words(text: str, start: int) -> tuple[int, int]:
    """Return the start of the word at an offset, and the end of the text."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    end = len(text.rstrip())
    while start < end and text[start].isspace():
        start += 1
    # The text beyond the limit may be a link without words. The last word is the closest to it.
    return (start, end) if start < end else (text.rfind(" ", 0, end) + 1, end)


CHECKS = {"too_long": Check(run, TooLongOptions, ("over", "limit", "count"), ("post",))}
