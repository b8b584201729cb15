"""Positions in an open draft, compared with a simple model."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lsprotocol import types
from pygls.workspace import PositionCodec

from postlint.document.source import Span, decode_source
from postlint.server.text import Text

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

ENCODINGS = ["utf-8", "utf-16", "utf-32"]
EACH_ENCODING = pytest.mark.parametrize("encoding", ENCODINGS)
BOM = "\ufeff"

CHARACTERS = "aé日🎉👩\u200d\u0301\ufe0f𝔘\u2028\u2029\x85\x0b\x0c\x1c \t\n\r"
TEXTS = st.lists(
    st.sampled_from([*CHARACTERS, "\r\n", "\r\n", "\n\r", "word "])
    | st.characters(exclude_categories=["Cs"]),
    max_size=25,
).map("".join)
WITH_BOM = st.tuples(st.sampled_from(["", "", BOM]), TEXTS).map("".join)


def make_text(text: str, encoding: str) -> Text:
    """Return a text whose positions are in units of an encoding."""
    return Text(text, PositionCodec(encoding))


# The model goes character by character.


def units(character: str, encoding: str) -> int:
    """Return the number of units of a character."""
    return len(character.encode(f"{encoding}-le" if encoding != "utf-8" else encoding)) // {
        "utf-8": 1, "utf-16": 2, "utf-32": 4,
    }[encoding]  # fmt: skip


def lines(text: str) -> list[tuple[str, str]]:
    """Return the lines of a text, each with its line ending."""
    found: list[tuple[str, str]] = []
    line = ""
    rest = list(text)
    while rest:
        character = rest.pop(0)
        if character == "\r" and rest and rest[0] == "\n":
            rest.pop(0)
            found.append((line, "\r\n"))
            line = ""
        elif character in ("\r", "\n"):
            found.append((line, character))
            line = ""
        else:
            line += character
    return [*found, (line, "")]


def places(text: str, encoding: str) -> dict[int, tuple[int, int]]:
    """Return the line and column of each offset, except between CR and LF."""
    found = {}
    offset = 0
    for number, (line, end) in enumerate(lines(text)):
        column = 0
        for character in line:
            found[offset] = number, column
            offset += 1
            column += units(character, encoding)
        found[offset] = number, column
        offset += len(end)
    return found


def offset_of(text: str, line: int, column: int, encoding: str) -> int:
    """Return the offset of a position, clamped to the end of the line or text."""
    all_places = places(text, encoding)
    here = [offset for offset, place in all_places.items() if place[0] == line]
    if not here:
        return len(text)
    before = [offset for offset in here if all_places[offset][1] <= column]
    return max(before)


def change(text: str, start: tuple[int, int], end: tuple[int, int], new: str, encoding: str) -> str:
    """Return a text with a range replaced; its ends may be in any order."""
    one, two = sorted(offset_of(text, *place, encoding) for place in (start, end))
    return text[:one] + new + text[two:]


def line_and_column(position: types.Position) -> tuple[int, int]:
    return position.line, position.character


def partial(
    start: tuple[int, int], end: tuple[int, int], new: str
) -> types.TextDocumentContentChangePartial:
    where = types.Range(types.Position(*start), types.Position(*end))
    return types.TextDocumentContentChangePartial(range=where, text=new)


# By example


@pytest.mark.parametrize(
    ("encoding", "columns"),
    [
        ("utf-8", [0, 1, 3, 6, 10, 11]),
        ("utf-16", [0, 1, 2, 3, 5, 6]),
        ("utf-32", [0, 1, 2, 3, 4, 5]),
    ],
)
def test_columns_are_counted_in_units(encoding: str, columns: list[int]) -> None:
    text = make_text("x\naé日🎉b", encoding)
    assert [line_and_column(text.position(offset)) for offset in range(2, 8)] == [
        (1, column) for column in columns
    ]
    assert [text.offset(types.Position(1, column)) for column in columns] == [2, 3, 4, 5, 6, 7]


@EACH_ENCODING
def test_lines_end_at_lf_cr_and_crlf_only(encoding: str) -> None:
    text = make_text("a\nb\rc\r\nd\n\re", encoding)
    starts = [0, 2, 4, 7, 9, 10]
    assert [text.offset(types.Position(number, 0)) for number in range(6)] == starts
    assert [line_and_column(text.position(offset)) for offset in starts] == [
        (number, 0) for number in range(6)
    ]
    for character in "\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e":
        text = make_text(f"a{character}b\nc", encoding)
        assert line_and_column(text.position(3)) == (0, 2 + units(character, encoding))
        assert line_and_column(text.position(4)) == (1, 0)


@EACH_ENCODING
def test_positions_outside_the_text_are_clamped(encoding: str) -> None:
    text = make_text("ab\r\n\ncé\n", encoding)
    for position, offset in [
        ((0, 2), 2), ((0, 3), 2), ((0, 99), 2), ((1, 1), 4), ((1, 2**31 - 1), 4), ((2, 99), 7),
        ((3, 0), 8), ((3, 99), 8), ((4, 0), 8), ((2**31 - 1, 0), 8), ((99, 99), 8),
    ]:  # fmt: skip
        assert text.offset(types.Position(*position)) == offset
    assert make_text("", encoding).offset(types.Position(3, 4)) == 0
    assert line_and_column(make_text("", encoding).position(0)) == (0, 0)


@pytest.mark.parametrize(("encoding", "width"), [("utf-8", 3), ("utf-16", 1), ("utf-32", 1)])
def test_bom_counts_for_the_editor_only(encoding: str, width: int) -> None:
    text = make_text(f"{BOM}ab\n{BOM}c", encoding)
    assert text.text == f"{BOM}ab\n{BOM}c"
    assert line_and_column(text.position(0)) == (0, width)
    assert line_and_column(text.position(2)) == (0, width + 2)
    assert line_and_column(text.position(3)) == (1, 0)
    assert line_and_column(text.position(4)) == (1, width)
    assert text.offset(types.Position(0, 0)) == 0
    assert text.offset(types.Position(0, width)) == 0
    assert text.offset(types.Position(0, width + 1)) == 1
    assert text.offset(types.Position(1, width)) == 4


@EACH_ENCODING
def test_bom_added_or_removed_by_an_edit(encoding: str) -> None:
    text = make_text("ab", encoding)
    text = text.with_changes([partial((0, 0), (0, 0), BOM)])
    assert text.text == f"{BOM}ab"
    assert text.offset(types.Position(0, 99)) == 2
    width = units(BOM, encoding)
    text = text.with_changes([partial((0, 0), (0, width), "")])
    assert text.text == "ab"
    assert line_and_column(text.position(1)) == (0, 1)


@EACH_ENCODING
def test_change_of_a_reversed_range(encoding: str) -> None:
    text = make_text("one\ntwo\nthree", encoding)
    assert text.with_changes([partial((2, 1), (0, 2), "X")]).text == "onXhree"
    assert text.with_changes([partial((1, 2), (1, 1), "")]).text == "one\nto\nthree"


@EACH_ENCODING
def test_changes_are_applied_in_order(encoding: str) -> None:
    text = make_text("a\nb", encoding)
    changed = text.with_changes(
        [
            partial((0, 1), (0, 1), "\r"),  # makes the line end a CRLF
            partial((1, 0), (1, 1), "🎉x"),
            types.TextDocumentContentChangeWholeDocument("all\nnew"),
            partial((1, 3), (9, 9), "!\n"),
            partial((0, 3), (1, 0), ""),
        ]
    )
    assert changed.text == "allnew!\n"
    assert text.text == "a\nb"
    assert text.with_changes([]).text == "a\nb"


@EACH_ENCODING
def test_lone_surrogates_keep_positions(encoding: str) -> None:
    """JSON can contain them, and an editor must be able to remove them."""
    text = make_text("a\ud83db\n\udf89c", encoding)
    for offset in range(len(text.text) + 1):
        assert text.offset(text.position(offset)) == offset
    changed = text.with_changes([partial((1, 0), line_and_column(text.position(5)), "")])
    assert changed.text == "a\ud83db\nc"


@pytest.mark.parametrize(("encoding", "inside"), [("utf-8", (1, 2, 3)), ("utf-16", (1,))])
def test_position_inside_a_character_snaps_to_its_edge(
    encoding: str, inside: tuple[int, ...]
) -> None:
    text = make_text("🎉b", encoding)
    for column in inside:
        assert text.offset(types.Position(0, column)) in (0, 1)
        assert text.with_changes([partial((0, column), (0, column), "x")]).text in ("x🎉b", "🎉xb")


# Properties


@PATIENT
@given(WITH_BOM, st.sampled_from(ENCODINGS))
@example("\r", "utf-16")
@example("🎉\r\n\r🎉", "utf-16")
def test_positions_and_offsets_agree_with_the_model(text: str, encoding: str) -> None:
    ours = make_text(text, encoding)
    bom = int(text.startswith(BOM))
    if "\0" not in text:
        assert decode_source(text.encode(), "a.md").text == text[bom:]
    for offset, place in places(text, encoding).items():
        if offset >= bom:
            assert line_and_column(ours.position(offset - bom)) == place
        assert ours.offset(types.Position(*place)) == max(offset - bom, 0)


@PATIENT
@given(WITH_BOM, st.sampled_from(ENCODINGS), st.integers(0, 9), st.integers(0, 40))
def test_positions_are_clamped_like_in_the_model(
    text: str, encoding: str, line: int, column: int
) -> None:
    ours = make_text(text, encoding)
    bom = int(text.startswith(BOM))
    offset = ours.offset(types.Position(line, column))
    last = len(lines(text)) - 1
    row, found = line_and_column(ours.position(offset))
    wanted = offset_of(text, line, column, encoding)
    # A column within a character may go to either of its edges.
    assert offset + bom in (max(wanted, bom), wanted + 1)
    if line > last:
        assert offset + bom == max(len(text), bom)
    else:
        assert row == line
        assert found <= column or found - column < 4
    # A position in the text maps back to the same offset.
    assert ours.offset(types.Position(row, found)) == offset


@PATIENT
@given(WITH_BOM, st.sampled_from(ENCODINGS), st.data())
def test_ranges_match_spans(text: str, encoding: str, data: st.DataObject) -> None:
    bom = int(text.startswith(BOM))
    there = [offset - bom for offset in places(text, encoding) if offset >= bom]
    start, end = sorted(data.draw(st.tuples(st.sampled_from(there), st.sampled_from(there))))
    ours = make_text(text, encoding)
    where = ours.range(Span(start, end))
    assert ours.offset(where.start) == start
    assert ours.offset(where.end) == end
    marked = ours.with_changes([types.TextDocumentContentChangePartial(range=where, text="<>")])
    assert marked.text == text[: bom + start] + "<>" + text[bom + end :]


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str, list[types.TextDocumentContentChangeEvent], str]:
    """Return a text, an encoding, changes, and the model's text after them."""
    encoding = draw(st.sampled_from(ENCODINGS))
    text = before = draw(WITH_BOM)
    changes: list[types.TextDocumentContentChangeEvent] = []
    for _ in range(draw(st.integers(0, 6))):
        new = draw(WITH_BOM)
        if draw(st.integers(0, 9)) == 0:
            changes.append(types.TextDocumentContentChangeWholeDocument(new))
            text = new
            continue
        there = sorted(set(places(text, encoding).values()))
        # After the end of the line, and of the text.
        place = st.sampled_from(there) | st.sampled_from(
            [(len(lines(text)) + 3, 1), *((row, 999) for row, _ in there)]
        )
        start, end = draw(place), draw(place)
        changes.append(partial(start, end, new))
        text = change(text, start, end, new, encoding)
    return before, encoding, changes, text


@PATIENT
@given(edits())
def test_changes_agree_with_the_model(
    case: tuple[str, str, list[types.TextDocumentContentChangeEvent], str],
) -> None:
    before, encoding, changes, wanted = case
    together = make_text(before, encoding).with_changes(changes)
    one_by_one = make_text(before, encoding)
    for one in changes:
        one_by_one = one_by_one.with_changes([one])
    assert together.text == one_by_one.text == wanted
