"""Formats that may have posts, but that postlint can't read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postlint.importers.importer import DocumentHead

_INSTEAD = "Put its posts in a CSV file with the columns text and date"
_AS_CSV = "Save the sheet with the posts as “CSV UTF-8”"

# In which bytes a file has what, and what it is then.
_BINARY = (
    (0, 4, b"\xd0\xcf\x11\xe0", f"it's an old Excel or Word file. {_AS_CSV}"),
    (0, 4, b"%PDF", f"it's a PDF. {_INSTEAD}"),
    (0, 15, b"SQLite format 3", f"it's an SQLite database. {_INSTEAD}"),
    (0, 2, b"\x1f\x8b", "it's a damaged or unknown .gz file"),
    (0, 64, b"eroots", f"it's a Bluesky repository (CAR), which postlint can't read. {_INSTEAD}"),
    (257, 262, b"ustar", "it's a .tar. Unpack it, and give postlint the folder"),
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
    for begin, end, magic, message in _BINARY:
        if magic in head.data[begin:end]:
            return message
    found = (message for pattern, message in _TEXTS if re.search(pattern, head.text, re.IGNORECASE))
    return next(found, None)


def describe_unsupported_zip(members: Sequence[str]) -> str | None:
    """Return what a .zip with these members is, and what to do; None if it's unknown."""
    for pattern, message in _MEMBERS:
        if any(re.match(pattern, name) for name in members):
            return message
    return None
