from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.command import (
    ASKS_NOTHING,
    GOOD,
    KNOWN_PLATFORMS,
    SELF_FOCUSED,
    Postlint,
    command,
    environment,
    rules_by_path,
    spawn,
    write,
)

JSON = ("--output-format", "json")
CONCISE = ("--output-format", "concise")
CONCISE_LINE = re.compile(r"(.+):(\d+):(\d+): (error|warning|info) ([a-z-]+) (\S.*)")
OFFICE = (
    "I just wanted to share that our rooms are ready. We have twelve desks, two sofas, and a "
    "view of the river.\n\nWe love the light, we love the plants, and we love our kitchen most of "
    "all.\n"
)
"""Only `self-focused`: it covers four others."""

BY_PLATFORM = """\
[rule.no-question]
exempt_platforms = []
severity = {default = "warning", blog = "info", newsletter = "info"}
"""
"""`no-question` for all platforms, as severe as each is about conversation."""

BOLD = ASKS_NOTHING.strip().replace("too long", "**too long**")

ON_LINKEDIN = f"---\nplatform: linkedin\n---\n{ASKS_NOTHING}"


@pytest.fixture
def drafts(tmp_path: Path) -> None:
    write(
        tmp_path, good=GOOD, mute=ASKS_NOTHING, proud=OFFICE,
        blog=f"---\nplatform: blog\n---\n{ASKS_NOTHING}",
    )  # fmt: skip
    (tmp_path / "postlint.toml").write_text(BY_PLATFORM)


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize(
    ("args", "status"),
    [
        ("good.md", 0),
        ("mute.md", 0),
        ("proud.md", 1),
        ("good.md proud.md", 1),
        ("proud.md --fail-on error", 1),
        ("mute.md --fail-on warning", 1),
        ("blog.md --fail-on warning", 0),
        ("blog.md --fail-on info", 1),
        ("good.md --fail-on info", 0),
        ("proud.md --exit-zero", 0),
        ("proud.md --ignore self-focused", 0),
        ("missing.md", 2),
        ("missing.md proud.md", 2),
        ("missing.md proud.md --exit-zero", 2),
        ("good.md --fail-on never", 2),
        ("good.md --min-relevance 2", 2),
        ("good.md --min-relevance much", 2),
        ("good.md --min-relevance 0", 0),
        ("good.md --min-relevance 1", 1),
        ("good.md --min-relevance 1 --exit-zero", 0),
        ("good.md --output-format xml", 2),
        ("good.md --no-such-option", 2),
        ("good.md --select no-such-rule --exit-zero", 2),
    ],
)
def test_exit_status(args: str, status: int, postlint: Postlint) -> None:
    assert postlint("check", *args.split()).exit_code == status


def test_real_processes_exit_with_the_same_status(tmp_path: Path) -> None:
    write(tmp_path, good=GOOD, proud=SELF_FOCUSED)
    names = ("good.md", "proud.md", "missing.md")
    assert [spawn("check", name, cwd=tmp_path).returncode for name in names] == [0, 1, 2]


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize(
    ("args", "found"),
    [
        ((), {"self-focused"}),
        (("--select", "weak-opening"), {"weak-opening"}),
        (("--select", "weak-opening,no-client-tie"), {"weak-opening", "no-client-tie"}),
        (("--select", " weak-opening , no-client-tie,"), {"weak-opening", "no-client-tie"}),
        (
            ("--select", "weak-opening", "--select", "no-client-tie"),
            {"weak-opening", "no-client-tie"},
        ),
        (
            ("--ignore", "self-focused,little-for-clients,low-relevance"),
            {"weak-opening", "no-client-tie"},
        ),
        (
            (
                "--extend-select",
                "low-relevance",
                "--ignore",
                "self-focused,little-for-clients",
                "--ignore",
                "weak-opening,no-client-tie",
            ),
            {"low-relevance"},
        ),
        (("--select", "weak-opening,self-focused", "--ignore", "self-focused"), {"weak-opening"}),
        (("--select", "weak-opening", "--ignore", "weak-opening"), set()),
    ],
)
def test_select_and_ignore(args: tuple[str, ...], found: set[str], postlint: Postlint) -> None:
    result = postlint("check", "proud.md", *JSON, *args)
    assert set(rules_by_path(result)["proud.md"]) == found


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize(
    ("args", "found"),
    [
        # On top of the rules that are on, which `self-focused` covers.
        (("--extend-select", "hard-to-read"), {"self-focused"}),
        (("--select", "weak-opening", "--extend-select", "low-relevance"),
         {"weak-opening", "low-relevance"}),
        (("--extend-select", "low-relevance", "--ignore", "low-relevance,self-focused,interest"),
         {"weak-opening"}),
        (("--select", "form"), {"weak-opening"}),
        (("--select", "form,low-relevance"), {"weak-opening", "low-relevance"}),
        (("--select", "form", "--ignore", "weak-opening"), set()),
        (("--select", "weak-opening", "--ignore", "form"), set()),
        (("--ignore", "interest"), {"weak-opening"}),
        (("--select", "ALL", "--ignore", "interest"), {"weak-opening"}),
        (("--ignore", "ALL"), set()),
    ],
)  # fmt: skip
def test_categories_and_all_stand_for_rules(
    args: tuple[str, ...], found: set[str], postlint: Postlint
) -> None:
    result = postlint("check", "proud.md", *JSON, *args)
    assert set(rules_by_path(result)["proud.md"]) == found


DOG = "Lol, my dog just ate my sandwich again.\n"
"""A draft that only `low-relevance` flags, which is off."""


@pytest.mark.parametrize(
    "args", [("--extend-select", "low-relevance"), ("--select", "ALL"), ("--select", "interest")]
)
def test_rules_that_are_off_can_be_selected(
    args: tuple[str, ...], postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, dog=DOG)
    assert "low-relevance" in rules_by_path(postlint("check", *JSON, *args))["dog.md"]
    assert "low-relevance" not in rules_by_path(postlint("check", *JSON))["dog.md"]
    ignored = postlint("check", *JSON, *args, "--ignore", "low-relevance")
    assert "low-relevance" not in rules_by_path(ignored)["dog.md"]


@pytest.mark.parametrize(
    ("config", "args", "found"),
    [
        ('extend-select = ["low-relevance"]', (), True),
        ('select = ["ALL"]', (), True),
        ('select = ["interest"]', (), True),
        ('select = ["no-question"]\nextend-select = ["interest"]', (), True),
        ('extend-select = ["low-relevance"]\nignore = ["interest"]', (), False),
        ('select = ["ALL"]\nignore = ["low-relevance"]', (), False),
        ('[[overrides]]\nfiles = ["dog.md"]\nextend-select = ["low-relevance"]', (), True),
        ('[[overrides]]\nfiles = ["other.md"]\nextend-select = ["low-relevance"]', (), False),
        # The command line comes first.
        ('extend-select = ["low-relevance"]', ("--ignore", "low-relevance"), False),
        ('extend-select = ["low-relevance"]', ("--select", "no-question"), False),
        ('ignore = ["low-relevance"]', ("--extend-select", "low-relevance"), False),
        ('extend-select = ["no-question"]', ("--extend-select", "low-relevance"), True),
    ],
)
def test_a_configuration_selects_like_the_command_line(
    config: str, args: tuple[str, ...], found: bool, postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, dog=DOG)
    (tmp_path / "postlint.toml").write_text(f"{config}\n")
    result = postlint("check", *JSON, *args)
    assert ("low-relevance" in rules_by_path(result)["dog.md"]) is found


@pytest.mark.parametrize(
    ("name", "meant"),
    [("all", "ALL"), ("interactoin", "interaction"), ("No-Question", "no-question")],
)
@pytest.mark.parametrize("option", ["--select", "--extend-select", "--ignore"])
def test_an_unknown_name_gets_one_error_with_what_was_meant(
    option: str, name: str, meant: str, postlint: Postlint, tmp_path: Path
) -> None:
    told = f"unknown rule `{name}` (did you mean `{meant}`?); `postlint rules` lists them\n"
    result = postlint("check", option, name)
    assert (result.exit_code, result.stderr) == (2, f"postlint: {told}")
    (tmp_path / "postlint.toml").write_text(f'{option[2:]} = ["{name}"]\n')
    result = postlint("check")
    place = len(option) + 3
    assert (result.exit_code, result.stderr) == (
        2, f"postlint: {tmp_path / 'postlint.toml'}:1:{place}: {told}",
    )  # fmt: skip


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_rule_is_named_with_what_was_meant(option: str, postlint: Postlint) -> None:
    result = postlint("check", option, "no-question,no-qestion")
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("postlint: unknown rule `no-qestion` (did you mean `no-question`?)")


@pytest.mark.usefixtures("drafts")
def test_one_fault_gives_one_finding(postlint: Postlint) -> None:
    everything = "self-focused,little-for-clients,no-client-tie,weak-opening,low-relevance"
    covered = postlint("check", "proud.md", *JSON, "--select", everything)
    assert rules_by_path(covered) == {"proud.md": ["self-focused"]}
    for rule in everything.split(","):
        alone = postlint("check", "proud.md", *JSON, "--select", rule)
        assert rules_by_path(alone) == {"proud.md": [rule]}


@pytest.mark.usefixtures("drafts")
def test_min_relevance_makes_a_low_score_an_error(postlint: Postlint) -> None:
    low = postlint("check", "good.md", *JSON, "--min-relevance", "1")
    (finding,) = json.loads(low.stdout)["posts"][0]["findings"]
    assert (finding["rule"], finding["severity"]) == ("low-relevance", "error")
    # A milder finding does not cover it.
    milder = postlint(
        "check", "proud.md", *JSON, "--min-relevance", "1", "--ignore", "self-focused"
    )
    assert set(rules_by_path(milder)["proud.md"]) == {"little-for-clients", "low-relevance"}
    # It holds beside other selected rules, too.
    beside = postlint("check", "good.md", "--min-relevance", "1", "--select", "no-question")
    assert beside.exit_code == 1


@pytest.mark.usefixtures("drafts")
def test_the_score_in_the_message_is_below_the_limit_in_it(postlint: Postlint) -> None:
    report = json.loads(postlint("check", "good.md", *JSON).stdout)
    limit = report["posts"][0]["relevance"] + 0.001
    line = postlint("check", "good.md", *CONCISE, "--min-relevance", f"{limit:.3f}").stdout
    shown, below = re.findall(r"\d\.\d+", line)
    assert float(shown) < float(below)


@pytest.mark.usefixtures("drafts")
def test_min_relevance_must_be_a_number(postlint: Postlint) -> None:
    assert postlint("check", "good.md", "--min-relevance", "nan").exit_code == 2


@pytest.mark.parametrize(
    ("args", "platform", "severity"),
    [
        ((), None, "warning"),
        (("--platform", "linkedin"), "linkedin", "warning"),
        (("--platform", "LinkedIn"), "linkedin", "warning"),
        (("--platform", "twitter"), "x", "warning"),
        (("--platform", "blog"), "blog", "info"),
        (("--platform", "medium"), "blog", "info"),
        (("--platform", "newsletter"), "newsletter", "info"),
        (("--platform", "Substack"), "newsletter", "info"),
    ],
)
def test_platform_decides_severity(
    args: tuple[str, ...], platform: str | None, severity: str, postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, mute=ASKS_NOTHING)
    (tmp_path / "postlint.toml").write_text(BY_PLATFORM)
    (post,) = json.loads(postlint("check", *JSON, *args).stdout)["posts"]
    assert post["platform"] == platform
    assert [(f["rule"], f["severity"]) for f in post["findings"]] == [("no-question", severity)]


def test_front_matter_wins_over_the_option(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, a=ON_LINKEDIN, b=ASKS_NOTHING)
    (tmp_path / "postlint.toml").write_text(BY_PLATFORM)
    posts = json.loads(postlint("check", *JSON, "--platform", "blog").stdout)["posts"]
    assert [post["platform"] for post in posts] == ["linkedin", "blog"]
    assert [post["findings"][0]["severity"] for post in posts] == ["warning", "info"]


def test_an_unknown_platform_is_refused_with_the_known_ones(postlint: Postlint) -> None:
    result = postlint("check", "--platform", "myspace")
    assert result.exit_code == 2
    assert result.stderr.endswith(
        f"postlint doesn't know the platform `myspace`. {KNOWN_PLATFORMS}\n"
    )


def test_a_misspelled_platform_gets_a_suggestion(postlint: Postlint) -> None:
    result = postlint("check", "--platform", "TWITER")
    assert (
        "the platform `TWITER` (did you mean `twitter`?). Known platforms: blog," in result.stderr
    )


@pytest.mark.parametrize("args", [("-",), ("--stdin-filename", "-x.md"), ("-", "--quiet")])
def test_standard_input(args: tuple[str, ...], postlint: Postlint) -> None:
    result = postlint("check", *args, *CONCISE, stdin=SELF_FOCUSED)
    assert result.exit_code == 1
    path = "-x.md" if "--stdin-filename" in args else "-"
    assert result.stdout.startswith(f"{path}:1:1: error self-focused ")


@pytest.mark.parametrize(
    ("name", "excerpt"),
    [
        ("a.md", BOLD),
        ("a.MD", BOLD),
        ("folder/a.markdown", BOLD),
        ("a.mdx", BOLD),
        ("a.txt", f"> {BOLD}"),
        ("a.TXT", f"> {BOLD}"),
        ("a", BOLD),
    ],
)
def test_the_ending_of_stdin_filename_decides(name: str, excerpt: str, postlint: Postlint) -> None:
    Path("postlint.toml").write_text("[rule.no-question]\nquotations = true\n")
    result = postlint(
        "check", "-", *JSON, "--stdin-filename", name, "--select", "no-question",
        stdin=f"> {BOLD}",
    )  # fmt: skip
    (post,) = json.loads(result.stdout)["posts"]
    assert post["path"] == name
    assert [finding["excerpt"] for finding in post["findings"]] == [excerpt]


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize(
    "args", [("-", "good.md"), ("good.md", "-"), ("good.md", "--stdin-filename", "a.md")]
)
def test_misuse_of_standard_input_is_refused(args: tuple[str, ...], postlint: Postlint) -> None:
    result = postlint("check", *args, stdin=GOOD)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "standard input" in result.stderr


def test_paths_are_read_in_the_order_given_and_once(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    write(tmp_path / "folder", b=GOOD, a=GOOD)
    write(tmp_path, z=GOOD, y=GOOD)
    result = postlint("check", "z.md", "folder", "y.md", "folder/b.md", "./z.md", *JSON)
    expected = ["z.md", str(Path("folder", "a.md")), str(Path("folder", "b.md")), "y.md"]
    assert list(rules_by_path(result)) == expected


def test_the_current_folder_is_the_default(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, b=GOOD, a=SELF_FOCUSED, README=SELF_FOCUSED)
    assert rules_by_path(postlint("check", *JSON)) == {"a.md": ["self-focused"], "b.md": []}


@pytest.mark.usefixtures("drafts")
def test_an_empty_name_is_no_file(postlint: Postlint) -> None:
    # As from `postlint check "$DRAFT"` where DRAFT is not set.
    result = postlint("check", "")
    assert result.exit_code == 2
    assert "good.md" not in result.stdout


@pytest.mark.usefixtures("drafts")
def test_text_shows_verdicts_findings_and_counts(postlint: Postlint) -> None:
    result = postlint("check", "good.md", "proud.md", "blog.md")
    lines = result.stdout.splitlines()
    assert re.fullmatch(r"good\.md: Useful to clients \(0\.\d\d\)", lines[0])
    assert re.fullmatch(r"proud\.md: Not for clients yet \(0\.\d\d\)", lines[1])
    assert re.fullmatch(r"  1:1  error  .+  self-focused", lines[2])
    assert lines[3].startswith("    Try: ")
    assert lines[-1] == "3 posts checked: 1 error, 1 suggestion."
    assert result.stderr == ""


@pytest.mark.usefixtures("drafts")
def test_quiet_shows_findings_only(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, empty="")
    result = postlint("check", "--quiet", "good.md", "proud.md", "empty.md")
    assert "good.md" not in result.output
    assert "checked" not in result.output
    assert "self-focused" in result.stdout
    assert result.stderr == ""
    assert postlint("check", "-q", "good.md").output == ""
    # A problem is no chatter.
    assert postlint("check", "-q", "missing.md").stderr.startswith("postlint: missing.md: ")


@pytest.mark.usefixtures("drafts")
def test_concise_is_a_line_a_finding(postlint: Postlint) -> None:
    args = ("good.md", "proud.md", "mute.md", "blog.md", "missing.md")
    result = postlint("check", *CONCISE, *args)
    report = json.loads(postlint("check", *JSON, *args).stdout)
    expected = [
        (
            post["path"], str(f["line"]), str(f["column"]), f["severity"], f["rule"], f["message"],
        )
        for post in report["posts"]
        for f in post["findings"]
    ]  # fmt: skip
    matches = [CONCISE_LINE.fullmatch(line) for line in result.stdout.splitlines()]
    assert [match and match.groups() for match in matches] == expected
    assert expected


def test_json_is_as_documented(postlint: Postlint, tmp_path: Path) -> None:
    body = "\nHad eggs for breakfast. Taking the garbage out now.\n\n\n#eggs\n\n"
    write(tmp_path, a=f"---\nplatform: LinkedIn\n---\n{body}", b=b"caf\xe9", c="")
    result = postlint("check", "a.md", "b.md", "c.md", *JSON, "--select", "self-focused")
    assert result.exit_code == 2
    report: dict[str, Any] = json.loads(result.stdout)
    eggs, empty = report["posts"]
    finding = eggs["findings"][0]
    assert isinstance(eggs["relevance"], float)
    assert 0 <= eggs["relevance"] <= 1
    assert eggs["relevance"] == round(eggs["relevance"], 3)
    assert {type(value) for value in eggs["labels"].values()} == {bool}
    assert finding["message"]
    assert finding["help"]
    assert report == {
        "version": 1,
        "posts": [
            {
                "path": "a.md", "ordinal": 1, "line": 5, "end_line": 8, "platform": "linkedin",
                "language": "en", "relevance": eggs["relevance"], "relevant": False,
                "labels": {
                    "self_focus": True, "question": False, "tie": False,
                    "anecdote": eggs["labels"]["anecdote"],
                },
                "verdict": "only about you",
                "headline": "Not for clients yet",
                "notices": [],
                "skipped": False,
                "findings": [
                    {
                        "rule": "self-focused", "severity": "error",
                        "message": finding["message"], "help": finding["help"],
                        "suggestion": None,
                        "excerpt": "Had eggs for breakfast.",
                        "line": 5, "column": 1, "end_line": 5, "end_column": 24,
                    }
                ],
            },
            {
                "path": "c.md", "ordinal": 1, "line": 1, "end_line": 1, "platform": None,
                "language": None, "relevance": None, "relevant": None, "labels": None,
                "verdict": None, "headline": None, "notices": empty["notices"],
                "skipped": False, "findings": [],
            },
        ],
        "problems": [{"path": "b.md", "message": report["problems"][0]["message"]}],
        "summary": {
            "posts": 2, "skipped": 0, "errors": 1, "warnings": 0, "infos": 0, "problems": 1,
            "accepted": 0, "baselined": 0,
        },
    }  # fmt: skip
    assert len(empty["notices"]) == 1


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("form", ["text", "concise", "json"])
def test_problems_and_notices_go_to_stderr_only(
    form: str, postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, empty="", broken=b"\xff")
    args = ("check", "--output-format", form, "good.md", "missing.md", "empty.md", "broken.md")
    result = postlint(*args)
    assert re.fullmatch(
        r"postlint: missing\.md: \S.*\npostlint: empty\.md: \S.*\npostlint: broken\.md: \S.*\n",
        result.stderr,
    )
    if form == "json":
        json.loads(result.stdout)
    elif form == "concise":
        assert result.stdout == ""
    else:
        assert "missing.md" not in result.stdout
        assert result.stdout.endswith("2 posts checked: 1 not judged, 2 drafts couldn't be read.\n")


@pytest.mark.parametrize("form", ["text", "concise", "json"])
def test_no_draft_at_all(form: str, postlint: Postlint) -> None:
    result = postlint("check", "--output-format", form)
    assert result.exit_code == 0
    assert len(result.stderr.splitlines()) == 1
    if form == "json":
        counted = "posts skipped errors warnings infos problems accepted baselined"
        summary = dict.fromkeys(counted.split(), 0)
        expected = {"version": 1, "posts": [], "problems": [], "summary": summary}
        assert json.loads(result.stdout) == expected


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({}, False),
        ({"NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)  # fmt: skip
def test_colour_when_piped(
    variables: dict[str, str], coloured: bool, postlint: Postlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in postlint("check", "proud.md").stdout) is coloured


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("form", ["concise", "json"])
def test_formats_for_programs_are_never_coloured(
    form: str, postlint: Postlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" not in postlint("check", "--output-format", form).output


def on_terminal(*args: str, cwd: Path, both: bool = False, **env: str) -> tuple[str, str]:
    """Run with stdout, or with stderr too, on a terminal; return what is shown, and stderr."""
    import pty

    ours, theirs = pty.openpty()
    env = {"TERM": "xterm-256color", "COLUMNS": "80"} | env
    process = subprocess.Popen(
        command(*args), cwd=cwd, env=environment(**env),
        stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs if both else subprocess.PIPE,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    try:
        while data := os.read(ours, 65536):
            shown += data
    except OSError:  # Linux says so when the other end is closed
        pass
    os.close(ours)
    _, errors = process.communicate(timeout=60)
    return shown.decode(), (errors or b"").decode()


posix = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")


@posix
@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({}, True),
        ({"TERM": "dumb"}, False),
        ({"NO_COLOR": "1"}, False),
    ],
)  # fmt: skip
def test_colour_on_a_terminal(variables: dict[str, str], coloured: bool, tmp_path: Path) -> None:
    write(tmp_path, empty="")  # Without prose there is no analysis to wait for.
    shown, _ = on_terminal("check", "empty.md", cwd=tmp_path, **variables)
    assert "empty.md" in shown
    assert ("\x1b[" in shown) is coloured


@posix
def test_a_progress_bar_does_not_mix_with_the_report(tmp_path: Path) -> None:
    write(tmp_path, **{f"draft-{number:02}": "" for number in range(30)})
    shown, _ = on_terminal("check", cwd=tmp_path, both=True)
    assert "Checking drafts" in shown
    # The bar is gone when the report comes, and each draft is in it once.
    report = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", shown[shown.rindex("100%") :])
    assert re.findall(r"draft-\d\d\.md", report) == [
        f"draft-{number:02}.md" for number in range(30)
    ]
    shown, errors = on_terminal("check", *JSON, cwd=tmp_path)
    assert len(json.loads(shown)["posts"]) == 30
    assert "Checking drafts" not in errors


@posix
def test_nobody_reads_on(tmp_path: Path) -> None:
    # As with `postlint rules | head -1`.
    process = subprocess.Popen(
        command("rules"), cwd=tmp_path, env=environment(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    process.stdout.close()
    _, errors = process.communicate(timeout=60)
    assert errors == b""
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--min-relevance", "1", "--ignore", "low-relevance"), "remove it from --ignore"),
        (("--select", ","), "name at least one rule or category"),
    ],
)
def test_options_that_would_check_nothing_are_refused(
    args: tuple[str, ...], says: str, postlint: Postlint
) -> None:
    result = postlint("check", "-", *args, stdin=GOOD)
    assert result.exit_code == 2
    assert says in result.stderr


def test_a_platform_that_is_not_known_is_said(postlint: Postlint) -> None:
    result = postlint("check", "-", stdin=f"---\nplatform: linkdin\n---\n{GOOD}")
    assert result.stderr == (
        "postlint: -: `platform` in the front matter is ignored: postlint doesn't know the "
        f"platform `linkdin` (did you mean `linkedin`?). {KNOWN_PLATFORMS}\n"
    )


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        (GOOD, "1 post checked: no problems found.\n"),
        ("", "1 post checked: 1 not judged.\n"),
        ("Heute haben wir den Laden umgezogen.", "1 post checked: 1 not judged.\n"),
        (b"\xff", "No posts checked: 1 draft couldn't be read.\n"),
    ],
)
def test_the_sums_say_what_was_not_judged(text: str | bytes, sums: str, postlint: Postlint) -> None:
    assert postlint("check", "-", stdin=text).stdout.endswith(sums)
