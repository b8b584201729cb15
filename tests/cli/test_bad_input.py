from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.command import (
    GOOD,
    SELF_FOCUSED,
    Postlint,
    command,
    environment,
    rules_by_path,
    spawn,
    write,
)

posix = pytest.mark.skipif(sys.platform == "win32", reason="files and processes of POSIX")

GERMAN = "Heute Morgen habe ich den Müll hinausgebracht und danach für alle Eier gebraten.\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0\x1f\xf3\xffa"


class Bad(NamedTuple):
    content: bytes | None
    says: str
    """What stderr says, as a pattern."""
    is_scored: bool = False


UNREADABLE = {
    "missing.md": Bad(None, "no such file or folder"),
    "latin-1.md": Bad(b"A caf\xe9 in town.\n", r"not UTF-8 \(byte 6\).*save it as UTF-8"),
    "cut-off.md": Bad("Enough for today, Zoë".encode()[:-1], r"not UTF-8 \(byte 21\).*"),
    "utf-16.md": Bad(GOOD.encode("utf-16"), "not UTF-8 .*UTF-16.*save it as UTF-8"),
    "utf-16-be.md": Bad("\ufeffHad eggs.".encode("utf-16-be"), "not UTF-8 .*UTF-16.*"),
    "picture.md": Bad(PNG, "not text.*"),
    "zeros.md": Bad(b"Had eggs\0\0 for breakfast.\n", r"not text .*byte 9.*"),
    "5-mb.md": Bad(b"Had eggs for breakfast. " * 210_000, "too large .*5.0 MB.*limit is 1 MB.*"),
}
EGGS = "Had eggs for breakfast. Taking the garbage out now.\n"
READABLE = {
    "empty.md": Bad(b"", "no prose.*"),
    "blank.txt": Bad(b"\n \t\r\n", "no prose.*"),
    "only-front-matter.md": Bad(b"---\ntitle: Not yet\n---\n", "no prose.*"),
    "only-hashtags.md": Bad(b"#monday #eggs #work\n", "no prose.*"),
    "only-code.md": Bad(b"```\nlet us = go()\n```\n", "no prose.*"),
    "only-a-link.txt": Bad(b"https://example.com/a-post\n", "no prose.*"),
    "german.md": Bad(GERMAN.encode(), "this looks like German, not English, .*"),
    "greek.txt": Bad(
        "Σήμερα το πρωί έφαγα αυγά.\n".encode(), "this looks like Greek, not English, .*"
    ),
    "broken-yaml.md": Bad(
        f"---\ntitle: Eggs: the facts\n---\n{SELF_FOCUSED}".encode(),
        r"front matter isn't valid YAML \(line 2: .+\)",
        is_scored=True,
    ),
    "broken-toml.md": Bad(
        f"+++\ntitle = 'Eggs'\nfacts =\n+++\n{SELF_FOCUSED}".encode(),
        r"front matter isn't valid TOML \(line 3: .+\)",
        is_scored=True,
    ),
    "list.md": Bad(f"---\n- Eggs\n---\n{EGGS}".encode(), "front matter.*", is_scored=True),
}


class Run(NamedTuple):
    status: int
    report: dict[str, Any]
    stderr: list[str]


def write_all(folder: Path, drafts: dict[str, Bad]) -> None:
    for name, bad in drafts.items():
        if bad.content is not None:
            (folder / name).write_bytes(bad.content)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One real run over all bad drafts, with a good draft after each of the two kinds."""
    folder = tmp_path_factory.mktemp("bad")
    write_all(folder, UNREADABLE | READABLE)
    write(folder, good=GOOD, proud=SELF_FOCUSED)
    names = [*UNREADABLE, "good.md", *READABLE, "proud.md"]
    done = spawn("check", *names, "--output-format", "json", cwd=folder)
    return Run(done.returncode, json.loads(done.stdout), done.stderr.decode().splitlines())


def said_of(name: str, run: Run) -> str:
    """Return the only line on stderr about a draft."""
    (line,) = [line for line in run.stderr if line.startswith(f"postlint: {name}: ")]
    return line.removeprefix(f"postlint: {name}: ")


def test_bad_drafts_do_not_stop_good_ones(run: Run) -> None:
    found = {post["path"]: [f["rule"] for f in post["findings"]] for post in run.report["posts"]}
    assert found["good.md"] == []
    assert found["proud.md"] == ["self-focused"]
    assert list(found) == ["good.md", *READABLE, "proud.md"]
    assert run.status == 2
    assert len(run.stderr) == len(UNREADABLE) + len(READABLE)


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_draft_is_one_problem(name: str, run: Run) -> None:
    said = said_of(name, run)
    assert re.fullmatch(UNREADABLE[name].says, said)
    assert [p for p in run.report["problems"] if p["path"] == name] == [
        {"path": name, "message": said}
    ]
    assert name not in {post["path"] for post in run.report["posts"]}


@pytest.mark.parametrize("name", READABLE)
def test_unscored_draft_has_one_notice(name: str, run: Run) -> None:
    (post,) = [post for post in run.report["posts"] if post["path"] == name]
    assert re.fullmatch(READABLE[name].says, said_of(name, run))
    assert post["notices"] == [said_of(name, run)]
    if READABLE[name].is_scored:
        assert post["findings"]
        assert post["relevance"] is not None
    else:
        assert (post["relevance"], post["labels"], post["findings"]) == (None, None, [])


@pytest.mark.parametrize(
    ("names", "status"),
    [
        ([name for name, bad in READABLE.items() if not bad.is_scored], 0),
        (["broken-yaml.md"], 1),
        (["good.md", "latin-1.md"], 2),
    ],
)
def test_notices_do_not_change_the_exit_status(
    names: list[str], status: int, postlint: Postlint, tmp_path: Path
) -> None:
    write_all(tmp_path, UNREADABLE | READABLE)
    write(tmp_path, good=GOOD)
    assert postlint("check", *names).exit_code == status


def test_folder_without_drafts(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "main.py").write_text("print()")
    (tmp_path / "code" / "README.md").write_text(SELF_FOCUSED)
    for folders in (["empty"], ["code"], ["empty", "code"]):
        result = postlint("check", *folders)
        assert result.exit_code == 0
        (line,) = result.stderr.splitlines()
        assert re.fullmatch(rf"postlint: {', '.join(folders)}: no drafts found .*", line)


@pytest.mark.parametrize(
    "front_matter",
    [
        "---\n? [a, b]\n: c\n---\n",
        "---\na: *nobody\n---\n",
        "---\na: \x07\n---\n",
        "+++\ndate = 2026-02-31\n+++\n",
        "---\ndraft: !!bool maybe\n---\n",
        "---\nweek: !!int ''\n---\n",
    ],
    ids=lambda front_matter: " ".join(front_matter[4:28].split()),
)
def test_front_matter_never_stops_the_run(
    front_matter: str, postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, a=front_matter + SELF_FOCUSED, b=GOOD)
    result = postlint("check", "--output-format", "json")
    assert rules_by_path(result) == {"a.md": ["self-focused"], "b.md": []}
    (line,) = result.stderr.splitlines()
    assert line.startswith("postlint: a.md: front matter isn't valid ")


def test_front_matter_escape_sequences_are_escaped(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, a=f"---\na: !%1B[31mred%0Anext x\n---\n{GOOD}")
    (line,) = postlint("check").stderr.splitlines()
    assert line.isprintable()


ESCAPES = (
    "Yesterday I \x1b[31mfinished \x9b2Jmy \x1b]0;title\x07 tax course. "
    "I \x08 passed with distinction and I am very happy.\n"
)


@pytest.mark.parametrize(
    "args",
    [
        "check",
        "check --output-format concise",
        "check --select no-client-tie",
        pytest.param(
            "check --output-format json",
        ),
        pytest.param(
            "score",
        ),
    ],
)
def test_draft_escape_sequences_are_escaped(args: str, postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, a=ESCAPES)
    name, *options = args.split()
    output = postlint(name, "a.md", *options).output
    assert "a.md" in output
    assert not set(re.findall(r"[\x00-\x1f\x7f-\x9f]", output)) - {"\n"}


ODD_NAMES = [
    "with blanks .md",
    "[brackets] {braces} (and) $(more).md",
    "Grüße – 日本 🥚.md",
    "-dash.md",
    "a:1:2: error.md",
    "*.md",
    "'quotes\".md",
    "back\\slash.md",
]
NEWLINE, ESCAPE, NOT_UTF8 = "new\nline.md", "\x1b[31mred.md", os.fsdecode(b"\xff\xe9.md")


@posix
def test_odd_file_names_in_json(postlint: Postlint, tmp_path: Path) -> None:
    names = [*ODD_NAMES, NEWLINE, ESCAPE, NOT_UTF8]
    for name in names:
        (tmp_path / name).write_text(SELF_FOCUSED)
    result = postlint("check", "--output-format", "json")
    assert rules_by_path(result) == {name: ["self-focused"] for name in sorted(names)}
    named = postlint("check", "--output-format", "json", "--", *names)
    assert list(rules_by_path(named)) == names


@posix
@pytest.mark.parametrize(
    "name",
    [
        *ODD_NAMES,
        NOT_UTF8,
        NEWLINE,
        ESCAPE,
        "two  blanks.md",
        "hard\u00a0blank.md",
    ],
)
def test_odd_file_names_in_lines(name: str, postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / name).write_text(SELF_FOCUSED)
    result = postlint("check", "--output-format", "concise", "--", name, f"missing-{name}")
    (finding,) = result.stdout.removesuffix("\n").split("\n")
    (problem,) = result.stderr.removesuffix("\n").split("\n")
    shown = re.fullmatch(r"(.+):1:1: error self-focused .+", finding)
    assert shown
    assert problem == f"postlint: missing-{shown[1]}: no such file or folder"
    if name not in (NOT_UTF8, NEWLINE, ESCAPE):
        assert shown[1] == name
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", shown[1])
    assert postlint("check", "--", name).stdout.startswith(f"{shown[1]}: Not for clients yet (0.")


@pytest.mark.parametrize(
    "subcommand",
    [
        "check",
        *(
            pytest.param(
                name,
            )
            for name in ("score", "evaluate", "test")
        ),
    ],
)
def test_path_that_is_a_text(subcommand: str, postlint: Postlint) -> None:
    # The user passes the post itself instead of its file.
    result = postlint(subcommand, "Had eggs for breakfast. Taking the garbage out now. " * 8)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


@posix
@pytest.mark.parametrize("target", ["nowhere.md", "loop.md"])
def test_broken_links_in_a_folder(target: str, postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, good=GOOD)
    (tmp_path / "loop.md").symlink_to(target)
    result = postlint("check", "--output-format", "json")
    assert rules_by_path(result) == {"good.md": []}
    assert result.exit_code == 2
    assert result.stderr.startswith("postlint: loop.md: ")


@contextmanager
def _unprivileged() -> Iterator[None]:
    """Run without the right to read everything."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@posix
@pytest.mark.parametrize(
    "path",
    [
        "locked.md",
        "locked/secret.md",
        pytest.param(
            "locked",
        ),
    ],
)
def test_draft_without_read_permission(path: str, postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, good=GOOD, locked=GOOD)
    (tmp_path / "locked").mkdir()
    write(tmp_path / "locked", secret=GOOD)
    postlint("check", "good.md")  # From now on nothing else has to be read.
    for locked in ("locked", "locked.md"):
        (tmp_path / locked).chmod(0)
    tmp_path.chmod(0o755)
    try:
        with _unprivileged():
            result = postlint("check", path, "good.md", "--no-cache", "--output-format", "json")
    finally:
        (tmp_path / "locked").chmod(0o700)
    assert result.exit_code == 2
    assert rules_by_path(result) == {"good.md": []}
    assert re.fullmatch(rf"postlint: {path}: can't be read \(.+\)\n", result.stderr)


@pytest.mark.parametrize(
    ("data", "status", "says"),
    [
        (b"A caf\xe9 in town.", 2, r"-: not UTF-8 \(byte 6\).*"),
        (GOOD.encode("utf-16"), 2, "-: not UTF-8 .*UTF-16.*"),
        (PNG, 2, "-: not text.*"),
        (b"", 0, "-: no prose.*"),
        (GERMAN.encode(), 0, "-: this looks like German, not English.*"),
        (b"Had eggs for breakfast. " * 50_000, 2, "-: too large.*"),
    ],
)
def test_standard_input_with_invalid_bytes(
    data: bytes, status: int, says: str, postlint: Postlint
) -> None:
    result = postlint("check", "-", "--output-format", "json", stdin=data)
    assert result.exit_code == status
    assert re.fullmatch(f"postlint: {says}\n", result.stderr)
    assert len(json.loads(result.stdout)["problems"]) == (status == 2)


@posix
@pytest.mark.parametrize(
    ("closed", "args"),
    [
        pytest.param(
            "<&-", "check -",
        ),
        (">&-", "rules"),
        ("2>&-", "check missing.md"),
        pytest.param(
            ">/dev/full", "check empty.md",
            marks=pytest.mark.skipif(
                not Path("/dev/full").exists(), reason="no full disk here"
            ),
        ),
    ],
)  # fmt: skip
def test_closed_streams(closed: str, args: str, tmp_path: Path) -> None:
    write(tmp_path, empty="")
    line = f'exec "$@" {closed}'
    done = subprocess.run(
        ["/bin/sh", "-c", line, "sh", *map(str, command(*args.split()))],
        cwd=tmp_path, env=environment(), capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "env", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONIOENCODING": "ascii:strict"}]
)
def test_output_is_utf8_whatever_the_locale(env: dict[str, str], tmp_path: Path) -> None:
    names = ["Grüße-日本.md", "fehlt-日本.md"]
    (tmp_path / names[0]).write_text(SELF_FOCUSED + "\nSo proud of us. 🥚\n", encoding="utf-8")
    done = spawn("check", *names, cwd=tmp_path, **env)  # type: ignore[arg-type]
    assert done.returncode == 2
    assert names[0] in done.stdout.decode()
    assert done.stderr.decode().startswith(f"postlint: {names[1]}: ")
