"""`import postlint`."""

from __future__ import annotations

import doctest
import json
from pathlib import Path
from typing import Any

import pytest

import postlint
from postlint import Finding, PostLabels, PostlintError, PostResult
from postlint.formatters.posts.json import post_to_json
from tests.command import ASKS_NOTHING, FAKE_BOLD, GOOD, ROOT, SELF_FOCUSED, Postlint
from tests.rules.test_loader import RULE


def rules(text: str, **options: Any) -> list[str]:
    return [finding.rule for finding in postlint.lint(text, **options).findings]


def test_lint_returns_findings_labels_and_relevance() -> None:
    report = postlint.lint(f"---\nplatform: linkedin\n---\n{SELF_FOCUSED}")
    assert isinstance(report, PostResult)
    assert isinstance(report.labels, PostLabels)
    assert (report.labels.self_focus, report.labels.tie) == (True, False)
    assert isinstance(report.relevance, float)
    assert 0 <= report.relevance < 0.5
    assert (report.path, report.language, report.notices) == ("draft.md", "en", ())
    (finding,) = report.findings
    assert isinstance(finding, Finding)
    assert (finding.rule, finding.severity) == ("self-focused", "error")
    assert (finding.start.line, finding.start.column) == (4, 1)
    assert finding.excerpt == "I am so proud of myself."
    assert finding.message
    assert finding.help


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        (GOOD, {}, []),
        (ASKS_NOTHING, {}, ["no-question"]),
        (ASKS_NOTHING, {"ignore": ["no-question"]}, []),
        (ASKS_NOTHING, {"select": ("self-focused",)}, []),
        (SELF_FOCUSED, {"select": ["low-relevance"]}, ["low-relevance"]),
        (SELF_FOCUSED, {"select": ["low-relevance"], "ignore": ["low-relevance"]}, []),
        ("", {}, []),
        ("Σήμερα το πρωί έφαγα αυγά.", {}, []),
    ],
)
def test_lint_with_selected_rules(text: str, options: dict[str, Any], expected: list[str]) -> None:
    assert rules(text, **options) == expected


@pytest.mark.parametrize(
    ("front_matter", "platform", "expected"),
    [
        ("", None, (None, "warning")),
        ("", "blog", ("blog", "info")),
        ("", "Twitter", ("x", "warning")),
        ("---\nplatform: newsletter\n---\n", "x", ("newsletter", "info")),
    ],
)
def test_lint_platform(
    front_matter: str, platform: str | None, expected: tuple[str, str], tmp_path: Path
) -> None:
    config = tmp_path / "severities.toml"
    config.write_text(
        "[rule.pseudo-bold.severity]\ndefault = 'warning'\nblog = 'info'\nnewsletter = 'info'\n"
    )
    report = postlint.lint(front_matter + FAKE_BOLD, platform=platform, config=config)
    assert (report.platform, report.findings[0].severity) == expected


@pytest.mark.parametrize(
    ("path", "excerpt"), [("a.md", "Order it **first**."), ("a.txt", "> Order it **first**.")]
)
def test_lint_path_sets_the_file_type_and_is_not_read(
    path: str, excerpt: str, tmp_path: Path
) -> None:
    (tmp_path / "own.yaml").write_text(RULE.replace("min: 0.2", "min: 1"))
    config = tmp_path / "own.toml"
    config.write_text('rules = ["own.yaml"]\n')
    report = postlint.lint(
        "> Order it **first**.", path=path, select=["asks-nothing"], config=config
    )
    assert (report.path, report.findings[0].excerpt) == (path, excerpt)


@pytest.mark.parametrize(
    ("text", "options", "says"),
    [
        (GOOD, {"select": ["no-qestion"]}, "`no-qestion` .*did you mean `no-question`"),
        (GOOD, {"ignore": ["xyzzy"]}, "`xyzzy`"),
        (GOOD, {"platform": "myspace"}, "`myspace`"),
        ("a\0b", {}, "draft.md: not text"),
        ("half \ud800", {"path": "b.md"}, "b.md: "),
        ("word " * 250_000, {}, "too large"),
        (GOOD, {"select": "self-focused"}, "lists of rule ids"),
    ],
)  # fmt: skip
def test_lint_errors(text: str, options: dict[str, Any], says: str) -> None:
    with pytest.raises(PostlintError, match=says) as caught:
        postlint.lint(text, **options)
    assert "\n" not in str(caught.value)


def test_lint_matches_the_command(postlint: Postlint, tmp_path: Path) -> None:
    from postlint import lint

    names = [file.name for file in sorted((ROOT / "examples").iterdir()) if file.is_file()]
    done = postlint("check", ROOT / "examples", "--output-format", "json")
    posts = json.loads(done.stdout)["posts"]
    assert [Path(post["path"]).name for post in posts] == names
    for post in posts:
        text = Path(post["path"]).read_bytes().decode()
        assert post_to_json(lint(text, path=post["path"])) == post


def test_public_names() -> None:
    assert sorted(postlint.__all__) == [
        "Finding", "PostLabels", "PostResult", "PostlintError", "__version__", "lint",
    ]  # fmt: skip
    names: dict[str, Any] = {}
    exec("from postlint import *", names)
    assert set(postlint.__all__) <= set(names)
    assert all(names[name].__doc__ for name in postlint.__all__ if name != "__version__")
    assert postlint.__version__.count(".") == 2
    with pytest.raises(AttributeError, match="no attribute 'lent'"):
        postlint.lent  # noqa: B018
    assert Path(postlint.__file__).with_name("py.typed").is_file()


def test_lint_does_not_count_a_bom() -> None:
    (finding,) = postlint.lint("\ufeff" + ASKS_NOTHING).findings
    assert (finding.start.line, finding.start.column) == (1, 1)
    assert finding.excerpt == ASKS_NOTHING.strip()


def test_docstring_example() -> None:
    assert postlint.__doc__
    text = postlint.__doc__.replace("# doctest: +SKIP", "")
    test = doctest.DocTestParser().get_doctest(text, {}, "postlint", None, 0)
    assert test.examples
    assert doctest.DocTestRunner(verbose=False).run(test, out=lambda _: None).failed == 0
