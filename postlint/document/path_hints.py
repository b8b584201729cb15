"""Hints about the posts in a file from the names of the file and its folders."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import PurePath

from postlint.document.title_words import is_article_title, platform_of_word

_MAX_FOLDERS = 4
"""The most parent folders of a file whose names are read."""

_HOME_ROOTS = ("home", "Users")
"""Parents of users' home folders, whose names aren't hints."""

_WORD = re.compile(r"[^\W\d_]+|\d+")
_PLURALS = frozenset("posts tweets toots skeets captions updates threads drafts content".split())
_NOUNS = _PLURALS | frozenset("post tweet toot skeet caption update thread draft".split())
_FILLERS = _NOUNS | frozenset(
    """social my our the new media company page week weekly and month calendar queue scheduled
    ready final copy launch campaign jan feb mar apr may jun jul aug sep oct nov dec january
    february march april june july august september october november december issue no
    number""".split()
)
_BLOG_FOLDERS = frozenset("_posts _drafts blog blogs articles article".split())
_SOCIAL_WORDS = frozenset("social socials socialmedia".split())
_LOG_NAMES = re.compile(
    r"changelog|changes|release|history|journal|diary|devlog|worklog|minutes", re.I
)


@dataclass(frozen=True)
class PathHints:
    """Hints from the names of a file and its folders.

    Attributes:
        platform: the platform that they name; None if they name none.
        is_platform_only: whether the file's name is only the platform's name, as for a page about
            the platform.
        is_collection: whether the file's name is that of a collection of posts.
        is_blog: whether the file is in a folder of blog posts.
        is_log: whether it's a changelog, a diary, or the like, whose dates aren't dates of posts.
    """

    platform: str | None = None
    is_platform_only: bool = False
    is_collection: bool = False
    is_blog: bool = False
    is_log: bool = False

    def platform_of(self, title: str | None) -> str | None:
        """Return the platform of a post with a title; such a post may be about a platform."""
        return None if title and self.is_platform_only else self.platform


def read_path_hints(path: str) -> PathHints:
    """Return the hints in the names of a file and its folders; the nearest name wins."""
    # Absolute, so the result is the same as in an editor, which has only absolute paths.
    parts = PurePath(os.path.abspath(path)).parts  # noqa: PTH100 -- links are kept
    begin = 3 if parts[1:2] and parts[1] in _HOME_ROOTS else 1
    folders = parts[begin:-1][-_MAX_FOLDERS:][::-1]
    stem = parts[-1].split(".")[0]
    platform, is_collection = _read(stem)
    words = [word for word in _WORD.findall(stem) if not word.isdigit()]
    is_platform_only = platform is not None and len(words) == 1 and not is_collection
    is_blog = False
    for folder in folders if platform is None or is_platform_only else ():
        is_blog = folder.lower() in _BLOG_FOLDERS
        if is_blog:
            platform, is_platform_only = "blog", False
            break
        folder_platform = _read(folder)[0]
        if folder.lower() == "threads" and _is_social(folders):
            folder_platform = "threads"
        if folder_platform is not None:
            platform = platform or folder_platform
            break
    return PathHints(
        platform, is_platform_only, is_collection, is_blog, bool(_LOG_NAMES.search(stem))
    )


def _is_social(folders: tuple[str, ...]) -> bool:
    return any(word.lower() in _SOCIAL_WORDS for name in folders for word in _WORD.findall(name))


def _read(name: str) -> tuple[str | None, bool]:
    """Return the platform in a name, and whether it's the name of a collection of posts."""
    words = [word.lower() for word in _WORD.findall(name) if not word.isdigit()]
    if not words or len(words) > 8 or is_article_title(" ".join(words)):
        return None, False
    named = {word: platform for word in words if (platform := _platform_of(word, words))}
    is_collection = not _PLURALS.isdisjoint(words) and (
        len(words) == 1 or bool(named) or not _SOCIAL_WORDS.isdisjoint(words)
    )
    is_collection = is_collection or "calendar" in words
    rest = [word for word in words if word not in named and word not in _FILLERS]
    # With an unknown word, such as a client's name, a noun must follow the platform.
    has_noun = any(
        word in named and (following in _NOUNS or word in ("tweets", "toots", "skeets"))
        for word, following in zip(words, [*words[1:], ""], strict=True)
    )
    platforms = set(named.values())
    if len(platforms) != 1 or (rest and not (has_noun and len(rest) <= 2)):
        return None, is_collection and not rest
    return platforms.pop(), is_collection


def _platform_of(word: str, words: list[str]) -> str | None:
    if word == "x":
        return "x" if len(words) == 1 or not _NOUNS.isdisjoint(words) else None
    if word == "threads":
        # "Threads" may also be threads on X, or sewing threads.
        return "threads" if "posts" in words or "post" in words else None
    if word in ("website", "medium", "article", "articles"):
        return None
    return platform_of_word(word)
