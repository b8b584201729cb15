"""The format `junit`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from junitparser import Error, Failure

from tests.command import Postlint, write
from tests.formatters.readers import GERMAN, NOTHING, cases, check, from_json, message

pytestmark = pytest.mark.usefixtures("rules")


@pytest.mark.parametrize("kind", ["empty", "not-english", "left-out"])
def test_junit_gives_the_reason_for_a_skipped_post(
    kind: str, postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, draft=NOTHING[kind] or "")
    (case,) = cases(check(postlint, "junit"))
    (skipped,) = case.result
    (post,) = json.loads(check(postlint, "json"))["posts"]
    assert skipped.message == "; ".join(post["notices"])
    assert skipped.message


@pytest.mark.usefixtures("drafts")
def test_junit_has_a_case_for_each_post(postlint: Postlint) -> None:
    result = postlint("check", "--output-format", "junit")
    told = {case.name: case for case in cases(result.stdout)}
    report = json.loads(postlint("check", "--output-format", "json").stdout)
    assert len(told) == len(report["posts"]) + len(report["problems"])
    for post in report["posts"]:
        case = told[post["path"]]
        errors = [one for one in post["findings"] if one["severity"] == "error"]
        assert [one.message for one in case.result if isinstance(one, Failure)] == [
            one["message"] for one in errors[:1]
        ]
        text = case.result[0].text if errors else case.system_out
        assert (text or "").splitlines() == [
            f"{post['path']}:{one['line']}:{one['column']}: {one['severity']} {one['rule']} "
            f"{message(one)}"
            for one in post["findings"]
        ]
    assert [type(one) for one in told["broken.md"].result] == [Error]


def test_junit_shows_findings_of_unscored_posts(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, draft=f"<!-- postlint-ignore no-such-rule -->\n\n{GERMAN}")
    (finding,) = from_json(check(postlint, "json"))
    assert finding["rule"] == "unused-ignore"
    assert finding["message"] in check(postlint, "junit")
