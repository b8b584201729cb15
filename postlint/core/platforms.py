"""The platforms that posts go to, and how much of a post each one shows at first."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from postlint.core.errors import did_you_mean
from postlint.core.terminal_text import shorten

PLATFORMS = tuple("linkedin x mastodon bluesky threads facebook instagram blog newsletter".split())
_ALIASES = {
    "twitter": "x", "linked-in": "linkedin", "substack": "newsletter", "email": "newsletter",
    "e-mail": "newsletter", "website": "blog", "medium": "blog", "fediverse": "mastodon",
}  # fmt: skip

DISPLAY_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "linkedin": "LinkedIn", "x": "X", "mastodon": "Mastodon", "bluesky": "Bluesky",
        "threads": "Threads", "facebook": "Facebook", "instagram": "Instagram",
        "blog": "the blog", "newsletter": "the newsletter",
    }
)  # fmt: skip
"""The names of platforms in a sentence."""

OWNED_CHANNELS = ("blog", "newsletter")
"""The author's own channels, not networks."""

FOLD_LENGTHS: Mapping[str, int] = MappingProxyType(
    {"linkedin": 210, "facebook": 477, "instagram": 125}
)
"""Characters that a feed shows before "… more", on a large screen.

The platforms publish none of these. LinkedIn's is what most vendors of scheduling tools give (140
on a telephone); Facebook's and Instagram's are given by one.
"""

DEFAULT_FOLD_LENGTH = 210
"""The fold where the platform is unknown or has none: what a hurried reader sees of a post."""


def normalize_platform(name: str) -> str | None:
    """Return postlint's name of a platform, or None for one it does not know."""
    name = name.strip().lower()
    name = _ALIASES.get(name, name)
    return name if name in PLATFORMS else None


def describe_unknown_platform(name: object) -> str:
    """Return the error for a platform that postlint doesn't know, with those that it does."""
    shown = shorten(name, 20)
    close = did_you_mean(shown, [*PLATFORMS, *_ALIASES])
    known = ", ".join(sorted(PLATFORMS))
    return f"postlint doesn't know the platform `{shown}`{close}. Known platforms: {known}"


def find_platform(text: str) -> str | None:
    """Return the one platform that a text names, such as "LinkedIn Company Page"; None for none."""
    if whole := normalize_platform(text):
        return whole
    words = (word.strip("()[],.:;") for word in text.split())
    named = {platform for word in words if (platform := normalize_platform(word))}
    return named.pop() if len(named) == 1 else None


def fold_length(platform: str | None) -> int:
    """Return after how many characters a platform cuts a post in the feed."""
    return FOLD_LENGTHS.get(platform or "", DEFAULT_FOLD_LENGTH)
