"""Suppression in Markdown, MDX, plain text, code, and standard input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import (
    SELF_FOCUSED,
    Postlint,
)
from tests.diagnostics.suppression.helpers import (
    BOTH,
    JSON,
    NEWLINES,
    SHOUT,
    check,
    directive,
    findings,
    lines,
    marks,
)

MDX_COMMENT = "{/* postlint-ignore loud */}"

MDX_BLOCKS = [
    (f"{MDX_COMMENT}\n\n!\n\n!\n", [5]),
    (f"{MDX_COMMENT}\n!\n\n!\n", [4]),
    (f"! {MDX_COMMENT}\n\n!\n", [3]),
    (f"- {MDX_COMMENT} !\n- !\n", [2]),
    ("{/*postlint-ignore loud*/}\n\n!\n\n!\n", [5]),
    ("{/*\n  postlint-ignore\n  loud -- it's {odd}\n*/}\n!\n\n!\n", [7]),
    (f"import A from 'a'\n\n{MDX_COMMENT}\n\n!\n\n!\n", [7]),
    (f"<Note>\n\n{MDX_COMMENT}\n\n!\n\n</Note>\n\n!\n", [9]),
    ("{/* postlint-disable */}\n\n!\n\n{/* postlint-enable loud */}\n\n!\n", [7]),
    ("!\n\n{/* postlint-ignore-file */}\n\n!\n", []),
    ("@\n\n!\n\n!\n", [5]),
]


@NEWLINES
@pytest.mark.parametrize("name", ["post.mdx", "post.MDX"])
@pytest.mark.parametrize(("written", "left"), MDX_BLOCKS)
@pytest.mark.usefixtures("folder")
def test_suppression_in_mdx(
    written: str, left: list[int], name: str, newline: str, postlint: Postlint
) -> None:
    text = marks(written).replace("\n", newline)
    assert lines(check(postlint, text, name=name)) == [(line, "loud") for line in left]


@pytest.mark.parametrize("name", ["post.md", "post.markdown", "post.txt"])
@pytest.mark.usefixtures("folder")
def test_suppression_with_mdx_comments_is_for_mdx_only(name: str, postlint: Postlint) -> None:
    text = f"{MDX_COMMENT}\n\n{SHOUT}\n\n{{/* postlint-ignor */}}\n"
    assert lines(check(postlint, text, name=name)) == [(3, "loud")]


@pytest.mark.parametrize("name", ["post.txt", "post.TXT"])
@pytest.mark.parametrize("says", ["ignore loud", "disable", "ignore-file", "ignor", "ignore luod"])
@pytest.mark.usefixtures("folder")
def test_suppression_comments_do_not_work_in_plain_text(
    says: str, name: str, postlint: Postlint
) -> None:
    text = f"<!-- postlint-{says} -->\n\n{SHOUT}\n"
    assert lines(check(postlint, text, name=name)) == [(3, "loud")]


@pytest.mark.parametrize("name", ["post.md", "post.markdown", "post.mdx", "post.txt"])
@pytest.mark.usefixtures("folder")
def test_suppression_in_front_matter_works_in_every_file_type(
    name: str, postlint: Postlint
) -> None:
    text = f"---\npostlint: {{ignore: [loud]}}\n---\n{BOTH}\n"
    assert lines(check(postlint, text, name=name)) == [(4, "soft")]


CODE = [
    "`#` is it.", "`` ` # ` `` is it.", "```\n#\n```", "~~~html\n#\n~~~", "```\n#",
    "````md\n```\n#\n```\n````", "    #", "- An item.\n\n      #", "- ```\n  #\n  ```",
    "> ```\n> #\n> ```", "**`#`**", "- `#`", "[`#`](https://example.com)", "Head `#`\n====",
    "| a |\n|---|\n| `#` |",
]  # fmt: skip


@pytest.mark.parametrize("name", ["post.md", "post.mdx"])
@pytest.mark.parametrize("code", CODE)
@pytest.mark.usefixtures("folder")
def test_suppression_comments_in_code_are_ignored(code: str, name: str, postlint: Postlint) -> None:
    said = ["ignore-file", "disable loud", "ignore luod", "oops"]
    comments = [directive(says) for says in said]
    if name == "post.mdx":
        comments += [f"{{/* postlint-{says} */}}" for says in said]
    for comment in comments:
        text = f"{code.replace('#', comment)}\n\n"
        assert lines(check(postlint, f"{SHOUT}\n\n{text}", name=name)) == [(1, "loud")]


SOURCES = [
    f"<!-- postlint-ignore loud -->\n\n{BOTH}\n\n{BOTH}\n",
    f"<!-- postlint-disable -->\r\n\r\n{BOTH}\r\n<!-- postlint-enable luod -->\r\n",
    f"\ufeff---\npostlint: {{ignore: [luod, soft]}}\n---\n{BOTH}\n<!-- postlint-ignor -->\n",
    f"{{/* postlint-ignore */}}\n\n{BOTH} 🥚\n\n{{/* postlint-ignore soft */}}\n",
    f"---\npostlint: false\n---\n{BOTH}\n",
]


@pytest.mark.parametrize("name", ["post.md", "post.mdx", "post.txt"])
@pytest.mark.parametrize("text", SOURCES)
@pytest.mark.usefixtures("folder")
def test_suppression_on_standard_input(text: str, name: str, postlint: Postlint) -> None:
    Path(name).write_bytes(text.encode())
    from_file = postlint("check", name, *JSON)
    args = ("check", "-", "--stdin-filename", name, *JSON)
    from_stdin = postlint(*args, stdin=text.encode())
    assert json.loads(from_stdin.stdout) == json.loads(from_file.stdout)
    assert from_stdin.exit_code == from_file.exit_code


@pytest.mark.usefixtures("folder")
def test_suppression_on_unnamed_standard_input_is_markdown(postlint: Postlint) -> None:
    text = f"<!-- postlint-ignore loud -->\n\n{SHOUT}\n\n{{/* postlint-ignore */}}\n\n{SHOUT}\n"
    assert lines(findings(postlint("check", "-", *JSON, stdin=text))) == [(7, "loud")]


def test_standard_input_can_be_skipped(postlint: Postlint) -> None:
    result = postlint("check", "-", *JSON, stdin=f"---\npostlint: false\n---\n{SELF_FOCUSED}")
    assert result.exit_code == 0
    (post,) = json.loads(result.stdout)["posts"]
    assert post["skipped"]
    assert post["findings"] == []
    assert json.loads(result.stdout)["summary"]["skipped"] == 1
