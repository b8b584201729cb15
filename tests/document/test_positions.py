"""Property tests of the map from prose to its source."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from postlint.core.errors import DraftError
from postlint.core.positions import Position
from postlint.document.draft import Draft, read_draft
from postlint.document.source import Source, decode_source

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

MARK = "\ue000"
"""A placeholder for a number in the pieces below, which makes each word in a document unique."""


@dataclass(frozen=True)
class Piece:
    """A piece of a document: its source, and the words in it that are prose.

    A word is (as read, as written, as written with the marks that belong to it). What is hidden
    from the reader holds the word `hidden`.
    """

    written: str
    words: tuple[tuple[str, str, str], ...] = ()


def word(letters: str) -> Piece:
    return Piece(letters + MARK, ((letters + MARK,) + (letters + MARK,) * 2,))


def marked(before: str, letters: str, after: str) -> Piece:
    written = f"{before}{letters}{MARK}{after}"
    return Piece(written, ((letters + MARK, letters + MARK, written),))


def tagged(before: str, letters: str, after: str) -> Piece:
    return Piece(f"{before}{letters}{MARK}{after}", word(letters).words)


def spelled(read: str, written: str) -> Piece:
    return Piece(written, ((read, written, written),))


INLINE = st.sampled_from(
    [
        word("eggs"), word("naïve"), word("日本"), word("🎉"), word("👩‍👩‍👧"), word("e\u0301"),
        word("#tag"), word("@sam"), word("don’t"), word("a\u2028b"), word("AT&T"),
        spelled(f"wé{MARK}x", f"w&eacute;{MARK}x"), spelled(f"&{MARK}x", f"&amp;{MARK}x"),
        spelled(f"😀{MARK}x", f"&#x1F600;{MARK}x"), spelled(f"≧̸{MARK}x", f"&ngE;{MARK}x"),
        Piece(rf"\*{MARK}x", ((f"*{MARK}x",) * 3,)), spelled(f"a\u00a0{MARK}", f"a&nbsp;{MARK}"),
        marked("**", "bold", "**"), marked("*", "it🎉", "*"), marked("~~", "gone", "~~"),
        marked("***", "both", "***"), marked("[", "link", "](https://hidden.example/_(b) 'x')"),
        marked("[**", "link", "**](<hidden here>)"),
        tagged("<b>", "html", "</b>"), tagged("<i class='hidden > x'>", "日", "</i>"),
        tagged("<!-- hidden -->", "c", ""), tagged("{{ hidden }}", "t", "{% hidden %}"),
        Piece("`hidden`"), Piece("<code>hidden 🎉</code>"), Piece("![hidden](hidden)"),
        Piece("https://hidden.example/é"), Piece("<https://hidden.example>"),
        Piece("<!-- hidden 🎉 -->"), Piece(":hidden:"), Piece('{{< hidden "🎉" >}}'),
    ]
)  # fmt: skip
BREAK = st.sampled_from([" ", " ", " ", "\n", "  \n", "\\\n", "<br>", "<br/>\n"])


@st.composite
def running_text(draw: st.DrawFn) -> Piece:
    """Draw several pieces with spaces and line breaks between them; the first one is a word."""
    pieces = [word("Start"), *draw(st.lists(INLINE, max_size=6))]
    breaks = [""]
    for piece in pieces[1:]:
        # A comment at the start of a line would open a block of HTML.
        breaks.append(" " if piece.written.startswith("<!--") else draw(BREAK))
    return Piece(
        "".join(gap + piece.written for gap, piece in zip(breaks, pieces, strict=True)),
        tuple(word for piece in pieces for word in piece.words),
    )


def prefixed(first: str, others: str) -> Callable[[Piece], Piece]:
    return lambda piece: Piece(first + piece.written.replace("\n", "\n" + others), piece.words)


def on_one_line(first: str, after: str = "") -> Callable[[Piece], Piece]:
    def put(piece: Piece) -> Piece:
        return Piece(first + re.sub(r"[ \\]*\n", " ", piece.written) + after, piece.words)

    return put


TEXT = running_text()
BLOCK = st.one_of(
    TEXT,
    TEXT.map(on_one_line("## ")),
    TEXT.map(prefixed("- ", "  ")),
    TEXT.map(prefixed("- [x] ", "  ")),
    TEXT.map(prefixed("12. ", "    ")),
    TEXT.map(prefixed("> ", "> ")),
    TEXT.map(prefixed("> > ", "> ")),
    TEXT.map(prefixed("> - ", ">   ")),
    TEXT.map(prefixed("> [!NOTE]\n> ", "> ")),
    TEXT.map(on_one_line("| a | b |\n|---|---|\n| ", " | |")),
    TEXT.map(prefixed("- Outer\n  - ", "    ")),
    st.lists(
        st.sampled_from(
            [
                word("eggs"), word("日本 🎉"), spelled(f"&{MARK}x", f"&amp;{MARK}x"),
                spelled(f"≧̸{MARK}x", f"&ngE;{MARK}x"), tagged("<b>", "html", "</b>"),
                tagged("<p title='hidden > x'>", "text", "</p>"), Piece("<code>hidden</code>"),
                Piece("<!-- hidden -->"), Piece("<br>"), Piece("{{ hidden 🎉 }}"),
            ]
        ),
        min_size=1, max_size=5,
    ).map(
        lambda pieces: Piece(
            "<div class='hidden'>\n" + "\n  ".join(piece.written for piece in pieces) + "\n</div>",
            tuple(word for piece in pieces for word in piece.words),
        )
    ),
    st.sampled_from(
        [
            "```\nhidden 🎉\n\nhidden\n```", "    hidden", "<!-- hidden\n\nhidden -->", "***",
            "<script>\nhidden()\n</script>", "{% hidden é %}", "![hidden\n🎉](hidden)",
            "[hidden]: https://hidden.example 'hidden'", "{: .hidden}",
        ]
    ).map(Piece),
)  # fmt: skip
FRONT_MATTER = st.sampled_from(
    [
        "",
        "---\ntitle: hidden 🎉 é\n---\n",
        '+++\ntitle = "hidden 🎉"\n+++\n',
        "---\n: broken: [é\n---\n",
    ]
)


@dataclass(frozen=True)
class Document:
    """A document as bytes, with its words: as read, as written, and as written with their marks."""

    data: bytes
    text: str
    words: tuple[tuple[str, str, str], ...]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    front_matter = draw(FRONT_MATTER)
    blocks = draw(st.lists(BLOCK, min_size=1, max_size=5))
    line_end = draw(st.sampled_from(["\n", "\r\n"]))
    # A comment between the blocks keeps lists apart and lazy lines out of quotes.
    text = front_matter + "\n\n<!-- -->\n\n".join(block.written for block in blocks)
    text += draw(st.sampled_from(["", "\n", "\n\n"]))
    numbers = (f"{number:04}" for number in count(1))
    words: list[tuple[str, str, str]] = []
    for block in blocks:
        # Each word is written as often as it's read, so both get the same numbers.
        for read, written, with_marks in block.words:
            number = next(numbers)
            text = text.replace(MARK, number, 1)
            words.append(
                (
                    read.replace(MARK, number),
                    written.replace(MARK, number),
                    with_marks.replace(MARK, number),
                )
            )
    text = text.replace("\n", line_end)
    bom = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    return Document(bom + text.encode(), text, tuple(words))


def check_places(draft: Draft) -> None:
    """Assert that the prose consists of slices of the body, in order and with exact offsets."""
    source = draft.source.text
    last = draft.body.start
    for block in draft.blocks:
        text = block.original
        assert len(block.text) == len(text)
        assert block.source_map[0].start == 0
        assert block.source_map[-1].end == len(text)
        assert all(first.end == second.start for first, second in pairwise(block.source_map))
        for piece in block.source_map:
            assert piece.start < piece.end
            assert last <= piece.source_start < piece.source_end <= draft.body.end
            last = piece.source_end
            if piece.end - piece.start == piece.source_end - piece.source_start:
                written = source[piece.source_start : piece.source_end]
                for letter, there in zip(text[piece.start : piece.end], written, strict=True):
                    assert letter == there or (letter.isspace() and there.isspace())


@PATIENT
@given(documents())
def test_positions_of_words_are_exact_and_markup_is_not_prose(
    document: Document,
) -> None:
    draft = read_draft(decode_source(document.data, "a.md"))
    assert draft.source.text == document.text
    check_places(draft)
    prose = [block.original for block in draft.blocks]
    assert "hidden" not in " ".join(prose)
    words = []
    for block in draft.blocks:
        for read, written, with_marks in document.words:
            start = block.original.find(read)
            if start >= 0:
                span = block.to_source(start, start + len(read))
                assert document.text[span.start : span.end] in (written, with_marks)
                assert draft.body.start <= span.start < span.end <= draft.body.end
                words.append(read)
    assert words == [read for read, _, _ in document.words]


@PATIENT
@given(documents(), st.data())
def test_positions_of_any_span_cover_its_words(document: Document, data: st.DataObject) -> None:
    draft = read_draft(decode_source(document.data, "a.md"))
    assume(draft.blocks)
    block = data.draw(st.sampled_from(draft.blocks))
    start = data.draw(st.integers(0, len(block.text) - 1))
    end = data.draw(st.integers(start + 1, len(block.text)))
    span = block.to_source(start, end)
    excerpt = document.text[span.start : span.end]
    assert draft.body.start <= span.start < span.end <= draft.body.end
    for read, written, _ in document.words:
        if read in block.original[start:end]:
            assert written in excerpt


MARKS = """
a é 😀 * ** _ ~~ ` ``` [ ]( ](u) ) ! <b> </b> <div> </div> <p> <br> <code> </code> <pre>
<script> </script> <!-- --> <a > - 1. # --- === | |-| [^1] [^1]: &amp; & &#39; &nbsp; &lt
&#32; &#10; &ngE; {{ }} {% %} <% %> {: } { {/* */} import http://a.b www.c.d :ok: " “ \\
\\* [!NOTE] <Foo /> ={ title: +++ <![CDATA[ ]]> <? ?> <!X <svg> </svg> <http://a.b> #h
"""
BLANKS = [" ", "  ", "    ", "\n", "\n\n", "\r\n", "\r", "\t", "\u2028", "\x0b", "\x85", "\u00a0"]
LINES = ["\n---\n", "\n- ", "\n> ", "\n```\n", "- [ ] ", "\ufeff", "word ", "export default "]
FRAGMENTS = st.lists(st.sampled_from([*MARKS.split(), *BLANKS, *LINES]), max_size=40).map("".join)


@PATIENT
@given(FRAGMENTS, st.sampled_from(["a.md", "a.mdx", "a.txt"]))
def test_positions_are_exact_in_any_markup(text: str, path: str) -> None:
    check_places(read_draft(Source(path, text)))


@PATIENT
@given(st.text(st.sampled_from("aé🎉\u2028\x0b\x85\n\r"), max_size=30) | FRAGMENTS)
def test_positions_match_a_character_by_character_count(text: str) -> None:
    source = Source("a.md", text)
    line = column = 1
    for offset, letter in enumerate(text):
        inside_crlf = letter == "\n" and text[offset - 1 : offset] == "\r"
        if not inside_crlf:
            assert source.position(offset) == Position(line, column)
        if letter == "\n" or (letter == "\r" and text[offset + 1 : offset + 2] != "\n"):
            line, column = line + 1, 1
        else:
            column += 1
    assert source.position(len(text)) == Position(line, column)


@PATIENT
@given(st.binary(max_size=50) | FRAGMENTS.map(str.encode))
def test_source_bytes_are_read_exactly_or_refused(data: bytes) -> None:
    try:
        source = decode_source(data, "a.md")
    except DraftError:
        return
    assert source.text.encode() == data.removeprefix(b"\xef\xbb\xbf")
    check_places(read_draft(source))


@pytest.mark.skipif("POSTLINT_DATA" not in os.environ, reason="POSTLINT_DATA names no data folder")
def test_positions_are_exact_in_real_drafts() -> None:
    lines = Path(os.environ["POSTLINT_DATA"], "drafts.jsonl").read_text(encoding="utf-8")
    for record in map(json.loads, lines.split("\n")[:-1]):
        draft = read_draft(decode_source(record["text"].encode(), record["path"]))
        check_places(draft)
        for block in draft.blocks:
            for match in re.finditer(r"\w+", block.original):
                span = block.to_source(*match.span())
                assert draft.body.start <= span.start < span.end <= draft.body.end
