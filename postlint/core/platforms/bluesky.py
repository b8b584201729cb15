"""How Bluesky counts characters.

The lexicon of app.bsky.feed.post counts grapheme clusters. The app shortens URLs to their host and
13 characters of what follows, if that is longer than 15 (`toShortUrl` in its source).
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from postlint.core.platforms.counting import CountingMethod, Entity, compile_regex

_URL = r"(?<![^\s(])https?://\S+"
_URL_SAFE = "".join(map(chr, range(0x21, 0x7F)))
"""The characters that a URL can have; all others are percent-encoded."""


def _find_urls(text: str) -> Iterator[Entity]:
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


COUNTING = CountingMethod(_find_urls, description="links as the app shortens them")
