"""Drafts, rules, and configuration with values that are too large: one line each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from postlint.config.effective import EffectiveSettings
from postlint.core.errors import LintFailure
from postlint.document import draft as drafts
from postlint.document.front_matter import FrontMatter, read_front_matter
from postlint.document.source import Source
from postlint.linter import pipeline
from postlint.linter.linter import Linter
from postlint.nlp.post import Post
from postlint.scoring.logistic_model import LogisticModel
from postlint.scoring.predict import Prediction, predict
from tests.command import GOOD, SELF_FOCUSED, run_here, write
from tests.core.test_untrusted import bomb

DIGITS = "0x" + "f" * 3_600

REFUSED = {
    "bomb-title": f"---\n{bomb('title: *j')}\n---\n",
    "bomb-platform": f"---\n{bomb('platform: *j')}\n---\n",
    "bomb-date": f"---\n{bomb('date: *j')}\n---\n",
    "bomb-key": f"---\n{bomb('? *j')}\n: x\n---\n",
    "bomb-ignore": f"---\n{bomb('postlint: {ignore: *j}')}\n---\n",
    "bomb-profile": f"---\n{bomb('profile: {clients: *j}')}\n---\n",
    "number-title": f"---\ntitle: {DIGITS}\n---\n",
    "number-platform": f"---\nplatform: {DIGITS}\n---\n",
    "number-key": f"---\n{DIGITS[:900]}: x\n---\n",
    "number-date": f"---\ndate: {'1' * 5_000}\n---\n",
    "number-toml": f"+++\ntitle = {DIGITS}\n+++\n",
    "number-json": '{"title": ' + "1" * 5_000 + "}\n",
    "deep-yaml": f"---\ntitle: {'[' * 5_000}\n---\n",
    "deep-toml": f"+++\ntitle = {'[' * 5_000}\n+++\n",
    "deep-json": '{"title": ' + "[" * 50_000 + "\n}\n",
    "dots": f"+++\n{'.'.join('a' * 20_000)} = 1\n+++\n",
    "long": f"---\ntitle: {'x' * 60_000}\n---\n",
}
EGGS = "Had eggs for breakfast. Taking the garbage out now.\n"
NOTED = {
    "long-platform": f"---\nplatform: {'x' * 40_000}\n---\n",
    "many-platforms": f"---\nplatform: [{'x, ' * 9_000}x]\n---\n",
    "long-key": f"---\nprofile: {{{'x' * 900}: y}}\n---\n",
    "long-date": f"---\ntitle: x\ndate: {'x' * 40_000}\n---\n",
    "long-tag": f"---\ntitle: !{'x' * 9_000} y\n---\n",
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("hostile")
    write(folder, **{name: head + EGGS for name, head in {**REFUSED, **NOTED}.items()})
    write(folder, good=GOOD)
    args = ("check", folder, "--no-cache", "--jobs", "1", "--output-format", "json")
    result = run_here(*args)
    return result, json.loads(result.stdout)


@pytest.mark.parametrize("name", [*REFUSED, *NOTED])
def test_front_matter_error_is_one_short_line_and_the_body_is_linted(
    name: str, run: tuple[Result, dict[str, Any]]
) -> None:
    result, report = run
    lines = [line for line in result.stderr.splitlines() if f"{name}.md: " in line]
    assert len(lines) == 1
    (_, message) = lines[0].split(".md: ", 1)
    assert len(message) < 200
    problems = [one["message"] for one in report["problems"] if f"{name}.md" in one["path"]]
    assert problems == ([message] if name in REFUSED else [])
    if name in REFUSED:
        assert "front matter can't be used (line " in message
    (post,) = [post for post in report["posts"] if post["path"].endswith(f"{name}.md")]
    assert post["findings"]


def test_front_matter_error_fails_the_run_but_others_are_linted(
    run: tuple[Result, dict[str, Any]],
) -> None:
    result, report = run
    assert result.exit_code == 2
    assert len(report["posts"]) == len(REFUSED) + len(NOTED) + 1
    assert len(result.stderr.splitlines()) == len(REFUSED) + len(NOTED)


RULE = """\
id: my-rule
category: form
scope: block
severity: warning
check: phrases
options: {phrases: [foo]}
message: "Foo."
help: "No foo."
why: "Nobody needs it."
bad: []
good: []
"""


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("severity: warning", bomb("severity: *j"), 9),
        ("options: {phrases: [foo]}", bomb("options: *j"), 11),
        ("bad: []", bomb("bad: *j"), 15),
        ("severity: warning", f"severity: {DIGITS}", 4),
        ("severity: warning", f"severity: {'x' * 50_000}", 4),
        ("check: phrases", f"check: {'x' * 50_000}", 5),
        ("id: my-rule", f"id: {'x' * 50_000}", 1),
        ('message: "Foo."', f"message: {'x' * 50_000}", 7),
        ("good: []", f"good: {'[' * 5_000}", 11),
        ("good: []", f"good: []\n{'x' * 900}: y", 12),
        ("good: []", f"good: []\n{'1' * 900}: y", 12),
        ("options: {phrases: [foo]}", "options: &a {phrases: [*a]}", 6),
    ],
)
def test_rule_error_is_one_short_line(before: str, after: str, line: int, tmp_path: Path) -> None:
    rule = tmp_path / "rule.yaml"
    rule.write_text(RULE.replace(before, after))
    result = run_here("test", rule)
    assert result.exit_code == 2
    (said,) = result.stderr.splitlines()
    assert f"rule.yaml:{line}:" in said
    assert len(said) < len(str(rule)) + 250


@pytest.mark.parametrize(
    "text",
    [
        f"min-relevance = {DIGITS}", f"[rule.too-long]\nseverity = {DIGITS}",
        f"[rule.too-long]\nseverity = {'1' * 250}", f"{'.'.join('a' * 20_000)} = 1",
        f"select = {'[' * 5_000}", f"rule = {'{a = ' * 5_000}", f'platform = "{"x" * 50_000}"',
        f"{'x' * 50_000} = 1", f'select = ["{"x" * 50_000}"]', f"[rule.{'x' * 50_000}]",
        f'split = "{"x" * 50_000}"', f'exclude = "{"x" * 50_000}"', f'extend = "{"x" * 5_000}"',
        f'rules = ["{"x" * 5_000}"]', f'plugins = ["{"x" * 5_000}"]',
        f'[profile]\nclients = ["{"x" * 50_000}"]', f'[profile]\njargon = ["{"*" * 400}"]',
        f"[profile]\nplatforms = {{{'x' * 50_000} = 'a'}}",
    ],
    ids=lambda text: text[:24],
)  # fmt: skip
def test_config_error_is_one_short_line(text: str, tmp_path: Path) -> None:
    (tmp_path / "postlint.toml").write_text(text)
    write(tmp_path, good=GOOD)
    result = run_here("check", tmp_path, "--no-cache")
    assert result.exit_code == 2
    (said,) = result.stderr.splitlines()
    assert "postlint.toml:" in said
    assert len(said) < len(str(tmp_path)) + 300


def test_show_settings_has_short_lines(tmp_path: Path) -> None:
    clients = ", ".join(['"landlords"'] * 5_000)
    (tmp_path / "postlint.toml").write_text(f"[profile]\nclients = [{clients}]\n")
    result = run_here("check", "--show-settings", tmp_path / "a.md")
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) < 700


@pytest.mark.parametrize(
    "text", ["[" * 99_999, '{"version": 1, "files": {"a.md": {"r": {"k": ' + "9" * 4_000 + "}}}}"]
)
def test_baseline_error_is_one_short_line(text: str, tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(text)
    write(tmp_path, good=GOOD)
    result = run_here("check", tmp_path / "good.md", "--baseline", tmp_path / "b.json")
    assert result.exit_code == 2
    (said,) = result.stderr.splitlines()
    assert len(said) < len(str(tmp_path)) + 100


@pytest.mark.parametrize("error", [ValueError, RecursionError, MemoryError])
@pytest.mark.parametrize("step", ["reading", "judging"])
def test_crash_in_one_draft_is_a_problem_of_that_draft(
    step: str, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(source: Source) -> FrontMatter:
        if source.path == "bad.md":
            raise error("x" * 9_999)
        return read_front_matter(source)

    def judge_post(post: Post, models: Mapping[str, LogisticModel]) -> Prediction:
        if post.draft.source.path == "bad.md":
            raise error("x" * 9_999)
        return predict(post, models)

    if step == "reading":
        monkeypatch.setattr(drafts, "read_front_matter", read)
    else:
        monkeypatch.setattr(pipeline, "predict", judge_post)
    sources = [Source(name, GOOD) for name in ("a.md", "bad.md", "c.md")]
    first, second, third = Linter(EffectiveSettings(()), jobs=1).lint(sources)
    assert isinstance(second, LintFailure)
    assert second.path == "bad.md"
    assert error.__name__ in second.message
    assert len(second.message) < 250
    assert [first.path, third.path] == ["a.md", "c.md"]


def test_audit_reports_unreadable_front_matter(tmp_path: Path) -> None:
    write(
        tmp_path,
        dated=f"---\ntitle: x\ndate: Fri, 30 Mar 2012 11:18:03 +0000\n---\n{GOOD}",
        undated=f"---\ntitle: x\ndate: next Tuesday\n---\n{SELF_FOCUSED}",
        bomb=f"---\n{bomb('title: *j')}\n---\nHad eggs for breakfast. They were good.\n",
    )
    result = run_here("audit", tmp_path, "--no-cache")
    assert result.exit_code == 2
    said = sorted(result.stderr.splitlines())
    assert len(said) == 2
    assert "bomb.md: front matter can't be used (line 7:" in said[0]
    assert "undated.md: `date` can't be read as a date (line 3: next Tuesday)" in said[1]
    assert "2012-03-30" in result.stdout
