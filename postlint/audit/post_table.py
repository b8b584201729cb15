"""Writing scored posts to a Parquet file, and reading them back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, BinaryIO

from postlint.audit.auditor import RecordResult, ScoredPost
from postlint.core.errors import LintFailure, Notice, PostlintError
from postlint.diagnostics.result import from_dict, to_dict
from postlint.document.source import Source
from postlint.feed.post import FeedPost
from postlint.importers.formats.parquet import load_pyarrow
from postlint.importers.imported_post import METRICS, PostMetrics, RowError, SkippedRow
from postlint.scoring.labels import PostLabels

if TYPE_CHECKING:
    import pyarrow as pa

VERSION = 3
"""The version of the file format. It increases when `read_results` can't read older files."""

_BATCH = 2_000
"""The number of posts to write or read at once."""

_METADATA_KEY = "postlint"

_LABELS = ("self_focus", "question", "tie", "anecdote")
_FILE_NAMES = ("id", "path", "name")
"""The attributes of a post that can contain invalid Unicode."""

_SETS = ("genres", "problems", "topics")
_VALUES = ("line", "date", "platform", "url", "relevance", "relevant", "verdict", "opening")
"""The attributes of a post that are stored as they are."""


def schema() -> pa.Schema:
    """Return the schema of a table of scored posts.

    `source` and `result` are for reading the posts back. The other columns are for other programs.
    """
    pa = load_pyarrow()
    strings = pa.list_(pa.string())
    finding = pa.struct(
        [
            *((name, pa.string()) for name in ("rule", "severity", "message", "help", "excerpt")),
            *((name, pa.int64()) for name in ("line", "column", "end_line", "end_column")),
        ]
    )
    return pa.schema(
        [
            ("id", pa.string()),
            ("path", pa.string()),
            ("line", pa.int64()),
            ("name", pa.string()),
            ("date", pa.timestamp("us")),
            ("platform", pa.string()),
            ("url", pa.string()),
            ("text", pa.string()),
            ("relevance", pa.float64()),
            ("relevant", pa.bool_()),
            *((name, pa.bool_()) for name in _LABELS),
            ("verdict", pa.string()),
            ("genres", strings),
            ("opening", pa.string()),
            ("closing_question", pa.string()),
            ("problems", strings),
            ("topics", strings),
            *((name, pa.float64()) for name in METRICS),
            ("findings", pa.list_(finding)),
            ("source", pa.string()),
            ("result", pa.string()),
        ]
    )


def to_row(scored: ScoredPost) -> dict[str, Any]:
    """Return a scored post as a row."""
    post, result = scored.post, scored.result
    source = result.source
    saved = {**to_dict(result), "source_platform": source.platform, "is_post": source.is_post}
    return {
        **{name: _unicode(getattr(post, name)) for name in _FILE_NAMES},
        **{name: sorted(getattr(post, name)) for name in _SETS},
        **{name: getattr(post, name) for name in _VALUES},
        **asdict(post.labels),
        **asdict(post.metrics),
        "closing_question": post.question,
        "text": source.text,
        "findings": [
            {
                "rule": finding.rule, "severity": finding.severity, "message": finding.message,
                "help": finding.help, "excerpt": finding.excerpt, "line": finding.start.line,
                "column": finding.start.column, "end_line": finding.end.line,
                "end_column": finding.end.column,
            }
            for finding in result.findings
        ],
        "source": _unicode(source.path),
        "result": json.dumps(saved),
    }  # fmt: skip


def _unicode(text: str) -> str:
    """Return a file name with escapes for invalid Unicode, as Parquet requires."""
    return text.encode("utf-8", "backslashreplace").decode()


def from_row(row: dict[str, Any]) -> ScoredPost:
    """Return the scored post in a row from `to_row`."""
    saved = json.loads(row["result"])
    source = Source(row["source"], row["text"], saved["source_platform"], saved["is_post"])
    result = from_dict(saved, source)
    fields: dict[str, Any] = {name: row[name] for name in (*_FILE_NAMES, *_VALUES)}
    fields |= {name: frozenset(row[name]) for name in _SETS}
    post = FeedPost(
        **fields,
        labels=PostLabels(**{name: row[name] for name in _LABELS}),
        metrics=PostMetrics(**{name: row[name] for name in METRICS}),
        question=row["closing_question"],
        rules=tuple(sorted({finding.rule for finding in result.findings})),
    )
    return ScoredPost(post, result)


class TableWriter:
    """Writes scored posts to a Parquet file in batches."""

    def __init__(self, file: BinaryIO) -> None:
        """Start a file.

        Raises:
            PostlintError: pyarrow isn't installed.
            OSError: the file can't be written.
        """
        self._arrow = load_pyarrow()
        self._schema = schema()
        self._file = self._arrow.parquet.ParquetWriter(file, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def add(self, scored: ScoredPost) -> None:
        """Write a post."""
        self._rows.append(to_row(scored))
        if len(self._rows) >= _BATCH:
            self._write()

    def _write(self) -> None:
        self._file.write_table(self._arrow.Table.from_pylist(self._rows, schema=self._schema))
        self._rows.clear()

    def close(self, other_results: list[list[Any]] | None = None) -> None:
        """Write the remaining posts, and the other results as metadata."""
        if self._rows:
            self._write()
        metadata = {"version": VERSION, "other_results": other_results or []}
        self._file.add_key_value_metadata({_METADATA_KEY: json.dumps(metadata)})
        self._file.close()


def write_results(file: BinaryIO, records: Iterable[RecordResult]) -> None:
    """Write the results for records; those that aren't scored posts become metadata.

    Raises:
        PostlintError: pyarrow isn't installed.
        OSError: the file can't be written.
    """
    writer = TableWriter(file)
    other_results: list[list[Any]] = []
    for record in records:
        if isinstance(record, ScoredPost):
            writer.add(record)
        else:
            other_results.append([type(record).__name__, asdict(record)])
    writer.close(other_results)


def read_results(path: str) -> Iterator[RecordResult]:
    """Yield what `write_results` wrote: the scored posts, and then the other results.

    Raises:
        PostlintError: the file isn't from `write_results`.
    """
    pa = load_pyarrow()
    try:
        with pa.parquet.ParquetFile(path) as file:
            metadata = json.loads(file.metadata.metadata[_METADATA_KEY.encode()])
            if metadata["version"] != VERSION:
                raise ValueError("written by another version of postlint")
            for batch in file.iter_batches(_BATCH):
                yield from map(from_row, batch.to_pylist())
    except (OSError, LookupError, TypeError, ValueError, pa.ArrowException) as error:
        raise PostlintError(f"{path}: not a readable result of postlint ({error})") from None
    for kind, data in metadata["other_results"]:
        yield _KINDS[kind](**data)


_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (SkippedRow, RowError, LintFailure, Notice)
}
