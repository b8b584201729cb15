"""Words in titles and file names: platforms, and words that only an article's title has.

Apart from the patterns for headings, because a run that is cached needs only these.
"""

from __future__ import annotations

import re

from postlint.core.platforms import PLATFORMS, normalize_platform

PLATFORM_WORDS = {
    word: name
    for name, platform in PLATFORMS.items()
    for word in (*platform.post_nouns, *platform.short_names)
}
"""The names of platforms by words that mean them, such as `tweet`."""

WORD = re.compile(r"[\w.]*\w")
_ARTICLE_WORDS = frozenset(
    """how why what when where which who that who's your you tips tricks guide ways reasons lessons
    mistakes best better write writing wrote rules vs versus against about without is are was do
    does did should can will get got make makes made using use""".split()
)


def is_article_title(title: str) -> bool:
    """Return whether a title is that of an article, such as `5 tips for LinkedIn`."""
    return not _ARTICLE_WORDS.isdisjoint(word.lower() for word in WORD.findall(title))


def platform_of_word(word: str) -> str | None:
    """Return the platform that a word names, including words such as `tweets` and `fb`."""
    word = word.lower()
    return PLATFORM_WORDS.get(word) or normalize_platform(word)
