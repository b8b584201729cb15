"""Replies and very short posts, which aren't judged like other posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.core.platforms import get_platform

if TYPE_CHECKING:
    from postlint.nlp.post import Post

MIN_WORDS = 3
"""The fewest words of a post that gets a verdict or a finding about something it lacks."""


def is_reply(post: Post) -> bool:
    """Return whether a post starts like a reply on its platform."""
    prefix = get_platform(post.platform).reply_prefix
    text = post.blocks[0].prose.text.lstrip() if post.blocks else ""
    return prefix is not None and text.startswith(prefix)
