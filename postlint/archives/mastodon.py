"""Mastodon's export: `outbox.json`, and the same list by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from postlint.archives.clean import html_to_text
from postlint.archives.entry import BadRow, Entry, Skipped
from postlint.archives.json_items import listing, mapping, read_items, string
from postlint.archives.record import make_post
from postlint.dates import parse_date
from postlint.drafts.source import MAX_BYTES
from postlint.errors import Problem

if TYPE_CHECKING:
    from postlint.archives.container import Document

ACTIVITIES = frozenset({"Create", "Announce"})

_PUBLIC = frozenset(
    {"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"}
)  # three ways to write it that ActivityPub allows


def read_outbox(document: Document) -> Iterator[Entry | Skipped | BadRow | Problem]:
    """Yield the posts of an outbox; boosts and what is not for everybody are none."""
    for item in read_items(document, key="orderedItems"):
        if isinstance(item, Problem):
            yield item
        else:
            row, activity = item
            yield _post(document.path, row, mapping(activity))


def _post(path: str, row: int, activity: dict[str, Any]) -> Entry | Skipped | BadRow:
    if activity.get("type") == "Announce":
        return Skipped(path, row, "reshare")
    note = mapping(activity.get("object"))
    if activity.get("type") != "Create" or not note:
        return BadRow(path, row, "it is neither a post nor a boost")
    if not _is_public(activity) and not _is_public(note):
        return Skipped(path, row, "not public")
    if answered := note.get("inReplyTo"):
        own = string(activity.get("actor")) or string(note.get("attributedTo"))
        is_own = bool(own) and string(answered).startswith(f"{own}/")
        return Skipped(path, row, "thread" if is_own else "reply")
    html = string(note.get("content"))
    if len(html) > MAX_BYTES:
        return BadRow(path, row, f"its text is too large for a post (over {MAX_BYTES:,} bytes)")
    try:
        text = html_to_text(html)
    except ValueError as error:
        return BadRow(path, row, str(error))
    return make_post(
        path,
        row,
        text,
        platform="mastodon",
        id=string(note.get("id")),
        date=parse_date(note.get("published") or activity.get("published")),
        url=string(note.get("url")),
    )


def _is_public(thing: dict[str, Any]) -> bool:
    """Say whether it is for everybody, in the public timeline (`to`) or not (`cc`)."""
    named = (thing.get("to"), thing.get("cc"))
    return any(string(one) in _PUBLIC for field in named for one in (field, *listing(field)))
