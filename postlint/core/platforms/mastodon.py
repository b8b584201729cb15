"""How Mastodon counts characters: StatusLengthValidator in its source.

It counts grapheme clusters; a URL with a protocol counts as 23, and the domain of a mention doesn't
count.
"""

from __future__ import annotations

from collections.abc import Iterator

from postlint.core.platforms.counting import CountingMethod, Entity
from postlint.core.platforms.urls import (
    ACCENTED,
    DOMAIN,
    NOT_AFTER_WORD,
    PORT,
    SHORT_URL_LENGTH,
    TOP_LEVEL_DOMAIN,
    compile_urls,
    is_url,
    path_and_query,
)

_PATH, _QUERY = path_and_query(
    r"[^\s<>()?]",
    r"[^\s()?!*\"'「」<>;:=,.$%\[\]~&|@]",
    r"[a-z0-9!?*'();:&=+$/%#\[\]\-_.,~|@^\u00a0-\U0010fffd]",
    r"[a-z0-9_&=#/\-\u00a0-\U0010fffd]",
)
_URL = (
    rf"{NOT_AFTER_WORD}(?:https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini)://{DOMAIN}{TOP_LEVEL_DOMAIN}"
    rf"{PORT}(?:{_PATH})?{_QUERY}"
)
_MENTION = (
    r"(?<![=/\w])(?P<name>@[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*)(?:@\w++(?:[.-]++\w++)*+)?"
    rf"(?![@＠{ACCENTED}]|://)"
)


def _find_urls_and_mentions(text: str) -> Iterator[Entity]:
    for match in compile_urls(rf"{_URL}|{_MENTION}").finditer(text):
        if name := match["name"]:
            yield match.start(), match.end(), len(name)
        elif is_url(match):
            yield match.start(), match.end(), SHORT_URL_LENGTH


COUNTING = CountingMethod(
    _find_urls_and_mentions, description="links as 23; mentions without their server"
)
