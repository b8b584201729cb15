"""Formats: unreadable drafts, empty runs, severities, and exit statuses."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from junitparser import Error, Skipped

from tests.command import Postlint, write
from tests.formatters.readers import (
    FORMATS,
    NOTHING,
    PLACED,
    READ,
    Rendered,
    cases,
    check,
    commands,
    from_json,
    paths_in,
    put,
)

pytestmark = pytest.mark.usefixtures("rules")

UNREADABLE = {
    "missing": None,
    "not-utf-8": b"caf\xe9",
    "utf-16": "eggs".encode("utf-16"),
    "nul": b"eggs\0eggs",
    "too-large": b"egg " * 300_000,
}


@pytest.mark.parametrize("kind", UNREADABLE)
@pytest.mark.parametrize("form", FORMATS)
def test_formats_report_unreadable_drafts(
    form: str, kind: str, postlint: Postlint, tmp_path: Path, schema: jsonschema.Draft7Validator
) -> None:
    content = UNREADABLE[kind]
    if content is not None:
        put(tmp_path, "posts/ä b.md", content)
    result = postlint("check", "posts/ä b.md", "--output-format", form)
    assert result.exit_code == 2
    spoken = re.fullmatch(r"postlint: posts.ä b\.md: (\S.*)\n", result.stderr)
    assert spoken
    reason = spoken[1]
    if form in PLACED:
        assert list(paths_in(form, result.stdout)) == ["posts/ä b.md"]
    if form == "sarif":
        log = json.loads(result.stdout)
        schema.validate(log)
        (invocation,) = log["runs"][0]["invocations"]
        assert invocation["executionSuccessful"] is False
        (problem,) = invocation["toolExecutionNotifications"]
        assert (problem["level"], problem["message"]["text"]) == ("error", reason)
        assert log["runs"][0]["results"] == []
    elif form == "github":
        (annotation,) = commands(result.stdout)
        assert (annotation.command, annotation.text) == ("error", reason)
    elif form == "gitlab":
        (issue,) = json.loads(result.stdout)
        assert (issue["severity"], issue["description"]) == ("blocker", reason)
        assert issue["location"]["lines"] == {"begin": 1}
    elif form == "rdjson":
        (diagnostic,) = json.loads(result.stdout)["diagnostics"]
        assert (diagnostic["severity"], diagnostic["message"]) == ("ERROR", reason)
    elif form == "junit":
        (case,) = cases(result.stdout)
        (error,) = case.result
        assert (type(error), error.message) == (Error, reason)
        assert case.name == str(Path("posts/ä b.md"))
    elif form == "markdown":
        (item,) = Rendered(result.stdout).texts("li")
        assert item == f"{Path('posts/ä b.md')}: {reason}"
    else:
        assert result.stdout == "No posts checked: 1 draft couldn't be checked.\n"


def findings_told(form: str, output: str) -> int:
    """Return how many findings and problems a format shows."""
    if form in PLACED:
        return len(list(paths_in(form, output)))
    if form == "junit":
        return sum(
            not isinstance(one, Skipped) for case in cases(output) for one in case.result
        ) + sum(case.system_out is not None for case in cases(output))
    if form == "markdown":
        rendered = Rendered(output)
        return len(rendered.rows) + len(rendered.texts("li"))
    return len(output.splitlines()[1:-1])


@pytest.mark.parametrize("kind", NOTHING)
@pytest.mark.parametrize("form", FORMATS)
def test_formats_without_findings(
    form: str, kind: str, postlint: Postlint, tmp_path: Path, schema: jsonschema.Draft7Validator
) -> None:
    content = NOTHING[kind]
    if content is not None:
        write(tmp_path, draft=content)
    result = postlint("check", "--output-format", form)
    assert result.exit_code == 0
    assert findings_told(form, result.stdout) == 0
    if form == "sarif":
        log = json.loads(result.stdout)
        schema.validate(log)
        # An empty list says that it was checked; without one, that it was not.
        assert log["runs"][0]["results"] == []
        assert log["runs"][0]["invocations"][0]["executionSuccessful"] is True
    elif form == "github":
        assert result.stdout == ""
    elif form == "gitlab":
        assert json.loads(result.stdout) == []
    elif form == "rdjson":
        expected = {"source": {"name": "postlint"}, "diagnostics": []}
        assert json.loads(result.stdout) == expected
    elif form == "junit":
        kinds = [[type(one) for one in case.result] for case in cases(result.stdout)]
        skipped = kind in ("empty", "not-english", "left-out")
        assert kinds == ([[Skipped]] if skipped else [[]] if kind == "good" else [])


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("form", FORMATS)
def test_formats_have_the_same_exit_status(form: str, postlint: Postlint) -> None:
    for args in (("good.md",), ("mute.md",), ("proud.md",), ("proud.md", "--exit-zero"), ()):
        named = postlint("check", *args, "--output-format", form)
        text = postlint("check", *args)
        assert (named.exit_code, named.stderr) == (text.exit_code, text.stderr)


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("form", PLACED)
def test_formats_include_every_finding_with_its_severity(form: str, postlint: Postlint) -> None:
    names = (
        "good.md",
        "mute.md",
        "proud.md",
        "proudest.md",
        "blog.md",
        "autumn.md",
        "german.md",
        "out.md",
    )
    findings = from_json(check(postlint, "json", *names))
    assert {one["severity"] for one in findings} == {"error", "warning", "info"}
    told = list(READ[form](check(postlint, form, *names)))
    assert [(one.path, one.rule, one.severity, one.start[0]) for one in told] == [
        (one["path"], one["rule"], one["severity"], one["line"]) for one in findings
    ]
