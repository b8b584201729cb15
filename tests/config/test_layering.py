"""Configuration in layers: extended files, overrides, and command-line options."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.command import FAKE_BOLD, GOOD, Postlint, rules_by_path, write

EGGS = "Had eggs for breakfast. Taking the garbage out now.\n"
JSON = ("--output-format", "json")


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    for folder in ("archive/2020", "newsletter", "x"):
        (tmp_path / folder).mkdir(parents=True)
    for name in ("a.md", "archive/2020/old.md", "newsletter/n.md", "x/short.txt"):
        (tmp_path / name).write_text(EGGS)
    return tmp_path


def config(folder: Path, text: str, name: str = "postlint.toml") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def checked(postlint: Postlint, *args: str) -> set[str]:
    result = postlint("check", *JSON, *args)
    return {post["path"] for post in json.loads(result.stdout)["posts"]}


def severities(postlint: Postlint, *args: str) -> dict[str, str]:
    """Return how serious `self-focused` is, by draft."""
    posts = json.loads(postlint("check", *JSON, "--select", "self-focused", *args).stdout)["posts"]
    return {post["path"]: one["severity"] for post in posts for one in post["findings"]}


# Extending another file


def test_extend_inherits_and_replaces(postlint: Postlint, collection: Path) -> None:
    config(
        collection,
        'exclude = ["archive/"]\nplatform = "linkedin"\n[rule.self-focused]\n'
        'severity = "warning"\n[profile]\nfirm = "Base"\nclients = ["dentists"]\n',
        "base.toml",
    )
    config(
        collection,
        'extend = "base.toml"\nplatform = "x"\n[rule.self-focused]\nmin_probability = 0.5\n'
        '[profile]\nfirm = "Mine"\n',
    )
    shown = postlint("check", "--show-settings", "a.md").stdout
    here, base = collection / "postlint.toml", collection / "base.toml"
    for line in (
        rf'platform = "x" +# {here}:2',
        rf'severity = "warning" +# {base}:4',
        rf"min_probability = 0.5 +# {here}:4",
        rf'firm = "Mine" +# {here}:6',
        rf'clients = \["dentists"\] +# {base}:7',
        r'fail-on = "error" +# default',
    ):
        assert re.search(f"^{line}$", shown, re.MULTILINE), line
    assert checked(postlint) == {"a.md", "newsletter/n.md", "x/short.txt"}
    assert set(severities(postlint).values()) == {"warning"}


def test_extend_adds_rules_and_plugins(postlint: Postlint, collection: Path) -> None:
    (collection / "base").mkdir()
    for folder, name in ((collection / "base", "one"), (collection, "two")):
        rule = f"id: {name}\nextends: no-question\nbad: []\ngood: []\n"
        (folder / f"{name}.yaml").write_text(rule)
    config(collection, 'rules = ["one.yaml"]\n', "base/postlint.toml")
    config(collection, 'extend = "base/postlint.toml"\nrules = ["two.yaml"]\n')
    listed = postlint("rules").stdout
    assert re.search(r"^one ", listed, re.MULTILINE)
    assert re.search(r"^two ", listed, re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('extend = "none.toml"\n', "1:1: `extend`: no such file: `none.toml`"),
        ('extend = ""\n', "1:1: `extend`: no such file: ``"),
        ('extend = "postlint.toml"\n', "1:1: `extend`: `postlint.toml` already extends this file"),
        ('extend = "."\n', "1:1: `extend`: no such file: `.`"),
        ("extend = 3\n", "1:1: `extend` must be text"),
    ],
)
def test_extend_errors(text: str, says: str, postlint: Postlint, collection: Path) -> None:
    config(collection, text)
    result = postlint("check", "a.md")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"postlint.toml:{says}" in result.stderr


def test_extend_cycles_are_rejected(postlint: Postlint, collection: Path) -> None:
    config(collection, 'extend = "b.toml"\n')
    config(collection, 'extend = "c.toml"\n', "b.toml")
    config(collection, 'extend = "b.toml"\n', "c.toml")
    result = postlint("check", "a.md")
    assert result.exit_code == 2
    assert "already extends this file" in result.stderr


# One file for all


def test_config_option_applies_to_all_drafts(postlint: Postlint, collection: Path) -> None:
    config(collection, '[rule.self-focused]\nseverity = "info"\n', "newsletter/postlint.toml")
    config(collection, '[rule.self-focused]\nseverity = "warning"\n', "other.toml")
    assert severities(postlint)["newsletter/n.md"] == "info"
    assert set(severities(postlint, "--config", "other.toml").values()) == {"warning"}


@pytest.mark.parametrize("command", ["check", "score", "baseline"])
def test_config_option_needs_an_existing_file(
    command: str, postlint: Postlint, collection: Path
) -> None:
    assert collection.exists()
    result = postlint(command, "a.md", "--config", "none.toml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "none.toml: no such configuration file" in result.stderr


# Some drafts only


def test_overrides_apply_to_their_files(postlint: Postlint, collection: Path) -> None:
    config(
        collection,
        '[[overrides]]\nfiles = ["newsletter/**", "*.txt"]\nplatform = "newsletter"\n'
        '[overrides.rule.self-focused]\nseverity = "info"\n'
        '[[overrides]]\nfiles = ["x/"]\nplatform = "x"\n',
    )
    posts = json.loads(postlint("check", *JSON).stdout)["posts"]
    platforms = {post["path"]: post["platform"] for post in posts}
    assert platforms == {
        "a.md": None, "archive/2020/old.md": None, "newsletter/n.md": "newsletter",
        "x/short.txt": "x",
    }  # fmt: skip
    told = severities(postlint)
    assert {name for name, severity in told.items() if severity == "info"} == {
        "newsletter/n.md",
        "x/short.txt",
    }
    stdin = postlint("check", "-", *JSON, "--stdin-filename", "newsletter/new.md", stdin=EGGS)
    assert json.loads(stdin.stdout)["posts"][0]["platform"] == "newsletter"
    shown = postlint("check", "--show-settings", "x/new.md").stdout
    assert f"# {collection / 'postlint.toml'}:8" in shown


def test_overrides_choose_rules(postlint: Postlint, collection: Path) -> None:
    config(
        collection,
        'ignore = ["self-focused"]\n'
        '[[overrides]]\nfiles = ["x/*"]\nselect = ["low-relevance"]\n'
        "ignore = []\n",
    )
    found = rules_by_path(postlint("check", *JSON))
    assert found["x/short.txt"] == ["low-relevance"]
    assert "little-for-clients" in found["a.md"]
    assert "self-focused" not in found["a.md"]
    # The command line wins over all of it.
    found = rules_by_path(postlint("check", *JSON, "--select", "self-focused"))
    assert set(map(tuple, found.values())) == {("self-focused",)}


def test_overrides_set_min_relevance(postlint: Postlint, collection: Path) -> None:
    config(collection, '[[overrides]]\nfiles = ["x/*"]\nmin-relevance = 0.5\n')
    posts = json.loads(postlint("check", *JSON).stdout)["posts"]
    errors = {
        post["path"]
        for post in posts
        for one in post["findings"]
        if (one["rule"], one["severity"]) == ("low-relevance", "error")
    }
    assert errors <= {"x/short.txt"}
    assert "x/short.txt" in errors or "self-focused" in str(posts)


FAULTS = [
    ('[[overrides]]\nplatform = "x"\n', "1:1: key `files` is missing"),
    ('[[overrides]]\nfiles = []\n', "2:1: `files` must have at least 1 item, not 0"),
    ('[[overrides]]\nfiles = ["a"]\n[[overrides]]\nfiles = ["b"]\nplatfrm = "x"\n',
     "5:1: unknown key `platfrm` (did you mean `platform`?)"),
    ('[[overrides]]\nfiles = ["none/*"]\n[overrides.rule.no-question]\nseverity = "bad"\n',
     "4:1: unknown severity `bad`"),
    ('[[overrides]]\nfiles = ["none/*"]\n[overrides.rule.no-qestion]\n',
     "3:17: unknown rule `no-qestion` (did you mean `no-question`?)"),
    ('select = ["no-question", "no-qestion"]\n', "1:26: unknown rule `no-qestion`"),
    ('ignore = [\n  "no-qestion",\n]\n', "2:3: unknown rule `no-qestion`"),
    ('ignore = "no-question"\n', '1:1: `ignore` must be a list, such as ["no-question"]'),
    ('platform = "linkdin"\n',
     "1:1: `platform`: postlint doesn't know the platform `linkdin` (did you mean `linkedin`?)"),
    ('exclude = ["a", "!"]\n', "1:17: `exclude`: `!` isn't a valid .gitignore pattern"),
    ('include = [""]\n', "1:12: `include` contains an empty pattern"),
    ('split = "abc"\n', "1:1: `split`: `abc` isn't a valid marker"),
    ('fail-on = "never"\n', "1:1: `fail-on` must be 'info', 'warning' or 'error'"),
    ("fail_on = 'info'\n", "1:1: unknown key `fail_on` (did you mean `fail-on`?)"),
    ("min-relevance = 2\n", "1:1: `min-relevance` must be less than or equal to 1"),
    ("drafts-only = 3\n", "1:1: `drafts-only` must be true or false"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says"), FAULTS)
def test_override_errors_have_locations(
    text: str, says: str, postlint: Postlint, collection: Path
) -> None:
    config(collection, text)
    result = postlint("check", "a.md")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"postlint: {collection / 'postlint.toml'}:{says}" in result.stderr
    assert result.stderr.count("\n") == 1


# Which files


def test_exclude_skips_files(postlint: Postlint, collection: Path) -> None:
    config(collection, 'exclude = ["archive/", "*.txt"]\n')
    assert checked(postlint) == {"a.md", "newsletter/n.md"}
    assert checked(postlint, "archive") == set()
    # Named files are linted, unless a hook names all files.
    named = ("a.md", "archive/2020/old.md", "x/short.txt")
    assert checked(postlint, *named) == set(named)
    assert checked(postlint, *named, "--force-exclude") == {"a.md"}


def test_exclude_applies_to_named_standard_input(postlint: Postlint, collection: Path) -> None:
    config(collection, 'exclude = ["archive/"]\n')
    args = ("check", "-", "--stdin-filename", "archive/new.md", "--force-exclude")
    result = postlint(*args, stdin=EGGS)
    assert result.exit_code == 0
    assert "self-focused" not in result.stdout
    assert "archive/new.md: no drafts found" in result.stderr
    assert postlint(*args[:-1], stdin=EGGS).exit_code == 1


def test_include_sets_the_drafts(postlint: Postlint, collection: Path) -> None:
    (collection / "README.md").write_text(EGGS)
    (collection / "post.text").write_text(EGGS)
    config(collection, 'include = ["README.md", "*.text", "x/*"]\nexclude = ["x/"]\n')
    assert checked(postlint) == {"README.md", "post.text"}


def test_published_posts_are_skipped(postlint: Postlint, collection: Path) -> None:
    write(collection, out=f"---\ndraft: false\n---\n{EGGS}", draft=f"---\ndraft: true\n---\n{EGGS}")
    result = postlint("check", "--drafts-only", *JSON)
    posts = {post["path"]: post for post in json.loads(result.stdout)["posts"]}
    assert [name for name, post in posts.items() if post["skipped"]] == ["out.md"]
    assert "published" in posts["out.md"]["notices"][0]
    config(collection, "drafts-only = true\n")
    assert postlint("check", *JSON).stdout == result.stdout
    assert "1 skipped" in postlint("check").stdout


# When a run fails


@pytest.mark.parametrize(
    ("text", "args", "status"),
    [
        ("", (), 0),
        ('fail-on = "warning"\n', (), 1),
        ('fail-on = "warning"\n', ("--fail-on", "error"), 0),
        ('[[overrides]]\nfiles = ["a.md"]\nfail-on = "info"\n', (), 1),
        ('[[overrides]]\nfiles = ["b.md"]\nfail-on = "info"\n', (), 0),
        ("", ("--max-warnings", "0"), 1),
        ("", ("--max-warnings", "99"), 0),
        ("", ("--max-warnings", "0", "--exit-zero"), 0),
        ("min-relevance = 0.9\n", (), 1),
        ("min-relevance = 0.9\n", ("--min-relevance", "0"), 0),
    ],
)
def test_fail_on_and_max_warnings(
    text: str, args: tuple[str, ...], status: int, postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, a=FAKE_BOLD, b=GOOD)
    config(tmp_path, text)
    assert postlint("check", *args).exit_code == status


def test_run_without_rules_is_reported(postlint: Postlint, collection: Path) -> None:
    assert collection.exists()
    result = postlint("check", "a.md", "--select", "no-question", "--ignore", "no-question")
    assert result.exit_code == 0
    assert "no rules are selected" in result.stderr
    assert "no rules" not in postlint("check", "a.md").stderr
