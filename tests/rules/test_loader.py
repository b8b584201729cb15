from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from postlint.core.errors import PostlintError
from postlint.rules.advice import Advice
from postlint.rules.loader import load_rules, select_rules
from postlint.rules.rule import Rule

RULE = """\
# A project rule.
id: asks-nothing
category: interaction
scope: closing
enabled: true
severity:
  default: warning
  blog: info
check: metric
options:
  measure: relevance
  min: 0.2
supersedes: [no-question]
message: "Score {value}, limit {limit}."
help: "Ask something."
why: |
  People like
  to be asked.
source: null
bad:
  - text: "We replaced forty windows in nine days."
    at: "We replaced"
    platform: x
good:
  - text: "How do you plan yours?"
    frontmatter: {title: Kitchens}
"""
CRASHES = (AttributeError, KeyError, IndexError, OverflowError)


def load(tmp_path: Path, content: str | bytes) -> Rule:
    path = tmp_path / "rule.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (rule,) = load_rules([path])
    return rule


def refused(tmp_path: Path, content: str | bytes) -> tuple[int, str]:
    """Return the line and the reason of an error; it must be one line that starts with the file."""
    with pytest.raises(PostlintError) as caught:
        load(tmp_path, content)
    match = re.fullmatch(
        rf"{re.escape(str(tmp_path / 'rule.yaml'))}:(\d+):\d+: (.+)", str(caught.value)
    )
    assert match, caught.value
    return int(match[1]), match[2]


def test_load_complete_rule(tmp_path: Path) -> None:
    for content in (RULE, "\ufeff" + RULE, RULE.replace("\n", "\r\n")):
        rule = load(tmp_path, content)
        assert (rule.id, rule.category, rule.scope, rule.enabled) == (
            "asks-nothing", "interaction", "closing", True,
        )  # fmt: skip
        assert rule.severity_for(None) == rule.severity_for("x") == "warning"
        assert rule.severity_for("blog") == "info"
        assert (rule.check, rule.options, rule.supersedes) == (
            "metric", {"measure": "relevance", "min": 0.2}, ("no-question",),
        )  # fmt: skip
        assert (rule.message, rule.help) == (
            "Score {value}, limit {limit}.",
            (Advice(say="Ask something."),),
        )
        assert (rule.why, rule.source) == ("People like\nto be asked.", None)
        assert (rule.bad[0].at, rule.bad[0].platform) == ("We replaced", "x")
        assert rule.good[0].frontmatter == {"title": "Kitchens"}


def test_load_rule_without_optional_keys(tmp_path: Path) -> None:
    left_out = (
        r"(?m)^(#|enabled|supersedes|source).*\n|^options:\n.*\n.*\n|^    (at|platform|front).*\n"
    )
    bare = re.sub(
        "check: .*", "check: closed_question", RULE.replace("{value}, limit {limit}", "0")
    )
    rule = load(tmp_path, re.sub(left_out, "", bare))
    assert (rule.enabled, rule.options, rule.supersedes, rule.source) == (True, {}, (), None)


WRONG: list[Any] = [
    ("enabled:", "enabeld:", 5, r"unknown key `enabeld` \(did you mean `enabled`\?\)"),
    ("source: null", "xyzzy: null", 19, "unknown key `xyzzy`"),
    ("check: metric", "check: metrik", 9,
     r"unknown check `metrik` \(did you mean `metric`\?\)"),
    ("check: metric", "check: xyzzy", 9, "unknown check `xyzzy`"),
    ("min: 0.2", "min: much", 12, ".*`min`.*number.*"),
    ("min: 0.2", "min: 0.2\n  min_part_wrds: 9", 13,
     r".*unknown key `min_part_wrds` \(did you mean `min_part_words`\?\)"),
    ("measure: relevance", "measure: [relevance]", 11, ".*`measure`.*"),
    ("  min: 0.2", "  max:", 10, ".*needs a `max` or a `min`"),
    ("check: metric", "check: closed_question", 11, ".*unknown key `measure`"),
    ("options:\n  measure: relevance\n  min: 0.2", "options: [0.2]", 10, "`options`.*"),
    ("scope: closing\n", "", None, "key `scope` is missing"),
    ("id: asks-nothing", "id: Asks_Nothing", 2, "`id`.*"),
    ("id: asks-nothing", "id: 7", 2, "`id`.*"),
    ("id: asks-nothing", "id:", 2, "`id`.*"),
    ("category: interaction", "category: taste", 3, "`category`.*'interaction'.*"),
    ("scope: closing", "scope: [post]", 4, "`scope`.*"),
    ("enabled: true", "enabled: perhaps", 5, "`enabled`.*"),
    ("  default: warning\n", "", 6, ".*`default`"),
    ("severity:\n  default: warning\n  blog: info", "severity: fatal", 6, ".*`fatal`.*error.*"),
    ("severity:\n  default: warning\n  blog: info", "severity: 3", 6, ".*`3`.*error.*"),
    ("severity:\n  default: warning\n  blog: info", "severity: [error]", 6, ".*error.*"),
    ("[no-question]", "no-question", 13, "`supersedes`.*"),
    ("[no-question]", "[No Question]", 13, ".+"),
    ("Score {value}, limit {limit}.", "Score {score}.", 14, ".*{score}.*{value}.*"),
    ("Ask something.", "Ask {who}.", 15, ".*{who}.*"),
    ("Ask something.", " ", 15, "`say`.*"),
    ("why: |\n  People like\n  to be asked.", "why: [a]", 16, "`why`.*"),
    ("bad:\n", "bad: none\nworse:\n", 20, ".+"),
    ("text: \"We replaced forty windows in nine days.\"", "text: 3", 21, "`text`.*"),
    ("    at: \"We replaced\"", "    where: here", 22, "unknown key `where`.*"),
    ("  - text: \"How do", "  - at: \"How do", 25, "`good`: give a `text`, or the `posts` .*"),
    ("{title: Kitchens}", "Kitchens", 26, "`frontmatter`.*"),
    ("enabled: true", "enabled: true\ncategory: form", 6, "key `category` appears twice"),
    ("min: 0.2", "min: 0.2\n  min: 0.3", 13, "key `min` appears twice"),
    ("    platform: x", "    platform: x\n    platform: blog", 24, "key `platform` appears twice"),
    ("enabled: true", "enabled: [true", 6, ".+"),
    ("enabled: true", "enabled: a: b", 5, ".+"),
    ("enabled: true", "\tenabled: true", 5, ".+"),
    ("source: null", "source: *nobody", 19, ".*nobody.*"),
    ("source: null", "source: !secret x", 19, ".*!secret.*"),
    ("source: null", "source: null\n---\nid: b", 20, ".+"),
    ("source: null", "source: \"a\\qb\"", 19, ".+"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "a rule file is a mapping.*"),
        ("# nothing yet\n", "a rule file is a mapping.*"),
        ("null", "a rule file is a mapping.*"),
        ("- id: a\n- id: b\n", "a rule file is a mapping.*"),
        ("just words\n", "a rule file is a mapping.*"),
        ("{}", "key `id` is missing"),
        (b"id: caf\xe9\n", r"not UTF-8 \(byte 8\)"),
        ("a: " + "[" * 5000, ".+"),
        ("? [a]\n: b\n", ".+"),
        ("1: one\n", ".+"),
    ],
)
def test_load_rejects_files_that_are_not_rules(
    content: str | bytes, reason: str, tmp_path: Path
) -> None:
    assert re.fullmatch(reason, refused(tmp_path, content)[1])


FINER: list[tuple[str, str, int, str]] = [
    ("to be", "to \x07 be", 18, ".+"),
    ("null", "!!timestamp soon", 19, ".+"),
    ("null", "!!bool maybe", 19, ".+"),
    ("null", "!!int ''", 19, ".+"),
    ("null", "2026-02-31", 19, ".+"),
    ("[no-question]", "[asks-nothing]", 13, ".*itself.*"),
    ("enabled: true", "on: true", 5, "unknown key `on`.*"),
    (
        "scope:", "scoop:", 4, r"unknown key `scoop` \(did you mean `scope`\?\)",
    ),
    (
        "default: warning", "default: fatal", 7, ".*`fatal`.*error.*",
    ),
    (
        "  blog: info", "  blog: fatal", 8, ".*`fatal`.*error.*",
    ),
    ("  blog: info", "  2: info", 8, ".+"),
    ("  blog: info", "  blogg: info", 8, ".*`blogg`.*"),
    ("  blog: info", "  twitter: info", 8, ".*`twitter`.*"),
    ("platform: x", "platform: myspace", 23, ".*`myspace`.*"),
    ("at: \"We re", "at: \"They re", 22, ".*`at`.*"),
    (
        "    platform: x", "    texts: x", 23, r"unknown key `texts` \(did you mean `text`\?\)",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "reason"), [*WRONG, *FINER])
def test_load_errors_have_line_numbers(
    old: str, new: str, line: int | None, reason: str, tmp_path: Path
) -> None:
    assert RULE.count(old) == 1
    found, said = refused(tmp_path, RULE.replace(old, new))
    assert re.fullmatch(reason, said)
    assert line is None or found == line


@pytest.mark.parametrize("line", [1, 2])
def test_load_rejects_two_rules_with_one_id(line: int, tmp_path: Path) -> None:
    bare = RULE.split("\n", 1)[1]
    (tmp_path / "a.yaml").write_text(bare)
    (tmp_path / "b.yaml").write_text(bare if line == 1 else RULE)
    with pytest.raises(PostlintError) as caught:
        load_rules([tmp_path])
    assert re.fullmatch(
        rf"{re.escape(str(tmp_path / 'b.yaml'))}:{line}:1: .*`asks-nothing`.*{'a.yaml'}",
        str(caught.value),
    )


def test_load_sorts_files_by_name(tmp_path: Path) -> None:
    for name in ("c.yaml", "a.yml", "b/d.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(RULE.replace("asks-nothing", Path(name).stem))
    assert [rule.id for rule in load_rules([tmp_path])] == ["a", "d", "c"]
    assert [rule.id for rule in load_rules([tmp_path / "c.yaml", tmp_path / "b"])] == ["c", "d"]


@pytest.mark.parametrize("name", ["nothing.yaml", "empty"])
def test_load_missing_folder(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(PostlintError, match=re.escape(str(tmp_path / name))):
        load_rules([tmp_path / name])


def test_load_rules_that_are_off(tmp_path: Path) -> None:
    off = load(tmp_path, RULE.replace("enabled: true", "enabled: false"))
    on = off.model_copy(update={"id": "on", "enabled": True})
    assert select_rules([off, on]) == (on,)
    assert select_rules([off, on], select=["asks-nothing"]) == (off,)
    assert select_rules([off, on], select=["on", "asks-nothing"], ignore=["on"]) == (off,)
    with pytest.raises(PostlintError, match="did you mean `asks-nothing`"):
        select_rules([off, on], ignore=["ask-nothing"])
