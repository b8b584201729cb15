"""Places in an open draft: an editor's lines and columns against a naive model of them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lsprotocol import types

from postlint.document.source import Span, decode
from postlint.server.text import Text

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

ENCODINGS = ["utf-8", "utf-16", "utf-32"]
EACH_ENCODING = pytest.mark.parametrize("encoding", ENCODINGS)
BOM = "\ufeff"

LETTERS = "aé日🎉👩\u200d\u0301\ufe0f𝔘\u2028\u2029\x85\x0b\x0c\x1c \t\n\r"
TEXTS = st.lists(
    st.sampled_from([*LETTERS, "\r\n", "\r\n", "\n\r", "word "])
    | st.characters(exclude_categories=["Cs"]),
    max_size=25,
).map("".join)
WITH_BOM = st.tuples(st.sampled_from(["", "", BOM]), TEXTS).map("".join)


# The model: it goes letter by letter.


def units(letter: str, encoding: str) -> int:
    """Return how many units a letter has."""
    return len(letter.encode(f"{encoding}-le" if encoding != "utf-8" else encoding)) // {
        "utf-8": 1, "utf-16": 2, "utf-32": 4,
    }[encoding]  # fmt: skip


def lines(text: str) -> list[tuple[str, str]]:
    """Return the lines of a text, each with its end."""
    found: list[tuple[str, str]] = []
    line = ""
    rest = list(text)
    while rest:
        letter = rest.pop(0)
        if letter == "\r" and rest and rest[0] == "\n":
            rest.pop(0)
            found.append((line, "\r\n"))
            line = ""
        elif letter in ("\r", "\n"):
            found.append((line, letter))
            line = ""
        else:
            line += letter
    return [*found, (line, "")]


def places(text: str, encoding: str) -> dict[int, tuple[int, int]]:
    """Return the line and column of each offset, but for the one within a CRLF."""
    found = {}
    offset = 0
    for number, (line, end) in enumerate(lines(text)):
        column = 0
        for letter in line:
            found[offset] = number, column
            offset += 1
            column += units(letter, encoding)
        found[offset] = number, column
        offset += len(end)
    return found


def offset_of(text: str, line: int, column: int, encoding: str) -> int:
    """Return the offset of a place; a place that is not there is at the end of line or text."""
    all_places = places(text, encoding)
    here = [offset for offset, place in all_places.items() if place[0] == line]
    if not here:
        return len(text)
    before = [offset for offset in here if all_places[offset][1] <= column]
    return max(before)


def change(text: str, start: tuple[int, int], end: tuple[int, int], new: str, encoding: str) -> str:
    """Return a text with a stretch of it replaced, whichever of its ends is named first."""
    one, two = sorted(offset_of(text, *place, encoding) for place in (start, end))
    return text[:one] + new + text[two:]


def as_place(position: types.Position) -> tuple[int, int]:
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
    text = Text("x\naé日🎉b", encoding)
    assert [as_place(text.position(offset)) for offset in range(2, 8)] == [
        (1, column) for column in columns
    ]
    assert [text.offset(types.Position(1, column)) for column in columns] == [2, 3, 4, 5, 6, 7]


@EACH_ENCODING
def test_what_ends_a_line_and_what_does_not(encoding: str) -> None:
    text = Text("a\nb\rc\r\nd\n\re", encoding)
    starts = [0, 2, 4, 7, 9, 10]
    assert [text.offset(types.Position(number, 0)) for number in range(6)] == starts
    assert [as_place(text.position(offset)) for offset in starts] == [
        (number, 0) for number in range(6)
    ]
    for letter in "\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e":
        text = Text(f"a{letter}b\nc", encoding)
        assert as_place(text.position(3)) == (0, 2 + units(letter, encoding))
        assert as_place(text.position(4)) == (1, 0)


@EACH_ENCODING
def test_places_that_are_not_there(encoding: str) -> None:
    text = Text("ab\r\n\ncé\n", encoding)
    for position, offset in [
        ((0, 2), 2), ((0, 3), 2), ((0, 99), 2), ((1, 1), 4), ((1, 2**31 - 1), 4), ((2, 99), 7),
        ((3, 0), 8), ((3, 99), 8), ((4, 0), 8), ((2**31 - 1, 0), 8), ((99, 99), 8),
    ]:  # fmt: skip
        assert text.offset(types.Position(*position)) == offset
    assert Text("", encoding).offset(types.Position(3, 4)) == 0
    assert as_place(Text("", encoding).position(0)) == (0, 0)


@pytest.mark.parametrize(("encoding", "width"), [("utf-8", 3), ("utf-16", 1), ("utf-32", 1)])
def test_a_bom_is_the_editors_and_not_postlints(encoding: str, width: int) -> None:
    text = Text(f"{BOM}ab\n{BOM}c", encoding)
    assert text.text == f"{BOM}ab\n{BOM}c"
    assert as_place(text.position(0)) == (0, width)
    assert as_place(text.position(2)) == (0, width + 2)
    assert as_place(text.position(3)) == (1, 0)
    assert as_place(text.position(4)) == (1, width)
    assert text.offset(types.Position(0, 0)) == 0
    assert text.offset(types.Position(0, width)) == 0
    assert text.offset(types.Position(0, width + 1)) == 1
    assert text.offset(types.Position(1, width)) == 4


@EACH_ENCODING
def test_a_bom_that_comes_or_goes(encoding: str) -> None:
    text = Text("ab", encoding)
    text = text.with_changes([partial((0, 0), (0, 0), BOM)])
    assert text.text == f"{BOM}ab"
    assert text.offset(types.Position(0, 99)) == 2
    width = units(BOM, encoding)
    text = text.with_changes([partial((0, 0), (0, width), "")])
    assert text.text == "ab"
    assert as_place(text.position(1)) == (0, 1)


@EACH_ENCODING
def test_a_range_that_ends_before_it_starts(encoding: str) -> None:
    text = Text("one\ntwo\nthree", encoding)
    assert text.with_changes([partial((2, 1), (0, 2), "X")]).text == "onXhree"
    assert text.with_changes([partial((1, 2), (1, 1), "")]).text == "one\nto\nthree"


@EACH_ENCODING
def test_changes_come_one_after_the_other(encoding: str) -> None:
    text = Text("a\nb", encoding)
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
def test_halves_of_a_pair_that_stand_alone(encoding: str) -> None:
    """JSON can hold them; they are no letters, but an editor must be able to mend them."""
    text = Text("a\ud83db\n\udf89c", encoding)
    for offset in range(len(text.text) + 1):
        assert text.offset(text.position(offset)) == offset
    changed = text.with_changes([partial((1, 0), as_place(text.position(5)), "")])
    assert changed.text == "a\ud83db\nc"


@pytest.mark.parametrize(("encoding", "inside"), [("utf-8", (1, 2, 3)), ("utf-16", (1,))])
def test_a_place_within_a_letter_is_at_one_side_of_it(
    encoding: str, inside: tuple[int, ...]
) -> None:
    text = Text("🎉b", encoding)
    for column in inside:
        assert text.offset(types.Position(0, column)) in (0, 1)
        assert text.with_changes([partial((0, column), (0, column), "x")]).text in ("x🎉b", "🎉xb")


# Properties


@PATIENT
@given(WITH_BOM, st.sampled_from(ENCODINGS))
@example("\r", "utf-16")
@example("🎉\r\n\r🎉", "utf-16")
def test_positions_and_offsets_agree_with_the_model(text: str, encoding: str) -> None:
    ours = Text(text, encoding)
    bom = int(text.startswith(BOM))
    if "\0" not in text:
        assert decode(text.encode(), "a.md").text == text[bom:]
    for offset, place in places(text, encoding).items():
        if offset >= bom:
            assert as_place(ours.position(offset - bom)) == place
        assert ours.offset(types.Position(*place)) == max(offset - bom, 0)


@PATIENT
@given(WITH_BOM, st.sampled_from(ENCODINGS), st.integers(0, 9), st.integers(0, 40))
def test_any_place_is_taken_to_the_closest_one(
    text: str, encoding: str, line: int, column: int
) -> None:
    ours = Text(text, encoding)
    bom = int(text.startswith(BOM))
    offset = ours.offset(types.Position(line, column))
    last = len(lines(text)) - 1
    row, found = as_place(ours.position(offset))
    wanted = offset_of(text, line, column, encoding)
    # A column within a letter may be taken to either side of it.
    assert offset + bom in (max(wanted, bom), wanted + 1)
    if line > last:
        assert offset + bom == max(len(text), bom)
    else:
        assert row == line
        assert found <= column or found - column < 4
    # From a place that is there, the way leads back.
    assert ours.offset(types.Position(row, found)) == offset


@PATIENT
@given(WITH_BOM, st.sampled_from(ENCODINGS), st.data())
def test_a_range_cuts_out_what_the_span_does(text: str, encoding: str, data: st.DataObject) -> None:
    bom = int(text.startswith(BOM))
    there = [offset - bom for offset in places(text, encoding) if offset >= bom]
    start, end = sorted(data.draw(st.tuples(st.sampled_from(there), st.sampled_from(there))))
    ours = Text(text, encoding)
    where = ours.range(Span(start, end))
    assert ours.offset(where.start) == start
    assert ours.offset(where.end) == end
    marked = ours.with_changes([types.TextDocumentContentChangePartial(range=where, text="<>")])
    assert marked.text == text[: bom + start] + "<>" + text[bom + end :]


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str, list[types.TextDocumentContentChangeEvent], str]:
    """Return a text, an encoding, changes, and the text that the model makes of them."""
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
        # Beyond the line's end, and beyond the text's.
        place = st.sampled_from(there) | st.sampled_from(
            [(len(lines(text)) + 3, 1), *((row, 999) for row, _ in there)]
        )
        start, end = draw(place), draw(place)
        changes.append(partial(start, end, new))
        text = change(text, start, end, new, encoding)
    return before, encoding, changes, text


@PATIENT
@given(edits())
def test_edits_make_the_text_that_the_model_makes(
    case: tuple[str, str, list[types.TextDocumentContentChangeEvent], str],
) -> None:
    before, encoding, changes, wanted = case
    together = Text(before, encoding).with_changes(changes)
    one_by_one = Text(before, encoding)
    for one in changes:
        one_by_one = one_by_one.with_changes([one])
    assert together.text == one_by_one.text == wanted
