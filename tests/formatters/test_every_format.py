"""What every format of a report does, whichever it is.

The formats come from the registry. A new one fails these tests until `POST_EXPECTATIONS` or
`FEED_EXPECTATIONS` says what it shows and a page of the documentation names it.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pytest

from postlint.audit import Audit, Counts, ScoredPost
from postlint.config.effective import EffectiveSettings
from postlint.core.errors import LintFailure
from postlint.core.terminal_text import EscapingStream
from postlint.diagnostics.result import PostResult
from postlint.document.source import Source
from postlint.formatters import (
    AUDIT_FORMATS,
    FEED_FORMATS,
    POST_FORMATS,
    Summary,
    get_feed_formatter,
    get_formatter,
)
from postlint.formatters.base import Formatter
from postlint.linter.linter import Linter
from postlint.rules.loader import builtin_rules
from tests.audit.sample_audits import audit, feed_findings, some_posts
from tests.command import GOOD, ROOT, SELF_FOCUSED
from tests.formatters.readers import Rendered, cases, commands
from tests.requirements import require_package

FAILURE = LintFailure("broken.md", "not UTF-8 (byte 1); save it as UTF-8")

HOSTILE_NAMES = (
    "a b.md",
    "a|b`c`.md",
    "<script>alert(1)</script>.md",
    "::error::a,b=c:d%0A.md",
    "{0}[x](y) @rosa.md",
    "a\nb\r\x1b[31m\x07\x9b\u202e\u2028.md",
    "日本/🥚 e\u0301.md",
    "caf\udce9.md",
    '"]]>&lt;.md',
)
UNICODE = "I baked 日本 🫖 👩‍👩‍👧 𝒳 e\u0301 today. I am so proud of myself and my 水壶.\n"
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u202e]")


@dataclass(frozen=True)
class Expected:
    """What a format shows.

    Attributes:
        parse: reads the output as another program does; raises if it's invalid.
        totals: whether it ends or begins with totals, which `--quiet` leaves out.
        failures: whether it says why a draft couldn't be checked; otherwise only stderr does.
        findings: whether it shows the messages of findings.
        empty: the output of a run without posts; None if `parse` is all there is to check.
        controls: whether its readers are no terminals, so that control characters may stay.
    """

    parse: Callable[[Any], object]
    totals: bool = False
    failures: bool = False
    findings: bool = True
    empty: str | None = None
    controls: bool = False


def parse_lines(output: str) -> None:
    assert output == "" or output.endswith("\n")


def parse_table(output: bytes) -> None:
    require_package("pyarrow.parquet", "audit").read_table(io.BytesIO(output))


NO_POSTS = "No posts checked.\n"

POST_EXPECTATIONS: Mapping[str, Expected] = {
    "text": Expected(parse_lines, totals=True, empty=NO_POSTS),
    "full": Expected(parse_lines, totals=True, empty=NO_POSTS),
    "concise": Expected(parse_lines, empty=""),
    "statistics": Expected(parse_lines, totals=True, findings=False, empty=NO_POSTS),
    "json": Expected(json.loads, failures=True),
    "sarif": Expected(json.loads, failures=True),
    "github": Expected(commands, failures=True, empty=""),
    "gitlab": Expected(json.loads, failures=True),
    "rdjson": Expected(json.loads, failures=True),
    "junit": Expected(cases, failures=True),
    "markdown": Expected(Rendered, totals=True, failures=True),
}
FEED_EXPECTATIONS: Mapping[str, Expected] = {
    "text": Expected(parse_lines),
    "json": Expected(json.loads, failures=True),
    "markdown": Expected(parse_lines, failures=True),
    "html": Expected(parse_lines, failures=True, controls=True),
    "badge": Expected(ElementTree.fromstring, findings=False),
    "parquet": Expected(parse_table, findings=False, controls=True),
}
ACCEPT_AUDITS = tuple(name for name in AUDIT_FORMATS if name not in FEED_FORMATS)
"""Formats for posts that an audit can use, too."""


def show(
    formatter: type[Formatter[Any]],
    items: Iterable[PostResult | ScoredPost | Audit | LintFailure],
    *,
    quiet: bool = False,
) -> str | bytes:
    """Return what a formatter writes."""
    out = io.BytesIO() if getattr(formatter, "binary", False) else io.StringIO()
    stream = EscapingStream(out) if isinstance(out, io.StringIO) else out
    shown, summary = formatter(stream, quiet=quiet), Summary()
    for item in items:
        shown.add(item)
        if not isinstance(item, ScoredPost):
            summary.add(item)
    shown.finish(summary)
    return out.getvalue()


def show_posts(name: str, *items: PostResult | Audit | LintFailure, quiet: bool = False) -> str:
    output = show(get_formatter(name), items, quiet=quiet)
    assert isinstance(output, str)
    POST_EXPECTATIONS[name].parse(output)
    return output


NEEDED_MODULES = {"html": ("altair", "jinja2"), "parquet": ("pyarrow",)}
"""What formats need besides postlint."""


def show_feed(
    name: str, *items: ScoredPost | Audit | LintFailure, quiet: bool = False
) -> str | bytes:
    for module in NEEDED_MODULES.get(name, ()):
        require_package(module, "audit")
    output = show(get_feed_formatter(name), items, quiet=quiet)
    FEED_EXPECTATIONS[name].parse(output)
    return output


@cache
def lint(text: str) -> PostResult:
    """Return the result of a post, with reasons."""
    linter = Linter(EffectiveSettings(builtin_rules()), jobs=1)
    (result,) = linter.lint([Source("a.md", text)], details=True)
    assert isinstance(result, PostResult)
    return result


def named(path: str, result: PostResult) -> PostResult:
    """Return the same result for a file of another name."""
    findings = tuple(
        replace(
            finding,
            locations=tuple(replace(location, path=path) for location in finding.locations),
        )
        for finding in result.findings
    )
    return replace(result, source=Source(path, result.source.text), findings=findings)


def test_every_format_has_expectations() -> None:
    assert set(POST_EXPECTATIONS) == set(POST_FORMATS)
    assert set(FEED_EXPECTATIONS) == set(FEED_FORMATS)


@pytest.mark.parametrize(
    ("page", "formats"), [("reports.md", POST_FORMATS), ("audit.md", AUDIT_FORMATS)]
)
def test_every_format_is_documented(page: str, formats: tuple[str, ...]) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    table = re.search(r"^\| (?:`--output-format`|format) \|.*\n\|[-|]+\n((?:\|.*\n)+)", text, re.M)
    assert table
    cells = [row.split("|")[1] for row in table[1].splitlines()]
    documented = re.findall(r"`(\w+)(?::FILE)?`", " ".join(cells))
    assert sorted(documented) == sorted(formats)


@pytest.mark.parametrize("name", POST_FORMATS)
def test_post_format_accepts_hostile_names(name: str) -> None:
    result = lint(SELF_FOCUSED)
    posts = [named(path, result) for path in HOSTILE_NAMES]
    failures = [replace(FAILURE, path=path) for path in HOSTILE_NAMES]
    output = show_posts(name, *posts, *failures)
    assert not CONTROLS.search(output)
    output.encode()


@pytest.mark.parametrize("name", POST_FORMATS)
def test_post_format_shows_findings(name: str) -> None:
    (finding,) = lint(SELF_FOCUSED).findings
    output = show_posts(name, lint(GOOD), lint(SELF_FOCUSED))
    assert (finding.message in output) is POST_EXPECTATIONS[name].findings
    assert finding.rule in output


@pytest.mark.parametrize("name", POST_FORMATS)
def test_post_format_without_totals_if_quiet(name: str) -> None:
    (finding,) = lint(SELF_FOCUSED).findings
    loud = show_posts(name, lint(SELF_FOCUSED))
    quiet = show_posts(name, lint(SELF_FOCUSED), quiet=True)
    assert finding.rule in quiet
    assert ("1 post checked" in loud) is POST_EXPECTATIONS[name].totals
    assert "1 post checked" not in quiet
    if not POST_EXPECTATIONS[name].totals:
        assert quiet == loud


@pytest.mark.parametrize("name", POST_FORMATS)
def test_post_format_of_an_empty_run(name: str) -> None:
    empty = POST_EXPECTATIONS[name].empty
    output = show_posts(name)
    assert output == empty or empty is None
    assert lint(SELF_FOCUSED).findings[0].rule not in output
    assert "No posts checked" not in show_posts(name, quiet=True)


@pytest.mark.parametrize("name", POST_FORMATS)
def test_post_format_shows_failures(name: str) -> None:
    output = show_posts(name, FAILURE, lint(SELF_FOCUSED))
    assert (FAILURE.message in output) is POST_EXPECTATIONS[name].failures
    assert lint(SELF_FOCUSED).findings[0].rule in output


@pytest.mark.parametrize("name", POST_FORMATS)
def test_post_format_keeps_unicode(name: str) -> None:
    result = named("日本/🥚.md", lint(UNICODE))
    assert result.findings
    output = show_posts(name, result)
    assert result.findings[0].rule in output
    output.encode()


@pytest.mark.parametrize("name", ACCEPT_AUDITS)
def test_post_format_shows_findings_about_a_feed(name: str) -> None:
    posts = some_posts(6)
    findings = feed_findings(posts)
    output = show_posts(name, audit(posts, findings=findings))
    assert {finding.rule for finding in findings if finding.rule in output} == {
        finding.rule for finding in findings
    }


@pytest.mark.parametrize("name", FEED_FORMATS)
def test_feed_format_accepts_hostile_names(name: str) -> None:
    posts = [
        replace(
            scored,
            post=replace(scored.post, path=path, name=path),
            result=named(path, scored.result),
        )
        for path, scored in zip(HOSTILE_NAMES, some_posts(len(HOSTILE_NAMES)), strict=True)
    ]
    output = show_feed(name, *posts, audit(posts, findings=feed_findings(posts)))
    if isinstance(output, str):
        output.encode()
        assert FEED_EXPECTATIONS[name].controls or not CONTROLS.search(output)


@pytest.mark.parametrize("name", FEED_FORMATS)
@pytest.mark.parametrize("quiet", [False, True], ids=["loud", "quiet"])
def test_feed_format_shows_findings(name: str, quiet: bool) -> None:
    posts = some_posts(6)
    findings = feed_findings(posts)
    output = show_feed(name, *posts, audit(posts, findings=findings), quiet=quiet)
    assert output
    if isinstance(output, str):
        assert (findings[0].message in output) is FEED_EXPECTATIONS[name].findings


@pytest.mark.parametrize("name", FEED_FORMATS)
def test_feed_format_of_an_empty_run(name: str) -> None:
    assert show_feed(name, audit(())) is not None
    assert show(get_feed_formatter(name), ()) is not None  # nothing was added at all


@pytest.mark.parametrize("name", FEED_FORMATS)
def test_feed_format_shows_failures(name: str) -> None:
    counts = Counts(scored=0, problems=[FAILURE])
    output = show_feed(name, FAILURE, audit((), counts=counts))
    if isinstance(output, str):
        assert (FAILURE.message in output) is FEED_EXPECTATIONS[name].failures
