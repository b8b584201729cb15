"""Project rules: the check `pattern`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from postlint.core.errors import PostlintError
from tests.config.own_rules.helpers import FOUND, SCOPES, TEXT, excerpts, load, run


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ([{"LOWER": "so"}, {"POS": "ADJ"}], ["so proud"]),
        ([{"LEMMA": "be"}, {"LOWER": "so"}, {"OP": "?"}], ["am so proud"]),
        ([{"LEMMA": {"IN": ["be", "win"]}}], ["am"]),
        ([{"IS_PUNCT": True, "TEXT": {"NOT_IN": ["."]}}], ["!"]),
        ([{"LIKE_NUM": True}, {"LOWER": "times"}], ["3 times"]),
        ([{"LOWER": "team"}, {"OP": "*"}, {"LOWER": "times"}], ["team! It has won 3 times"]),
        ([{"LOWER": "proud"}, {"OP": "{2}"}], ["proud of our"]),
    ],
)
def test_pattern_matches_words_by_grammar(
    pattern: list[dict[str, Any]], found: list[str], tmp_path: Path
) -> None:
    text = "We read a lot. I am so proud of our team! It has won 3 times."
    said = excerpts(tmp_path, text, scope="post", check="pattern", options={"patterns": [pattern]})
    # A match never crosses the end of a sentence.
    assert said == [one for one in found if "! It" not in one]


@pytest.mark.parametrize("scope", SCOPES)
def test_pattern_in_each_scope(scope: str, tmp_path: Path) -> None:
    options = {"patterns": [[{"LOWER": "kettle"}]]}
    found = run(tmp_path, TEXT, scope=scope, check="pattern", options=options)
    assert [(one.start.line, one.start.column) for one in found] == FOUND[scope]


BAD_PATTERNS: list[Any] = [
    [[]],
    [[{"LOWR": "so"}]],
    [[{"LOWER": {"REGEX": "(a+)+$"}}]],
    [[{"LOWER": {"FUZZY": "so"}}]],
    [[{"_": {"secret": True}}]],
    [[{"LOWER": ""}]],
    [[{"LOWER": True}]],
    [[{"LOWER": 3}]],
    [[{"LOWER": {"IN": []}}]],
    [[{"LOWER": {"IN": "so"}}]],
    [[{"LOWER": {"IN": ["so"], "NOT_IN": ["too"]}}]],
    [[{"LENGTH": "3"}]],
    [[{"LENGTH": {">=": 3}}]],
    [[{"IS_ALPHA": "yes"}]],
    [[{"LOWER": "so", "OP": "**"}]],
    [[{"LOWER": "so", "OP": ""}]],
    [[{"LOWER": "so", "OP": "?"}]],
    [[{"LOWER": "so", "OP": "*"}, {"POS": "ADJ", "OP": "!"}]],
    [[{"OP": "*"}, {"OP": "+"}, {"OP": "*"}, {"LOWER": "so"}]],
    [[{"LOWER": "so"}] * 13],
    ["so"],
    [{"LOWER": "so"}],
    [],
]


@pytest.mark.parametrize("patterns", BAD_PATTERNS)
def test_pattern_that_is_invalid_is_rejected(patterns: Any, tmp_path: Path) -> None:
    with pytest.raises(PostlintError, match=r"own\.yaml:\d+:\d+: check `pattern`: "):
        load(tmp_path, check="pattern", options={"patterns": patterns})


@pytest.mark.parametrize(
    "pattern",
    [
        [{"POS": "xyzzy"}],
        [{"TAG": "xyzzy"}],
        [{"DEP": "xyzzy"}],
        pytest.param(
            [{"LOWER": "so", "OP": "{3,1}"}],
        ),
        [{"LOWER": "so", "OP": "{0}"}],
        [{"LOWER": "so", "OP": "{,0}"}],
        [{"LOWER": "so", "OP": "{0,}"}],
        [{"LOWER": "so", "OP": "{999,}"}],
        [{}],
        pytest.param(
            [{"LENGTH": -1}],
        ),
        pytest.param(
            [{"LENGTH": 10**30}],
        ),
        [{"SHAPE": "\ud83e".encode("utf-8", "replace").decode()}],
        [{"LOWER": "SO"}],
        [{"IS_SENT_START": True}],
        [{"LIKE_EMAIL": False}],
    ],
)
def test_pattern_that_is_accepted_never_crashes(pattern: Any, tmp_path: Path) -> None:
    try:
        load(tmp_path, check="pattern", options={"patterns": [pattern]})
    except PostlintError:
        return
    run(tmp_path, TEXT, check="pattern", options={"patterns": [pattern]})
