"""Formats: fingerprints of findings in `gitlab` and `sarif`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import Postlint, write
from tests.formatters.readers import DRAFTS, KETTLE, OWN, check

pytestmark = pytest.mark.usefixtures("rules")


def gitlab_names(output: str) -> list[str]:
    return [issue["fingerprint"] for issue in json.loads(output)]


def sarif_names(output: str) -> list[str]:
    results = json.loads(output)["runs"][0]["results"]
    return [result["partialFingerprints"]["postlint/v1"] for result in results]


@pytest.mark.parametrize("form", ["gitlab", "sarif"])
def test_fingerprint_survives_edits_elsewhere(
    form: str, postlint: Postlint, tmp_path: Path
) -> None:
    names = gitlab_names if form == "gitlab" else sarif_names
    write(tmp_path, a=DRAFTS["twice"], b=DRAFTS["plain"])
    before = names(check(postlint, form, *KETTLE))
    write(tmp_path, a=f"We begin with another line.\n\n{DRAFTS['twice']}")
    assert names(check(postlint, form, *KETTLE)) == before
    here = names(check(postlint, form, tmp_path / "b.md", *KETTLE))
    assert here == before[-1:]
    assert before[-1] not in before[:-1]


def test_fingerprint_of_a_failure_is_the_same_on_every_machine(
    postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, a=b"\xff")
    names = [
        gitlab_names(postlint("check", path, "--output-format", "gitlab").stdout)
        for path in ("a.md", tmp_path / "a.md")
    ]
    assert names[0] == names[1]


def test_gitlab_fingerprints_are_unique(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, a=DRAFTS["twice"], b=DRAFTS["twice"], c=b"\xff", d=b"\xff")
    result = postlint("check", *OWN, "--output-format", "gitlab")
    issues = json.loads(result.stdout)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) > 8
    for issue in issues:
        assert issue["description"]
        assert issue["check_name"]
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
