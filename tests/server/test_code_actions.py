"""Code actions, with pytest-lsp's client."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from postlint.document.front_matter import read_front_matter
from postlint.document.source import Source
from tests.command import ASKS_NOTHING, GOOD
from tests.server.editor import ANYWHERE, EGGS, Editor, apply_code_action, text_in_range

pytestmark = pytest.mark.asyncio(loop_scope="package")


@pytest.fixture
def editor(request: pytest.FixtureRequest) -> Editor:
    """The editor that a test is parametrized with."""
    editor: Editor = request.getfixturevalue(request.param)
    return editor


@pytest.mark.parametrize(
    "text",
    [
        ASKS_NOTHING,
        "---\ntitle: A move # with a comment\nplatform: linkedin\ntags: [a, b]\n---\n\n"
        + ASKS_NOTHING,
        "---\r\npostlint:\r\n  ignore:\r\n    - too-long\r\n---\r\n" + ASKS_NOTHING,
        '+++\ntitle = "A move"\nplatform = "linkedin"\n+++\n' + ASKS_NOTHING,
    ],
    ids=["none", "yaml", "list", "toml"],
)
async def test_code_action_ignores_a_rule_in_the_draft(
    neovim: Editor, tmp_path: Path, text: str
) -> None:
    (tmp_path / "postlint.toml").write_text('ignore = ["unused-ignore"]\n')
    draft = neovim.open("move.md", text)
    (found,) = await neovim.wait_for_published(draft)
    assert found.code == "no-question"
    actions = await neovim.actions(draft, found.range)
    new = apply_code_action(text, actions["Ignore `no-question` in this draft"], draft.uri)
    assert await neovim.wait_for_published(draft, neovim.change(draft, new)) == []
    before = dict(read_front_matter(Source("", text)).values)
    after = dict(read_front_matter(Source("", new)).values)
    assert "no-question" in after.pop("postlint")["ignore"]
    before.pop("postlint", None)
    assert after == before
    # All other lines are unchanged.
    assert [
        line for line in new.splitlines(keepends=True) if line in text.splitlines(keepends=True)
    ] == (text.splitlines(keepends=True))


@pytest.mark.parametrize("editor", ["neovim", "vscode"], indirect=True)
async def test_code_action_adds_a_closing_question(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "extends: no-question\nsuggest: What was the last offer that you read to the end?\n"
    )
    (tmp_path / "postlint.toml").write_text('rules = ["own.yaml"]\n')
    draft = editor.open("move.md", ASKS_NOTHING)
    actions = await editor.actions(draft, ANYWHERE, ["quickfix"])
    (title,) = (title for title in actions if title.startswith("Add “"))
    question = title.removeprefix("Add “").removesuffix("”")
    new = apply_code_action(ASKS_NOTHING, actions[title], draft.uri)
    assert new == f"{ASKS_NOTHING.rstrip()}\n\n{question}\n"
    editor.change(draft, new)
    assert await editor.actions(draft, ANYWHERE, ["quickfix"]) == {}


@pytest.mark.parametrize(
    ("before", "title", "after"),
    [
        (f"𝗧𝘄𝗼 𝗱𝗮𝘁𝗲𝘀 🎉\n\n{GOOD}", "Use plain letters", f"Two dates 🎉\n\n{GOOD}"),
        (f"<!-- postlint-ignore jargon -->\n{GOOD}", "Remove this comment", GOOD),
        (
            f"<!-- postlint-ignore-file jargon no-question -->\n{ASKS_NOTHING}",
            "Remove `jargon` from this comment",
            f"<!-- postlint-ignore-file no-question -->\n{ASKS_NOTHING}",
        ),
    ],
)
async def test_code_action_applies_a_safe_fix(
    neovim: Editor, tmp_path: Path, before: str, title: str, after: str
) -> None:
    draft = neovim.open("move.md", before)
    actions = await neovim.actions(draft, ANYWHERE, ["quickfix"])
    assert actions[title].diagnostics
    assert apply_code_action(before, actions[title], draft.uri) == after
    neovim.change(draft, after)
    assert title not in await neovim.actions(draft, ANYWHERE, ["quickfix"])


async def test_code_action_moves_reader_sentence_to_top(neovim: Editor, tmp_path: Path) -> None:
    text = (
        "# Moving\n\nWe have moved to the old brewery. The rooms are high.\n\n"
        "If you move this year, order the internet line first. It takes ten weeks.\n"
    )
    draft = neovim.open("move.md", text)
    at = types.Position(4, 10)
    actions = await neovim.actions(draft, types.Range(at, at), ["refactor"])
    (action,) = (one for title, one in actions.items() if title.startswith("Move “If you move"))
    assert action.kind == types.CodeActionKind.RefactorRewrite
    assert apply_code_action(text, action, draft.uri) == (
        "# Moving\n\nIf you move this year, order the internet line first.\n\n"
        "We have moved to the old brewery. The rooms are high.\n\nIt takes ten weeks.\n"
    )
    # A sentence that doesn't speak to the reader can't be moved.
    assert (
        await neovim.actions(
            draft, types.Range(types.Position(2, 3), types.Position(2, 3)), ["refactor"]
        )
        == {}
    )


async def test_code_action_replaces_a_weak_opening(neovim: Editor, tmp_path: Path) -> None:
    moved = "If you plant on the hill, take an early sort: the frost comes back in May every year."
    text = f"Good morning everyone!\n\nHappy Monday!\n\nThe shop has seed potatoes again. {moved}\n"
    (tmp_path / "postlint.toml").write_text('select = ["weak-opening"]\nplatform = "linkedin"\n')
    draft = neovim.open("fair.md", text)
    (found,) = await neovim.wait_for_published(draft)
    assert text_in_range(text, found.range) == "Good morning everyone!"
    actions = await neovim.actions(draft, found.range, ["quickfix"])
    (action,) = (one for title, one in actions.items() if title.startswith("Move “"))
    new = apply_code_action(text, action, draft.uri)
    assert new.startswith(f"{moved}\n\n")
    assert await neovim.wait_for_published(draft, neovim.change(draft, new)) == []


async def test_code_actions_edit_one_document_version(vscode: Editor, tmp_path: Path) -> None:
    draft = vscode.open("eggs.md", EGGS)
    version = vscode.change(draft, ASKS_NOTHING)
    actions = await vscode.actions(draft, ANYWHERE)
    edit = actions["Ignore `no-question` in this draft"].edit
    assert edit
    assert edit.document_changes
    (document,) = edit.document_changes
    assert isinstance(document, types.TextDocumentEdit)
    assert document.text_document.version == version
