"""Configuration: what it builds on, overrides, which files, and what `--show-settings` tells."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.config.settings import read_settings
from postlint.config.toml_positions import PositionedToml
from tests.command import FAKE_BOLD, GOOD, SELF_FOCUSED, Postlint, rules_by_path, write

JSON = ("--output-format", "json")
FILES = ("a.md", "b/one.md", "b/c/two.md", "d/short.txt")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with drafts in which only `pseudo-bold` finds something."""
    for name in FILES:
        put(tmp_path / name, FAKE_BOLD)
    return tmp_path


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def report(postlint: Postlint, *args: str | Path, **more: Any) -> dict[str, Any]:
    """Return the posts of a report, by path with slashes."""
    result = postlint("check", *args, *JSON, **more)
    posts = json.loads(result.stdout)["posts"]
    return {Path(post["path"]).as_posix(): post for post in posts}


def severities(postlint: Postlint, *args: str | Path, **more: Any) -> dict[str, str]:
    """Return how serious `pseudo-bold` is, by draft that has it."""
    return {
        path: finding["severity"]
        for path, post in report(postlint, *args, **more).items()
        for finding in post["findings"]
        if finding["rule"] == "pseudo-bold"
    }


def platforms(postlint: Postlint, *args: str | Path, **more: Any) -> dict[str, str | None]:
    return {path: post["platform"] for path, post in report(postlint, *args, **more).items()}


def shown(postlint: Postlint, *args: str | Path) -> dict[str, tuple[str, str]]:
    """Return what `--show-settings` shows: value and place by key, with the table before it."""
    result = postlint("check", "--show-settings", *args)
    assert (result.exit_code, result.stderr) == (0, "")
    table, told = "", {}
    for line in result.stdout.splitlines():
        if found := re.fullmatch(r"\[(.+)\]", line):
            table = f"{found[1]}."
        elif found := re.fullmatch(r"(?:# )?([\w-]+)(?: =|:) (.*\S) +# (.+)", line):
            told[table + found[1]] = (found[2], found[3])
    return told


def refusal(postlint: Postlint, *args: str | Path) -> str:
    """Return the one line in which a run is refused."""
    result = postlint("check", *(args or ("a.md",)))
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("postlint: ")
    assert line.isprintable()
    return line.removeprefix("postlint: ")


# Building on another file


def test_of_three_files_the_highest_that_speaks_counts(postlint: Postlint, folder: Path) -> None:
    put(
        folder / "shared" / "deep" / "c.toml",
        'platform = "x"\nfail-on = "info"\nmin-relevance = 0\ndrafts-only = true\nsplit = "~~~"\n',
    )
    put(folder / "shared" / "b.toml", 'extend = "deep/c.toml"\nplatform = "blog"\nsplit = "##"\n')
    put(folder / "postlint.toml", 'extend = "shared/b.toml"\nplatform = "linkedin"\n')
    told = shown(postlint, "a.md")
    below = folder / "shared" / "deep" / "c.toml"
    assert told["platform"] == ('"linkedin"', f"{folder / 'postlint.toml'}:2")
    assert told["split"] == ('"##"', f"{folder / 'shared' / 'b.toml'}:3")
    assert told["fail-on"] == ('"info"', f"{below}:2")
    assert told["min-relevance"] == ("0.0", f"{below}:3")
    assert told["drafts-only"] == ("true", f"{below}:4")
    assert postlint("check", "a.md").exit_code == 1


@pytest.mark.parametrize(
    ("base", "mine", "finds"),
    [
        ('select = ["pseudo-bold"]', "", True),
        ('select = ["no-client-tie"]', "", False),
        ('select = ["no-client-tie"]', 'select = ["pseudo-bold"]', True),
        ('select = ["no-client-tie"]', "select = []", True),
        ('ignore = ["pseudo-bold"]', "", False),
        ('ignore = ["pseudo-bold"]', "ignore = []", True),
        ('ignore = ["pseudo-bold"]', 'ignore = ["jargon"]', True),
        ('ignore = ["jargon"]', 'select = ["pseudo-bold"]', True),
        ('ignore = ["pseudo-bold"]', 'select = ["pseudo-bold"]', False),
        ("[rule.pseudo-bold]\nenabled = false", "", False),
        (
            "[rule.pseudo-bold]\nenabled = false",
            "[rule.pseudo-bold]\nseverity = 'info'",
            False,
        ),
        ("[rule.pseudo-bold]\nenabled = false", "[rule.pseudo-bold]\nenabled = true", True),
        ("[rule.pseudo-bold]\nenabled = false", 'select = ["pseudo-bold"]', True),
    ],
)
def test_lists_are_replaced_and_rules_are_merged(
    base: str, mine: str, finds: bool, postlint: Postlint, folder: Path
) -> None:
    put(folder / "base.toml", base)
    put(folder / "postlint.toml", f'extend = "base.toml"\n{mine}\n')
    assert bool(severities(postlint, "a.md")) == finds


def test_what_the_extending_file_leaves_out_of_a_rule_stays(
    postlint: Postlint, folder: Path
) -> None:
    put(
        folder / "base.toml",
        "[rule.pseudo-bold.severity]\ndefault = 'info'\nblog = 'error'\n"
        "[rule.jargon]\nenabled = true\nwords = ['synergy', 'leverage']\n",
    )
    put(folder / "postlint.toml", "extend = 'base.toml'\n[rule.jargon]\nwords = ['moving']\n")
    assert severities(postlint, "a.md", "--platform", "blog") == {"a.md": "error"}
    told = shown(postlint, "a.md")
    assert told["rule.jargon.enabled"] == ("true", f"{folder / 'base.toml'}:5")
    assert told["rule.jargon.words"] == ('["moving"]', f"{folder / 'postlint.toml'}:3")
    assert "jargon" in rules_by_path(postlint("check", "a.md", *JSON))["a.md"]


def test_paths_are_relative_to_the_file_that_says_them(postlint: Postlint, folder: Path) -> None:
    put(
        folder / "b" / "base.toml",
        'exclude = ["/a.md", "/one.md"]\n[[overrides]]\nfiles = ["/c/"]\nplatform = "x"\n'
        '[[overrides]]\nfiles = ["/a.md", "d/"]\nplatform = "blog"\n',
    )
    put(folder / "postlint.toml", 'extend = "b/base.toml"\n')
    assert platforms(postlint) == {"a.md": None, "b/c/two.md": "x", "d/short.txt": None}


def test_excluding_something_else_takes_the_place_of_what_was_excluded(
    postlint: Postlint, folder: Path
) -> None:
    put(folder / "base.toml", 'exclude = ["a.md"]\ninclude = ["*.md"]\n')
    put(folder / "postlint.toml", 'extend = "base.toml"\nexclude = ["b/"]\n')
    assert set(report(postlint)) == {"a.md"}
    put(folder / "postlint.toml", 'extend = "base.toml"\nexclude = []\ninclude = ["*.txt"]\n')
    assert set(report(postlint)) == {"d/short.txt"}


def test_overrides_of_the_extended_file_come_first(postlint: Postlint, folder: Path) -> None:
    put(
        folder / "base.toml",
        'platform = "x"\n[[overrides]]\nfiles = ["*.md"]\nplatform = "blog"\n'
        '[[overrides]]\nfiles = ["one.md"]\nplatform = "threads"\n',
    )
    put(
        folder / "postlint.toml",
        'extend = "base.toml"\nplatform = "mastodon"\n[[overrides]]\nfiles = ["two.md"]\n'
        'platform = "bluesky"\n',
    )
    assert platforms(postlint) == {
        "a.md": "blog",
        "b/one.md": "threads",
        "b/c/two.md": "bluesky",
        "d/short.txt": "mastodon",
    }


def test_a_section_of_a_pyproject_may_be_built_on(postlint: Postlint, folder: Path) -> None:
    put(folder / "pyproject.toml", '[project]\nname = "x"\n\n[tool.postlint]\nplatform = "x"\n')
    put(folder / "b" / "postlint.toml", 'extend = "../pyproject.toml"\n')
    assert platforms(postlint, "b") == {"b/one.md": "x", "b/c/two.md": "x"}
    (_, origin) = shown(postlint, "b/one.md")["platform"]
    assert origin.endswith("pyproject.toml:5")


CIRCLES: list[dict[str, str]] = [
    {"postlint.toml": "./postlint.toml"},
    {"postlint.toml": "b/../postlint.toml"},
    {"postlint.toml": "b/base.toml", "b/base.toml": "../postlint.toml"},
    {"postlint.toml": "b/base.toml", "b/base.toml": "base.toml"},
    {"postlint.toml": "p.toml", "p.toml": "q.toml", "q.toml": "r.toml", "r.toml": "p.toml"},
]


@pytest.mark.parametrize("files", CIRCLES)
def test_circles_are_refused_in_the_file_that_closes_them(
    files: Mapping[str, str], postlint: Postlint, folder: Path
) -> None:
    for name, base in files.items():
        put(folder / name, f'# a line\nextend = "{base}"\n')
    *_, (last, base) = files.items()
    line = refusal(postlint)
    assert line.endswith(f"{Path(last)}:2:1: `extend`: `{base}` already extends this file")


@pytest.mark.parametrize(
    ("base", "place"),
    [
        ('platfrm = "x"\n', "1:1: unknown key `platfrm` (did you mean `platform`?)"),
        ('\nselect = ["pseudo-bld"]\n', "2:11: unknown rule `pseudo-bld` (did you mean"),
        (
            '[[overrides]]\nfiles = ["none"]\nsplit = "x"\n',
            "3:1: `split`: `x` isn't a valid marker",
        ),
        ('extend = "none.toml"\n', "1:1: `extend`: no such file: `none.toml`"),
        ("select = 3 4\n", "1:12: "),
    ],
)
def test_faults_of_an_extended_file_are_told_as_its_own(
    base: str, place: str, postlint: Postlint, folder: Path
) -> None:
    put(folder / "b" / "base.toml", base)
    put(folder / "postlint.toml", 'extend = "b/base.toml"\n')
    line = refusal(postlint)
    file, _, rest = line.partition("base.toml:")
    assert Path(file) == folder / "b"
    assert rest.startswith(place)


def test_a_rule_of_the_extended_file_is_known(postlint: Postlint, folder: Path) -> None:
    put(folder / "b" / "own.yaml", "id: own\nextends: pseudo-bold\nbad: []\ngood: []\n")
    put(folder / "b" / "base.toml", 'rules = ["own.yaml"]\n')
    put(folder / "postlint.toml", 'extend = "b/base.toml"\nselect = ["own"]\n')
    assert rules_by_path(postlint("check", "a.md", *JSON)) == {"a.md": ["own"]}
    # And the other way round: what is named is looked up when all is read.
    put(folder / "b" / "base.toml", 'select = ["own"]\n')
    put(folder / "postlint.toml", 'extend = "b/base.toml"\nrules = ["b/own.yaml"]\n')
    assert rules_by_path(postlint("check", "a.md", *JSON)) == {"a.md": ["own"]}


# One file for all


def test_a_named_configuration_starts_at_the_current_folder(
    postlint: Postlint, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(
        folder / "conf" / "mine.toml",
        'extend = "base.toml"\nexclude = ["/d/"]\n[[overrides]]\nfiles = ["/b/*"]\n'
        'platform = "x"\n',
    )
    put(folder / "conf" / "base.toml", '[[overrides]]\nfiles = ["/a.md"]\nplatform = "blog"\n')
    wanted = {"a.md": None, "b/one.md": "x", "b/c/two.md": "x"}
    assert platforms(postlint, "--config", "conf/mine.toml") == wanted
    monkeypatch.chdir(folder / "b")
    assert platforms(postlint, "--config", "../conf/mine.toml") == {
        "one.md": None,
        "c/two.md": None,
    }


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("none.toml", "none.toml: no such configuration file"),
        ("b", "b: no such configuration file"),
        ("b/pyproject.toml", "1:1: this file has no [tool.postlint] table"),
        ("broken.toml", "broken.toml:1:1: unknown key `x`"),
    ],
)
@pytest.mark.parametrize("more", [(), ("--exit-zero",), ("--show-settings", "a.md")])
def test_a_named_configuration_that_cannot_be_used(
    name: str, says: str, more: tuple[str, ...], postlint: Postlint, folder: Path
) -> None:
    put(folder / "b" / "pyproject.toml", "[tool.ruff]\n")
    put(folder / "broken.toml", "x = 1\n")
    assert says in refusal(postlint, "a.md", "--config", name, *more)


def test_a_named_configuration_is_read_instead_of_all_others(
    postlint: Postlint, folder: Path
) -> None:
    put(folder / "postlint.toml", "this is no TOML\n")
    put(folder / "b" / "postlint.toml", 'platform = "blog"\nexclude = ["*"]\n')
    put(folder / "mine.toml", 'platform = "x"\n')
    assert set(platforms(postlint, "--config", "mine.toml").values()) == {"x"}
    assert len(platforms(postlint, "--config", "mine.toml")) == len(FILES)


# Some drafts only

OVERRIDE = '[[overrides]]\nfiles = ["b/"]\n'
BY_PLATFORM = "[rule.pseudo-bold.severity]\ndefault = 'warning'\nblog = 'info'\n"


@pytest.mark.parametrize(
    ("patterns", "held"),
    [
        (["*"], set(FILES)),
        (["*.md"], {"a.md", "b/one.md", "b/c/two.md"}),
        (["/*.md"], {"a.md"}),
        (["b"], {"b/one.md", "b/c/two.md"}),
        (["b/"], {"b/one.md", "b/c/two.md"}),
        (["b/*.md"], {"b/one.md"}),
        (["b/**"], {"b/one.md", "b/c/two.md"}),
        (["**/c/*"], {"b/c/two.md"}),
        (["c/two.md"], set()),
        (["*.md", "!one.md"], {"a.md", "b/c/two.md"}),
        (["!one.md", "*.md"], {"a.md", "b/one.md", "b/c/two.md"}),
        (["[ab].md"], {"a.md"}),
        (["short.*", "tw?.md"], {"b/c/two.md", "d/short.txt"}),
        (["# a.md", "../a.md"], set()),
    ],
)
def test_files_are_patterns_as_in_gitignore(
    patterns: list[str], held: set[str], postlint: Postlint, folder: Path
) -> None:
    put(
        folder / "postlint.toml", f'[[overrides]]\nfiles = {json.dumps(patterns)}\nplatform = "x"\n'
    )
    assert {path for path, name in platforms(postlint).items() if name} == held
    # However a draft is named.
    for name in FILES:
        for path in (folder / name, f"b/../{name}", f"./{name}"):
            assert [*platforms(postlint, path).values()] == ["x" if name in held else None]


@pytest.mark.parametrize(
    ("top", "override", "args", "in_b", "elsewhere"),
    [
        ("", "[overrides.rule.pseudo-bold]\nseverity = 'error'", (), "error", "warning"),
        ("", "[overrides.rule.pseudo-bold]\nenabled = false", (), None, "warning"),
        ("", "[overrides.rule.pseudo-bold]\nenabled = false",
         ("--select", "pseudo-bold"), "warning", "warning"),
        ("[rule.pseudo-bold]\nenabled = false", "[overrides.rule.pseudo-bold]\nenabled = true", (),
         "warning", None),
        ("[rule.pseudo-bold]\nseverity = 'error'", "[overrides.rule.pseudo-bold]\nenabled = true",
         (), "error", "error"),
        ("", 'select = ["no-client-tie"]', (), None, "warning"),
        ("", 'select = ["no-client-tie"]', ("--select", "pseudo-bold"), "warning", "warning"),
        ("", 'ignore = ["pseudo-bold"]', (), None, "warning"),
        ("", 'ignore = ["pseudo-bold"]', ("--select", "pseudo-bold"), "warning", "warning"),
        ('ignore = ["pseudo-bold"]', "ignore = []", (), "warning", None),
        ('ignore = ["pseudo-bold"]', 'ignore = ["jargon"]', (), "warning", None),
        ('ignore = ["pseudo-bold"]', "ignore = []", ("--ignore", "pseudo-bold"), None, None),
        ('select = ["jargon"]', 'select = ["pseudo-bold"]', (), "warning", None),
        (BY_PLATFORM, 'platform = "blog"', (), "info", "warning"),
        (BY_PLATFORM, 'platform = "blog"', ("--platform", "linkedin"), "warning", "warning"),
        (f'platform = "blog"\n{BY_PLATFORM}', 'platform = "x"', (), "warning", "info"),
    ],
)  # fmt: skip
def test_what_an_override_says_goes_before_what_holds_for_all(
    top: str,
    override: str,
    args: tuple[str, ...],
    in_b: str | None,
    elsewhere: str | None,
    postlint: Postlint,
    folder: Path,
) -> None:
    put(folder / "postlint.toml", f"{top}\n{OVERRIDE}{override}\n")
    found = severities(postlint, *args)
    assert found.get("b/one.md") == found.get("b/c/two.md") == in_b
    assert found.get("a.md") == found.get("d/short.txt") == elsewhere
    for name, wanted in (("b/new.md", in_b), ("new.md", elsewhere)):
        read = severities(postlint, "-", "--stdin-filename", name, *args, stdin=FAKE_BOLD)
        assert read.get(name) == wanted


def test_of_several_that_hold_the_later_counts_key_by_key(postlint: Postlint, folder: Path) -> None:
    put(
        folder / "postlint.toml",
        '[[overrides]]\nfiles = ["*.md"]\nplatform = "blog"\n'
        "[overrides.rule.pseudo-bold]\nseverity = 'error'\n"
        "[overrides.rule.jargon]\nenabled = true\nwords = ['offices']\n"
        '[[overrides]]\nfiles = ["b/"]\nplatform = "x"\n'
        "[overrides.rule.jargon]\nwords = ['internet']\n",
    )
    told = shown(postlint, "b/one.md")
    here = folder / "postlint.toml"
    assert told["platform"] == ('"x"', f"{here}:11")
    assert told["rule.pseudo-bold.severity"] == ('"error"', f"{here}:5")
    assert told["rule.jargon.enabled"] == ("true", f"{here}:7")
    assert told["rule.jargon.words"] == ('["internet"]', f"{here}:13")
    excerpts = {
        path: [one["excerpt"] for one in post["findings"] if one["rule"] == "jargon"]
        for path, post in report(postlint, "a.md", "b/one.md").items()
    }
    assert excerpts == {"a.md": ["offices"], "b/one.md": ["internet"]}


def test_options_of_a_rule_for_some_drafts(postlint: Postlint, folder: Path) -> None:
    put(
        folder / "postlint.toml",
        f"{OVERRIDE}[overrides.rule.low-relevance]\nenabled = true\nmin = 1\n",
    )
    for name in ("a.md", "b/one.md"):
        put(folder / name, GOOD)
    found = rules_by_path(postlint("check", "a.md", "b/one.md", *JSON))
    assert found == {"a.md": [], str(Path("b/one.md")): ["low-relevance"]}


def test_a_split_for_some_drafts(postlint: Postlint, folder: Path) -> None:
    put(folder / "postlint.toml", 'split = "---"\n[[overrides]]\nfiles = ["b/"]\nsplit = "## "\n')
    text = f"## LinkedIn\n\n{GOOD}\n## X\n\n{GOOD}\n---\n\n{GOOD}"
    for name in ("a.md", "b/one.md"):
        put(folder / name, text)
    posts = json.loads(postlint("check", "a.md", "b/one.md", *JSON).stdout)["posts"]
    assert [post["line"] for post in posts][1:] == [15, 3, 9]
    assert [post["platform"] for post in posts][2:] == ["linkedin", "x"]


# Which files


@pytest.mark.parametrize(
    ("patterns", "left"),
    [
        (["b/"], {"a.md", "d/short.txt"}),
        (["/b/*.md"], {"a.md", "b/c/two.md", "d/short.txt"}),
        (["*.md", "!a.md"], {"a.md", "d/short.txt"}),
        (["b/*", "!b/one.md"], {"a.md", "b/one.md", "d/short.txt"}),
        (["none"], set(FILES)),
        ([], set(FILES)),
        pytest.param(["b/", "!b/one.md"], {"a.md", "d/short.txt"}),
        pytest.param(["*", "!*.md"], {"a.md"}),
        pytest.param(["*", "!*.txt"], set()),
    ],
)  # fmt: skip
def test_a_hook_checks_what_a_walk_checks(
    patterns: list[str], left: set[str], postlint: Postlint, folder: Path
) -> None:
    put(folder / "postlint.toml", f"exclude = {json.dumps(patterns)}\n")
    assert set(report(postlint)) == left
    assert set(report(postlint, *FILES)) == set(FILES)
    assert set(report(postlint, *FILES, "--force-exclude")) == left
    for name in FILES:
        args = ("-", "--stdin-filename", name)
        forced = report(postlint, *args, "--force-exclude", stdin=FAKE_BOLD)
        assert set(forced) == {name} & left
        assert set(report(postlint, *args, stdin=FAKE_BOLD)) == {name}


def test_a_folder_that_is_named_may_be_excluded_too(postlint: Postlint, folder: Path) -> None:
    put(folder / "postlint.toml", 'exclude = ["/b/c/"]\n')
    for path in ("b/c", "b/c/", folder / "b" / "c", "d/../b/c"):
        assert set(report(postlint, path, "--force-exclude")) == set()
    assert set(report(postlint, "b", "--force-exclude")) == {"b/one.md"}
    result = postlint("check", "b/c", "--force-exclude")
    assert result.exit_code == 0
    assert "b/c: no drafts found" in result.stderr


def test_a_missing_file_is_one_even_where_others_are_excluded(
    postlint: Postlint, folder: Path
) -> None:
    put(folder / "postlint.toml", 'exclude = ["/b/"]\n')
    result = postlint("check", "none.md", "a.md", "--force-exclude")
    assert result.exit_code == 2
    assert "none.md: no such file or folder" in result.stderr


def test_standard_input_without_a_name_is_never_excluded(postlint: Postlint, folder: Path) -> None:
    put(folder / "postlint.toml", 'exclude = ["*"]\n')
    result = postlint("check", "-", "--force-exclude", stdin=SELF_FOCUSED)
    assert result.exit_code == 1


def test_excluded_drafts_need_no_configuration_that_holds(postlint: Postlint, folder: Path) -> None:
    put(folder / "postlint.toml", 'exclude = ["/b/"]\n')
    put(folder / "b" / "postlint.toml", "this is no TOML\n")
    assert set(report(postlint)) == {"a.md", "d/short.txt"}


def test_the_closest_configuration_says_what_is_excluded(postlint: Postlint, folder: Path) -> None:
    put(folder / "postlint.toml", 'exclude = ["two.md", "a.md"]\n')
    put(folder / "b" / "postlint.toml", 'exclude = ["one.md"]\n')
    left = {"b/c/two.md", "d/short.txt"}
    assert set(report(postlint)) == left
    assert set(report(postlint, *FILES, "--force-exclude")) == left


def test_included_files_are_drafts_and_others_are_not(postlint: Postlint, folder: Path) -> None:
    for name in ("README.md", "b/README.md", "post.adoc", ".hidden.md", ".git/config.md"):
        put(folder / name, FAKE_BOLD)
    put(folder / "postlint.toml", 'include = ["/README.md", "*.adoc", "b/**/*.md"]\n')
    assert set(report(postlint)) == {
        "README.md", "b/README.md", "b/c/two.md", "b/one.md", "post.adoc",
    }  # fmt: skip
    # What is named is read, included or not.
    assert set(report(postlint, "a.md", ".hidden.md", "--force-exclude")) == {"a.md", ".hidden.md"}
    put(folder / "postlint.toml", "include = []\n")
    assert set(report(postlint)) == set()


# What is published


@pytest.mark.parametrize(
    ("front", "left_out"),
    [
        ("draft: false", True),
        ("draft: true", False),
        ("published: true", True),
        ("published: false", False),
        ("publish: true", True),
        ("status: published", True),
        ("status: Posted", True),
        ("status: idea", False),
        ("status: idea\ndraft: false", False),
        ("draft: 'false'", False),
        ("title: x", False),
    ],
)
def test_published_posts(front: str, left_out: bool, postlint: Postlint, folder: Path) -> None:
    write(folder, post=f"---\n{front}\n---\n{FAKE_BOLD}")
    args = ("post.md", "--fail-on", "info")
    assert postlint("check", *args).exit_code == 1
    result = postlint("check", *args, "--drafts-only")
    assert result.exit_code == (0 if left_out else 1)
    put(folder / "postlint.toml", "drafts-only = true\n")
    assert postlint("check", *args).stdout == result.stdout
    assert report(postlint, "post.md")["post.md"]["left_out"] == left_out
    put(folder / "postlint.toml", "drafts-only = false\n")
    assert postlint("check", *args, "--drafts-only").stdout == result.stdout
    assert postlint("check", *args).exit_code == 1


# When a run fails


@pytest.mark.parametrize(
    ("text", "args", "status"),
    [
        ("", (), 0),
        ('fail-on = "warning"', (), 1),
        ('fail-on = "warning"', ("--fail-on", "error"), 0),
        ('fail-on = "error"', ("--fail-on", "warning"), 1),
        (f'{OVERRIDE}fail-on = "warning"', (), 1),
        (f'{OVERRIDE}fail-on = "warning"', ("--fail-on", "error"), 0),
        (f'{OVERRIDE}fail-on = "warning"', ("a.md",), 0),
        (f'fail-on = "warning"\n{OVERRIDE}fail-on = "error"', ("b",), 0),
        (f'fail-on = "warning"\n{OVERRIDE}fail-on = "error"', (), 1),
        ('[rule.pseudo-bold]\nseverity = "info"', ("--fail-on", "warning"), 0),
        ('[rule.pseudo-bold]\nseverity = "error"', (), 1),
        ("", ("--max-warnings", "3"), 1),
        ("", ("--max-warnings", "4"), 0),
        ("", ("a.md", "--max-warnings", "0"), 1),
        ("", ("a.md", "--max-warnings", "1"), 0),
        ("", ("--max-warnings", "0", "--exit-zero"), 0),
        ("", ("--max-warnings", "-1"), 2),
        ('[rule.pseudo-bold]\nseverity = "info"', ("--max-warnings", "0"), 0),
        ('[rule.pseudo-bold]\nseverity = "error"', ("--max-warnings", "9"), 1),
        ("min-relevance = 1", (), 1),
        ("min-relevance = 1", ("--min-relevance", "0"), 0),
        ("min-relevance = 0", ("--min-relevance", "1"), 1),
        (f"{OVERRIDE}min-relevance = 1", ("a.md", "d"), 0),
        (f"{OVERRIDE}min-relevance = 1", ("b/c",), 1),
        (f"min-relevance = 1\n{OVERRIDE}min-relevance = 0", ("b",), 0),
        (f"min-relevance = 1\n{OVERRIDE}min-relevance = 0", (), 1),
        ('min-relevance = 1\nselect = ["pseudo-bold"]', (), 1),
        ("min-relevance = 1\n[rule.low-relevance]\nenabled = false", (), 1),
        ("min-relevance = 1\n[rule.low-relevance]\nmin = 0", (), 1),
        ("min-relevance = 1", ("--select", "pseudo-bold"), 1),
        pytest.param(
            'ignore = ["low-relevance"]', ("--min-relevance", "1"), 1,
        ),
    ],
)  # fmt: skip
def test_when_a_run_fails(
    text: str, args: tuple[str, ...], status: int, postlint: Postlint, folder: Path
) -> None:
    put(folder / "postlint.toml", f"{text}\n")
    assert postlint("check", *args).exit_code == status


def test_a_limit_is_an_error_below_it_only(postlint: Postlint, folder: Path) -> None:
    score = report(postlint, "a.md")["a.md"]["relevance"]
    for limit, status in ((score - 0.01, 0), (score + 0.01, 1)):
        put(folder / "postlint.toml", f"{OVERRIDE}min-relevance = {limit:.4f}\n")
        assert postlint("check", "b").exit_code == status
        assert postlint("check", "a.md").exit_code == 0


# What is shown


def test_without_a_configuration_all_is_default(postlint: Postlint, folder: Path) -> None:
    assert folder.exists()
    told = shown(postlint, "a.md")
    assert {origin for _, origin in told.values()} == {"default"}
    assert told["fail-on"] == ('"error"', "default")
    assert told["platform"] == ("none", "default")
    assert told["rule.jargon.enabled"][0] in ("true", "false")
    result = postlint("check", "--show-settings", "a.md", "--select", "jargon")
    assert "\n# configuration: none; these are the defaults\n" in result.stdout


@pytest.mark.parametrize(
    ("args", "key", "value"),
    [
        (("--platform", "blog"), "platform", '"blog"'),
        (("--select", "jargon,pseudo-bold"), "select", '["jargon", "pseudo-bold"]'),
        (("--ignore", "jargon"), "ignore", '["jargon"]'),
        (("--min-relevance", "0.5"), "min-relevance", "0.5"),
        (("--drafts-only",), "drafts-only", "true"),
        (("--select", "jargon"), "rule.jargon.enabled", "true"),
        (("--select", "jargon"), "rule.pseudo-bold.enabled", "false"),
        (("--ignore", "pseudo-bold"), "rule.pseudo-bold.enabled", "false"),
        pytest.param(
            ("--min-relevance", "0"), "min-relevance", "0.0",
        ),
        pytest.param(
            ("--fail-on", "info"), "fail-on", '"info"',
        ),
        pytest.param(
            ("--baseline", "b.json"), "baseline", '"b.json"',
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("config", ["", 'min-relevance = 0.2\nfail-on = "warning"\n'])
def test_what_the_command_line_asks_for_is_told_as_such(
    args: tuple[str, ...], key: str, value: str, config: str, postlint: Postlint, folder: Path
) -> None:
    put(folder / "postlint.toml", config)
    assert shown(postlint, "a.md", *args)[key] == (value, "command line")


def test_what_the_command_line_sets_aside_is_not_told_as_the_files(
    postlint: Postlint, folder: Path
) -> None:
    put(folder / "postlint.toml", 'ignore = ["jargon"]\n')
    told = shown(postlint, "a.md", "--select", "pseudo-bold")
    assert told["ignore"] == ("[]", "command line")


def test_a_limit_is_shown_in_its_rule(postlint: Postlint, folder: Path) -> None:
    put(folder / "postlint.toml", "min-relevance = 0.5\n")
    assert shown(postlint, "a.md")["rule.low-relevance.severity"] == (
        '"error"', f"{folder / 'postlint.toml'}:1",
    )  # fmt: skip


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_way_of_writing_has_its_line(newline: str, postlint: Postlint, folder: Path) -> None:
    base = """\
# platform = "no"
ignore = [
  "pseudo-bold",
]

[rule.no-client-tie]
min = { default = 0.1, x = 0.3 }
[rule.too-long.severity]
default = "info"
blog = "error"
[profile]
clients = [
  "dentists"]
"firm" = "platform = # 3"
[[overrides]]
files = ["q"]
split = "## no"
[[overrides]]
files = ["a.md"]
split = "---"
rule.jargon = { enabled = true, words = ["a b", "c"] }
"""
    mine = """\
extend = "base.toml"
overrides = [
  { files = ["a.md"], platform = "x" }, { files = ["b"], platform = "blog" },
  { files = ["*.md"], fail-on = "info" },
]
rule.weak-opening.enabled = false
profile.offer = "platform"
"""
    for name, text in (("base.toml", base), ("postlint.toml", mine)):
        (folder / name).write_bytes(text.replace("\n", newline).encode())
    told = shown(postlint, "a.md")
    places = {
        "ignore": ("base", 2),
        "rule.no-client-tie.min": ("base", 7),
        "rule.too-long.severity": ("base", 8),
        "profile.clients": ("base", 12),
        "profile.firm": ("base", 14),
        "split": ("base", 20),
        "rule.jargon.enabled": ("base", 21),
        "rule.jargon.words": ("base", 21),
        "rule.pseudo-bold.enabled": ("base", 2),
        "platform": ("postlint", 3),
        "fail-on": ("postlint", 4),
        "rule.weak-opening.enabled": ("postlint", 6),
        "profile.offer": ("postlint", 7),
    }
    assert {key: told[key][1] for key in places} == {
        key: f"{folder / file}.toml:{line}" for key, (file, line) in places.items()
    }


LINES = {
    "platform": 'platform = "x"',
    "ignore": 'ignore = [\n  "jargon",\n  # platform = "y"\n  "too-long",\n]',
    "min-relevance": "min-relevance = 0.25",
    "fail-on": 'fail-on = "warning"',
    "drafts-only": "drafts-only = true",
    "split": "'split' = '---'",
    "rule.jargon.severity": 'rule.jargon.severity = { default = "info", x = "error" }',
    "rule.pseudo-bold.enabled": "rule.pseudo-bold.enabled = false",
    "profile.firm": 'profile.firm = "fail-on = 3"',
    "profile.offer": 'profile."offer" = """\nplatform = "z"\nsplit"""',
}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([*LINES]), unique=True).flatmap(st.permutations),
    st.lists(st.sampled_from(["", "# platform = 3", "#", "\t"]), min_size=20, max_size=20),
)
def test_places_are_those_of_the_keys(
    tmp_path_factory: pytest.TempPathFactory, keys: list[str], between: list[str]
) -> None:
    path = tmp_path_factory.mktemp("config") / "postlint.toml"
    text, wanted = "", {}
    for key, gap in zip(keys, between, strict=False):
        text += f"{gap}\n"
        wanted[key] = f"{path}:{text.count(chr(10)) + 1}"
        text += f"{LINES[key]}\n"
    path.write_text(text, encoding="utf-8")
    told = {key: str(origin) for key, origin in read_settings(path).origins.items()}
    assert told == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        'platform = "x"\nignore = ["pseudo-bold"]\nsplit = "```"\n',
        'select = ["jargon", "self-focused"]\n[rule.jargon]\nwords = ["\\"q\\" # é", "🥚"]\n',
        "[rule.pseudo-bold]\nenabled = false\nseverity = { default = 'info', blog = 'error' }\n"
        "[rule.no-client-tie]\nenabled = true\nmin = { default = 0.1, x = 0.3 }\n",
        '[profile]\nclients = ["dentists"]\nfirm = "A \\t \\"b\\""\n'
        'platforms = { linkedin = "why # not", x = "" }\njargon = ["BGP"]\n',
        'fail-on = "info"\n[[overrides]]\nfiles = ["a.md"]\nfail-on = "warning"\n',
    ],
)
def test_what_is_shown_is_a_configuration_that_says_the_same(
    text: str, postlint: Postlint, folder: Path
) -> None:
    put(folder / "postlint.toml", text)
    first = postlint("check", "--show-settings", "a.md").stdout
    put(folder / "postlint.toml", first)
    second = postlint("check", "--show-settings", "a.md").stdout
    assert PositionedToml(second).data == PositionedToml(first).data


def test_settings_are_shown_of_drafts_that_are_not_there(postlint: Postlint, folder: Path) -> None:
    put(folder / "b" / "postlint.toml", 'platform = "x"\n')
    for path in ("b/new.md", "b/no/such/folder/new.md", folder / "b" / "new.md"):
        assert shown(postlint, path)["platform"][0] == '"x"'
    assert shown(postlint, "new.md")["platform"][0] == "none"


HEADINGS = "the draft's title, headings, or notes"
"""What says where a post goes if nothing else does."""


@pytest.mark.parametrize(
    ("name", "text", "value", "origin"),
    [
        ("a.md", "---\ntitle: T\nplatform: Twitter\n---\nHi.\n", '"x"', "front matter, line 3"),
        ("a.md", "+++\nplatform = 'blog'\n+++\nHi.\n", '"blog"', "front matter, line 2"),
        ("linkedin-posts.md", "Hi.\n", '"linkedin"', "the name of the file or of a folder"),
        ("newsletter/a.md", "Hi.\n", '"newsletter"', "the name of the file or of a folder"),
        (
            "a.md",
            "# LinkedIn posts\n\nHi.\n",
            '"linkedin"',
            HEADINGS,
        ),
        ("a.md", "---\ntitle: T\n---\nHi.\n", '"blog"', HEADINGS),
        ("a.md", "Hi.\n", "none", "default"),
        ("missing/linkedin.md", None, '"linkedin"', "the name of the file or of a folder"),
        ("a.md", "caf\xe9", "none", "default"),
    ],
)
def test_the_platform_shown_is_the_drafts_own(
    name: str, text: str | None, value: str, origin: str, postlint: Postlint, folder: Path
) -> None:
    if text is not None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="latin-1")
    assert shown(postlint, name)["platform"] == (value, origin)


def test_the_platform_of_the_configuration_is_shown_where_it_applies(
    postlint: Postlint, folder: Path
) -> None:
    put(folder / "postlint.toml", 'platform = "x"\n')
    write(folder, own="---\nplatform: blog\n---\nHi.\n", other="Hi.\n")
    assert shown(postlint, "own.md")["platform"] == ('"blog"', "front matter, line 2")
    assert shown(postlint, "other.md")["platform"] == ('"x"', f"{folder / 'postlint.toml'}:1")
    told = shown(postlint, "other.md", "--platform", "threads")
    assert told["platform"] == ('"threads"', "command line")


def test_the_platforms_of_several_posts_are_shown(postlint: Postlint, folder: Path) -> None:
    write(folder, a="## LinkedIn\n\nHi there.\n\n## X\n\nHi you.\n\n## Facebook\n\nHi all.\n")
    lines = postlint("check", "--show-settings", "a.md").stdout.splitlines()
    assert [re.split(r" +# ", line)[0] for line in lines[2:5]] == [
        'platform = "linkedin"',
        "# post 2 (line 6): x",
        "# post 3 (line 10): facebook",
    ]


def test_showing_settings_checks_nothing(postlint: Postlint, folder: Path) -> None:
    write(folder, proud=SELF_FOCUSED)
    result = postlint("check", "proud.md", "none.md", "--show-settings", "proud.md")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("# proud.md\n")


# Faults

HEAD = '[[overrides]]\nfiles = ["none"]\n[[overrides]]\nfiles = ["a"]\n'
FAULTS: list[Any] = [
    ('extends = "a"', "1:1: unknown key `extends` (did you mean `extend`?)"),
    ("max-warnings = 3", "1:1: unknown key `max-warnings`"),
    ("[[override]]", "1:3: unknown key `override` (did you mean `overrides`?)"),
    ('[overrides]\nfiles = ["a"]', "1:2: `overrides` must be a list"),
    ("overrides = [3]", "1:14: `overrides` must be a table"),
    ('[[overrides]]\nfile = ["a"]', "2:1: unknown key `file` (did you mean `files`?)"),
    ('overrides = [{ files = ["a"] }, { files = ["b"], platfrm = "x" }]',
     "1:50: unknown key `platfrm` (did you mean `platform`?)"),
    (f'{HEAD}fail_on = "info"', "5:1: unknown key `fail_on` (did you mean `fail-on`?)"),
    (f"{HEAD}drafts-only = true", "5:1: unknown key `drafts-only`"),
    (f'{HEAD}baseline = "b.json"', "5:1: unknown key `baseline`"),
    (f'{HEAD}select = [\n  "pseudo-bold",\n  "pseudo-bld",\n]',
     "7:3: unknown rule `pseudo-bld` (did you mean `pseudo-bold`?); "
     "run `postlint rules` for a list of all rules"),
    (f'{HEAD}ignore = ["jargon", "jargn"]', "5:21: unknown rule `jargn` (did you mean `jargon`?)"),
    (f"{HEAD}rule.jargn.enabled = true", "5:6: unknown rule `jargn` (did you mean `jargon`?)"),
    (f"{HEAD}[overrides.rule.xyzzy]",
     "5:17: unknown rule `xyzzy`; run `postlint rules` for a list of all rules"),
    (f"{HEAD}[overrides.rule.low-relevance]\nmni = 1", "6:1: unknown key `mni` (did you mean"),
    (f"{HEAD}[overrides.rule.low-relevance]\nmin = 'x'", "6:1: `min` must "),
    (f"{HEAD}[overrides.rule.jargon]\nenabled = 'perhaps'", "6:1: `enabled` must "),
    (f"{HEAD}[overrides.rule.jargon.severity]\ndefault = 'info'\nblogg = 'info'",
     "7:1: postlint doesn't know the platform `blogg` (did you mean `blog`?)."),
    (f'{HEAD}platform = "linkdin"',
     "5:1: `platform`: postlint doesn't know the platform `linkdin` (did you mean `linkedin`?)"),
    (f'{HEAD}split = "abc"', "5:1: `split`: `abc` isn't a valid marker"),
    (f'{HEAD}fail-on = "never"', "5:1: `fail-on` must be 'info', 'warning' or 'error'"),
    (f"{HEAD}min-relevance = -0.1", "5:1: `min-relevance` must "),
    ('[[overrides]]\nfiles = ["a", "!"]', "2:15: `files`: `!` isn't a valid .gitignore pattern"),
    ('[[overrides]]\nfiles = [\n"a",\n  " "]', "4:3: `files` contains an empty pattern"),
    ('[[overrides]]\nfiles = "a"', '2:1: `files` must be a list, such as ["a"]'),
    ('include = "*.md"', '1:1: `include` must be a list, such as ["*.md"]'),
    ("exclude = ['a', 3]", "1:17: `exclude` must be text"),
    ('select = [""]', "1:11: unknown rule ``"),
    ('split = ""', "1:1: `split`: `` isn't a valid marker"),
    ('split = "#######"', "1:1: `split`: `#######` isn't a valid marker"),
    ("baseline = 3", "1:1: `baseline` must be text"),
    ("min-relevance = nan", "1:1: `min-relevance` must "),
    ("fail-on = 'Error'", "1:1: `fail-on` must be 'info', 'warning' or 'error'"),
    *(
        pytest.param(
            text, f"1:1: `{text.split()[0]}` must be",
        )
        for text in ("min-relevance = true", "min-relevance = '0.5'", "drafts-only = 'yes'",
                     "drafts-only = 1")
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says"), FAULTS)
def test_faults_have_their_place(text: str, says: str, postlint: Postlint, folder: Path) -> None:
    path = put(folder / "postlint.toml", f"{text}\n")
    wanted = f"{path}:{says}"
    assert refusal(postlint, "a.md")[: len(wanted)] == wanted
    assert refusal(postlint, "--show-settings", "a.md").startswith(wanted)
    assert refusal(postlint, "a.md", "--config", path).startswith(wanted)


def test_what_is_postlints_own_may_be_ignored(postlint: Postlint, folder: Path) -> None:
    write(folder, a=f"<!-- postlint-ignore no-qestion -->\n\n{GOOD}")
    assert rules_by_path(postlint("check", "a.md", *JSON)) == {"a.md": ["unused-ignore"]}
    put(folder / "postlint.toml", 'ignore = ["unused-ignore"]\n')
    assert rules_by_path(postlint("check", "a.md", *JSON)) == {"a.md": []}
