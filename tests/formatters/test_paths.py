"""Formats: file names and paths."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.command import Postlint
from tests.formatters.readers import (
    DRAFTS,
    FORMATS,
    KETTLE,
    PLACED,
    Rendered,
    bare,
    cases,
    check,
    commands,
    linux,
    paths_in,
    posix,
    put,
)

pytestmark = pytest.mark.usefixtures("rules")

PATHS = [
    "a b.md",
    "[x](y).md",
    "a#1.md",
    "100%.md",
    "%41.md",
    "a,b;c=d&e.md",
    "ü.md",
    "日本/水 壶 🥚.md",
    "sub/deep/a.md",
    "e\u0301.md",
    "#/@rosa `x` ~~y~~ $z$ !.md",
    "{0}.md",
    "a@b.org_c_d_.md",
    "'a'.md",
    *[
        pytest.param(name, marks=posix, id=name.encode("unicode_escape").decode())
        for name in (
            "a:b.md", "c::d.md", "http:/e.md", "a?b.md", "<b>.md", "a|b.md", 'a"b".md', "*a*.md",
            "a\\b.md", "a\nb.md", "a\r\nb.md", "\x1b[31m.md", "  a  b .md", "&lt;.md",
        )
    ],
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_paths_are_kept_in_every_format(
    path: str, postlint: Postlint, tmp_path: Path, schema: jsonschema.Draft7Validator
) -> None:
    put(tmp_path, path, DRAFTS["plain"])
    put(tmp_path, f"broken/{path}", b"\xff")
    files = [f"--output-format={form}:out/{form}" for form in FORMATS]
    (tmp_path / "out").mkdir()
    result = postlint("check", path, f"broken/{path}", *KETTLE, *files)
    assert result.exit_code == 2
    outputs = {form: (tmp_path / "out" / form).read_bytes().decode() for form in FORMATS}
    schema.validate(json.loads(outputs["sarif"]))
    paths = {form: list(paths_in(form, outputs[form])) for form in PLACED}
    # GitHub reads no escapes, and its log shows what it is given.
    shown = {form: path.replace("\x1b", "\\x1b") if form == "github" else path for form in PLACED}
    assert paths == {form: [one, f"broken/{one}"] for form, one in shown.items()}
    good, bad = cases(outputs["junit"])
    assert good.name.isprintable()
    assert (good.name, bad.name) == (as_shown(path), as_shown(str(Path("broken", path))))
    rendered = Rendered(outputs["markdown"])
    assert bare(rendered.texts("h4")[0]) == " ".join(as_shown(path).split())
    (item,) = rendered.texts("li")
    assert bare(item).startswith(f"broken{'/' if sys.platform != 'win32' else chr(92)}")
    assert bare(item).endswith(": not UTF-8 (byte 1); save it as UTF-8")


def as_shown(path: str) -> str:
    return re.sub(r"[\x00-\x1f]", lambda match: repr(match[0])[1:-1], str(Path(path)))


@pytest.mark.parametrize("form", PLACED)
@pytest.mark.parametrize(
    "named",
    [
        "./sub/a.md",
        "sub",
        "sub/./a.md",
        "{absolute}",
        "sub/../sub/a.md",
    ],
)
def test_paths_are_relative_and_have_slashes(
    named: str, form: str, postlint: Postlint, tmp_path: Path
) -> None:
    put(tmp_path, "sub/a.md", DRAFTS["plain"])
    named = named.format(absolute=tmp_path / "sub" / "a.md")
    (path,) = paths_in(form, check(postlint, form, named, *KETTLE))
    assert path == "sub/a.md"


@pytest.mark.parametrize("form", PLACED)
def test_paths_outside_the_current_folder_are_absolute(
    form: str, postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = put(tmp_path, "elsewhere/a b#.md", DRAFTS["plain"])
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    output = check(postlint, form, draft, *KETTLE)
    if form == "sarif":
        assert draft.as_uri() in output
    else:
        assert list(paths_in(form, output)) == [draft.as_posix()]


@linux
def test_paths_that_are_not_unicode(
    postlint: Postlint, tmp_path: Path, schema: jsonschema.Draft7Validator
) -> None:
    (tmp_path / "caf\udce9.md").write_text(DRAFTS["plain"])
    (tmp_path / "n\udce9.md").write_bytes(b"\xff")
    files = [f"--output-format={form}:{form}.out" for form in FORMATS]
    assert postlint("check", *KETTLE, *files).exit_code == 2
    outputs = {form: (tmp_path / f"{form}.out").read_bytes().decode() for form in FORMATS}
    schema.validate(json.loads(outputs["sarif"]))
    for form in ("sarif", "gitlab", "rdjson"):
        assert list(paths_in(form, outputs[form])) == ["caf\udce9.md", "n\udce9.md"]
    assert len(commands(outputs["github"])) == 2
    assert [case.name for case in cases(outputs["junit"])] == [r"caf\udce9.md", r"n\udce9.md"]
    assert len(Rendered(outputs["markdown"]).rows) == 1
    for form in FORMATS:
        printed = postlint("check", *KETTLE, "--output-format", form)
        assert (printed.exit_code, printed.stdout) == (2, outputs[form])


@pytest.mark.parametrize("form", PLACED)
@pytest.mark.parametrize("name", ["-", "posts/ä b.md"])
def test_paths_of_standard_input(name: str, form: str, postlint: Postlint) -> None:
    args = ("-",) if name == "-" else ("-", "--stdin-filename", name)
    result = postlint("check", *args, *KETTLE, "--output-format", form, stdin=DRAFTS["plain"])
    assert list(paths_in(form, result.stdout)) == [name]
