"""Labels in headings and lines, such as `Post 1`, `X / Twitter`, or `March 2, 2026`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NamedTuple

from postlint.core.platforms import PLATFORMS
from postlint.document.title_words import PLATFORM_WORDS, WORD, is_article_title, platform_of_word

LabelKind = Literal["post", "platform", "time", "variant", "number"]
"""What a label names.

- `post`: a numbered or lettered post: `Post 1`, `Tweet A`, `LinkedIn 2`, `Email 3`.
- `platform`: where the text goes: `LinkedIn`, `X / Twitter`, `Facebook (long)`.
- `time`: when it's published: `Week 1`, `Monday`, `March 2, 2026`.
- `variant`: one of several versions: `Option A`, `Draft 2`.
- `number`: a number alone or before a title: `1.`, `3. The lease`.
"""


@dataclass(frozen=True)
class Label:
    """A heading or line that labels the text below it.

    Attributes:
        kind: the kind of thing that it names.
        noun: the numbered noun, such as `tweet`; empty if there is none.
        platform: the platform that it names, if it names exactly one.
        date: the date that it names, as written.
        is_part: whether it gives a number out of a total, such as `Tweet 1/5`.
        is_plural: whether it's a heading of several posts, such as `LinkedIn posts`.
    """

    kind: LabelKind
    noun: str = ""
    platform: str | None = None
    date: str | None = None
    is_part: bool = False
    is_plural: bool = False


_PLATFORM_NOUNS = {word for platform in PLATFORMS.values() for word in platform.post_nouns}
_UNSUPPORTED_PLATFORMS = frozenset("tiktok youtube reddit pinterest whatsapp telegram".split())
_PLURALS = frozenset(
    "posts tweets toots skeets captions updates threads emails newsletters".split()
)
_FILLERS = frozenset(
    """post posts thread threads update updates caption captions version versions draft drafts copy
    content text article message company page personal profile short long for the our my and or
    launch announcement group feed single""".split()
)
_NOUN = "post|tweet|toot|skeet|thread|caption|email|e-mail|newsletter"
_NUMBERED = re.compile(
    rf"(?P<before>(?:[\w./-]+[ /&]+){{0,4}})(?P<noun>{_NOUN}) ?#?(?P<number>\d{{1,3}}|[a-h]|one|two"
    r"|three|four|five|six|seven|eight|nine|ten)"
    r"(?P<total> ?(?:/|of) ?(?:\d{1,3}|n|x))?(?![\w.]\w)(?!\w)(?P<after>.*)",
    re.IGNORECASE,
)
_NETWORK_NUMBER = re.compile(r"(?P<network>[a-z][\w ./]{0,30}?) ?#?\d{1,2}", re.IGNORECASE)
_VARIANT = re.compile(
    r"(?:option|version|variant|variation|draft|alternative) ?#?(?:\d{1,2}|[a-h])(?![.\w])",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:#\d{1,2}(?![.\d])|\d{1,2}[.)]?(?=$)|\d{1,2}[.)] )")
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?\b\.?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)"
    rf"|{_MONTH} {_DAY}(?:,? \d{{4}})?|{_DAY} (?:of )?{_MONTH}(?:,? \d{{4}})?)"
)
_DATE_OR_DAY = re.compile(
    rf"(?:{_WEEKDAY},? ?)?(?P<date>{_DATE})(?!\w)|{_WEEKDAY}(?: (?:morning|afternoon|evening))?"
    rf"|week (?:\d{{1,2}}|one|two|three|four|of {_DATE})|day (?:\d{{1,2}}|one|two|three)",
    re.IGNORECASE,
)
_AFTER_TIME = re.compile(r"\s*(?:$|[-–—:|(·,•])")
_SEPARATOR = re.compile(r"\s[-–—]+\s|[:|()\[\]·•—]")
_LEADING_SYMBOLS = re.compile(r"^[^\w#]+")
_COUNT = re.compile(r"^\d{1,2} ")
_TOTAL = re.compile(r"[(\[]\d{1,2}/\d{1,2}[)\]]")
_NAMED_NUMBER = re.compile(rf"^[^\w]*(?:\w+ ){{0,3}}(?:{_NOUN})\b|\d", re.IGNORECASE)
_OUTLINE = re.compile(r"^\d{1,2}(?:\.\d{1,2})*[.)]\s+(?=\D)")
_MONTHS = r"january|february|march|april|may|june|july|august|september|october|november|december"
_TITLE_CONTINUATION = rf"(?=$|[:–—(-]| (?:for|in|from|of|on|about|and|[–—:(-]|\d|(?:{_MONTHS})\b))"
_COLLECTION = re.compile(
    r"(?:social(?:[ -]media)?|content)[ -](?:posts?|calendar|drafts|captions|queue)\b"
    rf"|^(?:(?:my|our|all|the|new|draft|launch|weekly|week|scheduled|upcoming|planned|\d+|{_MONTHS}"
    rf"|[\w-]+['’]s)['’s]* ){{0,3}}posts{_TITLE_CONTINUATION}"
    rf"|^(?!\w+ing\b)(?:[\w'’&/-]+ ){{0,4}}(?:tweets|toots|skeets){_TITLE_CONTINUATION}",
    re.IGNORECASE,
)
_PLATFORM_POSTS = re.compile(
    r"(?P<networks>[\w.]+(?: ?[/&,] ?[\w.]+| and [\w.]+)?) ?"
    r"(?:launch |company |page |project |product |group |weekly )?"
    r"(?P<noun>posts?|tweets?|threads?|updates|captions?|drafts|content)\b",
    re.IGNORECASE,
)
_MAX_TITLE_LENGTH = 200
_BOLD = re.compile(r" {0,3}(\*\*|__)(?P<title>[^*_\r\n]{1,80})\1(?P<after>[^\r\n]{0,80})$")
_PLAIN = re.compile(r" {0,3}[-=\[]*[ ]?(?P<title>[^\W\d_][^\r\n]{0,80}?)[ ]?[-=\]]*$")
_INLINE = re.compile(r" {0,3}(?:\*\*|__)?(?P<title>[^\W\d_][^\r\n:*]{1,40}):(?:\*\*|__)?[ \t]+")


class LineLabel(NamedTuple):
    """A label that is a line or the beginning of one, and the column where it ends, from 0."""

    label: Label
    end: int


def read_label(title: str) -> Label | None:
    """Return the label in a heading; None for an ordinary title."""
    return _read_label(title[: 2 * _MAX_TITLE_LENGTH])


@lru_cache(maxsize=4096)
def _read_label(title: str) -> Label | None:
    title = _strip_marks(title)
    if not title or len(title) > _MAX_TITLE_LENGTH:
        return None
    unnumbered = _OUTLINE.sub("", title)
    segments = [part.strip() for part in _SEPARATOR.split(unnumbered) if part.strip()]
    if not segments:
        return Label("number") if _NUMBER.match(title) else None
    label = _classify_title(title, unnumbered, segments)
    return replace(label, platform=platform_of_title(unnumbered)) if label else None


def _classify_title(title: str, unnumbered: str, segments: list[str]) -> Label | None:
    time = _DATE_OR_DAY.match(unnumbered)
    if time and _AFTER_TIME.match(unnumbered, time.end()):
        return Label("time", date=time["date"])
    numbered = _NUMBERED.match(segments[0])
    if numbered and _has_only_fillers(numbered["before"]) and _ends_label(numbered["after"]):
        total = numbered["total"] or _TOTAL.search(title)
        return Label(
            "post", numbered["noun"].lower(), date=_first_date(segments[1:]), is_part=bool(total)
        )
    network = _NETWORK_NUMBER.fullmatch(segments[0])
    if network and _platforms_in(network["network"]):
        return Label("post", "post", date=_first_date(segments[1:]))
    if _VARIANT.match(segments[0]):
        return Label("variant")
    if _platforms_in(segments[0]):
        words = _COUNT.sub("", segments[0]).lower().split()
        return Label("platform", is_plural=not _PLURALS.isdisjoint(words))
    if any(_platforms_in(segment) for segment in segments[1:]):
        return Label("platform", date=_first_date(segments))
    return Label("number") if _NUMBER.match(title) else None


def read_line_label(line: str) -> LineLabel | None:
    """Return the label that a line consists of or begins with: `**Post 3**`, `Tweet A: …`."""
    if inline := _INLINE.match(line):
        label = read_label(inline["title"])
        if label and label.kind == "post" and line[inline.end() :].strip():
            return LineLabel(label, inline.end())
    if bold := _BOLD.match(line):
        after = bold["after"].strip(" :.")
        label = read_label(f"{bold['title']} {after}".strip())
        if label and label.kind not in ("number", "time"):
            return LineLabel(label, len(line))
    colon = line.rstrip().endswith(":")
    plain = _PLAIN.match(line) if colon or _NAMED_NUMBER.search(line) else None
    label = read_label(plain["title"]) if plain else None
    if label and not line.rstrip().endswith((".", "!", "?")):
        closed = colon and label.kind == "platform" and label.platform
        if label.kind == "post" or closed:
            return LineLabel(label, len(line))
    return None


def platform_of_title(title: str) -> str | None:
    """Return the platform of the text below a title; None if it names no platform, or several.

    Such titles are `X / Twitter`, `The lease (LinkedIn)`, and `LinkedIn posts for May`, but not
    `How to write LinkedIn posts`.
    """
    return _platform_of_title(title[: 2 * _MAX_TITLE_LENGTH])


@lru_cache(maxsize=4096)
def _platform_of_title(title: str) -> str | None:
    title = _strip_marks(title)[:_MAX_TITLE_LENGTH]
    segments = [part.strip() for part in _SEPARATOR.split(_OUTLINE.sub("", title))]
    named = {name for segment in segments for name in _platforms_in(segment)}
    if not named and not is_article_title(title):
        for match in _PLATFORM_POSTS.finditer(title):
            named |= _platforms_in(f"{match['networks']} {match['noun']}")
        if not named:
            words = (word.lower() for word in WORD.findall(title))
            named = {PLATFORM_WORDS[word] for word in words if word in _PLATFORM_NOUNS}
    known = named - _UNSUPPORTED_PLATFORMS
    return known.pop() if len(named) == 1 and known else None


def names_posts(title: str) -> bool:
    """Return whether a title is that of a collection of posts, such as `LinkedIn posts for May`."""
    title = _strip_marks(title)[:_MAX_TITLE_LENGTH]
    if is_article_title(title):
        return False
    is_plural = any(
        match["noun"].lower() in _PLURALS | {"drafts", "content"} and _platforms_in(match[0])
        for match in _PLATFORM_POSTS.finditer(title)
    )
    return is_plural or bool(_COLLECTION.search(title))


def _strip_marks(title: str) -> str:
    title = re.sub(r"[*_`~]+", "", title[: 2 * _MAX_TITLE_LENGTH])
    title = _LEADING_SYMBOLS.sub("", " ".join(title.split()))
    return title.rstrip(": ")


def _platforms_in(phrase: str) -> set[str]:
    """Return the platforms that a phrase names, if it has no other content, such as `X post`."""
    words = [word.lower() for word in WORD.findall(_COUNT.sub("", phrase))]
    words = [word for word in words if word not in ("a", "an") and not word.isdigit()]
    if not words or len(words) > 7:
        return set()
    if words[0] == "threads" and all(word in _FILLERS for word in words):
        return {"threads"} if len(words) == 1 or words[1] in ("post", "posts") else set()
    platforms: set[str] = set()
    for word in words:
        if word in _FILLERS:
            continue
        platform = word if word in _UNSUPPORTED_PLATFORMS else platform_of_word(word)
        if platform is None:
            return set()
        platforms.add(platform)
    return platforms


def _has_only_fillers(before: str) -> bool:
    words = [word.lower() for word in WORD.findall(before)]
    return all(word in _FILLERS or platform_of_word(word) for word in words)


def _ends_label(after: str) -> bool:
    """Return whether a label ends here; if more words follow, it's a sentence."""
    return not after.strip() or not after.strip()[0].isalnum()


def _first_date(segments: list[str]) -> str | None:
    for segment in segments:
        if (time := _DATE_OR_DAY.match(segment)) and time["date"]:
            return time["date"]
    return None
