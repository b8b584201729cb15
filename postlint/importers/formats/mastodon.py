"""Mastodon's `outbox.json`, only its list of activities, or a list of statuses from its API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from postlint.core.dates import parse_date
from postlint.core.errors import LintFailure
from postlint.document.html import HtmlPart, read_html
from postlint.document.source import MAX_BYTES
from postlint.importers.columns import Columns
from postlint.importers.imported_post import (
    ImportedRow,
    ImportItem,
    RowError,
    SkippedRow,
    build_post,
)
from postlint.importers.importer import DocumentHead, Importer
from postlint.importers.io.container import InputFile
from postlint.importers.io.json_stream import as_dict, as_list, as_str, read_items

_ITEMS = re.compile(r'"orderedItems"\s*:\s*(?:\[\s*(\S)|null)')
_OUTBOX = re.compile(r'"id"\s*:\s*"(?:[^"\s]*/)?outbox(?:\.json)?"')
_ACTIVITIES = frozenset({"Create", "Announce"})
_STATUS_KEYS = frozenset({"content", "visibility", "in_reply_to_id"})

_PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
"""The three spellings that ActivityPub allows."""

_HIDDEN_TAGS = frozenset({"script", "style"})
_LIST_ITEM = re.compile(r"<(/?)li\b", re.IGNORECASE)
_WHITESPACE = re.compile(r"[ \t\r\n]+")
_BLANKS = re.compile(r" {2,}")
_AROUND_LINE_END = re.compile(r" ?\n ?")
_EMPTY_LINES = re.compile(r"\n{3,}")

_MAX_CHARACTERS = 50_000
_MAX_UNCLOSED_TAGS = 20
"""With many characters and many unclosed tags, html.parser takes forever."""


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
            record = as_dict(item[1])
            build = _build_status if record.keys() >= _STATUS_KEYS else _build_activity
            yield build(document.path, item[0], record)


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


def html_to_text(html: str) -> str:
    """Return the text of HTML, with an empty line between paragraphs.

    The parts of a paragraph are joined without blanks, because Mastodon splits links into parts.

    Raises:
        ValueError: it has too many unclosed tags, or is too long for a post.
    """
    if len(html) > _MAX_CHARACTERS or html.count("<") - html.count(">") > _MAX_UNCLOSED_TAGS:
        raise ValueError("its HTML is broken or too long for a post")
    text = "".join(_text(part, html) for part in read_html(html, skipped_tags=_HIDDEN_TAGS))
    text = _AROUND_LINE_END.sub("\n", _BLANKS.sub(" ", text))
    return _EMPTY_LINES.sub("\n\n", text).strip()


def _text(part: HtmlPart, html: str) -> str:
    if part.what == "block":
        item = _LIST_ITEM.match(html, part.start)
        if item is None:
            return "\n\n"
        return "" if item[1] else "\n"
    # In text, a line end is only a blank.
    return part.text if part.what == "line" else _WHITESPACE.sub(" ", part.text)


IMPORTER = Importer(name="Mastodon", files="outbox.json", matches=_matches, read=_read)
