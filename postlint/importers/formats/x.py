"""`tweets.js` of X's export and its parts, and `tweets.csv` of Twitter's export in 2013."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from typing import Any

from postlint.core.dates import parse_date
from postlint.core.errors import LintFailure
from postlint.core.platforms import PLATFORMS
from postlint.importers.columns import Columns
from postlint.importers.imported_post import (
    ImportedRow,
    ImportItem,
    RowError,
    SkippedRow,
    SkipReason,
    build_post,
)
from postlint.importers.importer import DocumentHead, Importer
from postlint.importers.io.container import UNPACK_ERRORS, InputFile
from postlint.importers.io.csv_reader import CsvRow, read_rows
from postlint.importers.io.json_stream import as_dict, as_list, as_str, read_items

_TWEETS = re.compile(r"\s*window\.YTD\.(?:tweets?|community_tweet)\.part\d+\s*=")
_NOTES = re.compile(r"\s*window\.YTD\.note_tweet\.part\d+\s*=")
_PREFIX_BYTES = 200
_CSV_COLUMNS = frozenset({"tweet id", "timestamp", "text"})

_SHORT_LINK = re.compile(r"https?://t\.co/\w+")
_LINK = re.compile(r"https?://\S+")
_MIN_TRUNCATED_LENGTH = 250
"""The length, as X counts it, from which X may have truncated a post that ends with "…"."""

_LOOKUP_CHARACTERS = 60
"""The first characters by which a long post is looked up; a truncated post has more."""


def _is_tweets(head: DocumentHead) -> bool:
    if head.is_json_list:  # without its prefix
        record = head.json_object
        return (as_dict(record.get("tweet")) or record).keys() >= {"full_text", "id_str"}
    return _TWEETS.match(head.text) is not None


def _read_tweets(document: InputFile, columns: Columns) -> Iterator[ImportItem]:
    """Yield the posts; of long ones, the full text is in `note-tweet.js` in the same folder."""
    others = [other for other in document.siblings() if other.path != document.path]
    prefixes = [(other, _prefix(other)) for other in others]
    parts = [document, *(other for other, prefix in prefixes if _TWEETS.match(prefix))]
    items = (item for part in parts for item in _sibling_items(part))
    tweets = (_tweet(item[1]) for item in items if not isinstance(item, LintFailure))
    own = {as_str(tweet.get("id_str")) for tweet in tweets}
    notes: defaultdict[str, list[_Note]] = defaultdict(list)
    for other in (other for other, prefix in prefixes if _NOTES.match(prefix)):
        for item in _sibling_items(other):
            if not isinstance(item, LintFailure):
                note = _read_note(as_dict(as_dict(item[1]).get("noteTweet")))
                notes[note.text[:_LOOKUP_CHARACTERS]].append(note)
            elif document.path == min(part.path for part in parts):  # else another part reports it
                yield replace(item, message=f"{item.message}, so long posts may be cut off")
    for item in read_items(document):
        if isinstance(item, LintFailure):
            yield item
        elif tweet := _tweet(item[1]):
            yield _post(document.path, item[0], tweet, own, notes)
        else:
            yield RowError(document.path, item[0], "it isn't a post")


def _prefix(document: InputFile) -> str:
    """Return how a document begins; "" if it can't be read."""
    if document.is_encrypted or document.is_too_large:
        return ""
    try:
        return document.head(_PREFIX_BYTES).decode("utf-8-sig", "replace")
    except (OSError, *UNPACK_ERRORS):
        return ""


def _tweet(element: object) -> dict[str, Any]:
    fields = as_dict(element)
    return as_dict(fields["tweet"]) if "tweet" in fields else fields


def _sibling_items(document: InputFile) -> Iterator[tuple[int, Any] | LintFailure]:
    """Yield the items of another document, which may be damaged."""
    try:
        yield from read_items(document)
    except (OSError, *UNPACK_ERRORS) as error:
        yield LintFailure(document.path, f"damaged ({error or type(error).__name__})")


def _post(
    path: str,
    row: int,
    tweet: dict[str, Any],
    own: set[str],
    notes: Mapping[str, Sequence[_Note]],
) -> ImportedRow:
    text = unescape(as_str(tweet.get("full_text")) or as_str(tweet.get("text")))
    answered = as_str(tweet.get("in_reply_to_status_id_str"))
    is_reply = any(tweet.get(key) for key in tweet if key.startswith("in_reply_to_"))
    reason = _skip_reason(text, answered, own, is_reply=is_reply)
    if reason is None and _was_edited(tweet, own):
        reason = "duplicate"
    if reason:
        return SkippedRow(path, row, reason)
    date = parse_date(tweet.get("created_at"))
    links = _links(tweet)
    if begin := _strip_truncation(text):
        note = _find_note(notes.get(begin[:_LOOKUP_CHARACTERS], ()), begin, date)
        text, links = (note.text, links | note.links) if note else (begin, links)
    text = _SHORT_LINK.sub(lambda match: links.get(match[0], match[0]), text)
    id_ = as_str(tweet.get("id_str")) or as_str(tweet.get("id"))
    return _build_tweet(path, row, text, id_, date)


def _build_tweet(path: str, row: int, text: str, id_: str, date: datetime | None) -> ImportedRow:
    """Return a post; one that has only links is empty."""
    if not _LINK.sub("", text).strip():
        return SkippedRow(path, row, "empty")
    url = f"https://x.com/i/status/{id_}" if id_.isdecimal() else ""
    return build_post(path, row, text, platform="x", id=id_, date=date, url=url)


def _skip_reason(text: str, answered: str, own: set[str], *, is_reply: bool) -> SkipReason | None:
    """Return why a tweet isn't a post of its own, given the IDs of all tweets in the archive."""
    if text.startswith("RT @"):  # `retweeted` is false even then
        return "reshare"
    if answered and answered in own:
        return "thread"
    # Of a deleted post, its answer may have only the name.
    return "reply" if is_reply or text.startswith("@") else None


def _was_edited(tweet: dict[str, Any], own: set[str]) -> bool:
    """Return whether the archive also has a later version of a post."""
    info = as_dict(tweet.get("edit_info"))
    edit = as_dict(as_dict(info.get("edit")).get("editControlInitial"))
    versions = as_list(edit.get("editTweetIds") or as_dict(info.get("initial")).get("editTweetIds"))
    id_ = as_str(tweet.get("id_str"))
    if id_ not in versions:
        return False
    return any(as_str(one) in own for one in versions[versions.index(id_) + 1 :])


def _links(tweet: dict[str, Any]) -> dict[str, str]:
    """Return where each short link leads; nothing for a picture."""
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
    """Return a truncated post without the "…" and the link to it; None if it isn't truncated."""
    begin, _, last = text.rstrip().rpartition(" ")
    if not _SHORT_LINK.fullmatch(last):
        begin = text
    begin = begin.rstrip()
    if not begin.endswith("…") or PLATFORMS["x"].counting.length(begin) < _MIN_TRUNCATED_LENGTH:
        return None
    return begin.removesuffix("…").rstrip()


@dataclass(frozen=True, slots=True)
class _Note:
    """The full text of a long post, whose ID isn't that of the truncated one."""

    text: str
    date: datetime | None
    links: dict[str, str]


def _read_note(note: dict[str, Any]) -> _Note:
    core = as_dict(note.get("core"))
    text = unescape(as_str(core.get("text")))
    links = _expanded_urls(as_list(core.get("urls")))
    return _Note(text, parse_date(note.get("createdAt")), links)


def _find_note(notes: Sequence[_Note], begin: str, date: datetime | None) -> _Note | None:
    """Return the long post that begins like a truncated one; of several, the nearest in time."""
    found = [note for note in notes if note.text.startswith(begin)]
    return min(found, key=lambda note: _time_distance(note.date, date), default=None)


def _time_distance(one: datetime | None, other: datetime | None) -> float:
    return abs((one - other).total_seconds()) if one and other else float("inf")


def _read_csv(document: InputFile, columns: Columns) -> Iterator[ImportItem]:
    own = {row["tweet id"] for row in read_rows(document) if isinstance(row, CsvRow)}
    for row in read_rows(document):
        yield _post_from_row(document.path, row, own) if isinstance(row, CsvRow) else row


def _post_from_row(path: str, row: CsvRow, own: set[str]) -> ImportedRow:
    text = unescape(row["text"])
    if row["retweeted status id"].strip():
        return SkippedRow(path, row.number, "reshare")
    answered = row["in reply to status id"].strip()
    is_reply = bool(answered or row["in reply to user id"].strip())
    if reason := _skip_reason(text, answered, own, is_reply=is_reply):
        return SkippedRow(path, row.number, reason)
    short_links, targets = _SHORT_LINK.findall(text), row["expanded urls"].split(",")
    if len(short_links) == len(targets):
        links = dict(zip(short_links, targets, strict=True))
        text = _SHORT_LINK.sub(lambda match: links[match[0]], text)
    return _build_tweet(
        path, row.number, text, row["tweet id"].strip(), parse_date(row["timestamp"])
    )


TWEETS = Importer(name="X", files="tweets.js", matches=_is_tweets, read=_read_tweets)
TWEETS_CSV = Importer(
    name="X",
    files="tweets.csv",
    matches=lambda head: head.column_names >= _CSV_COLUMNS,
    read=_read_csv,
)
