"""How X counts characters.

It uses twitter-text with version 3 of its configuration; see also
https://docs.x.com/fundamentals/counting-characters. A code point weighs 1 or 2, an emoji 2 however
it's composed, and a URL 23, with or without its protocol.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from postlint.core.platforms.counting import CountingMethod, Entity, is_emoji
from postlint.core.platforms.urls import (
    ACCENTED,
    BARE_DOMAIN,
    DOMAIN,
    NOT_AFTER_WORD,
    PORT,
    SHORT_URL_LENGTH,
    TOP_LEVEL_DOMAIN,
    compile_urls,
    is_url,
    path_and_query,
)

_WEIGHT_ONE_RANGES = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that weigh 1, first and last; all others weigh 2."""

_PATH, _QUERY = path_and_query(
    rf"[a-z\u0400-\u04ff0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{ACCENTED}]",
    rf"[+\-a-z\u0400-\u04ff0-9=_#/{ACCENTED}]",
    r"[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]",
    r"[a-z0-9\-_&=#/]",
)
# Paths of t.co are alphanumeric. Without a protocol, a query needs a path before it.
_URL = (
    rf"{NOT_AFTER_WORD}https?://t\.co/[a-z0-9]{{1,40}}(?![a-z0-9]){_QUERY}"
    rf"|(?:{NOT_AFTER_WORD}https?://(?!t\.co/[a-z0-9]){DOMAIN}|(?P<bare>{BARE_DOMAIN}))"
    rf"{TOP_LEVEL_DOMAIN}(?(bare)(?:{PORT}{_PATH}{_QUERY})?|{PORT}(?:{_PATH})?{_QUERY})"
)


def _find_urls(text: str) -> Iterator[Entity]:
    if "." in text:
        for match in compile_urls(_URL).finditer(text):
            if is_url(match):
                yield match.start(), match.end(), SHORT_URL_LENGTH


def _weigh(cluster: str) -> int:
    if len(cluster) > 1 and is_emoji(cluster):
        return 2
    return sum(map(_weigh_character, unicodedata.normalize("NFC", cluster)))


def _weigh_character(character: str) -> int:
    return 1 if any(first <= ord(character) <= last for first, last in _WEIGHT_ONE_RANGES) else 2


COUNTING = CountingMethod(_find_urls, _weigh, "links as 23; emoji, 日, and • as 2")
