"""`[[overrides]]`: settings for some drafts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import FAKE_BOLD, GOOD, Postlint, rules_by_path
from tests.config.overrides.helpers import (
    FILES,
    JSON,
    OVERRIDE,
    platforms,
    put,
    report,
    severities,
    shown,
)

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
def test_override_files_are_gitignore_patterns(
    patterns: list[str], held: set[str], postlint: Postlint, folder: Path
) -> None:
    put(
        folder / "postlint.toml", f'[[overrides]]\nfiles = {json.dumps(patterns)}\nplatform = "x"\n'
    )
    assert {path for path, name in platforms(postlint).items() if name} == held
    # All ways to name a draft.
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
def test_override_wins_over_general_settings(
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


def test_later_override_wins_per_key(postlint: Postlint, folder: Path) -> None:
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


def test_override_sets_rule_options(postlint: Postlint, folder: Path) -> None:
    put(
        folder / "postlint.toml",
        f"{OVERRIDE}[overrides.rule.low-relevance]\nenabled = true\nmin = 1\n",
    )
    for name in ("a.md", "b/one.md"):
        put(folder / name, GOOD)
    found = rules_by_path(postlint("check", "a.md", "b/one.md", *JSON))
    assert found == {"a.md": [], str(Path("b/one.md")): ["low-relevance"]}


def test_override_sets_split(postlint: Postlint, folder: Path) -> None:
    put(folder / "postlint.toml", 'split = "---"\n[[overrides]]\nfiles = ["b/"]\nsplit = "## "\n')
    text = f"## LinkedIn\n\n{GOOD}\n## X\n\n{GOOD}\n---\n\n{GOOD}"
    for name in ("a.md", "b/one.md"):
        put(folder / name, text)
    posts = json.loads(postlint("check", "a.md", "b/one.md", *JSON).stdout)["posts"]
    assert [post["line"] for post in posts][1:] == [15, 3, 9]
    assert [post["platform"] for post in posts][2:] == ["linkedin", "x"]
