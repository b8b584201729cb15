"""`check --fix` and `--diff`: only safe fixes, written so that everything else stays the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import ASKS_NOTHING, GOOD, SELF_FOCUSED, Postlint, spawn, write

BOLD = str.maketrans(
    {chr(65 + n): chr(0x1D5D4 + n) for n in range(26)}
    | {chr(97 + n): chr(0x1D5EE + n) for n in range(26)}
    | {chr(48 + n): chr(0x1D7EC + n) for n in range(10)}
)
STALE = "<!-- postlint-ignore jargon -->"
LINE, QUESTION = GOOD.strip().split("\n\n")
IN_TWO = ASKS_NOTHING.replace(". A", ".\n\nA", 1)
NONE_FIXED = "postlint: no findings could be fixed automatically\n"


def bold(text: str) -> str:
    return text.translate(BOLD)


def fixed(postlint: Postlint, path: Path, text: str, *args: str) -> str:
    """Write a draft, fix it, and return it; a second run must find nothing more to fix."""
    path.write_bytes(text.encode())
    postlint("check", path, "--fix", *args)
    once = path.read_bytes()
    again = postlint("check", path, "--fix", *args)
    assert again.stderr.endswith(NONE_FIXED)
    assert path.read_bytes() == once
    return once.decode()


# What is fixed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{bold('Three checks')} 🎉\n\n{GOOD}", f"Three checks 🎉\n\n{GOOD}"),
        (f"**{bold('Three checks')}** of 3\n\n{GOOD}", f"**Three checks** of 3\n\n{GOOD}"),
        (f"{bold('One')} line. {LINE} {bold('And two')}.", f"One line. {LINE} And two."),
        (f"- {bold('First item')}\n- ᴀɴᴅ two\n\n{GOOD}", f"- First item\n- and two\n\n{GOOD}"),
        # A link's words, and not its address.
        (
            f"[{bold('Read this')}](https://example.com/{bold('abc')})\n\n{GOOD}",
            f"[Read this](https://example.com/{bold('abc')})\n\n{GOOD}",
        ),
        # A number that would begin a list stays.
        (f"{bold('1. Order early')}\n\n{GOOD}", f"{bold('1')}. Order early\n\n{GOOD}"),
        (
            f"`{bold('code')}` and {bold('words')}\n\n{GOOD}",
            f"`{bold('code')}` and words\n\n{GOOD}",
        ),
    ],
)
def test_fix_replaces_bold_symbols(
    before: str, after: str, postlint: Postlint, tmp_path: Path
) -> None:
    assert fixed(postlint, tmp_path / "a.md", before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{STALE}\n{GOOD}", GOOD),
        (f"{STALE}\n\n{GOOD}", GOOD),
        (f"{LINE}\n\n{STALE}\n\n{QUESTION}\n", GOOD),
        (f"{LINE}\n\n{STALE}\n{QUESTION}\n", GOOD),
        (f"{GOOD}\n{STALE}\n", GOOD),
        (f"{LINE} {STALE}\n\n{QUESTION}\n", GOOD),
        (
            f"<!-- postlint-ignore-file jargon, self-focused -- new -->\n{SELF_FOCUSED}",
            f"<!-- postlint-ignore-file self-focused -- new -->\n{SELF_FOCUSED}",
        ),
        (
            f"<!-- postlint-ignore-file self-focused jargon too-long -->\n{SELF_FOCUSED}",
            f"<!-- postlint-ignore-file self-focused -->\n{SELF_FOCUSED}",
        ),
        (f"<!-- postlint-ignore-file jargon, too-long -->\n{GOOD}", GOOD),
        # Both ends of a region go.
        (f"<!-- postlint-disable jargon -->\n\n{GOOD}\n<!-- postlint-enable jargon -->\n", GOOD),
        (f"<!-- postlint-disable -->\n\n{GOOD}\n<!-- postlint-enable -->\n", GOOD),
        (f"{GOOD}\n<!-- postlint-enable jargon -->\n", GOOD),
        # A rule that doesn't exist may be a typo.
        (
            f"<!-- postlint-ignore-file jargn, too-long -->\n{GOOD}",
            f"<!-- postlint-ignore-file jargn -->\n{GOOD}",
        ),
    ],
)
def test_fix_removes_unused_ignore_comments(
    before: str, after: str, postlint: Postlint, tmp_path: Path
) -> None:
    assert fixed(postlint, tmp_path / "a.md", before) == after


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        SELF_FOCUSED,
        f"<!-- postlint-ignore-file self-focused -->\n{SELF_FOCUSED}",
        # It's needed, but in the wrong place or for the wrong command.
        f"<!-- postlint-ignore no-question -->\n{IN_TWO}",
        f"<!-- postlint-ignore-file burst -->\n{GOOD}",
        f"<!-- postlint-ignore-file no-qestion -->\n{GOOD}",
        f"<!-- postlint-ignre jargon -->\n{GOOD}",
        f"---\npostlint: {{ignore: [jargon]}}\n---\n{GOOD}",
        # It keeps two lists apart.
        f"1. {LINE}\n\n{STALE}\n1. {QUESTION}\n",
        # In plain letters these would be headings of posts.
        f"## {bold('Post 1')}\n\n{GOOD}\n## {bold('Post 2')}\n\n{GOOD}",
        # Neither prose nor a comment.
        f"{GOOD}\n```\n{STALE}\n{bold('code')}\n```\n",
    ],
)
def test_fix_changes_nothing_else(text: str, postlint: Postlint, tmp_path: Path) -> None:
    assert fixed(postlint, tmp_path / "a.md", text) == text


def test_fix_only_rules_that_run(postlint: Postlint, tmp_path: Path) -> None:
    text = f"{STALE}\n{bold('Three checks')}\n\n{GOOD}"
    plain = f"{STALE}\nThree checks\n\n{GOOD}"
    path = tmp_path / "a.md"
    assert fixed(postlint, path, text, "--ignore", "pseudo-bold,unused-ignore") == text
    assert fixed(postlint, path, text, "--select", "pseudo-bold") == plain
    assert fixed(postlint, path, text, "--select", "no-question") == text


def test_fix_skips_findings_in_a_baseline(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, a=f"{bold('Three checks')}\n\n{GOOD}")
    assert postlint("baseline", "a.md").exit_code == 0
    before = (tmp_path / "a.md").read_bytes()
    result = postlint("check", "a.md", "--fix", "--baseline", "postlint-baseline.json")
    assert result.stderr == NONE_FIXED
    assert (tmp_path / "a.md").read_bytes() == before


def test_fix_project_rule_with_the_same_check(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("id: no-fancy-letters\nextends: pseudo-bold\n")
    (tmp_path / "postlint.toml").write_text('rules = ["own.yaml"]\nignore = ["pseudo-bold"]\n')
    text = f"{bold('Three checks')}\n\n{GOOD}"
    assert fixed(postlint, tmp_path / "a.md", text) == f"Three checks\n\n{GOOD}"


# How it is written


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_fix_keeps_line_endings_and_bom(
    mark: str, end: str, postlint: Postlint, tmp_path: Path
) -> None:
    front = "---\nplatform: linkedin\n---\n\n"
    before = f"{front}{bold('Three checks')} 👩‍👩‍👧 🇸🇪\n\n{STALE}\n{GOOD}\n#café"
    after = f"{front}Three checks 👩‍👩‍👧 🇸🇪\n\n{GOOD}\n#café"
    told = fixed(postlint, tmp_path / "a.md", mark + before.replace("\n", end))
    assert told == mark + after.replace("\n", end)


@pytest.mark.parametrize("name", ["a.mdx", "a.txt", "a.markdown"])
def test_fix_other_file_types(name: str, postlint: Postlint, tmp_path: Path) -> None:
    comment = "{/* postlint-ignore jargon */}\n\n" if name == "a.mdx" else ""
    before = f"{comment}{bold('1. Three checks')}\n\n{GOOD}"
    number = "1" if name == "a.txt" else bold("1")
    assert fixed(postlint, tmp_path / name, before) == f"{number}. Three checks\n\n{GOOD}"


def test_fix_every_post_of_a_file(postlint: Postlint, tmp_path: Path) -> None:
    before = "".join(f"## Post {n}\n\n{bold('Checks')} {n}\n\n{GOOD}\n" for n in (1, 2, 3))
    after = "".join(f"## Post {n}\n\nChecks {n}\n\n{GOOD}\n" for n in (1, 2, 3))
    (tmp_path / "a.md").write_text(before, encoding="utf-8")
    result = postlint("check", "a.md", "--fix")
    assert result.stderr == "postlint: fixed 3 findings in 1 draft\n"
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == after


def test_fix_reports_the_remaining_findings(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, a=f"{bold('Three checks')}\n\n{GOOD}", b=f"{STALE}\n{SELF_FOCUSED}", c=GOOD)
    result = postlint("check", "--fix", "--output-format", "concise")
    assert result.exit_code == 1
    assert result.stderr == "postlint: fixed 2 findings in 2 drafts\n"
    assert [line.split()[:3] for line in result.stdout.splitlines()] == [
        ["b.md:1:1:", "error", "self-focused"]
    ]
    assert (tmp_path / "c.md").read_text() == GOOD
    again = postlint("check", "--fix", "--quiet", "--ignore", "self-focused,interest,interaction")
    assert (again.exit_code, again.output) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_fix_does_not_follow_links(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "drafts").mkdir()
    text = f"{bold('Three checks')}\n\n{GOOD}"
    write(tmp_path, real=text)
    (tmp_path / "drafts" / "a.md").symlink_to(tmp_path / "real.md")
    result = postlint("check", "drafts/a.md", "--fix", "--output-format", "concise")
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith("postlint: not fixed: drafts/a.md is a symbolic link")
    assert "pseudo-bold" in result.stdout
    assert (tmp_path / "real.md").read_text(encoding="utf-8") == text


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_fix_reports_unwritable_files(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, a=f"{bold('Three checks')}\n\n{GOOD}")
    (tmp_path / "a.md").chmod(0o444)
    result = postlint("check", "a.md", "--fix")
    assert result.exit_code == 2
    assert result.stderr.startswith("postlint: not fixed: a.md cannot be written")


def test_fix_keeps_unreadable_drafts(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, a=b"caf\xe9", b=f"{bold('Three checks')}\n\n{GOOD}")
    result = postlint("check", "--fix")
    assert result.exit_code == 2
    assert (tmp_path / "a.md").read_bytes() == b"caf\xe9"
    assert (tmp_path / "b.md").read_text() == f"Three checks\n\n{GOOD}"


# Standard input


def test_fix_standard_input_is_a_filter(tmp_path: Path) -> None:
    (tmp_path / "postlint.toml").write_text('extend-select = ["low-relevance"]\n')
    text = f"\ufeff{bold('Three checks')} 🎉\r\n\r\n{SELF_FOCUSED}".encode()
    done = spawn("check", "-", "--fix", cwd=tmp_path, stdin=text)
    assert done.stdout == f"\ufeffThree checks 🎉\r\n\r\n{SELF_FOCUSED}".encode()
    told = done.stderr.decode()
    assert told.startswith(
        "postlint: fixed 1 finding in 1 draft\n-: A personal moment, and welcome (0.0"
    )
    assert "low-relevance" in told
    assert done.returncode == 0
    failing = spawn("check", "-", "--fix", "--fail-on", "info", cwd=tmp_path, stdin=text)
    assert (failing.returncode, failing.stdout) == (1, done.stdout)
    clean = spawn("check", "-", "--fix", "-q", cwd=tmp_path, stdin=GOOD.encode())
    assert (clean.returncode, clean.stdout, clean.stderr) == (0, GOOD.encode(), b"")


# Showing what would be fixed


def test_diff_changes_nothing(postlint: Postlint, tmp_path: Path) -> None:
    before = f"{bold('Three checks')}\n\n{STALE}\n{GOOD}"
    write(tmp_path, a=before, b=SELF_FOCUSED)
    result = postlint("check", "--diff")
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.splitlines()[:5] == [
        "--- a.md",
        "+++ a.md",
        "@@ -1,6 +1,5 @@",
        f"-{bold('Three checks')}",
        "+Three checks",
    ]
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == before
    assert (postlint("check", "--diff", "--exit-zero")).exit_code == 0
    none = postlint("check", "b.md", "--diff")
    assert (none.exit_code, none.output) == (0, "")


@pytest.mark.parametrize("tail", ["", "\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_diff_can_be_applied(end: str, tail: str, postlint: Postlint, tmp_path: Path) -> None:
    text = f"{GOOD}\n{STALE}\n\nOf \u2028 it, {bold('Three checks')}{tail}".replace("\n", end)
    (tmp_path / "a.md").write_bytes(text.encode())
    diff = spawn("check", "--diff", cwd=tmp_path).stdout
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=diff, check=True)
    by_patch = (tmp_path / "a.md").read_bytes()
    (tmp_path / "a.md").write_bytes(text.encode())
    postlint("check", "--fix")
    assert by_patch == (tmp_path / "a.md").read_bytes() != text.encode()


@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_fix_and_watch_are_incompatible(option: str, postlint: Postlint) -> None:
    result = postlint("check", "--watch", option)
    assert result.exit_code == 2
    assert "--watch can't be combined with --fix or --diff." in result.stderr
