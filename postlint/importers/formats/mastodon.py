"""Mastodon's export: `outbox.json`, its list alone, and a list of statuses from its API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from postlint.core.dates import parse_date
from postlint.core.errors import LintFailure
from postlint.document.source import MAX_BYTES
from postlint.importers.imported_post import ImportedPost, RowError, SkippedRow
from postlint.importers.io.html_text import html_to_text
from postlint.importers.io.json_stream import as_dict, as_list, as_str, read_items
from postlint.importers.post_builder import build_post

if TYPE_CHECKING:
    from postlint.importers.io.container import InputFile

ACTIVITIES = frozenset({"Create", "Announce"})

_PUBLIC = frozenset(
    {"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"}
)  # three ways to write it that ActivityPub allows


def read_outbox(
    document: InputFile,
) -> Iterator[ImportedPost | SkippedRow | RowError | LintFailure]:
    """Yield the posts of an outbox; boosts and what is not for everyone are none."""
    for item in read_items(document, key="orderedItems"):
        if isinstance(item, LintFailure):
            yield item
        else:
            row, value = item
            record = as_dict(value)
            read = _status if is_status(record) else _activity
            yield read(document.path, row, record)


def is_status(record: Mapping[str, object]) -> bool:
    """Return whether a JSON object is a status as the API has it, and no activity."""
    return {"content", "visibility", "in_reply_to_id"} <= record.keys()


def _status(path: str, row: int, status: dict[str, Any]) -> ImportedPost | SkippedRow | RowError:
    if status.get("reblog"):
        return SkippedRow(path, row, "reshare")
    if status["visibility"] not in ("public", "unlisted"):
        return SkippedRow(path, row, "not public")
    if status["in_reply_to_id"]:
        author = as_dict(status.get("account")).get("id")
        is_own = author is not None and status.get("in_reply_to_account_id") == author
        return SkippedRow(path, row, "thread" if is_own else "reply")
    id_, date = as_str(status.get("uri")), parse_date(status.get("created_at"))
    return _post(path, row, as_str(status["content"]), id_, date, as_str(status.get("url")))


def _activity(
    path: str, row: int, activity: dict[str, Any]
) -> ImportedPost | SkippedRow | RowError:
    if activity.get("type") == "Announce":
        return SkippedRow(path, row, "reshare")
    note = as_dict(activity.get("object"))
    if activity.get("type") != "Create" or not note:
        return RowError(path, row, "it's neither a post nor a boost")
    if not _is_public(activity) and not _is_public(note):
        return SkippedRow(path, row, "not public")
    if answered := note.get("inReplyTo"):
        own = as_str(activity.get("actor")) or as_str(note.get("attributedTo"))
        is_own = bool(own) and as_str(answered).startswith(f"{own}/")
        return SkippedRow(path, row, "thread" if is_own else "reply")
    contents = (note.get("content"), *as_dict(note.get("contentMap")).values())
    html = next((as_str(content) for content in contents if as_str(content)), "")
    date = parse_date(note.get("published") or activity.get("published"))
    return _post(path, row, html, as_str(note.get("id")), date, as_str(note.get("url")))


def _post(
    path: str, row: int, html: str, id_: str, date: datetime | None, url: str
) -> ImportedPost | SkippedRow | RowError:
    if len(html) > MAX_BYTES:
        return RowError(path, row, f"its text is too large for a post (over {MAX_BYTES:,} bytes)")
    try:
        text = html_to_text(html)
    except ValueError as error:
        return RowError(path, row, str(error))
    return build_post(path, row, text, platform="mastodon", id=id_, date=date, url=url)


def _is_public(thing: dict[str, Any]) -> bool:
    """Return whether it is for everyone, in the public timeline (`to`) or not (`cc`)."""
    named = (thing.get("to"), thing.get("cc"))
    return any(as_str(one) in _PUBLIC for field in named for one in (field, *as_list(field)))
