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
            "The most that may be posted, as the platform counts; a number, or numbers by "
            "platform. Platforms that you don't list keep their limits, unless you give a "
            "`default`."
        ),
    )


def run(context: Context) -> Iterator[Hit]:
    """Yield the rest of the block in which the limit is reached, in each post of a thread."""
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
        where = prose.to_source(*_whole_words(prose.text, start))
        numbers = {"over": count - int(limit), "limit": int(limit), "count": count}
        shown = {name: f"{number:,}" for name, number in numbers.items()}
        yield Hit(where, shown, is_post_level=True)


def _whole_words(text: str, start: int) -> tuple[int, int]:
    """Return where the words begin that do not fit, the first of them whole, and where they end."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    end = len(text.rstrip())
    while start < end and text[start].isspace():
        start += 1
    # What doesn't fit may be a link, which has no words: the last word is the nearest to it.
    return (start, end) if start < end else (text.rfind(" ", 0, end) + 1, end)


CHECK = Check(run, TooLongOptions, ("over", "limit", "count"), scopes=("post",))
