"""LinkedIn's export: `Shares.csv`, and `Comments.csv`, of which only the number counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote

from postlint.core.dates import parse_date
from postlint.importers.columns import normalize_column_name
from postlint.importers.imported_post import ImportedPost, RowError, SkippedRow
from postlint.importers.io.csv_reader import CsvRow, read_rows
from postlint.importers.post_builder import build_post

if TYPE_CHECKING:
    from postlint.core.errors import LintFailure
    from postlint.importers.io.container import InputFile

SHARES = frozenset({"date", "sharelink", "sharecommentary"})

_COMMENTS = ["date", "link", "message"]
_URN = re.compile(r"urn:li:\w+:[\d-]+")
_WRAPPED_LINE_END = '"\n"'


def read_shares(
    document: InputFile, delimiter: str
) -> Iterator[ImportedPost | SkippedRow | RowError | LintFailure]:
    """Yield the posts of `Shares.csv`. A share with several pictures has a row for each."""
    seen: set[str] = set()
    for record in read_rows(document, delimiter):
        if not isinstance(record, CsvRow):
            yield record
            continue
        link = record["sharelink"].strip()
        if link and link in seen:
            yield SkippedRow(document.path, record.row, "repeated")
            continue
        seen.add(link)
        yield _share(document.path, record, link)


def _share(path: str, record: CsvRow, link: str) -> ImportedPost | SkippedRow | RowError:
    text = restore_line_ends(record["sharecommentary"])
    if not text.strip() and not (record["sharedurl"].strip() or record["mediaurl"].strip()):
        return SkippedRow(path, record.row, "reshare")
    urn = _URN.search(unquote(link))
    return build_post(
        path,
        record.row,
        text,
        platform="linkedin",
        id=urn[0] if urn else link,
        date=parse_date(record["date"]),
        url=link,
    )


def restore_line_ends(text: str) -> str:
    """Return a commentary as it was written.

    In most rows LinkedIn puts quotation marks around each line end. In some it does not, and
    there quotation marks at a line's end and start are the author's own: so most line ends have to
    have them.
    """
    text = text.replace("\r\n", "\n")
    if 2 * text.count(_WRAPPED_LINE_END) >= text.count("\n"):
        text = text.replace(_WRAPPED_LINE_END, "\n")
    return text.rstrip()


def is_comments(records: Sequence[Sequence[str]]) -> bool:
    """Return whether a table that begins with these records is `Comments.csv`."""
    header, *rows = records
    columns = [normalize_column_name(name) for name in header]
    return columns == _COMMENTS and all(
        "linkedin.com/" in cell for row in rows for cell in row[1:2]
    )


def read_comments(
    document: InputFile, delimiter: str
) -> Iterator[SkippedRow | RowError | LintFailure]:
    """Yield that there was a comment, for each of `Comments.csv`."""
    for record in read_rows(document, delimiter):
        if isinstance(record, CsvRow):
            yield SkippedRow(document.path, record.row, "reply")
        else:
            yield record
