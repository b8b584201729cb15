"""Finding the importer of a document by its beginning, or the reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from postlint.core.errors import LintFailure
from postlint.importers.columns import Columns
from postlint.importers.importer import DocumentHead, Importer
from postlint.importers.io.container import InputFile
from postlint.importers.table_rows import is_private

_NOT_UTF8 = "not UTF-8 (it looks like UTF-16); save it as UTF-8 (in Excel, “CSV UTF-8”)"
_MAX_NAME_CHARACTERS = 60
"""Characters that the name of a column may have where prose could be meant."""

# Formats that may have posts, but that postlint can't read.
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


@dataclass(frozen=True, slots=True)
class TablePolicy:
    """Which tables may be read; exports always may.

    Attributes:
        columns: the user's names for the columns of tables.
        must_be_named: whether a table may be read only if the user names the column with the text.
        may_be_draft: whether it may be a draft, so a table must clearly look like one.
        allow_private: whether private messages may be read, because the user named the file. The
            user must also name the column with the text.
    """

    columns: Columns
    must_be_named: bool = False
    may_be_draft: bool = False
    allow_private: bool = False

    def allows(self, head: DocumentHead) -> bool:
        """Return whether a table may be read."""
        header, is_named = head.header, self.columns.text is not None
        if self.must_be_named and not is_named:
            return False
        if not head.text:
            return True  # the columns of a binary table aren't known yet
        if not header or self.columns.missing(header):
            return False
        if is_private(header):
            return self.allow_private and is_named
        return is_named or not (self.may_be_draft and head.rows) or _is_surely_table(head)


def find_importer(
    document: InputFile, policy: TablePolicy, importers: Mapping[str, Importer]
) -> Importer | None:
    """Return the importer of a document; None if there is none.

    Raises:
        OSError: the document can't be read.
        Exception: one of `UNPACK_ERRORS`: it's damaged.
    """
    head = DocumentHead.of(document)
    for importer in importers.values():
        if importer.matches(head) and (not importer.is_table or policy.allows(head)):
            return replace(importer, read=_refuse_utf16) if head.is_utf16 else importer
    return None


def _refuse_utf16(document: InputFile, columns: Columns) -> Iterator[LintFailure]:
    yield LintFailure(document.path, _NOT_UTF8)


def _is_surely_table(head: DocumentHead) -> bool:
    """Return whether two rows are the beginning of a table: prose has blanks after its commas."""
    header = head.header
    return (
        len(header) > 1
        and len(head.rows) == 2
        and len(header) == len(head.rows[1])
        and all(name == name.strip() and len(name) <= _MAX_NAME_CHARACTERS for name in header)
    )


def is_content_calendar(document: InputFile) -> bool:
    """Return whether a table has columns for posts: a text, and a date or a platform."""
    found = Columns().find(DocumentHead.of(document).header)
    return "text" in found and bool({"date", "platform"} & found.keys())


def describe_formats(importers: Iterable[Importer]) -> str:
    """Return what postlint reads, for a message."""
    files: dict[str, list[str]] = {}
    tables = []
    for importer in importers:
        if importer.is_table:
            tables.append(importer.name)
        else:
            files.setdefault(importer.name, []).append(importer.files)
    exports = [f"{name}'s {' or '.join(names)}" for name, names in files.items()]
    return (
        f"{', '.join(exports)}, a .zip of these, or a table ({', '.join(tables)}) with a `text` "
        "column (or name the column with --column text=NAME)"
    )


def explain_unsupported(
    document: InputFile, columns: Columns, importers: Mapping[str, Importer]
) -> str:
    """Return why a document that no importer matches can't be read."""
    head = DocumentHead.of(document)
    if head.is_utf16 or _looks_like_utf16(head.data):
        return _NOT_UTF8
    if known := _describe_unsupported_file(head):
        return known
    header = head.header
    if head.rows and (len(header) == 1 or max(map(len, header)) > _MAX_NAME_CHARACTERS):
        header = []  # prose
    if header and columns.text is None and is_private(header):
        return "it has messages or invitations, not posts, so it isn't read"
    if header and (missing := columns.missing(header)):
        return missing
    is_json = head.is_json_list or head.is_json_object
    problem = (
        "its JSON is cut off or isn't a list of posts"
        if is_json
        else "not an export or a table of posts"
    )
    return f"{problem}; postlint reads {describe_formats(importers.values())}"


def _looks_like_utf16(data: bytes) -> bool:
    start = data[:512]
    even, odd = start[::2].count(0), start[1::2].count(0)
    return min(even, odd) == 0 and max(even, odd) > len(start) // 3


def _describe_unsupported_file(head: DocumentHead) -> str | None:
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
