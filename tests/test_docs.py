"""The documentation: its examples work, and it covers all commands and options."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from postlint.cli import cli
from postlint.config.model import ConfigModel
from postlint.config.toml_positions import PositionedToml
from postlint.document.front_matter import read_front_matter
from postlint.document.source import Source
from tests.command import ROOT, Postlint, rules_by_path
from tests.requirements import require_package

AWARD = ROOT / "examples" / "award.md"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LINKED = sorted(
    {*PAGES, *ROOT.glob("*.md"), *ROOT.glob("models/**/*.md"), *ROOT.glob("benchmarks/*.md")}
)
LINK = re.compile(r"\]\(([^)#:\s]*)(?:#([^)\s]+))?\)")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EVERYTHING = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


def blocks(language: str) -> list[Any]:
    return [
        pytest.param(text, id=f"{page.stem}-{number}")
        for page in PAGES
        for number, (name, text) in enumerate(BLOCK.findall(page.read_text(encoding="utf-8")))
        if name == language
    ]


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """A folder like the one in the documentation."""
    (tmp_path / "drafts").mkdir()
    for name in ("post.md", "drafts/post.md", "drafts/other.md"):
        shutil.copy(ROOT / "examples" / "roof-inspection.md", tmp_path / name)
    (tmp_path / "drafts" / "breakfast.md").write_text("Had eggs for breakfast. Bins out now.\n")
    return tmp_path


COMMANDS = [
    line.split("  #")[0].strip()
    for block in BLOCK.findall(EVERYTHING)
    if block[0] == "sh"
    for line in block[1].splitlines()
    if re.match(r"(?:cat \S+ \| )?postlint (?!init|server|write)", line)
]


@pytest.mark.parametrize("command", dict.fromkeys(COMMANDS))
def test_docs_commands_run(command: str, collection: Path, postlint: Postlint) -> None:
    if re.search("my-rule|rules/|posts", command):
        pytest.skip("needs files of the reader's own")
    source, _, rest = command.rpartition(" | ")
    stdin = (collection / source.split()[1]).read_text(encoding="utf-8") if source else None
    if "--prune" in rest or "--baseline" in rest:
        postlint("baseline", "drafts/")
    result = postlint(*shlex.split(rest)[1:], stdin=stdin)
    assert result.exit_code in (0, 1), result.output


@pytest.mark.parametrize("text", blocks("toml"))
def test_docs_configurations_are_valid(text: str) -> None:
    data = PositionedToml(text).data
    if "project" not in data:
        ConfigModel.model_validate(data.get("tool", {}).get("postlint", data))


def check_against(schema: str, path: Path) -> None:
    require_package("check_jsonschema", "lint")
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    subprocess.run([*check, str(path)], check=True)


@pytest.mark.parametrize("text", blocks("yaml"))
def test_docs_yaml_is_valid(text: str, tmp_path: Path) -> None:
    if text.startswith("---"):
        front_matter = read_front_matter(Source("post.md", text))
        assert front_matter.values
        assert front_matter.error is None
        return
    data = yaml.safe_load(text)
    path = tmp_path / "example.yaml"
    path.write_text(text, encoding="utf-8")
    if "repos" in data:
        require_package("pre_commit", "lint")
        check = [sys.executable, "-m", "pre_commit", "validate-config", str(path)]
        subprocess.run(check, check=True)
    elif "jobs" in data:
        check_against("github-workflows", path)
    elif "image" in data.get("postlint", ()):
        check_against("gitlab-ci", path)


def postlint_lines() -> list[str]:
    """Return the calls of `postlint` in recipes for CI."""
    found = re.findall(r"^\s*(?:- (?:run: )?|\t)(postlint check .*)$", EVERYTHING, re.MULTILINE)
    assert len(found) >= 4
    return found


@pytest.mark.parametrize("line", dict.fromkeys(postlint_lines()))
def test_docs_recipes_call_postlint_correctly(
    line: str, collection: Path, postlint: Postlint
) -> None:
    result = postlint(*shlex.split(line)[1:])
    assert result.exit_code in (0, 1), result.output
    for _, name in re.findall(r"--output-format (\w+):(\S+)", line):
        assert (collection / name).stat().st_size


@pytest.mark.skipif(not shutil.which("make"), reason="there is no make")
@pytest.mark.parametrize("text", blocks("make"))
def test_docs_makefile_works(text: str, collection: Path) -> None:
    (collection / "Makefile").write_text(text)
    path = Path(sys.executable).parent
    make = shutil.which("make")
    assert make
    done = subprocess.run(
        [make, "posts"],
        cwd=collection,
        env={"PATH": f"{path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr  # make's own status where a command fails
    assert "drafts/breakfast.md" in done.stdout


@pytest.mark.parametrize("text", blocks("md"))
def test_docs_suppression_comments_are_used(
    text: str, collection: Path, postlint: Postlint
) -> None:
    (collection / "post.md").write_text(text)
    names = sorted(set(re.findall(r"postlint-\w+ ([\w-]+)", text)))
    found = rules_by_path(
        postlint("check", "post.md", "--output-format", "json", "--select", ",".join(names))
    )
    assert not set(found["post.md"]) & set(names)


def test_docs_cover_every_command_and_option() -> None:
    for name, command in cli.commands.items():
        assert f"postlint {name}" in EVERYTHING
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--"):
                    assert option in EVERYTHING, f"{name} {option}"


@pytest.mark.parametrize("page", LINKED, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_docs_links_work(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        path = (page.parent / target) if target else page
        assert path.exists(), target
        assert not anchor or anchor in anchors(path), f"{target}#{anchor}"


def anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub makes of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_json_report_matches_its_schema(collection: Path, postlint: Postlint) -> None:
    schema = json.loads(postlint("schema", "report").stdout)
    (collection / "broken.md").write_bytes(b"\xff\xfe")
    (collection / "out.md").write_text("---\npostlint: false\n---\nText.\n")
    (collection / "german.md").write_text("Heute haben wir das neue Büro bezogen und gefeiert.\n")
    report = json.loads(postlint("check", "--output-format", "json").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(report, schema)
    assert report["problems"]
    assert report["summary"]["skipped"] == 1
    del report["posts"][0]["skipped"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, schema)
