"""Tests of patterns as in `.gitignore`."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

from postlint.core.gitignore import MAX_LENGTH, MAX_PATTERNS, GitignorePatterns, PatternError


def ignored(patterns: GitignorePatterns, path: str) -> bool:
    """Return whether git ignores a path, including all files in an ignored folder."""
    ends = [at for at, letter in enumerate(path) if letter == "/"]
    above = (patterns.verdict(path[:end], folder=True) for end in ends)
    return any(above) or bool(patterns.verdict(path, folder=False))


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("a.md", "a.md x/a.md a.md/b", "b.md xa.md"),
        ("/a", "a a/b", "b/a"),
        ("a/", "a/b x/a/b", "a x/a"),
        ("a/b", "a/b a/b/c", "x/a/b"),
        ("a/**", "a/b a/b/c", "a b"),
        ("**/a", "a b/a b/c/a a/b", "ab"),
        ("a/**/b", "a/b a/x/b a/x/y/b a/b/c", "b a/xb"),
        ("**/a/**/b/**", "a/b/c x/a/y/b/c/d", "a/b x/a/b"),
        ("*", "a a/b .c", ""),
        ("*.md", "a.md .md x/a.md", "a.mdx"),
        ("a*", "a ab x/a", "ba"),
        ("a*b*c", "abc axbxc aabbcc", "acb ab"),
        ("a?c", "abc", "ac abbc a/c"),
        ("[a-c]x", "ax bx", "dx [a-c]x"),
        ("[!a-c]x", "dx", "ax"),
        ("[]x]y", "]y xy", "ay"),
        ("[[:digit:]]*", "1a 2", "a1"),
        (r"\*", "*", "a"),
        (r"\#a", "#a", "a"),
        (r"\!a", "!a", "a"),
        ("a b ", "a b", "a"),
        ("***/a", "a b/a", "b"),
    ],
)
def test_pattern_matches(pattern: str, yes: str, no: str) -> None:
    patterns = GitignorePatterns([pattern])
    named = [yes] if " " in pattern else yes.split()
    assert [path for path in named if not ignored(patterns, path)] == []
    assert [path for path in no.split() if ignored(patterns, path)] == []


def test_last_matching_pattern_decides() -> None:
    patterns = GitignorePatterns(["*.md", "!b.md", "/b.md", "*a*c.md", "!ac.md"])
    assert patterns.verdict("a.md", folder=False) is True
    assert patterns.verdict("b.md", folder=False) is True
    assert patterns.verdict("x/b.md", folder=False) is False
    assert patterns.verdict("abc.md", folder=False) is True
    assert patterns.verdict("ac.md", folder=False) is False
    assert patterns.verdict("a.txt", folder=False) is None


def test_path_in_a_matching_folder_matches() -> None:
    patterns = GitignorePatterns(["posts/", "!posts/old.md"])
    assert patterns.match("posts/new.md")
    assert not patterns.match("posts/old.md")
    assert not patterns.match("other.md")


@pytest.mark.parametrize("line", ["", "  ", "# a", "/", "\r"])
def test_blank_lines_and_comments_are_skipped(line: str) -> None:
    assert GitignorePatterns([line]).verdict("a", folder=False) is None


@pytest.mark.parametrize("line", ["[", "a[b", "a\\", "!", "[[:none:]]", "[a\\"])
def test_invalid_pattern_is_refused_or_matches_nothing(line: str) -> None:
    with pytest.raises(PatternError):
        GitignorePatterns([line])
    assert GitignorePatterns([line, "b"], strict=False).verdict("b", folder=False) is True


def test_pattern_limits_are_enforced() -> None:
    with pytest.raises(PatternError, match="longer than 1,000 characters"):
        GitignorePatterns(["a" * (MAX_LENGTH + 1)])
    with pytest.raises(PatternError, match="more than 20,000 patterns"):
        GitignorePatterns(["a"] * (MAX_PATTERNS + 1))


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 400 + "b", "a" * 4000),
        ("*?a" * 300 + "*b", "a" * 4000),
        ("*[ab]" * 150 + "*c", "a" * 4000),
        ("**/a/" * 190 + "b", "a/" * 2000 + "c"),
        ("**/*a*/" * 140 + "b", "aa/" * 1300 + "c"),
        ("*" * 999 + "b", "a" * 4000),
    ],
)
def test_patterns_match_in_linear_time(pattern: str, path: str) -> None:
    # A backtracking matcher takes exponential time for these.
    assert GitignorePatterns([pattern]).verdict(path, folder=False) is None


TOKENS = [
    "a", "b", "ab", "*", "**", "?", "/", "/", "[ab]", "[!a]", "[a-b]", "\\a", "\\*", "!", "**/",
    "/**", "/**/", "*a", "b*", "[]a]", "[[:alpha:]]", "#", "\\", "[", "[^b-]", ".", "[z-a]", "\\ ",
]  # fmt: skip
NAMES = ["a", "b", "ab", "ba", "aab", "abab", ".a", "a.b", "]", "-", "*", "#a", "!a", "["]


@pytest.mark.parametrize("seed", range(60))
def test_patterns_match_as_in_git(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    lines: list[str] = []
    while len(lines) < 4:
        line = "".join(chance.choice(TOKENS) for _ in range(chance.randint(1, 5)))
        # With `**` next to other characters, git sometimes deviates from its documentation.
        if not any("**" in part.strip("!") and part.strip("!*") for part in line.split("/")):
            lines.append(line)
    (tmp_path / ".gitignore").write_text("\n".join(lines) + "\n")
    paths = sorted({"/".join(chance.choices(NAMES, k=chance.randint(1, 4))) for _ in range(200)})
    asked = ["git", "-C", str(tmp_path), "check-ignore", "--no-index", "--stdin", "-z"]
    done = subprocess.run(asked, input="\0".join(paths).encode(), capture_output=True, check=False)
    patterns = GitignorePatterns(lines, strict=False)
    assert [path for path in paths if ignored(patterns, path)] == [
        path for path in done.stdout.decode().split("\0") if path
    ], lines
