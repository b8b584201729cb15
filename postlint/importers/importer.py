"""What an importer is, and the beginning of a document, by which it recognizes its format."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import Any

from postlint.importers.columns import Columns, normalize_column_name
from postlint.importers.imported_post import ImportItem
from postlint.importers.io.container import InputFile
from postlint.importers.io.csv_reader import find_delimiter, read_first_rows
from postlint.importers.io.json_stream import DECODER, as_dict

_BINARY_CHECK_BYTES = 512
_JSONL_ROWS = 20
"""Lines of JSONL to look at, because not each needs to have all keys."""

_BINARY_MAGIC = b"PAR1"
"""Parquet may have no NUL at its beginning."""

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class DocumentHead:
    """The beginning of a document. Names of files can be anything, so contents decide.

    Attributes:
        suffix: the end of the document's name in lower case, such as `.csv`; only a hint.
        data: its first bytes; only a few if it isn't text.
        text: the data as text; empty if it isn't text.
    """

    suffix: str
    data: bytes
    text: str

    @classmethod
    def of(cls, document: InputFile) -> DocumentHead:
        """Read the beginning of a document.

        Raises:
            OSError: it can't be read.
            Exception: one of `UNPACK_ERRORS`: it's damaged.
        """
        suffix = PurePath(document.path).suffix.lower()
        data = document.head(_BINARY_CHECK_BYTES)
        is_utf16 = data.startswith(_UTF16_MARKS)
        if data.startswith(_BINARY_MAGIC) or (b"\0" in data and not is_utf16):
            return cls(suffix, data, "")
        data = document.head()
        encoding, errors = ("utf-16", "ignore") if is_utf16 else ("utf-8-sig", "surrogateescape")
        return cls(suffix, data, data.decode(encoding, errors))

    @property
    def is_utf16(self) -> bool:
        """Whether it's UTF-16, which is recognized but not read."""
        return self.data.startswith(_UTF16_MARKS)

    @cached_property
    def is_json_list(self) -> bool:
        """Whether it looks like JSON that is a list."""
        return self.text.lstrip().startswith("[")

    @cached_property
    def is_json_object(self) -> bool:
        """Whether it looks like JSON that is an object, or like JSONL."""
        return self.text.lstrip().startswith("{")

    @cached_property
    def json_object(self) -> dict[str, Any]:
        """The first object of a JSON list, or the merged objects of the first lines of JSONL.

        Empty if there are none.
        """
        text = self.text.lstrip()
        if self.is_json_list:
            return as_dict(_decode(text[1:].lstrip()))
        merged: dict[str, Any] = {}
        for number, line in enumerate(text.split("\n", _JSONL_ROWS)[:_JSONL_ROWS]):
            found = _decode(line, whole=True)
            if found is None and number == 0:
                break
            merged = {**as_dict(found), **merged}
        return merged

    @cached_property
    def rows(self) -> list[list[str]]:
        """The first two rows of a CSV file; empty for JSON."""
        if self.is_json_list or self.is_json_object or not self.text:
            return []
        return read_first_rows(self.text, find_delimiter(self.text), 2)

    @property
    def header(self) -> list[str]:
        """The first row of a CSV file, or the keys of `json_object`."""
        return self.rows[0] if self.rows else list(self.json_object)

    @cached_property
    def column_names(self) -> frozenset[str]:
        """The normalized names in the header of a CSV file."""
        return frozenset(map(normalize_column_name, self.rows[0] if self.rows else ()))


def _decode(text: str, *, whole: bool = False) -> object:
    """Return the JSON value that a text starts with, or is; None if there is none."""
    try:
        return DECODER.decode(text) if whole else DECODER.raw_decode(text)[0]
    except (json.JSONDecodeError, RecursionError):
        return None


@dataclass(frozen=True, kw_only=True)
class Importer:
    """A format that postlint can read.

    Attributes:
        name: whose format it is, for people, such as `LinkedIn`; of tables, the format's own name.
        files: the name of its files, such as `Shares.csv`; empty for tables.
        matches: returns whether a document that starts like this has the format. Only one importer
            may match, except that exports come before tables.
        read: yields what is in a document, given the user's names for columns.
        is_table: whether it's a generic table that may contain anything. A table is read only if
            one of its columns has the text of posts.
    """

    name: str
    files: str = ""
    matches: Callable[[DocumentHead], bool]
    read: Callable[[InputFile, Columns], Iterator[ImportItem]]
    is_table: bool = False
