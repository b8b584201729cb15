"""Project rules: advice."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from postlint.core.errors import PostlintError
from postlint.rules.loader import builtin_rules, load_rules
from tests.command import GOOD
from tests.config.own_rules.helpers import put, run


def helps(folder: Path, said: Any, text: str = GOOD, front: str = "") -> list[str]:
    found = run(folder, front + text, scope="post", check="count", help=said,
                options={"measure": "words", "min": 999}, message="{count}")  # fmt: skip
    return [finding.help for finding in found]


def test_advice_depends_on_draft_and_profile(tmp_path: Path) -> None:
    said = [{"say": "Name {clients}."}, "Say more than {count} words."]
    count = len(re.findall(r"\w+", GOOD))
    assert helps(tmp_path, said) == [f"Say more than {count} words."]
    front = "---\nprofile: {clients: [clinics, dentists]}\n---\n"
    seen = {
        one
        for number in range(20)
        for one in helps(tmp_path, said, f"{GOOD}\nThis is number {number}.\n", front)
    }
    assert seen == {"Name clinics."}


def test_advice_needs_its_conditions(tmp_path: Path) -> None:
    said = [{"say": "On X.", "when": ["x"]}, {"say": "Off.", "when": ["not-x", "tie"]}, "Else."]
    for platform, wanted in (("x", {"On X."}), ("blog", {"Off."}), ("threads", {"Off."})):
        front = f"---\nplatform: {platform}\n---\n"
        texts = [f"{GOOD}\nThis is number {number}.\n" for number in range(30)]
        assert {one for text in texts for one in helps(tmp_path, said, text, front)} == wanted


def test_advice_is_the_same_without_conditions(tmp_path: Path) -> None:
    said = [f"Advice {number}." for number in range(4)]
    assert len({tuple(helps(tmp_path, said)) for _ in range(5)}) == 1
    texts = [f"{GOOD}\nThis is number {number}.\n" for number in range(30)]
    assert {one for text in texts for one in helps(tmp_path, said, text)} == {"Advice 0."}


@pytest.mark.parametrize(
    ("said", "place", "says"),
    [
        ("[]", "3:1", "help"),
        ("'Name {nobody}.'", "3:1", "{nobody}"),
        ("[a, {say: 'Name {nobody}.'}]", "3:11", "{nobody}"),
        ("[{say: a, when: xyzzy}]", "3:17", "`xyzzy`"),
        ("[{say: a, wehn: tie}]", "3:17", "did you mean `when`?"),
        (
            "'Name {clients}.'",
            "3:1",
            "one must fit every post: no `when`, and no fields but the check's",
        ),
        (
            "[{say: a, when: tie}]",
            "3:1",
            "one must fit every post: no `when`, and no fields but the check's",
        ),
        pytest.param(
            "[{when: tie}]",
            "3:8",
            "`say` is missing",
        ),
    ],
)
def test_advice_that_is_impossible_is_rejected(
    said: str, place: str, says: str, tmp_path: Path
) -> None:
    path = put(tmp_path / "own.yaml", f"extends: no-question\nid: own\nhelp: {said}\n")
    with pytest.raises(PostlintError) as caught:
        load_rules([path], known=builtin_rules())
    assert str(caught.value).startswith(f"{path}:{place}: "), caught.value
    assert says in str(caught.value)
