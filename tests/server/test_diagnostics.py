"""Diagnostics, hovers, and code lenses, with pytest-lsp's client."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from lsprotocol import types

from tests.command import GOOD
from tests.server.editor import EGGS, ENCODINGS, Editor, codes, editor, text_in_range

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_diagnostics_are_published_on_open(neovim: Editor, tmp_path: Path) -> None:
    draft = neovim.open("eggs.md", EGGS)
    (found,) = await neovim.wait_for_published(draft)
    assert found.code == "self-focused"
    assert found.source == "postlint"
    assert found.severity == types.DiagnosticSeverity.Error
    assert found.message.startswith("This post is only about you.\nTry: ")
    assert found.code_description
    assert found.code_description.href.endswith("/docs/rules/self-focused.md")
    neovim.close(draft)
    while neovim.published[draft.uri][-1].diagnostics:
        await asyncio.sleep(0)
    assert not neovim.client.messages


@pytest.mark.parametrize("encoding", ENCODINGS)
async def test_diagnostic_ranges_are_exact(tmp_path: Path, encoding: str) -> None:
    text = (
        "𝕬 first 👩‍👩‍👧 née line\u2028goes on.\r\n\r\n"
        "🎉 zażółć: Had eggs, 🥚🥚! Taking the garbage out.\r\n"
    )
    (tmp_path / "postlint.toml").write_text('rules = ["own.yaml"]\nselect = ["eggs"]\n')
    (tmp_path / "own.yaml").write_text(
        "id: eggs\ncategory: form\nscope: sentence\nseverity: info\ncheck: phrases\n"
        'options: {phrases: ["eggs", "née line", "garbage"]}\nmessage: "“{phrase}”"\n'
        "help: x\nwhy: x\nbad: [{text: 'My eggs.'}]\ngood: [{text: Bread.}]\n"
    )
    async with editor(tmp_path, encodings=[encoding], in_thread=True) as one:
        for number, start in enumerate(("", "\ufeff", "---\r\ntitle: 😀 Ünits\r\n---\r\n\r\n")):
            found = await one.wait_for_published(one.open(f"{number}.md", start + text))
            assert [text_in_range(start + text, item.range, encoding) for item in found] == [
                "née line",
                "eggs",
                "garbage",
            ]


async def test_diagnostics_contain_no_control_characters(neovim: Editor, tmp_path: Path) -> None:
    (tmp_path / "postlint.toml").write_text('rules = ["own.yaml"]\nselect = ["eggs"]\n')
    (tmp_path / "own.yaml").write_text(
        "id: eggs\ncategory: form\nscope: sentence\nseverity: info\ncheck: phrases\n"
        'options: {phrases: ["eggs *"]}\nmessage: "“{phrase}” \\e[31m\\u202e"\n'
        'help: "\\x9b![x](http://a.example/x.png)"\nwhy: "\\e ![x](http://a.example/x.png) <b>"\n'
        "bad: [{text: 'My eggs x.'}]\ngood: [{text: Bread.}]\n"
    )
    text = '---\nplatform: "\\e\\u202e"\n---\nHad eggs \x1b[31m\u2066<img> today.\n'
    draft = neovim.open("a.md", text)
    found = await neovim.wait_for_published(draft)
    said = await neovim.hover(draft, 3, 5)
    assert "eggs" in {item.code for item in found}
    for words in (said, *(item.message for item in found)):
        assert not re.search(
            "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", words
        )
    assert not re.search(r"(?<!\\)!\[|(?<!\\)<", said)


async def test_diagnostics_are_for_the_latest_text(neovim: Editor, tmp_path: Path) -> None:
    draft = neovim.open("eggs.md", EGGS)
    await neovim.wait_for_published(draft)
    for letter in "Good morning. " * 3:
        version = neovim.change(
            draft, letter, types.Range(types.Position(0, 0), types.Position(0, 0))
        )
    version = neovim.change(draft, GOOD)
    assert codes(await neovim.wait_for_published(draft, version)) == []
    # The server waits for a pause, and doesn't publish diagnostics of outdated texts.
    assert [item.version for item in neovim.published[draft.uri]] == [1, version]


async def test_diagnostics_can_be_requested(vscode: Editor, tmp_path: Path) -> None:
    draft = vscode.open("eggs.md", EGGS)
    client = vscode.client
    first = await client.text_document_diagnostic_async(types.DocumentDiagnosticParams(draft))
    assert isinstance(first, types.RelatedFullDocumentDiagnosticReport)
    assert codes(first.items) == ["self-focused"]
    again = await client.text_document_diagnostic_async(
        types.DocumentDiagnosticParams(draft, previous_result_id=first.result_id)
    )
    assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
    vscode.change(draft, GOOD)
    assert codes(await vscode.pull_diagnostics(draft)) == []


async def test_diagnostics_are_for_drafts_only(neovim: Editor, tmp_path: Path) -> None:
    (tmp_path / "postlint.toml").write_text('exclude = ["archive"]\n')
    for name in ("README.md", "requirements.txt", "archive/eggs.md", "notes.rst", ".hidden.md"):
        assert await neovim.wait_for_published(neovim.open(name, EGGS)) == [], name
    for uri in ("git:/eggs.md?ref=main", "output:postlint"):
        neovim.open(uri, EGGS)
    assert codes(await neovim.wait_for_published(neovim.open("untitled:Untitled-1", EGGS))) == [
        "self-focused"
    ]
    text = "Had *eggs* for breakfast. Taking the garbage out now."
    (found,) = await neovim.wait_for_published(
        neovim.open("untitled:Untitled-2", text, "plaintext")
    )
    assert text_in_range(text, found.range).startswith("Had *eggs*")
    assert not any(uri.startswith(("git", "output")) for uri in neovim.published)


async def test_diagnostics_include_notices(neovim: Editor, tmp_path: Path) -> None:
    (found,) = await neovim.wait_for_published(
        neovim.open("a.md", "Heute haben wir das neue Büro bezogen und gefeiert.\n")
    )
    assert found.severity == types.DiagnosticSeverity.Information
    assert found.message == "this looks like German, not English, so postlint didn't check it"
    assert await neovim.wait_for_published(neovim.open("empty.md", "\n")) == []
    (found,) = await neovim.wait_for_published(neovim.open("b.md", f"---\na: [\n---\n{GOOD}"))
    assert "front matter isn't valid YAML" in found.message


async def test_hover_explains_the_rule(neovim: Editor, tmp_path: Path) -> None:
    draft = neovim.open("eggs.md", EGGS + "\n# Heading\n")
    said = await neovim.hover(draft, 0, 5)
    for words in (
        "**self-focused** (error)",
        "**Try:**",
        "Prospective clients care",
        "self-focused.md)",
    ):
        assert words in said
    assert await neovim.hover(draft, 2, 3) == ""


async def test_code_lens_shows_the_verdict_above_each_post(neovim: Editor, tmp_path: Path) -> None:
    (tmp_path / "postlint.toml").write_text('split = "---"\n')
    draft = neovim.open("posts.md", f"\n{EGGS}\n---\n\n{GOOD}")
    first, second = await neovim.lenses(draft)
    assert first.command
    assert second.command
    assert (first.range.start.line, second.range.start.line) == (1, 5)
    assert first.command.title == (
        "Not for clients yet (0.00): both sentences are about you or your firm: “Had eggs for "
        "breakfast.”"
    )
    assert first.command.tooltip
    assert first.command.tooltip.endswith("; - doesn't ask the reader anything")
    assert second.command.title.startswith("Useful to clients (0.4")


async def test_code_lens_can_be_hidden(tmp_path: Path) -> None:
    async with editor(tmp_path, initial={"showScore": False}, in_thread=True) as one:
        assert await one.lenses(one.open("eggs.md", EGGS)) == []
