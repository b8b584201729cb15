"""Project rules: files that a configuration names, and rules that extend others."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from postlint.core.errors import PostlintError
from postlint.rules.loader import add_rules, builtin_rules, load_rules
from tests.command import ASKS_NOTHING, GOOD, Postlint, write
from tests.config.own_rules.helpers import BASE, put

JSON = ("--output-format", "json")


def test_rules_from_files_and_folders(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path / "own" / "deep" / "a.yaml", {**BASE, "id": "a"})
    put(tmp_path / "own" / "b.yml", {**BASE, "id": "b"})
    put(tmp_path / "own" / "notes.txt", "no rule")
    put(tmp_path / "c.yaml", {**BASE, "id": "c"})
    put(tmp_path / "unnamed.yaml", {**BASE, "id": "d"})
    put(tmp_path / "postlint.toml", "rules = ['own', 'c.yaml', './c.yaml']\n")
    write(tmp_path, tea=f"The kettle is on. {GOOD}")
    result = postlint("check", "tea.md", *JSON, "--select", "a,b,c")
    (post,) = json.loads(result.stdout)["posts"]
    assert [(one["rule"], one["excerpt"], one["column"]) for one in post["findings"]] == [
        ("a", "kettle", 5),
        ("b", "kettle", 5),
        ("c", "kettle", 5),
    ]
    assert postlint("check", "tea.md", "--select", "d").exit_code == 2


def test_rules_of_a_project_are_configured_like_built_in_ones(
    postlint: Postlint, tmp_path: Path
) -> None:
    put(tmp_path / "own.yaml", BASE)
    write(tmp_path, tea=f"The pan is on. The kettle is on. {GOOD}")
    for settings, found in (
        ("", [("info", "kettle")]),
        ("severity = 'error'", [("error", "kettle")]),
        ("enabled = false", []),
        ("phrases = ['pan']", [("info", "pan")]),
    ):
        put(tmp_path / "postlint.toml", f"rules = ['own.yaml']\n[rule.own]\n{settings}\n")
        (post,) = json.loads(postlint("check", "tea.md", *JSON).stdout)["posts"]
        assert [
            (one["severity"], one["excerpt"]) for one in post["findings"] if one["rule"] == "own"
        ] == found


def test_rules_of_a_project_have_their_options_checked(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path / "own.yaml", BASE)
    put(tmp_path / "postlint.toml", "rules = ['own.yaml']\n[rule.own]\nphrase = ['pan']\n")
    result = postlint("rules")
    assert result.exit_code == 2
    assert result.stderr == (
        f"postlint: {tmp_path / 'postlint.toml'}:3:1: "
        "unknown key `phrase` (did you mean `phrases`?)\n"
    )


def test_extends_with_the_same_id_replaces_the_rule(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path / "own.yaml", "extends: no-question\nseverity: error\nmessage: Ask!\n")
    put(tmp_path / "postlint.toml", "rules = ['own.yaml']\n")
    write(tmp_path, mute=ASKS_NOTHING)
    result = postlint("check", "mute.md", "--output-format", "concise")
    assert (result.exit_code, result.stdout) == (1, "mute.md:1:1: error no-question Ask!\n")
    rows = [line for line in postlint("rules").stdout.splitlines() if "no-question" in line]
    assert len([line for line in rows if line.startswith("no-question ")]) == 1


def test_extends_with_another_id_adds_a_rule(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path / "own.yaml", "extends: no-question\nid: own\nseverity: error\nmessage: Ask!\n")
    put(tmp_path / "postlint.toml", "rules = ['own.yaml']\n")
    write(tmp_path, mute=ASKS_NOTHING)
    lines = postlint("check", "mute.md", "--output-format", "concise").stdout.splitlines()
    assert sorted(line.split()[1:3] for line in lines) == [
        ["error", "own"],
        ["info", "no-question"],
    ]


def test_extends_inherits_keys_that_are_not_set(tmp_path: Path) -> None:
    (base,) = [rule for rule in builtin_rules() if rule.id == "low-relevance"]
    path = put(tmp_path / "own.yaml", "extends: low-relevance\noptions: {min: 0.4}\n")
    (rule,) = load_rules([path], known=builtin_rules())
    assert rule.options == {**base.options, "min": 0.4}
    kept = ("id", "category", "scope", "severity", "check", "supersedes", "message", "help", "why")
    assert [getattr(rule, name) for name in kept] == [getattr(base, name) for name in kept]
    # These may no longer be true.
    assert (rule.bad, rule.good, rule.measured) == ((), (), None)


def test_extends_with_another_check_inherits_no_options(tmp_path: Path) -> None:
    path = put(
        tmp_path / "own.yaml",
        "extends: low-relevance\nid: own\ncheck: count\noptions: {measure: emoji, max: 1}\n"
        "message: '{count}'\n",
    )
    (rule,) = load_rules([path], known=builtin_rules())
    assert rule.options == {"measure": "emoji", "max": 1}


def test_extends_a_rule_of_an_earlier_folder(tmp_path: Path) -> None:
    first = load_rules([put(tmp_path / "a" / "own.yaml", BASE)])
    second = put(tmp_path / "b" / "more.yaml", "extends: own\nseverity: error\n")
    known = add_rules(builtin_rules(), first)
    rules = add_rules(known, load_rules([second], known=known))
    (own,) = [rule for rule in rules if rule.id == "own"]
    assert own.severity == "error"
    assert len(rules) == len(builtin_rules()) + 1


def test_extends_a_rule_of_the_same_configuration(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path / "house" / "own.yaml", BASE)
    put(tmp_path / "mine" / "more.yaml", "extends: own\nid: more\nseverity: error\n")
    put(tmp_path / "postlint.toml", "rules = ['house', 'mine']\n")
    assert postlint("rules").exit_code == 0


@pytest.mark.parametrize(
    ("content", "place", "says"),
    [
        ("extends: no-qestion\n", "1:1", "unknown rule `no-qestion` (did you mean `no-quest"),
        ("id: own\nextends: own\n", "2:1", "unknown rule `own`"),
        ("extends:\n", "1:1", "extends"),
        ("extends: 3\n", "1:1", "extends"),
        pytest.param("extends: [no-question]\n", "1:1", "extends"),
        pytest.param("extends: {no-question: 1}\n", "1:1", "extends"),
        ("extends: no-question\nmesage: m\n", "2:1", "did you mean `message`?"),
        ("extends: no-question\noptions: {mni: 3}\n", "2:11", "unknown key `mni`"),
        ("extends: no-question\noptions: 3\n", "2:1", "`options`"),
        ("extends: no-question\ncheck: count\n", "1:1", "check `count`: key `measure` is missing"),
        ("extends: no-question\nscope: frontmatter\n", "2:1", "can't have this scope"),
        ("extends: no-question\nid: No Question\n", "2:1", "`id`"),
        ("extends: no-question\nmessage: '{kettle}'\n", "2:1", "{kettle}"),
        ("extends: no-question\nbad: [{text: a, at: b}]\n", "2:17", "aren't in the post"),
    ],
)
def test_extends_errors_have_locations(content: str, place: str, says: str, tmp_path: Path) -> None:
    path = put(tmp_path / "own.yaml", content)
    with pytest.raises(PostlintError) as caught:
        load_rules([path], known=builtin_rules())
    assert str(caught.value).startswith(f"{path}:{place}: "), caught.value
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("files", "place", "says"),
    [
        ({"a.yaml": BASE, "b.yaml": BASE}, "b.yaml:6:1", "already defined in"),
        ({"a.yaml": {**BASE, "id": "no-question"}}, "a.yaml:6:1", "`extends: no-question`"),
        (
            {"a.yaml": "extends: no-question\n", "b.yaml": "\nextends: no-question\n"},
            "b.yaml:2:1", "already defined in",
        ),
        (
            {"a.yaml": "extends: low-relevance\nid: no-question\n"},
            "a.yaml:2:1", "`no-question` is already defined",
        ),
    ],
)  # fmt: skip
def test_rules_with_the_same_id_are_rejected(
    files: dict[str, Any], place: str, says: str, postlint: Postlint, tmp_path: Path
) -> None:
    for name, content in files.items():
        put(tmp_path / "own" / name, content)
    put(tmp_path / "postlint.toml", "rules = ['own']\n")
    result = postlint("rules")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"postlint: {tmp_path / 'own'}/{place}: "), result.stderr
    assert says in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("id: own\n\tcategory: form\n", "2:1"),
        ("id: own\ntest: [form\n", "3:1"),
        ("id: own\n  category: form\n", "2:11"),
        ("id: 'own\n", "2:1"),
        ("id: own\ntest: *form\n", "2:7"),
        ("id: own\nid: own\n", "2:1"),
        ("id: own\r\n\r\nsource: \"a\\qb\"\r\n", "3:12"),
        ("# é🥚\nid: é🥚 \x07\n", "2:8"),
        ("", "1:1"),
        ("- id: own\n", "1:1"),
        ("id: own\n---\nid: two\n", "2:1"),
    ],
)  # fmt: skip
def test_rules_in_broken_yaml_are_reported_with_line_and_column(
    content: str, place: str, postlint: Postlint, tmp_path: Path
) -> None:
    path = tmp_path / "own.yaml"
    path.write_bytes(content.encode())
    put(tmp_path / "postlint.toml", "rules = ['own.yaml']\n")
    result = postlint("rules")
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert re.match(rf"postlint: {re.escape(str(path))}:{place}: \S", line), line
    assert line.isprintable()
