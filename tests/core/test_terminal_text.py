"""Tests of the escaping of text for terminals, logs, and editors."""

from __future__ import annotations

import io
import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.core.terminal_text import (
    EscapingStream,
    display_path,
    escape,
    escape_json,
    escape_markdown,
    list_first,
    one_line,
    strip_hidden,
    truncate,
    trusted,
)

HIDDEN = [
    chr(code)
    for code in range(0x110000)
    if unicodedata.category(chr(code)) in ("Cc", "Cf", "Zl", "Zp", "Cs")
    # Visible characters of scripts.
    and not ("\u0600" <= chr(code) <= "\u08e2" and chr(code) != "\u061c")
    and chr(code) not in "\U000110bd\U000110cd"
    and not 0x13430 <= code <= 0x1343F
]
MIXED = st.text(
    st.one_of(st.sampled_from(HIDDEN), st.characters(), st.sampled_from("aé👩🏴日 ❤#:\n\t")),
    max_size=20,
)


@pytest.mark.parametrize("function", [escape, one_line, display_path, escape_json, escape_markdown])
def test_hidden_characters_are_escaped_between_letters(function: object) -> None:
    assert callable(function)
    for character in HIDDEN:
        shown = function(f"a{character}b")
        is_kept = character in "\n\t" and function in (escape, escape_json)
        assert (character in shown) == (is_kept or (character == "\n" and character in shown)), (
            repr(character)
        )
        assert shown.startswith("a")
        assert shown.endswith("b")


@pytest.mark.parametrize(
    "text",
    [
        "👩‍👩‍👧 🏳️‍🌈 ❤️ ✌🏽 #️⃣ 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f ©️",
        "می‌خواهم", "क्‍ष", "葛\U000e0100", "née “quoted” – 日本", "a ## heading", "tabs\tand\nlines",
    ],
)  # fmt: skip
def test_emoji_and_complex_scripts_are_not_escaped(text: str) -> None:
    assert escape(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("pay\u200dpal", r"pay\u200dpal"),
        ("\u202ecod.exe", r"\u202ecod.exe"),
        ("a\U000e0041b", r"a\U000e0041b"),
        ("a\ufe0fb", r"a\ufe0fb"),
        ("soft\xadhyphen", r"soft\xadhyphen"),
        ("n\udcff.md", r"n\udcff.md"),
        ("a ##[add-mask]b", r"a #\x23[add-mask]b"),
        ("##vso[task.setvariable]b", r"#\x23vso[task.setvariable]b"),
    ],
)
def test_escape_shows_hidden_characters(text: str, shown: str) -> None:
    assert escape(text) == one_line(text) == shown


def test_display_path_escapes_line_breaks_and_commands() -> None:
    assert display_path("a\nb\r.md") == r"a\nb\r.md"
    assert display_path("::error::a.md") == r"\x3a:error::a.md"
    assert display_path("c::d.md") == "c::d.md"
    assert one_line(" a\n\tb \u2028 c\x85") == "a b c"


@given(MIXED)
def test_escape_is_idempotent(text: str) -> None:
    for function in (escape, one_line, display_path):
        once = function(text)
        assert function(once) == once


@given(MIXED)
def test_escape_json_keeps_the_data(text: str) -> None:
    document = json.dumps({"text": text}, ensure_ascii=False)
    assert json.loads(escape_json(document)) == {"text": text}


@given(st.lists(MIXED, max_size=4))
def test_escaping_stream_escapes_text_but_not_colors(texts: list[str]) -> None:
    out = io.StringIO()
    stream = EscapingStream(out)
    stream.writelines(texts)
    assert out.getvalue() == "".join(map(escape, texts))
    trusted(stream).write("\x1b[1m")  # type: ignore[arg-type]
    assert out.getvalue().endswith("\x1b[1m")
    assert not hasattr(stream, "buffer")


def test_escape_takes_linear_time() -> None:
    assert len(escape("\u200d" * 100_000)) == 600_000
    assert re.fullmatch(r"(\\U000e0020)+", escape("\U000e0020" * 10_000))


def test_strip_hidden_removes_hidden_characters() -> None:
    assert strip_hidden("a\x1b[31m \n pay\u200dpal \xad👩‍👩‍👧 ##[x]") == "a[31m paypal 👩‍👩‍👧 ##[x]"


def test_escaping_stream_accepts_bytes_from_click() -> None:
    out = io.StringIO()
    stream = EscapingStream(out)
    stream.write("é\x1b".encode())
    assert out.getvalue() == r"é\x1b"
    with pytest.raises(TypeError):
        stream.write(b"")


def test_truncate_cuts_between_words() -> None:
    assert truncate("two words", 9) == "two words"
    assert truncate("two words, three", 12) == "two words…"
    assert truncate("x" * 20, 10) == "x" * 9 + "…"


def test_list_first_says_how_many_more_there_are() -> None:
    assert list_first(["a", "b"], 2) == "a, b"
    assert list_first(["a", "b", "c"], 1) == "a, and 2 more"
    assert list_first(["a", "b", "c"], 2, "file") == "a, b, and 1 more file"
