"""Which configuration applies to a draft, and what it changes."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

import postlint as package
from tests.command import FAKE_BOLD, GOOD, Postlint, write

JSON = ("--output-format", "json")
PYPROJECT = '[project]\nname = "drafts"\n\n[tool.postlint.rule.pseudo-bold]\nseverity = "{}"\n'
CONFIG = '[rule.pseudo-bold]\nseverity = "{}"\n'
OWN_RULE = """\
id: says-kettle
category: form
scope: sentence
severity: info
check: phrases
options: {phrases: [kettle]}
message: "“{phrase}”."
help: "Say pot."
why: "A test."
bad: []
good: []
"""


def put(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def severities(postlint: Postlint, *args: str | Path, **more: Any) -> dict[str, str]:
    """Return how serious `pseudo-bold` is for each draft that has it."""
    result = postlint("check", *args, *JSON, "--fail-on", "error", **more)
    assert result.stderr == ""
    return {
        post["path"]: finding["severity"]
        for post in json.loads(result.stdout)["posts"]
        for finding in post["findings"]
        if finding["rule"] == "pseudo-bold"
    }


NAMED = {
    "postlint.toml": CONFIG,
    ".postlint.toml": CONFIG,
    "pyproject.toml": PYPROJECT,
}


@pytest.mark.parametrize("name", NAMED)
def test_config_names_are_all_found(name: str, postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path / name, NAMED[name].format("error"))
    write(tmp_path, mute=FAKE_BOLD)
    assert severities(postlint, "mute.md") == {"mute.md": "error"}


@pytest.mark.parametrize(
    ("here", "severity"),
    [
        (["postlint.toml", ".postlint.toml", "pyproject.toml"], "postlint.toml"),
        ([".postlint.toml", "pyproject.toml"], ".postlint.toml"),
        (["postlint.toml", "pyproject.toml"], "postlint.toml"),
    ],
)
def test_first_configuration_name_in_a_folder_wins(
    here: list[str], severity: str, postlint: Postlint, tmp_path: Path
) -> None:
    for name in here:
        put(tmp_path / name, NAMED[name].format("error" if name == severity else "info"))
    write(tmp_path, mute=FAKE_BOLD)
    assert severities(postlint, "mute.md") == {"mute.md": "error"}


@pytest.mark.parametrize("outer", NAMED)
@pytest.mark.parametrize("inner", NAMED)
def test_nearest_configuration_wins(
    outer: str, inner: str, postlint: Postlint, tmp_path: Path
) -> None:
    put(tmp_path / outer, NAMED[outer].format("error"))
    put(tmp_path / "a" / inner, NAMED[inner].format("info"))
    for folder in ("", "a", "a/b/c", "d"):
        put(tmp_path / folder / "mute.md", FAKE_BOLD)
    found = severities(postlint, ".")
    assert found == {
        "mute.md": "error",
        str(Path("a/mute.md")): "info",
        str(Path("a/b/c/mute.md")): "info",
        str(Path("d/mute.md")): "error",
    }


def test_configurations_are_not_merged(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path / "rules" / "says-kettle.yaml", OWN_RULE)
    put(
        tmp_path / "postlint.toml",
        'rules = ["rules"]\n[rule.pseudo-bold]\nseverity = "error"\n'
        '[profile]\nplatforms = ["linkedin"]\n',
    )
    put(tmp_path / "a" / "postlint.toml", "# Nothing is said here.\n")
    draft = f"---\nplatform: mastodon\n---\nThe kettle is on. {FAKE_BOLD}"
    put(tmp_path / "mute.md", draft)
    put(tmp_path / "a" / "mute.md", draft)
    report = json.loads(postlint("check", *JSON).stdout)
    found = {
        post["path"]: {(one["rule"], one["severity"]) for one in post["findings"]}
        for post in report["posts"]
    }
    outer = {("off-platform", "warning"), ("says-kettle", "info"), ("pseudo-bold", "error")}
    assert found["mute.md"] >= outer
    inner = found[str(Path("a/mute.md"))]
    assert {rule for rule, _ in inner} & {"off-platform", "says-kettle"} == set()
    assert ("pseudo-bold", "warning") in inner


@pytest.mark.parametrize(
    "content",
    [
        '[project]\nname = "postlint-drafts"\n',
        "[tool.ruff]\nline-length = 99 # as postlint has\n",
        "tool = 3 # postlint\n",
        "[[tool]]\nname = 'postlint'\n",
        "",
        "this is = no [toml\n",
    ],
)
def test_pyproject_without_a_section_is_skipped(
    content: str, postlint: Postlint, tmp_path: Path
) -> None:
    put(tmp_path / "postlint.toml", CONFIG.format("error"))
    put(tmp_path / "a" / "pyproject.toml", content)
    put(tmp_path / "a" / "mute.md", FAKE_BOLD)
    assert list(severities(postlint, "a/mute.md").values()) == ["error"]


@pytest.mark.parametrize(
    "content",
    [PYPROJECT.format("error") + "version =\n", "[tool.postlint\n", "[tool.postlint]\nrules = [\n"],
)
def test_pyproject_with_a_section_must_be_valid(
    content: str, postlint: Postlint, tmp_path: Path
) -> None:
    put(tmp_path / "pyproject.toml", content)
    write(tmp_path, mute=FAKE_BOLD)
    result = postlint("check", "mute.md")
    assert result.exit_code == 2 or "pyproject.toml" in result.stderr


@pytest.mark.parametrize(
    "section",
    ["[tool]\npostlint.rule.pseudo-bold.severity = 'error'\n",
     "[tool.'postlint'.rule.'pseudo-bold']\nseverity = 'error'\n",
     "tool.postlint.rule.pseudo-bold = { severity = 'error' }\n"],
)  # fmt: skip
def test_pyproject_section_may_use_any_toml_syntax(
    section: str, postlint: Postlint, tmp_path: Path
) -> None:
    put(tmp_path / "pyproject.toml", section)
    write(tmp_path, mute=FAKE_BOLD)
    assert severities(postlint, "mute.md") == {"mute.md": "error"}


def test_pyproject_section_may_be_empty(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path / "postlint.toml", CONFIG.format("error"))
    put(tmp_path / "a" / "pyproject.toml", "[tool.postlint]\n")
    put(tmp_path / "a" / "mute.md", FAKE_BOLD)
    assert list(severities(postlint, "a").values()) == ["warning"]


@pytest.mark.parametrize("name", NAMED)
def test_folder_with_the_name_of_a_configuration_is_skipped(
    name: str, postlint: Postlint, tmp_path: Path
) -> None:
    put(tmp_path / "postlint.toml", CONFIG.format("error"))
    (tmp_path / "a" / name).mkdir(parents=True)
    put(tmp_path / "a" / "mute.md", FAKE_BOLD)
    assert list(severities(postlint, "a/mute.md").values()) == ["error"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("name", NAMED)
def test_config_may_have_any_line_endings_and_a_bom(
    name: str, bom: str, newline: str, postlint: Postlint, tmp_path: Path
) -> None:
    text = bom + NAMED[name].format("error").replace("\n", newline)
    (tmp_path / name).write_bytes(text.encode())
    write(tmp_path, mute=FAKE_BOLD)
    assert severities(postlint, "mute.md") == {"mute.md": "error"}


# The draft's folder counts, not the current folder


def test_config_is_searched_from_the_folder_of_the_draft(
    postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "here" / "postlint.toml", CONFIG.format("info"))
    put(tmp_path / "there" / "postlint.toml", CONFIG.format("error"))
    put(tmp_path / "there" / "mute.md", FAKE_BOLD)
    monkeypatch.chdir(tmp_path / "here")
    for path in ("../there/mute.md", "../there", tmp_path / "there" / "mute.md"):
        assert list(severities(postlint, path).values()) == ["error"]


def test_rule_paths_are_relative_to_the_configuration(
    postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "there" / "own" / "says-kettle.yaml", OWN_RULE)
    put(tmp_path / "there" / "postlint.toml", 'rules = ["own"]\n')
    put(tmp_path / "there" / "drafts" / "tea.md", f"The kettle is on. {GOOD}")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    result = postlint("check", "../there/drafts/tea.md", "--output-format", "concise")
    assert "info says-kettle “kettle”." in result.stdout


def test_config_of_standard_input(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path / "postlint.toml", CONFIG.format("error"))
    put(tmp_path / "a" / "postlint.toml", CONFIG.format("info"))
    assert severities(postlint, "-", stdin=FAKE_BOLD) == {"-": "error"}
    for name, severity in (("a/new.md", "info"), ("b/new.md", "error"), ("new.md", "error")):
        found = severities(postlint, "-", "--stdin-filename", name, stdin=FAKE_BOLD)
        assert found == {name: severity}


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
def test_config_of_a_symbolic_link(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path / "real" / "postlint.toml", CONFIG.format("info"))
    put(tmp_path / "real" / "mute.md", FAKE_BOLD)
    put(tmp_path / "linked" / "postlint.toml", CONFIG.format("error"))
    (tmp_path / "linked" / "mute.md").symlink_to(tmp_path / "real" / "mute.md")
    found = severities(postlint, "linked/mute.md")
    assert list(found.values()) == ["error"]


def test_config_of_several_folders_in_one_run(postlint: Postlint, tmp_path: Path) -> None:
    for folder, severity in (("a", "error"), ("b", "info"), ("c", "warning")):
        put(tmp_path / folder / "postlint.toml", CONFIG.format(severity))
    # More drafts than one batch, from mixed folders.
    names = [f"{folder}/{number}.md" for number in range(30) for folder in "abc"]
    for name in names:
        put(tmp_path / name, FAKE_BOLD)
    found = severities(postlint, *names)
    assert {Path(path).as_posix(): level for path, level in found.items()} == {
        name: {"a": "error", "b": "info", "c": "warning"}[name[0]] for name in names
    }


# Switching rules on and off


def test_rule_that_is_off_can_be_selected(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path / "postlint.toml", "[rule.pseudo-bold]\nenabled = false\n")
    write(tmp_path, mute=FAKE_BOLD)
    assert severities(postlint, "mute.md") == {}
    assert severities(postlint, "mute.md", "--select", "pseudo-bold") == {"mute.md": "warning"}


def test_severity_may_differ_by_platform(postlint: Postlint, tmp_path: Path) -> None:
    put(
        tmp_path / "postlint.toml",
        "[rule.pseudo-bold.severity]\ndefault = 'info'\nmastodon = 'error'\n",
    )
    write(tmp_path, mute=FAKE_BOLD)
    for platform, severity in (("mastodon", "error"), ("linkedin", "info"), ("blog", "info")):
        assert severities(postlint, "mute.md", "--platform", platform) == {"mute.md": severity}


def test_rule_options_are_merged(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path / "postlint.toml", "[rule.low-relevance]\nenabled = true\nmin = 1\n")
    write(tmp_path, good=GOOD)
    result = postlint("check", "good.md", "--output-format", "concise")
    assert "low-relevance" in result.stdout
    assert "A client is unlikely to care about this" in result.stdout
    # The command line wins over both.
    nothing = postlint("check", "good.md", "--min-relevance", "0", "--output-format", "concise")
    assert nothing.stdout == ""


# The other commands


def test_rules_and_explain_use_the_configuration_of_the_current_folder(
    postlint: Postlint, tmp_path: Path
) -> None:
    put(tmp_path / "says-kettle.yaml", OWN_RULE)
    put(
        tmp_path / "postlint.toml",
        'rules = ["says-kettle.yaml"]\n[rule.pseudo-bold]\nenabled = false\nseverity = "error"\n',
    )
    rows = {line.split()[0]: line.split() for line in postlint("rules").stdout.splitlines() if line}
    assert rows["pseudo-bold"][1:3] == ["no", "error"]
    assert rows["says-kettle"][1:3] == ["yes", "info"]
    assert "A test." in postlint("explain", "says-kettle").stdout
    shown = postlint("explain", "pseudo-bold").stdout
    assert "Severity: error\n" in shown
    assert "- Off by default" in shown


def test_test_command_lets_rules_extend_configured_rules(
    postlint: Postlint, tmp_path: Path
) -> None:
    put(tmp_path / "own" / "says-kettle.yaml", OWN_RULE)
    put(tmp_path / "postlint.toml", 'rules = ["own"]\n')
    put(
        tmp_path / "says-pan.yaml",
        "extends: says-kettle\nid: says-pan\noptions: {phrases: [pan]}\n"
        "bad:\n  - text: The pan is on the stove again.\n"
        "good:\n  - text: The kettle is on the stove again.\n",
    )
    result = postlint("test", "says-pan.yaml")
    assert (result.exit_code, result.stdout) == (0, "says-pan: 2 of 2 examples pass\n")


def test_score_uses_the_profile(postlint: Postlint, tmp_path: Path) -> None:
    draft = "Brightside Ledgers opened a second office. Brightside Ledgers won a prize again.\n"
    write(tmp_path, post=draft)
    put(tmp_path / "a" / "post.md", draft)
    put(tmp_path / "a" / "postlint.toml", '[profile]\nfirm = "Brightside Ledgers"\n')
    without, told = (
        json.loads(postlint("score", path, *JSON).stdout) for path in ("post.md", "a/post.md")
    )
    assert told["reasons"] != without["reasons"]
    assert [sentence["about"] for sentence in told["sentences"]] == ["author", "author"]


def test_api_uses_only_a_given_configuration(postlint: Postlint, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    put(tmp_path / "postlint.toml", CONFIG.format("error"))
    put(path, CONFIG.format("info"))

    def severity(**more: Any) -> str:
        (finding,) = package.lint(FAKE_BOLD, select=["pseudo-bold"], **more).findings
        return finding.severity

    assert severity() == "warning"
    assert severity(path=str(tmp_path / "draft.md")) == "warning"
    assert severity(config=path) == severity(config=str(path)) == "info"
    # Its name alone shows that it's a pyproject.
    put(tmp_path / "pyproject.toml", PYPROJECT.format("error"))
    assert severity(config=tmp_path / "pyproject.toml") == "error"


@pytest.mark.parametrize(
    "name",
    [
        "gone.toml",
        pytest.param(
            "pyproject.toml",
        ),
    ],
)
def test_api_raises_for_an_unusable_configuration(name: str, tmp_path: Path) -> None:
    if name == "pyproject.toml":
        put(tmp_path / name, "[tool.ruff]\n")
    with pytest.raises(package.PostlintError, match=name.replace(".", r"\.")):
        package.lint(GOOD, config=tmp_path / name)


# Settings in a draft


def off_platform(postlint: Postlint, front_matter: str) -> tuple[bool, str]:
    """Return whether a draft for Mastodon is off-platform, and what's on stderr."""
    result = postlint(
        "check", "-", *JSON, "--select", "off-platform",
        stdin=f"---\nplatform: mastodon\n{front_matter}---\n{GOOD}",
    )  # fmt: skip
    assert result.exit_code in (0, 1)
    (post,) = json.loads(result.stdout)["posts"]
    return bool(post["findings"]), result.stderr


@pytest.mark.parametrize(
    ("front_matter", "flagged"),
    [
        ("", True),
        ("profile: {firm: Meier}\n", True),
        ("profile: {platforms: [mastodon]}\n", False),
        ("profile: {platforms: mastodon}\n", False),
        ("profile: {platforms: {Mastodon: friends}}\n", False),
        ("profile: {platforms: []}\n", False),
        ("profile:\n  platforms: [x, fediverse]\n", False),
        ("profile:\n", True),
    ],
)
def test_profile_in_front_matter_replaces_keys(
    front_matter: str, flagged: bool, postlint: Postlint, tmp_path: Path
) -> None:
    put(tmp_path / "postlint.toml", "[profile]\nplatforms = ['linkedin']\n")
    assert off_platform(postlint, front_matter) == (flagged, "")


@pytest.mark.parametrize(
    ("front_matter", "says"),
    [
        ("profile: {platfroms: [mastodon]}\n", "unknown key `platfroms` (did you mean `platforms`"),
        ("profile: {platforms: [myspace]}\n", "`myspace`"),
        ("profile: {platforms: 3}\n", "`platforms`"),
        ("profile: {firm: [Meier]}\n", "`firm`"),
        ("profile: {clients: null}\n", "`clients`"),
        ("profile: {3: x}\n", "3"),
        ("profile: Meier\n", "it must be a table with keys"),
        ("profile: [Meier]\n", "it must be a table with keys"),
        ("profile: 2026-02-03\n", "it must be a table with keys"),
        ("profile: {\"a\\nb\\e[31m\": 1}\n", "unknown key"),
    ],
)  # fmt: skip
def test_profile_in_front_matter_that_is_unusable_is_reported(
    front_matter: str, says: str, postlint: Postlint, tmp_path: Path
) -> None:
    put(tmp_path / "postlint.toml", "[profile]\nplatforms = ['linkedin']\n")
    flagged, told = off_platform(postlint, front_matter)
    assert flagged
    (line,) = told.splitlines()
    assert line.startswith("postlint: -: `profile` in the front matter is ignored: ")
    assert says in line
    assert line.isprintable()


def test_profile_in_toml_front_matter(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path / "postlint.toml", "[profile]\nplatforms = ['linkedin']\n")
    for platforms, count in (("['mastodon']", 0), ("['x']", 1)):
        draft = f"+++\nplatform = 'mastodon'\n[profile]\nplatforms = {platforms}\n+++\n{GOOD}"
        result = postlint("check", "-", *JSON, "--select", "off-platform", stdin=draft)
        assert len(json.loads(result.stdout)["posts"][0]["findings"]) == count
