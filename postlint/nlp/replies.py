"""Posts that aren't judged as posts of their own: replies, and those of a word or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.core.platforms import get_platform

if TYPE_CHECKING:
    from postlint.nlp.post import Post

MIN_WORDS = 3
"""Posts with fewer words aren't judged to be only about their author, or to lack something."""


def is_reply(post: Post) -> bool:
    """Return whether a post answers someone: it starts the way a reply does on its platform."""
    prefix = get_platform(post.platform).reply_prefix
    text = post.blocks[0].prose.text.lstrip() if post.blocks else ""
    return prefix is not None and text.startswith(prefix)
