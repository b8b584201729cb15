"""Finding the importer of a document by its beginning; its name doesn't matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from postlint.core.errors import LintFailure
from postlint.importers.columns import Columns
from postlint.importers.importer import DocumentHead, Importer
from postlint.importers.io.container import InputFile
from postlint.importers.table_rows import is_private
from postlint.importers.unsupported import describe_unsupported_file

_NOT_UTF8 = "not UTF-8 (it looks like UTF-16); save it as UTF-8 (in Excel, “CSV UTF-8”)"
_MAX_NAME_CHARACTERS = 60
"""Characters that the name of a column may have where prose could be meant."""


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
    if known := describe_unsupported_file(head):
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
