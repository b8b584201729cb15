"""How platforms count the length of a post.

- X: https://docs.x.com/fundamentals/counting-characters, and the configuration v3 of twitter-text:
  code points weigh 1 or 2, an emoji weighs 2 however it is put together, a URL 23.
- Mastodon: https://docs.joinmastodon.org/user/posting and its StatusLengthValidator: characters as
  a reader sees them (grapheme clusters); a URL is 23; the domain of a mention does not count.
- Bluesky: the lexicon app.bsky.feed.post counts grapheme clusters; the app shortens URLs to their
  domain and the first 13 characters of a path that is longer than 15.
- Threads: https://developers.facebook.com/documentation/threads/posts: an emoji counts as
  many as it has bytes in UTF-8.
- The others do not say. They are taken to count characters as a reader sees them, which is the
  least that they can count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import regex

_SHORT_URL = 23
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that weigh 1 on X, first and last; all others weigh 2."""

_CLUSTER = regex.compile(r"\X")
_EMOJI = regex.compile(r"[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]")

_PATH = (
    r"(?:\([^\s()<>\"”]*\)|[^\s()<>\"”])*"
    r"(?:\([^\s()<>\"”]*\)|[^\s()<>\"”.,;:!?'’\]}…*_])"
)
_URL = rf"https?://{_PATH}"
# The commonest endings; those that are English words too (.me, .is) are left out.
_ENDINGS = (
    "com|org|net|edu|gov|info|biz|io|co|ai|app|dev|tv|blog|shop|store|online|tech|agency|studio|uk|"
    "ie|eu|ca|au|nz|za|de|fr|nl|ch|es|se|dk|pl|jp"
)
_BARE_URL = (
    r"(?<![\w@＠$#＃./-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+"
    rf"(?:{_ENDINGS})(?![\w@-])(?:/(?:{_PATH})?)?"
)
_REMOTE_MENTION = r"(?<![\w/@])(?P<name>@\w+(?:[.-]+\w+)*)@[\w-]+(?:\.[\w-]+)+"


@dataclass(frozen=True)
class _Way:
    """How one platform counts.

    Attributes:
        entity: matches what does not count by its characters.
        shortened: what such a match counts.
        weight: what any other grapheme cluster counts.
    """

    entity: re.Pattern[str] = re.compile(r"(?!)")
    shortened: Callable[[re.Match[str]], int] = lambda match: _SHORT_URL
    weight: Callable[[str], int] = lambda cluster: 1


def length(text: str, platform: str | None) -> int:
    """Return how long a text is as a platform counts."""
    return sum(count for _, count in _units(text, platform))


def end_of_fitting(text: str, platform: str | None, limit: int) -> int:
    """Return where the text stops fitting into a limit; its length where all of it fits."""
    for start, count in _units(text, platform):
        limit -= count
        if limit < 0:
            return start
    return len(text)


def _units(text: str, platform: str | None) -> Iterator[tuple[int, int]]:
    """Yield where each character, URL or mention starts, and what it counts."""
    way = _WAYS.get(platform or "", _Way())
    done = 0
    for match in way.entity.finditer(text):
        yield from _clusters(text, done, match.start(), way)
        yield match.start(), way.shortened(match)
        done = match.end()
    yield from _clusters(text, done, len(text), way)


def _clusters(text: str, start: int, end: int, way: _Way) -> Iterator[tuple[int, int]]:
    for match in _CLUSTER.finditer(text, start, end):
        yield match.start(), way.weight(match[0])


def _is_emoji(cluster: str) -> bool:
    return bool(_EMOJI.search(cluster))


def _weight_on_x(cluster: str) -> int:
    if len(cluster) > 1 and _is_emoji(cluster):
        return 2
    composed = unicodedata.normalize("NFC", cluster)
    return sum(
        1 if any(first <= ord(character) <= last for first, last in _LIGHT) else 2
        for character in composed
    )


def _weight_on_threads(cluster: str) -> int:
    return len(cluster.encode()) if _is_emoji(cluster) else 1


def _on_mastodon(match: re.Match[str]) -> int:
    return len(match["name"]) if match["name"] else _SHORT_URL


def _on_bluesky(match: re.Match[str]) -> int:
    domain, slash, path = match[0].partition("//")[2].partition("/")
    path = slash + path if path else ""
    return len(domain) + (len(path) if len(path) <= 15 else 13 + len("..."))


_WAYS: Mapping[str, _Way] = {
    "x": _Way(re.compile(rf"{_URL}|{_BARE_URL}", re.IGNORECASE), weight=_weight_on_x),
    "mastodon": _Way(re.compile(rf"{_URL}|{_REMOTE_MENTION}", re.IGNORECASE), _on_mastodon),
    "bluesky": _Way(re.compile(_URL, re.IGNORECASE), _on_bluesky),
    "threads": _Way(weight=_weight_on_threads),
}
