"""`Shares.csv` of LinkedIn's export, and `Comments.csv`, of which only the number counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from postlint.core.dates import parse_date
from postlint.importers.columns import Columns, normalize_column_name
from postlint.importers.imported_post import ImportedRow, ImportItem, SkippedRow, build_post
from postlint.importers.importer import DocumentHead, Importer
from postlint.importers.io.container import InputFile
from postlint.importers.io.csv_reader import CsvRow, read_rows

_SHARES_COLUMNS = frozenset({"date", "sharelink", "sharecommentary"})
_COMMENTS_HEADER = ["date", "link", "message"]
_URN = re.compile(r"urn:li:\w+:[\d-]+")
_WRAPPED_LINE_END = '"\n"'


def _read_shares(document: InputFile, columns: Columns) -> Iterator[ImportItem]:
    """Yield the posts. A share with several pictures has a row for each of them."""
    seen: set[str] = set()
    for row in read_rows(document):
        if not isinstance(row, CsvRow):
            yield row
            continue
        link = row["sharelink"].strip()
        if link and link in seen:
            yield SkippedRow(document.path, row.number, "duplicate")
            continue
        seen.add(link)
        yield _share(document.path, row, link)


def _share(path: str, row: CsvRow, link: str) -> ImportedRow:
    text = restore_line_ends(row["sharecommentary"])
    if not text.strip() and not (row["sharedurl"].strip() or row["mediaurl"].strip()):
        return SkippedRow(path, row.number, "reshare")
    urn = _URN.search(unquote(link))
    return build_post(
        path,
        row.number,
        text,
        platform="linkedin",
        id=urn[0] if urn else link,
        date=parse_date(row["date"]),
        url=link,
    )


def restore_line_ends(text: str) -> str:
    """Return a commentary as its author wrote it.

    LinkedIn puts quotation marks around the line ends of most commentaries, but not of all. In
    the others, quotation marks around a line end are the author's own. So the marks are removed
    only if most line ends have them.
    """
    text = text.replace("\r\n", "\n")
    if 2 * text.count(_WRAPPED_LINE_END) >= text.count("\n"):
        text = text.replace(_WRAPPED_LINE_END, "\n")
    return text.rstrip()


def _is_comments(head: DocumentHead) -> bool:
    # Other tables may have the same columns.
    return [normalize_column_name(name) for name in head.header] == _COMMENTS_HEADER and all(
        "linkedin.com/" in link for row in head.rows[1:] for link in row[1:2]
    )


def _read_comments(document: InputFile, columns: Columns) -> Iterator[ImportItem]:
    for row in read_rows(document):
        yield SkippedRow(document.path, row.number, "reply") if isinstance(row, CsvRow) else row


SHARES = Importer(
    name="LinkedIn",
    files="Shares.csv",
    matches=lambda head: head.column_names >= _SHARES_COLUMNS,
    read=_read_shares,
)
COMMENTS = Importer(
    name="LinkedIn", files="Comments.csv", matches=_is_comments, read=_read_comments
)
