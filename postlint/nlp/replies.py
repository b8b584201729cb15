"""Posts that aren't judged as posts of their own: replies, and those of a word or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postlint.nlp.post import Post

MIN_WORDS = 3
"""No post shorter than this is judged to be only about its author, or to lack something."""

_REPLYING = ("x", "mastodon", "bluesky", "threads")


def is_reply(post: Post) -> bool:
    """Return whether a post answers someone: it begins with a mention where that makes a reply."""
    text = post.blocks[0].prose.text.lstrip() if post.blocks else ""
    return post.platform in _REPLYING and text.startswith("@")
