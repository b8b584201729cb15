"""The format `markdown`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyromark
import pytest

from tests.command import GOOD, SELF_FOCUSED, Postlint, write
from tests.formatters.readers import Rendered, bare, check, put

pytestmark = pytest.mark.usefixtures("rules")


def test_markdown_shortens_a_long_excerpt(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path, "a.txt", f"We say {'*kettle* to you and ' * 100}\n")
    output = check(postlint, "markdown", "--select", "too-short")
    ((*_, told),) = Rendered(output).rows
    excerpt = told.split("\n")[1].removeprefix("> ")
    assert 75 < len(excerpt) <= 80  # a space before the ellipsis is removed
    assert excerpt.startswith("We say *kettle* to you and *kettle*")
    assert excerpt.endswith("…")


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a_b_c is what we say.",
        "We say <https://example.org> all day.",
        "We say [a](https://b.org), ![c](d).",
        "We say [a][] and [a]: b all day.",
        "We say :tada: and \\(x\\) all day.",
        "# We say that all day",
        "> We say that all day",
        "| We | say |",
        "```python",
    ],
)
def test_markdown_shows_an_excerpt_as_it_is(text: str, postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path, "a.txt", f"Nothing is said of it here, they say.\n{text}\nThat is what we say.\n")
    ((*_, told),) = Rendered(check(postlint, "markdown", "--select", "too-short")).rows
    assert text in bare(told)


def test_markdown_shows_several_lines_in_one_cell(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "We say | this,\nand # that,\r\n- and more.\n")
    ((*_, told),) = Rendered(check(postlint, "markdown", "--select", "too-short")).rows
    assert told == "Too short.\n> We say | this, and # that, - and more.\nTry: Say more."


def test_markdown_escapes_mentions(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path, "@rosa.txt", "We say @rosa and @ben-w/team and rosa@example.org all day.\n")
    put(tmp_path, "@ben.md", b"\xff")
    result = postlint("check", "--select", "too-short", "--output-format", "markdown")
    text = "\n".join(text for _, text in Rendered(result.stdout).parts)
    assert text.count("@") == 5
    assert not re.search(r"@[\w-]", text)


def test_markdown_escapes_bare_web_addresses(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "We say www.example.org all day long, and nobody knows why.\n")
    output = check(postlint, "markdown", "--select", "too-short")
    assert "example" in output
    assert not re.search(r"(?:^|[\s*_~(])(?:www\.|https?://|ftp://)", output)


@pytest.mark.parametrize("name", ["1. a.md", "2) a.md", "- a.md", "+ a.md"])
def test_markdown_escapes_list_markers_in_paths(
    name: str, postlint: Postlint, tmp_path: Path
) -> None:
    put(tmp_path, name, b"\xff")
    result = postlint("check", "--output-format", "markdown")
    told = f"{name}: not UTF-8 (byte 1); save it as UTF-8"
    assert re.findall(r"<li>(.*)</li>", pyromark.html(result.stdout)) == [told]


@pytest.mark.usefixtures("drafts")
def test_markdown_has_a_table_for_each_post(postlint: Postlint) -> None:
    rendered = Rendered(postlint("check", "--output-format", "markdown").stdout)
    report = json.loads(postlint("check", "--output-format", "json").stdout)
    found = [post for post in report["posts"] if post["findings"]]
    assert rendered.texts("h4") == [*(post["path"] for post in found), "Couldn't be read"]
    assert [row[0] for row in rendered.rows] == [
        str(one["line"]) for post in found for one in post["findings"]
    ]
    sums = rendered.texts("p")[0]
    assert sums == postlint("check").stdout.splitlines()[-1]
    assert rendered.tags["table"] == len(found)
    told = [text for text in rendered.texts("p")[1:] if text]
    assert told == [f"{post['headline']} ({post['relevance']:.2f})" for post in found]


def test_quiet_markdown_has_no_totals(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, good=GOOD, proud=SELF_FOCUSED)
    output = check(postlint, "markdown", "--quiet")
    assert "proud.md" in output
    assert "checked" not in output
