"""Configuration errors: one line with the location and the reason."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.command import GOOD, KNOWN_PLATFORMS, Postlint, spawn, write

LINE = re.compile(r"postlint: (?P<file>.+?):(?P<line>\d+):(?P<column>\d+): (?P<reason>\S.*)\n")


def refused(
    postlint: Postlint, folder: Path, content: str | bytes, name: str = "postlint.toml"
) -> tuple[str, str]:
    """Return the location and the reason of an error; there must be no other output."""
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    write(folder, draft=GOOD)
    result = postlint("check", "draft.md")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    found = LINE.fullmatch(result.stderr)
    assert found, result.stderr
    assert result.stderr.rstrip("\n").isprintable()
    assert found["file"] == str(folder / name)
    return f"{found['line']}:{found['column']}", found["reason"]


WRONG: list[Any] = [
    # keys
    ("profil = 1\n", "1:1", "unknown key `profil` (did you mean `profile`?)"),
    ("\n\n  ruels = []\n", "3:3", "unknown key `ruels` (did you mean `rules`?)"),
    ("xyzzy = 1\n", "1:1", "unknown key `xyzzy`"),
    ("# profil\n\n[profil]\n", "3:2", "unknown key `profil` (did you mean `profile`?)"),
    ("'profil' = 1\n", "1:1", "unknown key `profil` (did you mean `profile`?)"),
    ("[profile]\nfrm = 'x'\n", "2:1", "unknown key `frm` (did you mean `firm`?)"),
    ("profile.frm = 'x'\n", "1:9", "unknown key `frm` (did you mean `firm`?)"),
    ("profile = { frm = 'x' }\n", "1:13", "unknown key `frm` (did you mean `firm`?)"),
    ("[profile]\nfirm = 'frm'\n# frm\n frm = 1\n", "4:2",
     "unknown key `frm` (did you mean `firm`?)"),
    ("x = '''\nfrm\n'''\n[profile]\nfrm = 1\n", "5:1", "unknown key `frm` (did you mean `firm`?)"),
    # values
    ("rules = 'own'\n", "1:1", '`rules` must be a list, such as ["own"]'),
    ("plugins = 'own'\n", "1:1", '`plugins` must be a list, such as ["own"]'),
    ("rules = 3\n", "1:1", "`rules` must *"),
    ("rule = []\n", "1:1", "`rule` must *"),
    ("profile = 'Meier'\n", "1:1", "`profile` must *"),
    ("[[profile]]\nfirm = 'Meier'\n", "1:3", "`profile` must *"),
    ("[profile]\nfirm = ''\n", "2:1", "`firm` must *"),
    ("[profile]\nfirm = ' '\n", "2:1", "`firm` must *"),
    ("[profile]\nfirm = ['Meier']\n", "2:1", "`firm` must *"),
    ("[profile]\nfirm = 1979-05-27\n", "2:1", "`firm` must *"),
    ("[profile]\nclients = 3\n", "2:1", "`clients` must *"),
    ("[profile]\nplatforms = ['linkedn']\n", "2:1",
     "`platforms`: postlint doesn't know the platform `linkedn` (did you mean `linkedin`?). "
     f"{KNOWN_PLATFORMS}"),
    ("[profile]\nplatforms = { myspace = 'x' }\n", "2:1",
     f"`platforms`: postlint doesn't know the platform `myspace`. {KNOWN_PLATFORMS}"),
    ("[profile]\nplatforms = 3\n", "2:1", "`platforms` must be a list of platforms, or a table *"),
    ("[profile]\nplatforms = { x = 3 }\n", "2:15", "`x` must *"),
    # rules
    ("[rule.no-qestion]\nseverity = 'info'\n", "1:7",
     "unknown rule `no-qestion` (did you mean `no-question`?); "
     "run `postlint rules` for a list of all rules"),
    ("rule.No-Question.enabled = false\n", "1:6", "unknown rule `No-Question` (did you mean *"),
    ("[rule.xyzzy]\n", "1:7", "unknown rule `xyzzy`; run `postlint rules` for a list of all rules"),
    ("[rule]\nno-question = false\n", "2:1", "`no-question` must *"),
    ("[rule.no-question]\nenabled = 'perhaps'\n", "2:1", "`enabled` must *"),
    ("[rule.no-question]\nseverity = 'fatal'\n", "2:1", "unknown severity `*`; use info, *"),
    ("[rule.no-question]\nseverity = 3\n", "2:1", "unknown severity `*`; use info, *"),
    ("[rule.no-question]\nseverity = { blog = 'info' }\n", "2:1",
     "a severity by platform needs a `default`"),
    ("[rule.no-question.severity]\ndefault = 'info'\nblogg = 'info'\n", "3:1",
     f"postlint doesn't know the platform `blogg` (did you mean `blog`?). {KNOWN_PLATFORMS}"),
    ("[rule.jargon]\nmin = 3\n", "2:1", "unknown key `min`"),
    ("[rule.low-relevance]\nmni = 3\n", "2:1", "unknown key `mni` (did you mean `min`?)"),
    ("[rule.low-relevance]\n\nmin = 'much'\n", "3:1", "`min` must *"),
    ("[rule.low-relevance]\nmin = true\n", "2:1", "`min` must *"),
    ("[rule.no-client-tie.min]\ndefault = 0.1\nlinkedn = 1\n", "1:21",
     "`min`: postlint doesn't know the platform `linkedn` (did you mean `linkedin`?). "
     f"{KNOWN_PLATFORMS}"),
    ("[rule.no-client-tie.min]\ndefault = 0.1\nx = 'much'\n", "1:21", "`min` must *"),
    ("[rule.self-focused]\nmin_probability = 2\n", "2:1", "`min_probability` must *"),
    ("[rule.self-focused]\nmin_probability = nan\n", "2:1", "`min_probability` must *"),
    ("[rule.low-relevance]\nmin = -0.1\n", "2:1", "`min` must *"),
    ("[rule.jargon]\nwords = 'BGP'\n", "2:1", "`words` must *"),
    # what is named and not there
    ("rules = ['own']\n", "1:10", "`rules`: no file or folder `own` next to this file"),
    ("\n rules = ['a\\u001b[31m']\n".replace("'", '"'), "2:11", "`rules`: no file or folder *"),
    ('rules = ["\\u0000"]\n', "1:10", "`rules`: no file or folder *"),
    ("plugins = ['no-such-one']\n", "1:12", "plug-in `no-such-one` isn't installed*"),
    # no TOML
    ("rules = \n", "1:9", "*"),
    ("\nrules = [] x\n", "2:12", "*"),
    ("rules = []\nrules = []\n", "2:*", "*"),
    ("rules = [\n", "*:1", "*"),
    ("rules = [" + "[" * 5000, "*", "*"),
    ("firm = '\x07'\n", "1:9", "*"),
    (b"a = 1\nb = '\xff'\n", "*", "not UTF-8 (byte 12); save it as UTF-8"),
    (b"\xff\xfep\x00", "1:1", "not UTF-8 (byte 1); save it as UTF-8"),
    ("\0", "1:1", "*"),
    ('"\\u001b[31m" = 1\n', "1:1", "unknown key `*"),
    ('"" = 1\n', "1:1", "unknown key ``"),
]  # fmt: skip


def matches(text: str, wanted: str) -> bool:
    """Return whether a text matches a pattern, where `*` matches anything."""
    return bool(re.fullmatch(re.escape(wanted).replace(r"\*", ".*"), text))


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("content", "place", "reason"), WRONG)
def test_config_errors_have_location_and_reason(
    content: str | bytes, place: str, reason: str, newline: str, postlint: Postlint, tmp_path: Path
) -> None:
    if isinstance(content, str):
        content = content.replace("\n", newline)
    elif newline != "\n":
        pytest.skip("bytes are taken as they are")
    found, said = refused(postlint, tmp_path, content)
    assert matches(said, reason), said
    assert matches(found, place), (found, said)


@pytest.mark.parametrize(
    ("content", "place", "reason"),
    [
        ("[tool.postlint]\nprofil = 1\n", "2:1", "unknown key `profil` (did you mean `profile`?)"),
        ("[tool]\npostlint = 3\n", "2:1", "*"),
        ("[[tool.postlint]]\nrules = []\n", "1:8", "*"),
        ("[tool.postlint.profile]\nfrm = 1\n", "2:1", "unknown key `frm` (did you mean `firm`?)"),
        ("[project]\nfrm = 'frm'\n\n[tool.other]\nfrm = 1\n[tool.postlint.profile]\n  frm = 1\n",
         "7:3", "unknown key `frm` (did you mean `firm`?)"),
        ("[tool.postlint.rule.no-qestion]\n", "1:21", "unknown rule `no-qestion` (did you mean *"),
        ("[tool]\npostlint.profile.frm = 1\n", "2:18", "unknown key `frm` *"),
    ],
)  # fmt: skip
def test_pyproject_errors_have_location_and_reason(
    content: str, place: str, reason: str, postlint: Postlint, tmp_path: Path
) -> None:
    found, said = refused(postlint, tmp_path, content, "pyproject.toml")
    assert matches(said, reason), said
    assert found == place


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(
            "[rule.no-question]\nseverty = 'info'\n", "*(did you mean `severity`?)",
        ),
        pytest.param(
            "[rule.no-question]\nenabeld = true\n", "*(did you mean `enabled`?)",
        ),
        pytest.param(
            "rules = ['own', 3]\n", "*`rules`*",
        ),
        pytest.param(
            "[profile]\nclients = ['clinics', 3]\n", "*`clients`*",
        ),
        pytest.param(
            "[rule.no-client-tie]\nmin = nan\n", "`min`: *",
        ),
        pytest.param(
            "[rule.low-relevance]\nmin = { default = '0.5' }\n", "`min` must *",
        ),
        pytest.param(
            "[rule.jargon]\nwords = [' ']\n", "`words`: *",
        ),
        pytest.param(
            "[rule.jargon]\nwords = ['*']\n", "`words`: *",
        ),
        pytest.param(
            "[profile]\njargon = ['*']\n", "`jargon`: *",
        ),
        pytest.param(
            "rules = ['.']\n", "*no rule files*",
        ),
        pytest.param(
            "rules = ['']\n", "`rules`: *",
        ),
    ],
)  # fmt: skip
def test_subtle_configuration_errors_have_locations(
    content: str, reason: str, postlint: Postlint, tmp_path: Path
) -> None:
    _, said = refused(postlint, tmp_path, content)
    assert matches(said, reason), said


@pytest.mark.parametrize(
    "content",
    [
        "[rule]\nno-question = 1\n",
        "profile = 'Meier'\n",
        "[rule.jargon]\nwords = 'BGP'\n",
        "[profile]\nclients = 3\n",
    ],
)
def test_config_errors_are_in_plain_words(content: str, postlint: Postlint, tmp_path: Path) -> None:
    _, said = refused(postlint, tmp_path, content)
    assert not re.search(r"dictionary|tuple|instance of", said), said


@pytest.mark.parametrize(
    ("content", "place"),
    [
        pytest.param(
            "profile = { firm = 'frm', frm = 'b' }\n", "1:27",
        ),
        pytest.param(
            "[rule.no-question.severity]\ndefault = 'info'\nblog = 'fatal'\n", "3:1",
        ),
        pytest.param(
            "[rule.rule]\n", "1:7",
        ),
        pytest.param(
            "[profile]\nclients = [\n  'clinics',\n  3,\n]\n", "4:3",
        ),
        pytest.param(
            "  rules = ['nowhere']\n", "1:12",
        ),
    ],
)  # fmt: skip
def test_config_errors_point_to_the_key(
    content: str, place: str, postlint: Postlint, tmp_path: Path
) -> None:
    assert refused(postlint, tmp_path, content)[0] == place


def test_config_paths_with_invalid_characters(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, draft=GOOD)
    (tmp_path / "postlint.toml").write_text(f"rules = ['{'x' * 5000}']\n", encoding="utf-8")
    result = postlint("check", "draft.md")
    assert result.exit_code == 2
    assert "postlint.toml:1:10: " in result.stderr


def test_config_that_cannot_be_opened(
    postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deny(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("postlint.core.files.open_regular", deny)
    (tmp_path / "postlint.toml").touch()
    write(tmp_path, draft=GOOD)
    result = postlint("check", "draft.md")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"postlint: {tmp_path / 'postlint.toml'}:1:1: Permission denied\n"


def test_config_error_stops_the_run_before_any_output(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, a=GOOD)
    (tmp_path / "z").mkdir()
    write(tmp_path / "z", draft=GOOD)
    (tmp_path / "z" / "postlint.toml").write_text("profil = 1\n", encoding="utf-8")
    for output in ("text", "full", "concise", "json"):
        result = postlint("check", ".", "--output-format", output)
        assert (result.exit_code, result.stdout) == (2, "")
    # It affects only its own drafts.
    assert postlint("check", "a.md").exit_code == 0


@pytest.mark.parametrize(
    "args",
    [
        ("check", "draft.md"),
        ("check", "-"),
        ("check", "draft.md", "--exit-zero"),
        ("check", "draft.md", "--quiet"),
        ("score", "draft.md"),
        ("rules",),
        ("explain", "no-question"),
        ("test", "rule.yaml"),
    ],
)
def test_every_command_reports_configuration_errors(
    args: tuple[str, ...], postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, draft=GOOD)
    (tmp_path / "rule.yaml").touch()
    (tmp_path / "postlint.toml").write_text("\nprofil = 1\n", encoding="utf-8")
    result = postlint(*args, stdin=GOOD)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"postlint: {tmp_path / 'postlint.toml'}:2:1: unknown key")


def test_config_errors_show_no_traceback(tmp_path: Path) -> None:
    write(tmp_path, draft=GOOD)
    (tmp_path / "postlint.toml").write_text("profil = 1\n", encoding="utf-8")
    done = spawn("check", "draft.md", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_rule_errors_have_locations_in_the_rule_file(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, draft=GOOD)
    (tmp_path / "own.yaml").write_text("id: own\ncatgeory: form\n", encoding="utf-8")
    (tmp_path / "postlint.toml").write_text("rules = ['own.yaml']\n", encoding="utf-8")
    result = postlint("check", "draft.md")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"postlint: {tmp_path / 'own.yaml'}:2:1: "
        "unknown key `catgeory` (did you mean `category`?)\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_config_errors_escape_folder_names(postlint: Postlint, tmp_path: Path) -> None:
    folder = tmp_path / "a\nb\x1b[31m"
    folder.mkdir()
    write(folder, draft=GOOD)
    (folder / "postlint.toml").write_text("profil = 1\n", encoding="utf-8")
    result = postlint("check", folder / "draft.md")
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert line.isprintable()
    assert line.endswith("unknown key `profil` (did you mean `profile`?)")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such devices here")
@pytest.mark.parametrize(
    ("config", "says"),
    [
        ('rules = ["zero"]', "{}/zero:1:1: it is a device, not a file"),
        ('baseline = "zero"', "{}/zero: can't be read (it is a device, not a file)"),
        ('extend = "zero"', "{}/zero:1:1: it is a device, not a file"),
        ('rules = ["pipe"]', "{}/pipe:1:1: it is a pipe, not a file"),
        ('baseline = "pipe"', "{}/pipe: can't be read (it is a pipe, not a file)"),
        ('extend = "pipe"', "{}/pipe:1:1: it is a pipe, not a file"),
        ('rules = ["big"]', "{}/big:1:1: too large: it has 3,000 MB, and the limit is 1 MB"),
        ('rules = ["own"]', "{}/own/a.yaml:1:1: it is a pipe, not a file"),
        (
            'rules = ["many"]',
            "{}/postlint.toml:1:10: `rules`: {}/many: more than 10,000 files and folders; name the "
            "folder that has your rule files",
        ),
    ],
)
def test_config_paths_are_checked_first(
    config: str, says: str, postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "zero").symlink_to("/dev/zero")
    for name in ("own", "many"):
        (tmp_path / name).mkdir()
    for name in ("pipe", "own/a.yaml"):
        os.mkfifo(tmp_path / name)
    with (tmp_path / "big").open("wb") as file:
        file.truncate(3_000_000_000)
    if "many" in config:
        monkeypatch.setattr("postlint.core.digests._MAX_FILES", 10)
        says = says.replace("10,000", "10")
        for number in range(11):
            (tmp_path / "many" / f"{number}.txt").touch()
    (tmp_path / "postlint.toml").write_text(config)
    write(tmp_path, draft=GOOD)
    result = postlint("check", "draft.md")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"postlint: {says.format(tmp_path, tmp_path)}\n"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such devices here")
@pytest.mark.parametrize("name", ["postlint.toml", ".postlint.toml"])
def test_config_that_is_not_a_file_is_rejected(
    name: str, postlint: Postlint, tmp_path: Path
) -> None:
    (tmp_path / name).symlink_to("/dev/zero")
    write(tmp_path, draft=GOOD)
    result = postlint("check", "draft.md")
    assert result.exit_code == 2
    assert result.stderr == f"postlint: {tmp_path / name}:1:1: it is a device, not a file\n"
