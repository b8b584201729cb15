"""Methods to count the characters of a post.

By default, every grapheme cluster counts as 1: a letter with its accents, or an emoji however it's
composed. That's the least that a platform can count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

Entity = tuple[int, int, int]
"""A part of a text that doesn't count by its characters: its start, its end, and its count."""


@dataclass(frozen=True)
class CountingMethod:
    """How a platform counts characters.

    Attributes:
        find_entities: yields the URLs and mentions that don't count by their characters, in order.
        weigh: returns the count of any other grapheme cluster; 1 for an ASCII character.
        description: what counts differently from the default, for the documentation.
    """

    find_entities: Callable[[str], Iterable[Entity]] = lambda _: ()
    weigh: Callable[[str], int] = lambda _: 1
    description: str = ""

    def length(self, text: str) -> int:
        """Return the length of a text in the platform's characters."""
        return _cached_length(self, text) if len(text) <= _MAX_CACHED_LENGTH else self._sum(text)

    def _sum(self, text: str) -> int:
        return sum(unit.weight for unit in self._units(text))

    def find_cutoff(self, text: str, limit: int) -> int:
        """Return the offset where a text exceeds a limit; its end if all of it fits."""
        for unit in self._units(text):
            if unit.weight > limit:
                return unit.start + limit if unit.is_plain else unit.start
            limit -= unit.weight
        return len(text)

    def _units(self, text: str) -> Iterator[_Unit]:
        """Yield the clusters, URLs, and mentions of a text."""
        pattern = compile_regex(_PLAIN_OR_CLUSTER)
        done = 0
        end_of_text = (len(text), len(text), 0)
        for start, end, count in chain(self.find_entities(text), [end_of_text]):
            for match in pattern.finditer(text, done, start):
                if match.lastgroup:
                    yield _Unit(match.start(), match.end() - match.start(), is_plain=True)
                else:
                    yield _Unit(match.start(), self.weigh(match[0]))
            yield _Unit(start, count)
            done = end


_MAX_CACHED_LENGTH = 5_000
"""The most characters of a text whose length is cached: that of most posts of a thread."""


@lru_cache(maxsize=1_000)
def _cached_length(method: CountingMethod, text: str) -> int:
    # After an edit, most posts of a thread are the same.
    return method._sum(text)


class _Unit(NamedTuple):
    """A part of a text that counts as a whole, or a run of ASCII characters.

    Attributes:
        start: the offset of its start.
        weight: how many characters it counts as.
        is_plain: it's a run of characters that each count as 1.
    """

    start: int
    weight: int
    is_plain: bool = False


# Each ASCII character counts as 1 everywhere, unless a mark combines with it.
_PLAIN_OR_CLUSTER = r"(?P<plain>[\n -~]+(?=[\n -~]|\Z))|\X"


def is_emoji(cluster: str) -> bool:
    """Return whether a grapheme cluster is an emoji."""
    emoji = compile_regex(r"[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]")
    return emoji.search(cluster) is not None


@lru_cache(maxsize=16)
def compile_regex(pattern: str) -> Any:  # noqa: ANN401 -- `regex` has no types
    """Compile a pattern with `regex`, which is imported late to keep `postlint --help` fast."""
    import regex

    return regex.compile(pattern)


BY_GRAPHEME = CountingMethod()
"""The method of platforms that don't say how they count."""

THREADS = CountingMethod(
    weigh=lambda cluster: len(cluster.encode()) if is_emoji(cluster) else 1,
    description="an emoji as its number of bytes in UTF-8",
)

_URL = r"(?<![^\s(])https?://\S+"
_URL_SAFE = "".join(map(chr, range(0x21, 0x7F)))
"""The characters that a URL can have; all others are percent-encoded."""


def _find_bluesky_urls(text: str) -> Iterator[Entity]:
    for match in compile_regex(_URL).finditer(text):
        url = match[0]
        if url.endswith((".", ",", ";", ":", "!", "?")):
            url = url[:-1]
        if url.endswith(")") and "(" not in url:
            url = url[:-1]
        yield match.start(), match.start() + len(url), _shortened_length(url)


def _shortened_length(url: str) -> int:
    """Return the length of a URL in the app: its host, and at most 13 characters and "..."."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2].encode("idna").decode()
    except ValueError:  # The app doesn't read it as a URL either.
        return len(url)
    if not host:
        return len(url)
    after = quote(parts.path.removeprefix("/") and parts.path, safe=_URL_SAFE)
    for mark, part in (("?", parts.query), ("#", parts.fragment)):
        after += part and mark + quote(part, safe=_URL_SAFE)
    return len(host) + (len(after) if len(after) <= 15 else 13 + len("..."))


BLUESKY = CountingMethod(_find_bluesky_urls, description="links as the app shortens them")
"""The lexicon of app.bsky.feed.post counts grapheme clusters.

The app shortens URLs to their host and 13 characters of what follows, if that is longer than 15
(`toShortUrl` in its source).
"""
