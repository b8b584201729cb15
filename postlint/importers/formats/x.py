"""X's export: `tweets.js` and its parts, with the whole of long posts, and `tweets.csv` of 2013."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from typing import TYPE_CHECKING, Any

from postlint.core.dates import parse_date
from postlint.core.errors import LintFailure
from postlint.core.platforms import PLATFORMS
from postlint.importers.imported_post import ImportedPost, RowError, SkippedRow, SkipReason
from postlint.importers.io.container import UNPACK_ERRORS
from postlint.importers.io.csv_reader import CsvRow, read_rows
from postlint.importers.io.json_stream import as_dict, as_list, as_str, read_items
from postlint.importers.post_builder import build_post

if TYPE_CHECKING:
    from postlint.importers.io.container import InputFile

TWEETS = re.compile(r"\s*window\.YTD\.(?:tweets?|community_tweet)\.part\d+\s*=")
TWEETS_CSV = frozenset({"tweet id", "timestamp", "text"})

_NOTES = re.compile(rb"\s*window\.YTD\.note_tweet\.part\d+\s*=")
_TWEETS = re.compile(TWEETS.pattern.encode())
_HEAD = 200

_SHORT_LINK = re.compile(r"https?://t\.co/\w+")
_LINK = re.compile(r"https?://\S+")
_MIN_TRUNCATED_LENGTH = 250
"""Letters, as X counts them, from which a post that ends with … was cut by X."""

_PREFIX_LENGTH = 60
"""Letters by which the whole of a long post is looked up. One that was cut has more."""


def read_tweets(
    document: InputFile,
) -> Iterator[ImportedPost | SkippedRow | RowError | LintFailure]:
    """Yield the posts of `tweets.js`, long ones whole if what they go on with lies next to it."""
    siblings = [
        (other, _head(other)) for other in document.siblings() if other.path != document.path
    ]
    parts = [document, *(other for other, head in siblings if _TWEETS.match(head))]
    own = {as_str(tweet.get("id_str")) for part in parts for tweet in _tweets(part)}
    notes = _Notes()
    for other in (other for other, head in siblings if _NOTES.match(head)):
        for item in _sibling_items(other):
            if not isinstance(item, LintFailure):
                notes.add(as_dict(as_dict(item[1]).get("noteTweet")))
            elif document.path == min(part.path for part in parts):  # else said by another part
                yield replace(item, message=f"{item.message}, so long posts may be cut off")
    for item in read_items(document, after=_list_prefix(document)):
        if isinstance(item, LintFailure):
            yield item
        else:
            row, element = item
            tweet = _tweet(element)
            if tweet:
                yield _post(document.path, row, tweet, own, notes)
            else:
                yield RowError(document.path, row, "it isn't a post")


def is_post(record: Mapping[str, object]) -> bool:
    """Return whether a JSON object is a post, as it is in a list that has lost its prefix."""
    tweet = as_dict(record.get("tweet")) or record
    return {"full_text", "id_str"} <= tweet.keys()


def _list_prefix(document: InputFile) -> str:
    return "=" if document.head(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"window") else ""


def _head(document: InputFile) -> bytes:
    """Return how a document begins; nothing for one that cannot be read."""
    if document.is_encrypted or document.is_too_large:
        return b""
    try:
        return document.head(_HEAD)
    except (OSError, *UNPACK_ERRORS):
        return b""


def _tweet(element: object) -> dict[str, Any]:
    fields = as_dict(element)
    return as_dict(fields["tweet"]) if "tweet" in fields else fields


def _sibling_items(document: InputFile) -> Iterator[tuple[int, Any] | LintFailure]:
    """Yield the items of another document, which may be damaged."""
    try:
        yield from read_items(document, after=_list_prefix(document))
    except (OSError, *UNPACK_ERRORS) as error:
        yield LintFailure(document.path, f"damaged ({error or type(error).__name__})")


def _tweets(document: InputFile) -> Iterator[dict[str, Any]]:
    for item in _sibling_items(document):
        if not isinstance(item, LintFailure):
            yield _tweet(item[1])


def _post(
    path: str, row: int, tweet: dict[str, Any], own: set[str], notes: _Notes
) -> ImportedPost | SkippedRow | RowError:
    text = unescape(as_str(tweet.get("full_text")) or as_str(tweet.get("text")))
    answered = as_str(tweet.get("in_reply_to_status_id_str"))
    is_reply = any(tweet.get(key) for key in tweet if key.startswith("in_reply_to_"))
    why = _skip_reason(text, answered, own, is_reply=is_reply)
    if why is None and _was_edited(tweet, own):
        why = "repeated"
    if why:
        return SkippedRow(path, row, why)
    date = parse_date(tweet.get("created_at"))
    links = _links(tweet)
    if begin := _strip_truncation(text):
        note = notes.find(begin, date)
        text, links = (note.text, links | note.links) if note else (begin, links)
    text = _SHORT_LINK.sub(lambda match: links.get(match[0], match[0]), text)
    if not _LINK.sub("", text).strip():
        return SkippedRow(path, row, "empty")
    id_ = as_str(tweet.get("id_str")) or as_str(tweet.get("id"))
    url = f"https://x.com/i/status/{id_}" if id_.isdecimal() else ""
    return build_post(path, row, text, platform="x", id=id_, date=date, url=url)


def _skip_reason(text: str, answered: str, own: set[str], *, is_reply: bool) -> SkipReason | None:
    if text.startswith("RT @"):  # `retweeted` is false even then
        return "reshare"
    if answered and answered in own:
        return "thread"
    # What answers a deleted post may have nothing left of that but the name.
    return "reply" if is_reply or text.startswith("@") else None


def _was_edited(tweet: dict[str, Any], own: set[str]) -> bool:
    """Return whether a later version of a post is in the archive, too."""
    info = as_dict(tweet.get("edit_info"))
    edit = as_dict(as_dict(info.get("edit")).get("editControlInitial"))
    versions = as_list(edit.get("editTweetIds") or as_dict(info.get("initial")).get("editTweetIds"))
    id_ = as_str(tweet.get("id_str"))
    if id_ not in versions:
        return False
    return any(as_str(one) in own for one in versions[versions.index(id_) + 1 :])


def _links(tweet: dict[str, Any]) -> dict[str, str]:
    """Return what stands for each short link: where it leads; nothing for a picture."""
    entities = as_dict(tweet.get("entities"))
    links = _expanded_urls(as_list(entities.get("urls")))
    more = as_dict(tweet.get("extended_entities"))
    for media in (*as_list(entities.get("media")), *as_list(more.get("media"))):
        links[as_str(as_dict(media).get("url"))] = ""
    return links


def _expanded_urls(urls: Iterable[object]) -> dict[str, str]:
    found = {}
    for url in map(as_dict, urls):
        short = as_str(url.get("url")) or as_str(url.get("shortUrl"))
        found[short] = as_str(url.get("expanded_url")) or as_str(url.get("expandedUrl")) or short
    return found


def _strip_truncation(text: str) -> str | None:
    """Return what X left of a long post, without the … and the link to it; None if it is whole."""
    begin, _, last = text.rstrip().rpartition(" ")
    if not _SHORT_LINK.fullmatch(last):
        begin = text
    begin = begin.rstrip()
    if not begin.endswith("…") or PLATFORMS["x"].counting.length(begin) < _MIN_TRUNCATED_LENGTH:
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
        self._by_prefix: dict[str, list[_Note]] = {}

    def add(self, note: dict[str, Any]) -> None:
        """Add a long post."""
        core = as_dict(note.get("core"))
        text = unescape(as_str(core.get("text")))
        links = _expanded_urls(as_list(core.get("urls")))
        made = _Note(text, parse_date(note.get("createdAt")), links)
        self._by_prefix.setdefault(text[:_PREFIX_LENGTH], []).append(made)

    def find(self, begin: str, date: datetime | None) -> _Note | None:
        """Return the note that begins so; of several, the one nearest in time."""
        found = [
            note
            for note in self._by_prefix.get(begin[:_PREFIX_LENGTH], ())
            if note.text.startswith(begin)
        ]
        return min(found, key=lambda note: _time_distance(note.date, date), default=None)


def _time_distance(one: datetime | None, other: datetime | None) -> float:
    return abs((one - other).total_seconds()) if one and other else float("inf")


def read_tweets_csv(
    document: InputFile, delimiter: str
) -> Iterator[ImportedPost | SkippedRow | RowError | LintFailure]:
    """Yield the posts of `tweets.csv`, as Twitter gave it in 2013."""
    records = read_rows(document, delimiter)
    own = {record["tweet id"] for record in records if isinstance(record, CsvRow)}
    for record in read_rows(document, delimiter):
        if isinstance(record, CsvRow):
            yield _legacy_post(document.path, record, own)
        else:
            yield record


def _legacy_post(path: str, record: CsvRow, own: set[str]) -> ImportedPost | SkippedRow | RowError:
    text = unescape(record["text"])
    if record["retweeted status id"].strip():
        return SkippedRow(path, record.row, "reshare")
    answered = record["in reply to status id"].strip()
    is_reply = bool(answered or record["in reply to user id"].strip())
    if why := _skip_reason(text, answered, own, is_reply=is_reply):
        return SkippedRow(path, record.row, why)
    short, led_to = _SHORT_LINK.findall(text), record["expanded urls"].split(",")
    if len(short) == len(led_to):
        links = dict(zip(short, led_to, strict=True))
        text = _SHORT_LINK.sub(lambda match: links[match[0]], text)
    if not _LINK.sub("", text).strip():
        return SkippedRow(path, record.row, "empty")
    id_ = record["tweet id"].strip()
    return build_post(
        path,
        record.row,
        text,
        platform="x",
        id=id_,
        date=parse_date(record["timestamp"]),
        url=f"https://x.com/i/status/{id_}" if id_.isdecimal() else "",
    )
