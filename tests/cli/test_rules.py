"""`rules`, `explain` and `test`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from postlint.rules.loader import builtin_rules
from postlint.rules.rule import Rule
from tests.command import ROOT, Postlint

RULES = builtin_rules()
RULE = """\
id: asks-nothing
category: interaction
scope: closing
severity: warning
check: metric
options: {measure: question, min: 0.5}
message: "It asks nothing."
help: "Ask something."
why: "People like to be asked."
bad:
  - text: "A valve must be changed every ten years."
    at: "A valve must be changed every ten years."
good:
  - text: "If you plan a kitchen on paper, it fits. How do you plan yours?"
"""
WRONG = RULE.replace("A valve must be changed every ten years.", "How do you plan your kitchen?")


def squeezed(text: str) -> str:
    """Return the text as one line, without quotation marks."""
    return " ".join(re.sub(r"(?m)^(> ?)+", "", text).split())


def test_rules_lists_every_rule_file(postlint: Postlint) -> None:
    lines = postlint("rules").stdout.splitlines()
    ids = [path.stem for path in sorted((ROOT / "rules").rglob("*.yaml"))]
    assert [line.split()[0] for line in lines if line.split()[:1] and line.split()[0] in ids] == ids
    for rule in RULES:
        (line,) = [line for line in lines if line.startswith(f"{rule.id} ")]
        assert line.split()[1:4] == [
            "yes" if rule.enabled else "no",
            rule.severity_for(None),
            rule.category,
        ]
        assert "{" not in line


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_explain_shows_the_whole_rule(rule: Rule, postlint: Postlint) -> None:
    result = postlint("explain", rule.id)
    assert result.exit_code == 0
    shown = squeezed(result.stdout)
    assert shown.startswith(f"# {rule.id}")
    assert squeezed(rule.why) in shown
    for example in (*rule.bad, *rule.good):
        assert squeezed(example.text) in shown
    assert rule.source is None or squeezed(rule.source) in shown
    flagged, fine = shown.split("## Flagged ")[1].split(" ## Fine ")
    assert flagged.startswith(squeezed(rule.bad[0].text))
    assert fine.startswith(squeezed(rule.good[0].text))


def test_explain_shows_severities_by_platform(postlint: Postlint, tmp_path: Path) -> None:
    severity = "severity: {default: warning, blog: info, newsletter: info}"
    (tmp_path / "own.yaml").write_text(RULE.replace("severity: warning", severity))
    (tmp_path / "postlint.toml").write_text('rules = ["own.yaml"]\n')
    shown = postlint("explain", "asks-nothing").stdout
    assert "- Severity: warning, info on blog, info on newsletter\n" in shown


def test_explain_of_an_unknown_rule(postlint: Postlint) -> None:
    result = postlint("explain", "self-focussed")
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert "`self-focussed`" in line
    assert "did you mean `self-focused`?" in line


@pytest.mark.parametrize(
    ("content", "status", "lines"),
    [
        (RULE, 0, ["asks-nothing: 2 of 2 examples pass"]),
        (
            WRONG,
            1,
            [
                "asks-nothing: 1 of 2 examples pass",
                "  not flagged, though it is bad: How do you plan your kitchen?",
            ],
        ),
        (
            RULE.replace("How do you plan yours?", "It works."),
            1,
            [
                "asks-nothing: 1 of 2 examples pass",
                "  flagged, though it is good: If you plan a kitchen on paper, it fits. It works.",
            ],
        ),
        (
            RULE.replace('at: "A valve must', 'at: "must'),
            1,
            [
                "asks-nothing: 1 of 2 examples pass",
                "  flagged `A valve must be changed every ten years.` and not "
                "`must be changed every ten years.`: "
                "A valve must be changed every ten years.",
            ],
        ),
    ],
    ids=["good", "missed", "false alarm", "elsewhere"],
)
def test_test_command_runs_examples(
    content: str, status: int, lines: list[str], postlint: Postlint, tmp_path: Path
) -> None:
    (tmp_path / "rule.yaml").write_text(content)
    result = postlint("test", "rule.yaml")
    assert (result.exit_code, result.stdout.splitlines(), result.stderr) == (status, lines, "")


def test_test_command_accepts_folders_and_several_files(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "own" / "deep").mkdir(parents=True)
    (tmp_path / "own" / "b.yml").write_text(RULE.replace("asks-nothing", "b"))
    (tmp_path / "own" / "deep" / "a.yaml").write_text(RULE.replace("asks-nothing", "a"))
    (tmp_path / "own" / "notes.txt").write_text("not a rule")
    (tmp_path / "c.yaml").write_text(WRONG.replace("asks-nothing", "c"))
    result = postlint("test", "own", "c.yaml")
    assert result.exit_code == 1
    assert [line for line in result.stdout.splitlines() if line[0] != " "] == [
        "b: 2 of 2 examples pass",
        "a: 2 of 2 examples pass",
        "c: 1 of 2 examples pass",
    ]


def test_test_command_passes_for_built_in_rules(postlint: Postlint) -> None:
    # Other tests run the examples; this one is about the command.
    chosen = [
        ROOT / "rules" / f"{name}.yaml"
        for name in (
            "interaction/no-question",
            "interest/few-ties",
            "form/too-many-hashtags",
        )
    ]
    result = postlint("test", *chosen)
    assert result.exit_code == 0, result.stdout


def test_test_command_uses_the_context_of_examples(postlint: Postlint, tmp_path: Path) -> None:
    rule = RULE.replace("{measure: question, min: 0.5}", "{{measure: relevance, min: {}}}")
    rule = rule.replace("kitchen on paper first.", "kitchen.").replace(
        "\n    at:", "\n    platform:"
    )
    rule = rule.replace('platform: "A valve must be changed every ten years."', "platform: x")
    (tmp_path / "all.yaml").write_text(rule.format(1))
    (tmp_path / "none.yaml").write_text(rule.format(0).replace("asks-nothing", "none"))
    result = postlint("test", "all.yaml", "none.yaml")
    assert [line for line in result.stdout.splitlines() if line[0] != " "] == [
        "asks-nothing: 1 of 2 examples pass",
        "none: 1 of 2 examples pass",
    ]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"rule.yaml": RULE + "serverity: error\n"}, "rule.yaml:15:1: unknown key `serverity`"),
        ({"rule.yaml": "id: [\n"}, "rule.yaml:2:1: "),
        ({}, "rule.yaml: no such rule file or folder"),
        ({"rule.yaml/notes.txt": ""}, "rule.yaml: no rule files"),
        ({"rule.yaml": b"id: caf\xe9\n"}, "rule.yaml:1:1: not UTF-8 (byte 8)"),
    ],
)
def test_test_command_reports_a_broken_rule_file_in_one_line(
    files: dict[str, str | bytes], says: str, postlint: Postlint, tmp_path: Path
) -> None:
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    result = postlint("test", "rule.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"postlint: {says}")


def test_test_command_escapes_examples(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "rule.yaml").write_text(
        WRONG.replace("How do you plan your", r"How is\a\e[31m your")
    )
    (_, line) = postlint("test", "rule.yaml").stdout.splitlines()
    assert line.isprintable()


def test_test_command_reads_a_file_once(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "rule.yaml").write_text(RULE)
    result = postlint("test", ".", "rule.yaml")
    assert (result.exit_code, result.stdout) == (0, "asks-nothing: 2 of 2 examples pass\n")
