"""How X and Mastodon count characters.

Both find URLs as twitter-text does (https://github.com/twitter/twitter-text), with different paths
and queries.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from postlint.core.platforms.counting import CountingMethod, Entity, is_emoji

_SHORT_URL_LENGTH = 23
"""The characters that a URL counts as."""

_MAX_LABEL_LENGTH = 63
"""The most characters of one part of a domain name, in ASCII."""

_MAX_LABELS = 127
"""The most parts of a domain name."""

_MAX_URL_LENGTH = 4096

_DIRECTION_MARKS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ACCENTED = (
    r"\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f"
    r"\u0272\u0289\u028b\u02bb\u0300-\u036f\u1e00-\u1eff"
)
_DOMAIN_CHARACTER = (
    rf"[^\s!'#%&()*+,\\\-./:;<=>?@\[\]\^_{{|}}~$\u180e\ufeff\ufffe\uffff{_DIRECTION_MARKS}]"
)
_SUBDOMAIN = rf"{_DOMAIN_CHARACTER}++(?:[_-]++{_DOMAIN_CHARACTER}++)*+\."
_DOMAIN_NAME = rf"{_DOMAIN_CHARACTER}++(?:-++{_DOMAIN_CHARACTER}++)*+\."
_ASCII_LABEL = rf"[a-z0-9{_ACCENTED}](?:[a-z0-9{_ACCENTED}-]{{0,61}}[a-z0-9{_ACCENTED}])?\."
_NOT_BEFORE = r"a-z0-9@＠$#＃\ufeff\ufffe\uffff"

# The parts that platforms build their patterns from.
_NOT_AFTER_WORD = rf"(?<![{_NOT_BEFORE}])"
_DOMAIN = rf"(?P<domain>(?:{_SUBDOMAIN}){{0,{_MAX_LABELS}}}{_DOMAIN_NAME})"
_BARE_DOMAIN = rf"(?<![{_NOT_BEFORE}{_ACCENTED}._/-])(?:{_ASCII_LABEL}){{1,{_MAX_LABELS}}}"
_TOP_LEVEL_DOMAIN = r"(?:\L<endings>|xn--[0-9a-z-]+)(?![0-9a-z@+-])"
_PORT = r"(?::[0-9]+)?"


def _path_and_query(general: str, last: str, in_query: str, last_in_query: str) -> tuple[str, str]:
    """Return the patterns of a path and of a query, given the classes of their characters."""
    balanced = rf"\((?:{general}++|{general}*+\({general}++\){general}*+)\)"
    path = rf"/(?:(?:{general}|{balanced})*(?:{last}|{balanced}))?"
    return path, rf"(?:\?{in_query}*{last_in_query})?"


@lru_cache(maxsize=4)
def _compile_urls(pattern: str) -> Any:  # noqa: ANN401 -- `regex` has no types
    """Compile a pattern with the top-level domains. It's slow, so it's done on first use."""
    import regex

    text = Path(__file__).with_name("top_level_domains.txt").read_text(encoding="utf-8")
    names = text.partition("\n")[2].split()
    return regex.compile(pattern, regex.IGNORECASE, endings=names)


def _is_url(match: Any) -> bool:  # noqa: ANN401 -- `regex` has no types
    """Return whether a URL and the parts of its domain are within the limits."""
    labels = (match["domain"] or "").split(".")
    return match.end() - match.start() <= _MAX_URL_LENGTH and all(
        _ascii_length(label) <= _MAX_LABEL_LENGTH for label in labels
    )


def _ascii_length(label: str) -> int:
    return len(label) if label.isascii() else len("xn--" + label.encode("punycode").decode())


_WEIGHT_ONE_RANGES = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that weigh 1, first and last; all others weigh 2."""

_X_PATH, _X_QUERY = _path_and_query(
    rf"[a-z\u0400-\u04ff0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{_ACCENTED}]",
    rf"[+\-a-z\u0400-\u04ff0-9=_#/{_ACCENTED}]",
    r"[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]",
    r"[a-z0-9\-_&=#/]",
)
# Paths of t.co are alphanumeric. Without a protocol, a query needs a path before it.
_X_URL = (
    rf"{_NOT_AFTER_WORD}https?://t\.co/[a-z0-9]{{1,40}}(?![a-z0-9]){_X_QUERY}"
    rf"|(?:{_NOT_AFTER_WORD}https?://(?!t\.co/[a-z0-9]){_DOMAIN}|(?P<bare>{_BARE_DOMAIN}))"
    rf"{_TOP_LEVEL_DOMAIN}(?(bare)(?:{_PORT}{_X_PATH}{_X_QUERY})?|{_PORT}(?:{_X_PATH})?{_X_QUERY})"
)


_DOT_BEFORE_LETTER = re.compile(r"\.\w")


def _find_in_x(text: str) -> Iterator[Entity]:
    # Few posts have a URL, and the pattern of URLs is slow to compile.
    if _DOT_BEFORE_LETTER.search(text):
        for match in _compile_urls(_X_URL).finditer(text):
            if _is_url(match):
                yield match.start(), match.end(), _SHORT_URL_LENGTH


def _weigh(cluster: str) -> int:
    if len(cluster) > 1 and is_emoji(cluster):
        return 2
    return sum(map(_weigh_character, unicodedata.normalize("NFC", cluster)))


def _weigh_character(character: str) -> int:
    return 1 if any(first <= ord(character) <= last for first, last in _WEIGHT_ONE_RANGES) else 2


X = CountingMethod(_find_in_x, _weigh, "links as 23; emoji, 日, and • as 2")
"""Version 3 of twitter-text's configuration; https://docs.x.com/fundamentals/counting-characters.

A code point weighs 1 or 2, an emoji 2 however it's composed, and a URL 23, with or without its
protocol.
"""

_MASTODON_PATH, _MASTODON_QUERY = _path_and_query(
    r"[^\s<>()?]",
    r"[^\s()?!*\"'「」<>;:=,.$%\[\]~&|@]",
    r"[a-z0-9!?*'();:&=+$/%#\[\]\-_.,~|@^\u00a0-\U0010fffd]",
    r"[a-z0-9_&=#/\-\u00a0-\U0010fffd]",
)
_MASTODON_URL = (
    rf"{_NOT_AFTER_WORD}(?:https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini)://{_DOMAIN}"
    rf"{_TOP_LEVEL_DOMAIN}{_PORT}(?:{_MASTODON_PATH})?{_MASTODON_QUERY}"
)
_MENTION = (
    r"(?<![=/\w])(?P<name>@[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*)(?:@\w++(?:[.-]++\w++)*+)?"
    rf"(?![@＠{_ACCENTED}]|://)"
)


def _find_in_mastodon(text: str) -> Iterator[Entity]:
    for match in _compile_urls(rf"{_MASTODON_URL}|{_MENTION}").finditer(text):
        if name := match["name"]:
            yield match.start(), match.end(), len(name)
        elif _is_url(match):
            yield match.start(), match.end(), _SHORT_URL_LENGTH


MASTODON = CountingMethod(
    _find_in_mastodon, description="links as 23; mentions without their server"
)
"""`StatusLengthValidator` in Mastodon's source.

It counts grapheme clusters; a URL with a protocol counts as 23, and the domain of a mention doesn't
count.
"""
