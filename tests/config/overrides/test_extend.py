"""`extend`: configurations that build on another file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.command import Postlint, rules_by_path
from tests.config.overrides.helpers import JSON, platforms, put, refusal, report, severities, shown


def test_extend_first_file_with_a_key_wins(postlint: Postlint, folder: Path) -> None:
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
def test_extend_replaces_lists_and_merges_rules(
    base: str, mine: str, finds: bool, postlint: Postlint, folder: Path
) -> None:
    put(folder / "base.toml", base)
    put(folder / "postlint.toml", f'extend = "base.toml"\n{mine}\n')
    assert bool(severities(postlint, "a.md")) == finds


def test_extend_keeps_rule_keys_that_are_not_set(postlint: Postlint, folder: Path) -> None:
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


def test_extend_paths_are_relative_to_their_file(postlint: Postlint, folder: Path) -> None:
    put(
        folder / "b" / "base.toml",
        'exclude = ["/a.md", "/one.md"]\n[[overrides]]\nfiles = ["/c/"]\nplatform = "x"\n'
        '[[overrides]]\nfiles = ["/a.md", "d/"]\nplatform = "blog"\n',
    )
    put(folder / "postlint.toml", 'extend = "b/base.toml"\n')
    assert platforms(postlint) == {"a.md": None, "b/c/two.md": "x", "d/short.txt": None}


def test_extend_exclude_replaces_exclude(postlint: Postlint, folder: Path) -> None:
    put(folder / "base.toml", 'exclude = ["a.md"]\ninclude = ["*.md"]\n')
    put(folder / "postlint.toml", 'extend = "base.toml"\nexclude = ["b/"]\n')
    assert set(report(postlint)) == {"a.md"}
    put(folder / "postlint.toml", 'extend = "base.toml"\nexclude = []\ninclude = ["*.txt"]\n')
    assert set(report(postlint)) == {"d/short.txt"}


def test_extend_applies_inherited_overrides_first(postlint: Postlint, folder: Path) -> None:
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


def test_extend_pyproject_section(postlint: Postlint, folder: Path) -> None:
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
def test_extend_cycles_are_reported_in_the_closing_file(
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
def test_extend_reports_errors_in_the_extended_file(
    base: str, place: str, postlint: Postlint, folder: Path
) -> None:
    put(folder / "b" / "base.toml", base)
    put(folder / "postlint.toml", 'extend = "b/base.toml"\n')
    line = refusal(postlint)
    file, _, rest = line.partition("base.toml:")
    assert Path(file) == folder / "b"
    assert rest.startswith(place)


def test_extend_knows_rules_of_the_extended_file(postlint: Postlint, folder: Path) -> None:
    put(folder / "b" / "own.yaml", "id: own\nextends: pseudo-bold\nbad: []\ngood: []\n")
    put(folder / "b" / "base.toml", 'rules = ["own.yaml"]\n')
    put(folder / "postlint.toml", 'extend = "b/base.toml"\nselect = ["own"]\n')
    assert rules_by_path(postlint("check", "a.md", *JSON)) == {"a.md": ["own"]}
    # The other way round works, too: names are looked up after everything is read.
    put(folder / "b" / "base.toml", 'select = ["own"]\n')
    put(folder / "postlint.toml", 'extend = "b/base.toml"\nrules = ["b/own.yaml"]\n')
    assert rules_by_path(postlint("check", "a.md", *JSON)) == {"a.md": ["own"]}
