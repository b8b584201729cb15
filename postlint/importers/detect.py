"""Which archive a document is, by how it begins; its name says nothing."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from postlint.core.errors import LintFailure
from postlint.importers import unsupported as foreign
from postlint.importers.columns import Columns
from postlint.importers.formats import linkedin, mastodon, parquet, schedulers, table, x
from postlint.importers.imported_post import ImportedPost, RowError, SkippedRow
from postlint.importers.io.csv_reader import DELIMITERS, has_columns, read_first_rows
from postlint.importers.io.json_stream import DECODER, as_dict, as_str

if TYPE_CHECKING:
    from postlint.importers.io.container import InputFile

Reader = Callable[[], Iterator[ImportedPost | SkippedRow | RowError | LintFailure]]
"""Reads a document that was recognised."""

NOT_UTF8 = "not UTF-8 (it looks like UTF-16); save it as UTF-8 (in Excel, “CSV UTF-8”)"
SUPPORTED_FORMATS = (
    "LinkedIn's Shares.csv, X's tweets.js or tweets.csv, Mastodon's outbox.json, a file for Buffer "
    "or Hootsuite, a .zip of these, or a table (CSV, JSONL, JSON, Parquet) with a `text` column "
    "(or name the column with --column text=NAME)"
)

_FIRST_LOOK = 512
_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ITEMS = re.compile(r'"orderedItems"\s*:\s*(?:\[\s*(\S)|null)')
_OUTBOX = re.compile(r'"id"\s*:\s*"(?:[^"\s]*/)?outbox(?:\.json)?"')
_LONGEST_NAME = 60
"""Letters that a column's name has at most, when it is not known whether it is one."""


def detect_reader(
    document: InputFile,
    columns: Columns,
    *,
    tables: bool = True,
    is_draft: bool = False,
    is_explicit: bool = False,
) -> Reader | None:
    """Return what reads a document; None if it is no archive.

    Args:
        document: the document; only its beginning is read.
        columns: the user's names for the columns of plain tables.
        tables: whether plain tables count.
        is_draft: whether it may as well be a draft, so that a table must look like one.
        is_explicit: whether the user names it, and not only the folder that it is in: then letters
            are read, if the user also names the column of texts.
    """
    kind = _DetectOptions(columns, tables, is_draft, is_explicit and columns.text is not None)
    look = document.head(_FIRST_LOOK)
    if look.startswith(parquet.MAGIC):
        return partial(parquet.read_parquet, document, columns) if tables else None
    if not look.startswith(_BOMS) and b"\0" in look:
        return None
    head = document.head()
    if look.startswith(_BOMS):
        text = head.decode("utf-16", "ignore")
        found = _detect_text(document, text, kind)
        return partial(_yield_problem, document, NOT_UTF8) if found else None
    text = head.decode("utf-8-sig", "surrogateescape")
    return _detect_text(document, text, kind)


@dataclass(frozen=True, slots=True)
class _DetectOptions:
    """What may be read; see `detect_reader`."""

    columns: Columns
    tables: bool
    is_draft: bool
    letters: bool


def unsupported_problem(document: InputFile, columns: Columns) -> LintFailure:
    """Return why a document is no archive."""
    head = document.head()
    if head.startswith(_BOMS) or _looks_like_utf16(head):
        return LintFailure(document.path, NOT_UTF8)
    text = head.decode("utf-8-sig", "surrogateescape")
    if known := foreign.describe_unsupported_file(head, text):
        return LintFailure(document.path, known)
    header = _header(text)
    if header and columns.text is None and table.is_private(header):
        return LintFailure(
            document.path, "it has messages or invitations, not posts, so it isn't read"
        )
    message = columns.missing(header) if header else None
    if not message and text.lstrip().startswith(("{", "[")):
        message = (
            f"its JSON is cut off or isn't a list of posts; postlint reads {SUPPORTED_FORMATS}"
        )
    message = message or f"not an export or a table of posts; postlint reads {SUPPORTED_FORMATS}"
    return LintFailure(document.path, message)


def _looks_like_utf16(head: bytes) -> bool:
    even, odd = head[:_FIRST_LOOK:2].count(0), head[1:_FIRST_LOOK:2].count(0)
    return min(even, odd) == 0 and max(even, odd) > len(head[:_FIRST_LOOK]) // 3


def is_content_calendar(document: InputFile) -> bool:
    """Return whether a table holds posts by its columns: a text, and a date or a platform."""
    text = document.head().decode("utf-8-sig", "surrogateescape")
    header = _header(text)
    found = Columns().find(header)
    return "text" in found and bool({"date", "platform"} & found.keys())


def _yield_problem(document: InputFile, message: str) -> Iterator[LintFailure]:
    yield LintFailure(document.path, message)


def _detect_text(document: InputFile, text: str, kind: _DetectOptions) -> Reader | None:
    begin = text.lstrip()
    if x.TWEETS.match(begin):
        return partial(x.read_tweets, document)
    if begin.startswith(("{", "[")):
        return _detect_json(document, begin, kind)
    for delimiter in DELIMITERS:
        first = read_first_rows(text, delimiter, 2)
        if first and (reader := _detect_export(document, first, delimiter)):
            return reader
    return _detect_table(document, text, kind) if kind.tables else None


def _detect_export(document: InputFile, records: list[list[str]], delimiter: str) -> Reader | None:
    first = records[0]
    if has_columns(first, linkedin.SHARES):
        return partial(linkedin.read_shares, document, delimiter)
    if linkedin.is_comments(records):
        return partial(linkedin.read_comments, document, delimiter)
    if has_columns(first, x.TWEETS_CSV):
        return partial(x.read_tweets_csv, document, delimiter)
    if any(has_columns(first, layout) for layout in schedulers.BUFFER):
        return partial(schedulers.read_buffer, document, delimiter)
    if schedulers.is_hootsuite(first):
        return partial(schedulers.read_hootsuite, document, delimiter)
    return None


def _detect_table(document: InputFile, text: str, kind: _DetectOptions) -> Reader | None:
    delimiter = _delimiter(text)
    first = read_first_rows(text, delimiter, 2)
    if not first or kind.columns.missing(first[0]) or _is_private(first[0], kind):
        return None
    # Where the user names the column, a header that has it is one.
    if kind.is_draft and kind.columns.text is None and not _is_surely_table(first):
        return None
    return partial(table.read_csv, document, delimiter, kind.columns)


def _is_private(header: list[str], kind: _DetectOptions) -> bool:
    """Return whether a table is no one's business, and no one asks for it by name and column."""
    return not kind.letters and table.is_private(header)


def _is_surely_table(first: list[list[str]]) -> bool:
    """Return whether two records begin a table: prose has blanks behind its commas."""
    header = first[0]
    return (
        len(header) > 1
        and len(first) == 2
        and len(header) == len(first[1])
        and all(name == name.strip() and len(name) <= _LONGEST_NAME for name in header)
    )


def _delimiter(text: str) -> str:
    """Return what parts the first record into most fields."""
    return max(DELIMITERS, key=lambda one: len((read_first_rows(text, one, 1) or [[]])[0]))


def _detect_json(document: InputFile, text: str, kind: _DetectOptions) -> Reader | None:
    if text.startswith("{"):
        # The first list may be empty, and the items in a second one with the same key.
        begins = [match[1] for match in _ITEMS.finditer(text)]
        if "{" in begins or (begins and _OUTBOX.search(text)):
            return partial(mastodon.read_outbox, document)
    first = _first_object(text)
    if text.startswith("[") and x.is_post(first):
        return partial(x.read_tweets, document)
    if text.startswith("[") and mastodon.is_status(first):
        return partial(mastodon.read_outbox, document)
    if as_str(first.get("type")) in mastodon.ACTIVITIES and "object" in first:
        return partial(mastodon.read_outbox, document) if text.startswith("[") else None
    header = list(first)
    if not kind.tables or not header or kind.columns.missing(header) or _is_private(header, kind):
        return None
    read = table.read_json if text.startswith("[") else table.read_jsonl
    return partial(read, document, kind.columns)


def _first_object(text: str) -> dict[str, object]:
    """Return the first object of a list, or all keys of the first lines; an empty one for none."""
    try:
        if text.startswith("["):
            return as_dict(DECODER.raw_decode(text[1:].lstrip())[0])
    except (json.JSONDecodeError, RecursionError):
        return {}
    found: dict[str, object] = {}
    for number, line in enumerate(text.split("\n", _FIRST_LINES)[:_FIRST_LINES]):
        try:
            found = {**as_dict(DECODER.decode(line)), **found}
        except (json.JSONDecodeError, RecursionError):
            if not number:
                return {}
    return found


_FIRST_LINES = 20
"""Lines of JSONL that are looked at: not each need have all keys."""


def _header(text: str) -> list[str]:
    """Return what may be the names of a table's columns, to be shown; nothing for prose."""
    begin = text.lstrip()
    if begin.startswith(("{", "[")):
        return list(_first_object(begin))
    delimiter = _delimiter(text)
    first = read_first_rows(text, delimiter, 1)
    names = first[0] if first else []
    is_table = len(names) > 1 and all(len(name) <= _LONGEST_NAME for name in names)
    return names if is_table else []
