"""The author's newsletter, sent by email."""

from __future__ import annotations

from postlint.core.platforms.base import Platform

PLATFORM = Platform(
    name="newsletter",
    display_name="the newsletter",
    aliases=("substack", "email", "e-mail"),
    spellings=("newsletter", "Newsletter", "newsletters", "Newsletters"),
    short_names=("emails", "newsletters"),
    is_owned=True,
)
