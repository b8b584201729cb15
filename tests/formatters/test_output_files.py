"""`--output-format` and `--output-file`: where reports are written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from postlint.formatters import POST_FORMATS
from tests.command import SELF_FOCUSED, Postlint, spawn, write
from tests.formatters.readers import from_json, linux, posix

pytestmark = pytest.mark.usefixtures("rules")


@pytest.mark.usefixtures("drafts")
def test_several_formats_at_once_match_single_runs(postlint: Postlint, tmp_path: Path) -> None:
    alone = {form: postlint("check", "--output-format", form) for form in POST_FORMATS}
    args = [f"--output-format={form}:{form}.out" for form in POST_FORMATS if form != "text"]
    together = postlint("check", "--output-format", "text", *args)
    assert together.stdout == alone["text"].stdout
    assert together.exit_code == 2
    assert together.stderr == alone["text"].stderr
    for form in POST_FORMATS:
        if form != "text":
            written = (tmp_path / f"{form}.out").read_bytes().decode()
            assert written == alone[form].stdout, form


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("form", POST_FORMATS)
def test_output_file_gets_what_would_be_printed(
    form: str, postlint: Postlint, tmp_path: Path
) -> None:
    (tmp_path / "a.out").write_text("old " * 9999)
    printed = postlint("check", "--output-format", form)
    written = postlint("check", "--output-format", form, "--output-file", "a.out")
    assert (written.exit_code, written.stderr) == (printed.exit_code, printed.stderr)
    assert written.stdout == ""
    data = (tmp_path / "a.out").read_bytes()
    assert data.decode() == printed.stdout
    assert b"\r" not in data


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("form", [name for name in POST_FORMATS if name not in ("text", "full")])
def test_output_files_are_never_colored(
    form: str, postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    postlint("check", "--output-format", f"{form}:a.out")
    assert b"\x1b" not in (tmp_path / "a.out").read_bytes()


@pytest.mark.usefixtures("drafts")
def test_output_file_gets_formats_without_a_file(postlint: Postlint, tmp_path: Path) -> None:
    result = postlint(
        "check", "proud.md", "--output-format", "concise", "--output-format", "json:b.out",
        "--output-file", "a.out",
    )  # fmt: skip
    assert (result.exit_code, result.output) == (1, "")
    assert (tmp_path / "a.out").read_text(encoding="utf-8").startswith("proud.md:1:1: error ")
    assert from_json((tmp_path / "b.out").read_text(encoding="utf-8"))


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("name", ["ä b.out", "sub/a.out", "%41#.out", "a=b.out"])
def test_output_file_may_have_any_name(name: str, postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for args in ((f"--output-format=concise:{name}",), (*CONCISE_TO, name)):
        assert postlint("check", "proud.md", *args).exit_code == 1
        assert (tmp_path / name).read_bytes().startswith(b"proud.md:1:1: error ")
        (tmp_path / name).unlink()


CONCISE_TO = ("--output-format", "concise", "--output-file")


@posix
@pytest.mark.usefixtures("drafts")
def test_output_file_may_have_a_colon_in_its_name(postlint: Postlint, tmp_path: Path) -> None:
    assert postlint("check", "proud.md", "--output-format", "concise:a:b").exit_code == 1
    assert (tmp_path / "a:b").read_bytes().startswith(b"proud.md:1:1: error ")


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("place", ["no-such/a.out", ".", "own", "own/short.yaml/a.out", "a\x1b/b"])
@pytest.mark.parametrize("option", ["--output-file={}", "--output-format=sarif:{}"])
def test_output_file_that_cannot_be_written_is_named(
    option: str, place: str, postlint: Postlint
) -> None:
    result = postlint("check", "proud.md", option.format(place), "--exit-zero")
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert line.isprintable()
    name = place.replace("\x1b", r"\x1b")
    assert re.fullmatch(rf"postlint: {re.escape(name)}: can't be written \(\S.*\)", line)


@linux
@pytest.mark.usefixtures("drafts")
def test_output_file_on_a_full_disk(tmp_path: Path) -> None:
    done = spawn("check", "proud.md", "--output-file", "/dev/full", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("postlint: ")
    assert "No space left on device" in line


SAME = [
    ("json", "sarif"),
    ("json", "json"),
    ("text", "json:a", "sarif:a"),
    ("json:a", "json:a"),
    ("json:", "sarif"),
]


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("formats", SAME, ids=" ".join)
def test_output_formats_cannot_share_a_file(
    formats: tuple[str, ...], postlint: Postlint, tmp_path: Path
) -> None:
    args = [f"--output-format={form}" for form in formats]
    result = postlint("check", "proud.md", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "two formats go to the same place" in result.stderr
    assert not (tmp_path / "a").exists()


@pytest.mark.usefixtures("drafts")
def test_output_format_cannot_share_the_output_file(postlint: Postlint, tmp_path: Path) -> None:
    args = ("--output-format", "text", "--output-format", "json:a", "--output-file", "a")
    assert postlint("check", "proud.md", *args).exit_code == 2
    assert not (tmp_path / "a").exists()


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("other", ["./a", "own/../a", "{absolute}"])
def test_output_formats_cannot_share_a_file_under_two_names(
    other: str, postlint: Postlint, tmp_path: Path
) -> None:
    other = other.format(absolute=tmp_path / "a")
    args = ("--output-format", "json:a", "--output-format", f"sarif:{other}")
    assert postlint("check", "proud.md", *args).exit_code == 2


@pytest.mark.parametrize("option", ["--output-file=proud.md", "--output-format=json:proud.md"])
def test_output_file_never_overwrites_a_draft(
    option: str, postlint: Postlint, tmp_path: Path
) -> None:
    # As from `postlint check --output-file *.md`.
    write(tmp_path, proud=SELF_FOCUSED)
    result = postlint("check", "proud.md", option)
    assert (tmp_path / "proud.md").read_text(encoding="utf-8") == SELF_FOCUSED
    assert result.exit_code == 2


@pytest.mark.usefixtures("drafts")
def test_output_file_name_is_empty(postlint: Postlint) -> None:
    # As from `--output-file "$REPORT"` where REPORT is not set.
    result = postlint("check", "proud.md", "--output-file", "")
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize(
    ("form", "meant"), [("sarfi", "sarif"), ("JSON", ""), ("", ""), (":a", ""), ("jsn:a", "json")]
)
def test_unknown_format_gets_a_suggestion(
    form: str, meant: str, postlint: Postlint, tmp_path: Path
) -> None:
    result = postlint("check", "proud.md", "--output-format", form, "--output-file", "b")
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert f"unknown format `{form.split(':')[0]}`" in line
    assert meant in line
    assert all(name in line for name in POST_FORMATS)
    assert not (tmp_path / "a").exists()
    assert not (tmp_path / "b").exists()
