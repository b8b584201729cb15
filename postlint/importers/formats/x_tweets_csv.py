"""`tweets.csv` of Twitter's export in 2013."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

from postlint.core.dates import parse_date
from postlint.importers.columns import Columns
from postlint.importers.document_head import DocumentHead
from postlint.importers.formats.x_tweets import SHORT_LINK, build_tweet, skip_reason
from postlint.importers.imported_post import ImportedRow, ImportItem, SkippedRow
from postlint.importers.importer import Importer
from postlint.importers.io.container import InputFile
from postlint.importers.io.csv_reader import CsvRow, read_rows

_COLUMNS = frozenset({"tweet id", "timestamp", "text"})


def _matches(head: DocumentHead) -> bool:
    return head.column_names >= _COLUMNS


def _read(document: InputFile, columns: Columns) -> Iterator[ImportItem]:
    own = {row["tweet id"] for row in read_rows(document) if isinstance(row, CsvRow)}
    for row in read_rows(document):
        yield _post(document.path, row, own) if isinstance(row, CsvRow) else row


def _post(path: str, row: CsvRow, own: set[str]) -> ImportedRow:
    text = unescape(row["text"])
    if row["retweeted status id"].strip():
        return SkippedRow(path, row.number, "reshare")
    answered = row["in reply to status id"].strip()
    is_reply = bool(answered or row["in reply to user id"].strip())
    if reason := skip_reason(text, answered, own, is_reply=is_reply):
        return SkippedRow(path, row.number, reason)
    short_links, targets = SHORT_LINK.findall(text), row["expanded urls"].split(",")
    if len(short_links) == len(targets):
        links = dict(zip(short_links, targets, strict=True))
        text = SHORT_LINK.sub(lambda match: links[match[0]], text)
    return build_tweet(
        path, row.number, text, row["tweet id"].strip(), parse_date(row["timestamp"])
    )


IMPORTER = Importer(name="X", files="tweets.csv", matches=_matches, read=_read)
