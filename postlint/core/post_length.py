"""How platforms count the length of a post.

- X: twitter-text with version 3 of its configuration. A code point weighs 1 or 2, an emoji 2
  however it is composed, and a URL 23, with or without its protocol.
- Mastodon: StatusLengthValidator. Grapheme clusters; a URL with a protocol is 23, and the domain
  of a mention doesn't count.
- Bluesky: the lexicon of app.bsky.feed.post counts grapheme clusters; the app shortens URLs to
  their host and 13 characters of what follows, if that is longer than 15 (`toShortUrl`).
- Threads: https://developers.facebook.com/documentation/threads/posts. An emoji counts as
  many characters as it has bytes in UTF-8.
- The others don't say. They count grapheme clusters here, which is the least they can count.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import regex

_SHORT_URL_LENGTH = 23
_WEIGHT_ONE_RANGES = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that weigh 1 on X, first and last; all others weigh 2."""

_CLUSTER = regex.compile(r"\X")
_EMOJI = regex.compile(r"[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]")

_MAX_LABEL_LENGTH = 63
"""Characters of one part of a domain name, in ASCII."""

_MAX_LABELS = 127
"""Parts of a domain name."""

_MAX_URL_LENGTH = 4096
"""Characters of a URL on X and Mastodon."""

Match = Any
"""A match of `regex`, which has no types."""

Entity = tuple[int, int, int]
"""Something that doesn't count by its characters: start, end, and what it counts."""


def length(text: str, platform: str | None) -> int:
    """Return how long a text is as a platform counts."""
    return sum(count for _, count in _counted_units(text, platform))


def find_cutoff(text: str, platform: str | None, limit: int) -> int:
    """Return where the text stops fitting into a limit; its length where all of it fits."""
    for start, count in _counted_units(text, platform):
        limit -= count
        if limit < 0:
            return start
    return len(text)


def _counted_units(text: str, platform: str | None) -> Iterator[tuple[int, int]]:
    """Yield where each character, URL or mention starts, and what it counts."""
    method = _METHODS.get(platform or "", _CountingMethod())
    done = 0
    for start, end, count in method.entities(text):
        yield from _clusters(text, done, start, method)
        yield start, count
        done = end
    yield from _clusters(text, done, len(text), method)


def _clusters(
    text: str, start: int, end: int, method: _CountingMethod
) -> Iterator[tuple[int, int]]:
    for match in _CLUSTER.finditer(text, start, end):
        yield match.start(), method.weight(match[0])


def _is_emoji(cluster: str) -> bool:
    return bool(_EMOJI.search(cluster))


def _x_weight(cluster: str) -> int:
    if len(cluster) > 1 and _is_emoji(cluster):
        return 2
    composed = unicodedata.normalize("NFC", cluster)
    return sum(
        1 if any(first <= ord(character) <= last for first, last in _WEIGHT_ONE_RANGES) else 2
        for character in composed
    )


def _threads_weight(cluster: str) -> int:
    return len(cluster.encode()) if _is_emoji(cluster) else 1


# How twitter-text finds URLs. X and Mastodon use it, with different paths and queries.

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
_TOP_LEVEL_DOMAIN = r"(?:\L<endings>|xn--[0-9a-z-]+)(?![0-9a-z@+-])"
_PORT = r"(?::[0-9]+)?"
_NOT_BEFORE_URL = r"a-z0-9@＠$#＃\ufeff\ufffe\uffff"
_DOMAIN = rf"(?P<domain>(?:{_SUBDOMAIN}){{0,{_MAX_LABELS}}}{_DOMAIN_NAME})"
_ASCII_LABEL = rf"[a-z0-9{_ACCENTED}](?:[a-z0-9{_ACCENTED}-]{{0,61}}[a-z0-9{_ACCENTED}])?\."
_BARE_DOMAIN = rf"(?<![{_NOT_BEFORE_URL}{_ACCENTED}._/-])(?:{_ASCII_LABEL}){{1,{_MAX_LABELS}}}"


def _path_and_query(general: str, last: str, in_query: str, last_in_query: str) -> tuple[str, str]:
    """Return patterns for a path and a query, of classes for their characters."""
    balanced = rf"\((?:{general}++|{general}*+\({general}++\){general}*+)\)"
    path = rf"/(?:(?:{general}|{balanced})*(?:{last}|{balanced}))?"
    return path, rf"(?:\?{in_query}*{last_in_query})?"


_X_PATH, _X_QUERY = _path_and_query(
    rf"[a-z\u0400-\u04ff0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{_ACCENTED}]",
    rf"[+\-a-z\u0400-\u04ff0-9=_#/{_ACCENTED}]",
    r"[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]",
    r"[a-z0-9\-_&=#/]",
)
# t.co's paths are letters and digits; a domain without protocol has a query only after a path.
_X_URL = (
    rf"(?<![{_NOT_BEFORE_URL}])https?://t\.co/[a-z0-9]{{1,40}}(?![a-z0-9]){_X_QUERY}"
    rf"|(?:(?<![{_NOT_BEFORE_URL}])https?://(?!t\.co/[a-z0-9]){_DOMAIN}|(?P<bare>{_BARE_DOMAIN}))"
    rf"{_TOP_LEVEL_DOMAIN}(?(bare)(?:{_PORT}{_X_PATH}{_X_QUERY})?|{_PORT}(?:{_X_PATH})?{_X_QUERY})"
)
_MASTODON_PATH, _MASTODON_QUERY = _path_and_query(
    r"[^\s<>()?]",
    r"[^\s()?!*\"'「」<>;:=,.$%\[\]~&|@]",
    r"[a-z0-9!?*'();:&=+$/%#\[\]\-_.,~|@^\u00a0-\U0010fffd]",
    r"[a-z0-9_&=#/\-\u00a0-\U0010fffd]",
)
_MASTODON_URL = (
    rf"(?<![{_NOT_BEFORE_URL}])(?:https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini)://{_DOMAIN}{_TOP_LEVEL_DOMAIN}"
    rf"{_PORT}(?:{_MASTODON_PATH})?{_MASTODON_QUERY}"
)
_MENTION = (
    r"(?<![=/\w])(?P<name>@[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*)(?:@\w++(?:[.-]++\w++)*+)?"
    rf"(?![@＠{_ACCENTED}]|://)"
)


@lru_cache(maxsize=4)
def _compile(pattern: str) -> Any:  # noqa: ANN401 -- regex has no types
    """Compile a pattern with the top-level domains; late, since it takes a while."""
    text = Path(__file__).with_name("top_level_domains.txt").read_text(encoding="utf-8")
    names = text.partition("\n")[2].split()
    return regex.compile(pattern, regex.IGNORECASE, endings=names)


def _x_entities(text: str) -> Iterator[Entity]:
    if "." in text:
        for match in _compile(_X_URL).finditer(text):
            if _is_url(match):
                yield match.start(), match.end(), _SHORT_URL_LENGTH


def _mastodon_entities(text: str) -> Iterator[Entity]:
    for match in _compile(rf"{_MASTODON_URL}|{_MENTION}").finditer(text):
        if name := match["name"]:
            yield match.start(), match.end(), len(name)
        elif _is_url(match):
            yield match.start(), match.end(), _SHORT_URL_LENGTH


def _is_url(match: Match) -> bool:
    """Return whether a URL and its domain aren't too long."""
    labels = (match["domain"] or "").split(".")
    return match.end() - match.start() <= _MAX_URL_LENGTH and all(
        _ascii_length(label) <= _MAX_LABEL_LENGTH for label in labels
    )


def _ascii_length(label: str) -> int:
    return len(label) if label.isascii() else len("xn--" + label.encode("punycode").decode())


_BLUESKY_URL = regex.compile(r"(?<![^\s(])https?://\S+")


def _bluesky_entities(text: str) -> Iterator[Entity]:
    for match in _BLUESKY_URL.finditer(text):
        url = match[0]
        if url.endswith((".", ",", ";", ":", "!", "?")):
            url = url[:-1]
        if url.endswith(")") and "(" not in url:
            url = url[:-1]
        yield match.start(), match.start() + len(url), _shortened_length(url)


def _shortened_length(url: str) -> int:
    """Return how long Bluesky's app makes a URL: host, and 13 characters and "..." at most."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2].encode("idna").decode()
    except ValueError:  # no URL to the app either, so it stays as it is
        return len(url)
    if not host:
        return len(url)
    after = quote(parts.path.removeprefix("/") and parts.path, safe=_URL_SAFE)
    for mark, part in (("?", parts.query), ("#", parts.fragment)):
        after += part and mark + quote(part, safe=_URL_SAFE)
    return len(host) + (len(after) if len(after) <= 15 else 13 + len("..."))


_URL_SAFE = "".join(map(chr, range(0x21, 0x7F)))
"""What a URL holds as it is; anything else in it is percent-encoded."""


@dataclass(frozen=True)
class _CountingMethod:
    """How one platform counts.

    Attributes:
        entities: finds what doesn't count by its characters.
        weight: what any other grapheme cluster counts.
    """

    entities: Callable[[str], Iterator[Entity]] = lambda text: iter(())
    weight: Callable[[str], int] = lambda cluster: 1


_METHODS: Mapping[str, _CountingMethod] = {
    "x": _CountingMethod(_x_entities, _x_weight),
    "mastodon": _CountingMethod(_mastodon_entities),
    "bluesky": _CountingMethod(_bluesky_entities),
    "threads": _CountingMethod(weight=_threads_weight),
}
