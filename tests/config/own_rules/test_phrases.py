"""Project rules: the check `phrases`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.config.own_rules.helpers import FOUND, SCOPES, TEXT, excerpts, run


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("scope", SCOPES)
def test_phrases_in_each_scope(scope: str, newline: str, tmp_path: Path) -> None:
    found = run(tmp_path, TEXT.replace("\n", newline), scope=scope)
    assert [(one.start.line, one.start.column) for one in found] == FOUND[scope]
    assert {one.excerpt for one in found} == {"kettle"}


@pytest.mark.parametrize(("min_count", "places"), [(1, 4), (2, 1), (3, 0)])
def test_phrases_min_count_counts_per_scope(min_count: int, places: int, tmp_path: Path) -> None:
    options = {"phrases": ["kettle"], "min_count": min_count}
    found = run(tmp_path, TEXT, scope="sentence", options=options, message="{count} {phrase}")
    assert len(found) == places
    whole = run(
        tmp_path, TEXT, scope="post", options={**options, "min_count": 5}, message="{count}"
    )
    assert [finding.message for finding in whole] == ["5"]
    assert run(tmp_path, TEXT, scope="post", options={**options, "min_count": 6}) == []


@pytest.mark.parametrize(
    ("phrases", "text", "found"),
    [
        (["kettle"], "Kettles, KETTLE and akettle and kettle_2 were there.", ["KETTLE"]),
        (["kettle*"], "He sells kettles and pans to people.", ["kettles"]),
        (["don't"], "We don’t sell pans to people, you see.", ["don’t"]),
        (["don’t"], "We don't sell pans to people, you see.", ["don't"]),
        (["as far  as"], "It is good as\nfar as we can see it.", ["as\nfar as"]),
        (["game changer"], "This is a game-changer for all of us.", []),
        (["100%"], "We are 100% sure of it, and 100%x of that.", ["100%"]),
        (["?!"], "What is that?! We do not know it.", ["?!"]),
        (["a.c"], "The abc and the a.c are not the same.", ["a.c"]),
        (["café*"], "Our cafés in the town are full today.", ["cafés"]),
        (["straße"], "Our STRASSE is not the straße of old.", ["straße"]),
        (["pan", "pan of soup"], "There is a pan of soup on the stove.", ["pan of soup"]),
        (["🚀"], "We launch it 🚀🚀 this very week, at last.", ["🚀"]),
        (["#hiring"], "We look for people who cook. #hiring", ["#hiring"]),
    ],
)
def test_phrases_match(phrases: list[str], text: str, found: list[str], tmp_path: Path) -> None:
    assert excerpts(tmp_path, text, scope="post", options={"phrases": phrases}) == found


def test_phrases_exemptions_and_acts(tmp_path: Path) -> None:
    text = "The kettle is on. Have you filled the kettle? Please fill the kettle, or the pan."
    for options, columns in (
        ({}, [5, 39, 63]),
        ({"act": "asks"}, [39]),
        ({"act": "tells"}, [5]),
        ({"unless": ["PAN*"]}, [5, 39]),
        ({"act": "asks", "unless": ["filled"]}, []),
    ):
        found = run(tmp_path, text, options={"phrases": ["kettle"], **options})
        assert [one.start.column for one in found] == columns


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize(
    "text",
    [
        "> The kettle is on, and it has been on for hours.\n",
        "She said to all of us: “The kettle is on again.”\n",
        'She said to all of us: "The kettle is on again."\n',
        "A day at home. “Nobody fills it.\nThe kettle is on again.”\n",
    ],
)
@pytest.mark.parametrize(
    ("check", "options"),
    [
        ("phrases", {"phrases": ["kettle"]}),
        ("pattern", {"patterns": [[{"LOWER": "kettle"}]]}),
    ],
)
def test_phrases_in_quotations_do_not_count(
    check: str, options: dict[str, Any], text: str, scope: str, tmp_path: Path
) -> None:
    assert run(tmp_path, text, check=check, options=options, scope=scope) == []


def test_phrases_in_scare_quotes_count(tmp_path: Path) -> None:
    assert excerpts(tmp_path, "This is a “green kettle” for all of you.\n") == ["kettle"]


HARD = [
    "🥚🥚 The kettle is on, you know that well.\n",
    "👩‍👩‍👧 e\u0301 The kettle is on, you know that.\n",
    "The *ket*tle and the **kettle** are on again.\n",
    "Tea &amp; coffee &lt;3 from the kettle here.\n",
    "[Read on](https://example.com/kettle) about the kettle of ours.\n",
    "`kettle` is code, and a kettle is hot all day.\n",
    "---\ntitle: kettle\n---\nThe kettle is on and it sings.\n",
    "Line one is here\r\nand the kettle is there too.\r\n",
    "- [ ] The kettle\r\n  is on the stove again.\r\n",
    "| pan | pot |\n|---|---|\n| the kettle of ours | a lid |\n",
    "A\\*B and the kettle\\_C stand here with a kettle.\n",
    "\t\tcode kettle\n\nThe\tkettle\tis on the stove.\n",
    "<b>The</b> kettle <!-- kettle --> is on the stove.\n",
    "The kettle\u2028is on\x85the stove, and\u00a0kettle stays.\n",
]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("text", HARD)
def test_phrases_have_exact_locations_in_odd_texts(text: str, newline: str, tmp_path: Path) -> None:
    text = text.replace("\r\n", "\n").replace("\n", newline)
    found = run(tmp_path, text, scope="sentence")
    assert found
    assert {finding.excerpt.replace("*", "") for finding in found} == {"kettle"}
    same = run(
        tmp_path, text, scope="sentence", check="pattern",
        options={"patterns": [[{"LOWER": "kettle"}]]},
    )  # fmt: skip
    if "\\_C" not in text:  # one word with what follows
        assert [finding.span for finding in same] == [finding.span for finding in found]


@pytest.mark.parametrize("name", ["draft.md", "draft.txt", "draft.mdx"])
def test_phrases_have_exact_locations_in_each_file_type(name: str, tmp_path: Path) -> None:
    text = "Tea 🥚 é\r\n\r\nThe kettle is on the stove.\r\nThe kettle & the pan are old.\r\n"
    found = run(tmp_path, text, name=name)
    assert [(one.start.line, one.start.column) for one in found] == [(3, 5), (4, 5)]
