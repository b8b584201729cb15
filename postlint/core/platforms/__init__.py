"""The platforms that posts go to, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from postlint.core.errors import did_you_mean
from postlint.core.platforms.facts import FACTS, Platform
from postlint.core.terminal_text import shorten

PLATFORMS: Mapping[str, Platform] = MappingProxyType(
    {platform.name: platform for platform in FACTS}
)
"""All platforms by name, in alphabetical order."""

OWNED_CHANNELS = frozenset(name for name, platform in PLATFORMS.items() if platform.is_owned)
"""The platforms that are the author's own channels, not networks."""

DEFAULT_FOLD = 210
"""The fold, in characters, if the platform is unknown or doesn't cut posts."""

_UNKNOWN = Platform(name="", display_name="an unknown platform")
_ALIASES = {alias: name for name, platform in PLATFORMS.items() for alias in platform.aliases}


def get_platform(name: str | None) -> Platform:
    """Return the facts about a platform; without a name, those of an unknown one."""
    return PLATFORMS.get(name or "", _UNKNOWN)


def normalize_platform(name: str) -> str | None:
    """Return postlint's name for a platform; None if postlint doesn't know it."""
    name = name.strip().lower()
    name = _ALIASES.get(name, name)
    return name if name in PLATFORMS else None


def describe_unknown_platform(name: object) -> str:
    """Return the error for a platform that postlint doesn't know, with those that it does."""
    short_name = shorten(name, 20)
    close = did_you_mean(short_name, [*PLATFORMS, *_ALIASES])
    known = ", ".join(PLATFORMS)
    return f"postlint doesn't know the platform `{short_name}`{close}. Known platforms: {known}"


def find_platform(text: str) -> str | None:
    """Return the platform that a text names, such as "LinkedIn Company Page".

    Return None if it names no platform, or several.
    """
    if platform_name := normalize_platform(text):
        return platform_name
    words = (word.strip("()[],.:;") for word in text.split())
    named = {platform for word in words if (platform := normalize_platform(word))}
    return named.pop() if len(named) == 1 else None


def fold_length(name: str | None) -> int:
    """Return the number of characters that a platform shows before it cuts a post in the feed."""
    return get_platform(name).fold or DEFAULT_FOLD


def character_limits() -> dict[str, float | None]:
    """Return the most characters of a post on each platform that has a limit."""
    return {name: platform.limit for name, platform in PLATFORMS.items() if platform.limit}
