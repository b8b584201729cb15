"""The author's own blog or website."""

from __future__ import annotations

from postlint.core.platforms.base import Platform

PLATFORM = Platform(
    name="blog",
    display_name="the blog",
    aliases=("website", "medium"),
    spellings=("blog", "Blog", "blogs", "Blogs"),
    is_owned=True,
)
