"""The format `statistics`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.command import GOOD, Postlint, write
from tests.formatters.readers import DRAFTS, KETTLE, from_json

pytestmark = pytest.mark.usefixtures("rules")


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("args", [("--statistics",), ("--output-format", "statistics")])
def test_statistics_count_findings_and_posts(args: tuple[str, ...], postlint: Postlint) -> None:
    result = postlint("check", *args)
    findings = from_json(postlint("check", "--output-format", "json").stdout)
    counts = Counter((one["rule"], one["severity"]) for one in findings)
    posts = {
        kind: len({one["path"] for one in findings if (one["rule"], one["severity"]) == kind})
        for kind in counts
    }
    head, *rows, sums = result.stdout.splitlines()
    assert head.split() == ["findings", "posts", "severity", "rule"]
    told = [row.split() for row in rows]
    assert {(rule, severity): (int(count), int(number)) for count, number, severity, rule in told} \
        == {kind: (counts[kind], posts[kind]) for kind in counts}  # fmt: skip
    assert [int(row[0]) for row in told] == sorted(counts.values(), reverse=True)
    assert sums == postlint("check").stdout.splitlines()[-1]
    assert len(counts) > 1


def test_statistics_count_a_post_once(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, a=DRAFTS["twice"], b=DRAFTS["plain"], c=GOOD)
    result = postlint("check", "--statistics", *KETTLE)
    assert result.stdout.splitlines()[1].split() == ["4", "2", "warning", "says-kettle"]


@pytest.mark.usefixtures("drafts")
def test_quiet_statistics_have_no_totals(postlint: Postlint) -> None:
    loud = postlint("check", "--statistics").stdout
    quiet = postlint("check", "--statistics", "--quiet").stdout
    assert loud.splitlines()[:-1] == quiet.splitlines()
    assert postlint("check", "--statistics", "--quiet", "good.md").stdout == ""


@pytest.mark.usefixtures("drafts")
def test_statistics_with_another_format(postlint: Postlint) -> None:
    result = postlint("check", "good.md", "--statistics", "--output-format", "json:a.json")
    assert result.stdout == "1 post checked: no problems found.\n"
