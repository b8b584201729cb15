"""Mastodon's `outbox.json`, only its list of activities, or a list of statuses from its API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from postlint.core.dates import parse_date
from postlint.core.errors import LintFailure
from postlint.document.source import MAX_BYTES
from postlint.importers.columns import Columns
from postlint.importers.document_head import DocumentHead
from postlint.importers.html_text import html_to_text
from postlint.importers.imported_post import ImportedRow, ImportItem, RowError, SkippedRow
from postlint.importers.importer import Importer
from postlint.importers.io.container import InputFile
from postlint.importers.io.json_stream import as_dict, as_list, as_str, read_items
from postlint.importers.post_builder import build_post

_ITEMS = re.compile(r'"orderedItems"\s*:\s*(?:\[\s*(\S)|null)')
_OUTBOX = re.compile(r'"id"\s*:\s*"(?:[^"\s]*/)?outbox(?:\.json)?"')
_ACTIVITIES = frozenset({"Create", "Announce"})
_STATUS_KEYS = frozenset({"content", "visibility", "in_reply_to_id"})

_PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
"""The three spellings that ActivityPub allows."""


def _matches(head: DocumentHead) -> bool:
    if head.is_json_list:
        record = head.json_object
        is_activity = as_str(record.get("type")) in _ACTIVITIES and "object" in record
        return is_activity or record.keys() >= _STATUS_KEYS
    # The first list may be empty, with the items in a second one under the same key.
    starts = [match[1] for match in _ITEMS.finditer(head.text)] if head.is_json_object else []
    return "{" in starts or bool(starts and _OUTBOX.search(head.text))


def _read(document: InputFile, columns: Columns) -> Iterator[ImportItem]:
    for item in read_items(document, key="orderedItems"):
        if isinstance(item, LintFailure):
            yield item
        else:
            row, value = item
            record = as_dict(value)
            is_status = record.keys() >= _STATUS_KEYS
            build = _build_status if is_status else _build_activity
            yield build(document.path, row, record)


def _build_status(path: str, row: int, status: dict[str, Any]) -> ImportedRow:
    if status.get("reblog"):
        return SkippedRow(path, row, "reshare")
    if status["visibility"] not in ("public", "unlisted"):
        return SkippedRow(path, row, "not_public")
    if status["in_reply_to_id"]:
        author = as_dict(status.get("account")).get("id")
        is_own = author is not None and status.get("in_reply_to_account_id") == author
        return SkippedRow(path, row, "thread" if is_own else "reply")
    id_, date = as_str(status.get("uri")), parse_date(status.get("created_at"))
    return _post(path, row, as_str(status["content"]), id_, date, as_str(status.get("url")))


def _build_activity(path: str, row: int, activity: dict[str, Any]) -> ImportedRow:
    if activity.get("type") == "Announce":
        return SkippedRow(path, row, "reshare")
    note = as_dict(activity.get("object"))
    if activity.get("type") != "Create" or not note:
        return RowError(path, row, "it's neither a post nor a boost")
    if not _is_public(activity) and not _is_public(note):
        return SkippedRow(path, row, "not_public")
    if answered := note.get("inReplyTo"):
        own = as_str(activity.get("actor")) or as_str(note.get("attributedTo"))
        is_own = bool(own) and as_str(answered).startswith(f"{own}/")
        return SkippedRow(path, row, "thread" if is_own else "reply")
    contents = (note.get("content"), *as_dict(note.get("contentMap")).values())
    html = next((as_str(content) for content in contents if as_str(content)), "")
    date = parse_date(note.get("published") or activity.get("published"))
    return _post(path, row, html, as_str(note.get("id")), date, as_str(note.get("url")))


def _post(path: str, row: int, html: str, id_: str, date: datetime | None, url: str) -> ImportedRow:
    if len(html) > MAX_BYTES:
        return RowError(path, row, f"its text is too large for a post (over {MAX_BYTES:,} bytes)")
    try:
        text = html_to_text(html)
    except ValueError as error:
        return RowError(path, row, str(error))
    return build_post(path, row, text, platform="mastodon", id=id_, date=date, url=url)


def _is_public(record: dict[str, Any]) -> bool:
    """Return whether it's for everyone, in the public timeline (`to`) or not (`cc`)."""
    audiences = (record.get("to"), record.get("cc"))
    return any(as_str(one) in _PUBLIC for field in audiences for one in (field, *as_list(field)))


IMPORTER = Importer(name="Mastodon", files="outbox.json", matches=_matches, read=_read)
