"""What the names of a file and its folders say about the posts in it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import PurePath

from postlint.document.heading_labels import is_article_title, platform_of_word

_MAX_FOLDERS = 4
"""Folders above a file whose names are looked at."""

_HOME_ROOTS = ("home", "Users")
"""Folders of users, whose names say nothing of posts."""

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
    """What the names of a file and its folders say.

    Attributes:
        platform: where its posts go; None if no name says so.
        is_platform_only: the file's name is the platform alone; a page about it has that name, too.
        is_collection: the file's name speaks of several posts.
        is_blog: it is in a folder of blog posts.
        is_log: it is a changelog, a diary, or the like: its dates are no dates of posts.
    """

    platform: str | None = None
    is_platform_only: bool = False
    is_collection: bool = False
    is_blog: bool = False
    is_log: bool = False


def read_path_hints(path: str) -> PathHints:
    """Return what the names of a file and its folders say; the nearest name counts."""
    # Absolute, so that an editor, which knows no other paths, says what a command line says.
    parts = PurePath(os.path.abspath(path)).parts  # noqa: PTH100 -- links are kept
    begin = 3 if parts[1:2] and parts[1] in _HOME_ROOTS else 1
    folders = parts[begin:-1][-_MAX_FOLDERS:][::-1]
    stem = parts[-1].split(".")[0]
    platform, collection = _read(stem)
    words = [word for word in _WORD.findall(stem) if not word.isdigit()]
    is_plain = platform is not None and len(words) == 1 and not collection
    is_log = bool(_LOG_NAMES.search(stem))
    for folder in folders:
        if platform is not None and not is_plain:
            break
        if folder.lower() in _BLOG_FOLDERS:
            return PathHints("blog", False, collection, True, is_log)
        named = _read(folder)[0]
        if folder.lower() == "threads" and _is_social(folders):
            named = "threads"
        if named is not None:
            return PathHints(platform or named, is_plain, collection, False, is_log)
    return PathHints(platform, is_plain, collection, False, is_log)


def _is_social(folders: tuple[str, ...]) -> bool:
    return any(word.lower() in _SOCIAL_WORDS for one in folders for word in _WORD.findall(one))


def _read(name: str) -> tuple[str | None, bool]:
    """Return the platform that a name gives, and whether it speaks of several posts."""
    words = [word.lower() for word in _WORD.findall(name) if not word.isdigit()]
    if not words or len(words) > 8 or is_article_title(" ".join(words)):
        return None, False
    named = {word: platform for word in words if (platform := _platform_of(word, words))}
    several = not _PLURALS.isdisjoint(words) and (
        len(words) == 1 or bool(named) or not _SOCIAL_WORDS.isdisjoint(words)
    )
    several = several or "calendar" in words
    rest = [word for word in words if word not in named and word not in _FILLERS]
    # With a word that postlint doesn't know, such as a client's name, the noun must follow.
    joined = any(
        one in named and (two in _NOUNS or one in ("tweets", "toots", "skeets"))
        for one, two in zip(words, [*words[1:], ""], strict=True)
    )
    platforms = set(named.values())
    if len(platforms) != 1 or (rest and not (joined and len(rest) <= 2)):
        return None, several and not rest
    return platforms.pop(), several


def _platform_of(word: str, words: list[str]) -> str | None:
    if word == "x":
        return "x" if len(words) == 1 or not _NOUNS.isdisjoint(words) else None
    if word == "threads":
        # Threads may be those of X, or those that one sews with.
        return "threads" if "posts" in words or "post" in words else None
    if word in ("website", "medium", "article", "articles"):
        return None
    return platform_of_word(word)
