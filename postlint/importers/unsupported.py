"""Formats that may have posts, but that postlint can't read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from postlint.importers.document_head import DocumentHead

_INSTEAD = "Put its posts in a CSV file with the columns text and date"
_AS_CSV = "Save the sheet with the posts as “CSV UTF-8”"

_BINARY = (
    (b"\xd0\xcf\x11\xe0", f"it's an old Excel or Word file. {_AS_CSV}"),
    (b"%PDF", f"it's a PDF. {_INSTEAD}"),
    (b"SQLite format 3", f"it's an SQLite database. {_INSTEAD}"),
    (b"\x1f\x8b", "it's a damaged or unknown .gz file"),
)
_TEXTS = (
    (r"\A\s*<(?:!doctype html|html)\b", "it's a web page. Download the export again, or as JSON"),
    (r"\A\s*<(?:\?xml|rss|feed)\b", f"it's XML, such as a feed. {_INSTEAD}"),
    (
        r"\A\s*window\.YTD\.\w+\.part\d+\s*=",
        "it's a part of X's export that has none of your posts; postlint reads tweets.js",
    ),
    (r"\"text_post_app_", f"it's from a Threads export, which postlint can't read. {_INSTEAD}"),
    (r"\bapp\.bsky\.feed\.", f"it's from Bluesky, which postlint can't read. {_INSTEAD}"),
    (
        r"\"creation_timestamp\"",
        f"it's from an Instagram or Threads export, which postlint can't read. {_INSTEAD}",
    ),
    (
        r"\A\s*\[\s*\{\s*\"timestamp\"\s*:\s*\d+\s*,\s*\"(?:data|attachments|title|tags)\"",
        f"it's from a Facebook export, which postlint can't read. {_INSTEAD}",
    ),
    (
        r"\"orderedItems\"\s*:",
        "it's an ActivityPub list without posts, such as Mastodon's likes.json or bookmarks.json",
    ),
)
_MEMBERS = (
    (r"xl/workbook", f"it's an Excel workbook. {_AS_CSV}"),
    (r"word/document", f"it's a Word document. {_INSTEAD}"),
    (r"content\.xml$", f"it's an OpenDocument file. {_AS_CSV}"),
    (r"Index/.*\.iwa$", f"it's a Numbers or Pages file. {_AS_CSV}"),
    (
        r"(?:.*/)?your_(?:facebook|instagram)_activity/|(?:.*/)?posts/your_posts",
        f"it's a Facebook, Instagram, or Threads export, which postlint can't read. {_INSTEAD}",
    ),
    (r".*\.zip$", "it contains another .zip. Unpack it, and give postlint the folder"),
)


def describe_unsupported_file(head: DocumentHead) -> str | None:
    """Return what a file is that begins like this, and what to do; None if it's unknown."""
    if not head.data.strip():
        return "the file is empty"
    for magic, message in _BINARY:
        if head.data.startswith(magic):
            return message
    if b"eroots" in head.data[:64]:
        return f"it's a Bluesky repository (CAR), which postlint can't read. {_INSTEAD}"
    if head.data[257:262] == b"ustar":
        return "it's a .tar. Unpack it, and give postlint the folder"
    for pattern, message in _TEXTS:
        if re.search(pattern, head.text, re.IGNORECASE):
            return message
    return None


def describe_unsupported_zip(members: Iterable[str]) -> str | None:
    """Return what a .zip with these members is, and what to do; None if it's unknown."""
    names = list(members)
    for pattern, message in _MEMBERS:
        if any(re.match(pattern, name) for name in names):
            return message
    return None
