"""X's export: `tweets.js` and its parts, with the whole of long posts, and `tweets.csv` of 2013."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from typing import TYPE_CHECKING, Any

from postlint.core.dates import parse_date
from postlint.core.errors import Problem
from postlint.core.post_length import length
from postlint.importers.entry import BadRow, Entry, Skipped, Why
from postlint.importers.io.container import DAMAGED
from postlint.importers.io.csv_rows import Record, read_records
from postlint.importers.io.json_items import listing, mapping, read_items, string
from postlint.importers.record import make_post

if TYPE_CHECKING:
    from postlint.importers.io.container import Document

TWEETS = re.compile(r"\s*window\.YTD\.(?:tweets?|community_tweet)\.part\d+\s*=")
TWEETS_CSV = frozenset({"tweet id", "timestamp", "text"})

_NOTES = re.compile(rb"\s*window\.YTD\.note_tweet\.part\d+\s*=")
_TWEETS = re.compile(TWEETS.pattern.encode())
_HEAD = 200

_SHORT_LINK = re.compile(r"https?://t\.co/\w+")
_LINK = re.compile(r"https?://\S+")
_CUT_FROM = 250
"""Letters, as X counts them, from which a post that ends with … was cut by X."""

_BEGINNING = 60
"""Letters by which the whole of a long post is looked up. One that was cut has more."""


def read_tweets(document: Document) -> Iterator[Entry | Skipped | BadRow | Problem]:
    """Yield the posts of `tweets.js`, long ones whole if what they go on with lies next to it."""
    near = [(other, _head(other)) for other in document.near() if other.path != document.path]
    parts = [document, *(other for other, head in near if _TWEETS.match(head))]
    own = {string(tweet.get("id_str")) for part in parts for tweet in _tweets(part)}
    notes = _Notes()
    for other in (other for other, head in near if _NOTES.match(head)):
        for item in _side_items(other):
            if not isinstance(item, Problem):
                notes.add(mapping(mapping(item[1]).get("noteTweet")))
            elif document.path == min(part.path for part in parts):  # else said by another part
                yield replace(item, message=f"{item.message}, so long posts may be cut off")
    for item in read_items(document, after=_before_list(document)):
        if isinstance(item, Problem):
            yield item
        else:
            row, element = item
            tweet = _tweet(element)
            if tweet:
                yield _post(document.path, row, tweet, own, notes)
            else:
                yield BadRow(document.path, row, "it isn't a post")


def is_post(record: Mapping[str, object]) -> bool:
    """Return whether a JSON object is a post, as it is in a list that has lost its prefix."""
    tweet = mapping(record.get("tweet")) or record
    return {"full_text", "id_str"} <= tweet.keys()


def _before_list(document: Document) -> str:
    return "=" if document.head(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"window") else ""


def _head(document: Document) -> bytes:
    """Return how a document begins; nothing for one that cannot be read."""
    if document.is_encrypted or document.is_too_large:
        return b""
    try:
        return document.head(_HEAD)
    except (OSError, *DAMAGED):
        return b""


def _tweet(element: object) -> dict[str, Any]:
    fields = mapping(element)
    return mapping(fields["tweet"]) if "tweet" in fields else fields


def _side_items(document: Document) -> Iterator[tuple[int, Any] | Problem]:
    """Yield the items of another document, which may be damaged."""
    try:
        yield from read_items(document, after=_before_list(document))
    except (OSError, *DAMAGED) as error:
        yield Problem(document.path, f"damaged ({error or type(error).__name__})")


def _tweets(document: Document) -> Iterator[dict[str, Any]]:
    for item in _side_items(document):
        if not isinstance(item, Problem):
            yield _tweet(item[1])


def _post(
    path: str, row: int, tweet: dict[str, Any], own: set[str], notes: _Notes
) -> Entry | Skipped | BadRow:
    text = unescape(string(tweet.get("full_text")) or string(tweet.get("text")))
    answered = string(tweet.get("in_reply_to_status_id_str"))
    is_reply = any(tweet.get(key) for key in tweet if key.startswith("in_reply_to_"))
    why = _why_not(text, answered, own, is_reply=is_reply)
    if why is None and _was_edited(tweet, own):
        why = "repeated"
    if why:
        return Skipped(path, row, why)
    date = parse_date(tweet.get("created_at"))
    links = _links(tweet)
    if begin := _before_cut(text):
        note = notes.find(begin, date)
        text, links = (note.text, links | note.links) if note else (begin, links)
    text = _SHORT_LINK.sub(lambda match: links.get(match[0], match[0]), text)
    if not _LINK.sub("", text).strip():
        return Skipped(path, row, "empty")
    id_ = string(tweet.get("id_str")) or string(tweet.get("id"))
    url = f"https://x.com/i/status/{id_}" if id_.isdecimal() else ""
    return make_post(path, row, text, platform="x", id=id_, date=date, url=url)


def _why_not(text: str, answered: str, own: set[str], *, is_reply: bool) -> Why | None:
    if text.startswith("RT @"):  # `retweeted` is false even then
        return "reshare"
    if answered and answered in own:
        return "thread"
    # What answers a deleted post may have nothing left of that but the name.
    return "reply" if is_reply or text.startswith("@") else None


def _was_edited(tweet: dict[str, Any], own: set[str]) -> bool:
    """Return whether a later version of a post is in the archive, too."""
    info = mapping(tweet.get("edit_info"))
    edit = mapping(mapping(info.get("edit")).get("editControlInitial"))
    versions = listing(edit.get("editTweetIds") or mapping(info.get("initial")).get("editTweetIds"))
    id_ = string(tweet.get("id_str"))
    if id_ not in versions:
        return False
    return any(string(one) in own for one in versions[versions.index(id_) + 1 :])


def _links(tweet: dict[str, Any]) -> dict[str, str]:
    """Return what stands for each short link: where it leads; nothing for a picture."""
    entities = mapping(tweet.get("entities"))
    links = _led_to(listing(entities.get("urls")))
    more = mapping(tweet.get("extended_entities"))
    for media in (*listing(entities.get("media")), *listing(more.get("media"))):
        links[string(mapping(media).get("url"))] = ""
    return links


def _led_to(urls: Iterable[object]) -> dict[str, str]:
    found = {}
    for url in map(mapping, urls):
        short = string(url.get("url")) or string(url.get("shortUrl"))
        found[short] = string(url.get("expanded_url")) or string(url.get("expandedUrl")) or short
    return found


def _before_cut(text: str) -> str | None:
    """Return what X left of a long post, without the … and the link to it; None if it is whole."""
    begin, _, last = text.rstrip().rpartition(" ")
    if not _SHORT_LINK.fullmatch(last):
        begin = text
    begin = begin.rstrip()
    if not begin.endswith("…") or length(begin, "x") < _CUT_FROM:
        return None
    return begin.removesuffix("…").rstrip()


@dataclass(frozen=True, slots=True)
class _Note:
    """The whole of a long post."""

    text: str
    date: datetime | None
    links: dict[str, str]


class _Notes:
    """The long posts of an archive, which have other ids there than in the list of posts."""

    def __init__(self) -> None:
        self._by_beginning: dict[str, list[_Note]] = {}

    def add(self, note: dict[str, Any]) -> None:
        """Add a long post."""
        core = mapping(note.get("core"))
        text = unescape(string(core.get("text")))
        links = _led_to(listing(core.get("urls")))
        made = _Note(text, parse_date(note.get("createdAt")), links)
        self._by_beginning.setdefault(text[:_BEGINNING], []).append(made)

    def find(self, begin: str, date: datetime | None) -> _Note | None:
        """Return the note that begins so; of several, the one nearest in time."""
        found = [
            note
            for note in self._by_beginning.get(begin[:_BEGINNING], ())
            if note.text.startswith(begin)
        ]
        return min(found, key=lambda note: _apart(note.date, date), default=None)


def _apart(one: datetime | None, other: datetime | None) -> float:
    return abs((one - other).total_seconds()) if one and other else float("inf")


def read_tweets_csv(
    document: Document, delimiter: str
) -> Iterator[Entry | Skipped | BadRow | Problem]:
    """Yield the posts of `tweets.csv`, as Twitter gave it in 2013."""
    records = read_records(document, delimiter)
    own = {record["tweet id"] for record in records if isinstance(record, Record)}
    for record in read_records(document, delimiter):
        if isinstance(record, Record):
            yield _post_of_2013(document.path, record, own)
        else:
            yield record


def _post_of_2013(path: str, record: Record, own: set[str]) -> Entry | Skipped | BadRow:
    text = unescape(record["text"])
    if record["retweeted status id"].strip():
        return Skipped(path, record.row, "reshare")
    answered = record["in reply to status id"].strip()
    is_reply = bool(answered or record["in reply to user id"].strip())
    if why := _why_not(text, answered, own, is_reply=is_reply):
        return Skipped(path, record.row, why)
    short, led_to = _SHORT_LINK.findall(text), record["expanded urls"].split(",")
    if len(short) == len(led_to):
        links = dict(zip(short, led_to, strict=True))
        text = _SHORT_LINK.sub(lambda match: links[match[0]], text)
    if not _LINK.sub("", text).strip():
        return Skipped(path, record.row, "empty")
    id_ = record["tweet id"].strip()
    return make_post(
        path,
        record.row,
        text,
        platform="x",
        id=id_,
        date=parse_date(record["timestamp"]),
        url=f"https://x.com/i/status/{id_}" if id_.isdecimal() else "",
    )
