"""Tests of decoding, lines, and columns of sources."""

from __future__ import annotations

import pytest

from postlint.core.errors import DraftError
from postlint.core.positions import Position
from postlint.document.source import MAX_BYTES, Source, decode_source

BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (BOM, ""),
        ("naïve 🎉".encode(), "naïve 🎉"),
        (BOM + b"eggs", "eggs"),
        (b"a\r\nb\rc\n", "a\r\nb\rc\n"),
        (b"a" * MAX_BYTES, "a" * MAX_BYTES),
    ],
)
def test_decode_source_removes_the_bom(data: bytes, text: str) -> None:
    assert decode_source(data, "a.md") == Source("a.md", text)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"ab\xff", "not UTF-8 (byte 3)"),
        ("né".encode("latin-1") + b" ", "not UTF-8 (byte 2)"),
        ("é".encode() + b"\xed\xa0\x80", "not UTF-8 (byte 3)"),  # half of a surrogate pair
        (b"ab\xc3", "not UTF-8 (byte 3)"),  # truncated
        (b"a\0b", "not text (a NUL character at byte 2)"),
        (BOM + b"a\0", "not text (a NUL character at byte 5)"),
        (b"a\0\xff", "not text (byte 3)"),
        ("hi".encode("utf-16"), "not UTF-8 (it looks like UTF-16)"),
        (b"\xfe\xff" + "hi".encode("utf-16-be"), "not UTF-8 (it looks like UTF-16)"),
        (b"a" * (MAX_BYTES + 1), "too large for a post"),
        (BOM + b"ab\xff", "not UTF-8 (byte 6)"),
    ],
)
def test_decode_source_error_names_the_byte(data: bytes, message: str) -> None:
    with pytest.raises(DraftError) as raised:
        decode_source(data, "posts/a.md")
    assert raised.value.path == "posts/a.md"
    assert raised.value.message.startswith(message)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "offset", "line", "column"),
    [
        ("", 0, 1, 1),
        ("ab", 2, 1, 3),
        ("a\nb", 1, 1, 2),
        ("a\nb", 2, 2, 1),
        ("a\n", 2, 2, 1),
        ("a\r\nb", 3, 2, 1),
        ("a\rb", 2, 2, 1),
        ("a\n\rb", 3, 3, 1),
        ("a\r\n\r\nb", 5, 3, 1),
        ("🎉👩‍👩‍👧x", 6, 1, 7),
        ("a\u2028b", 2, 1, 3),
        ("a\x0b\x0c\x85\u2029b", 5, 1, 6),
    ],
)
def test_position_counts_lines_and_code_points(
    text: str, offset: int, line: int, column: int
) -> None:
    assert Source("a.md", text).position(offset) == Position(line, column)
