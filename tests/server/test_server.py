"""The language server, over real pipes with pytest-lsp's client."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from postlint.document.front_matter import read_front_matter
from postlint.document.source import Source
from tests.command import ASKS_NOTHING, GOOD, SELF_FOCUSED, spawn, write
from tests.server.editor import (
    ANYWHERE,
    NEOVIM,
    VSCODE,
    apply_code_action,
    editor,
    place,
    text_in_range,
)

pytestmark = pytest.mark.asyncio

EGGS = "Had eggs for breakfast. Taking the garbage out now.\n"
ENCODINGS = ("utf-8", "utf-16", "utf-32")


def codes(found: Any) -> list[str]:
    return [one.code for one in found]


async def test_a_draft_is_checked_when_it_is_opened(tmp_path: Path) -> None:
    async with editor(tmp_path) as one:
        draft = one.open("eggs.md", EGGS)
        (found,) = await one.wait_for_published(draft)
        assert found.code == "self-focused"
        assert found.source == "postlint"
        assert found.severity == types.DiagnosticSeverity.Error
        assert found.message.startswith("This post is only about you.\nTry: ")
        assert found.code_description
        assert found.code_description.href.endswith("/docs/rules/self-focused.md")
        one.client.text_document_did_close(types.DidCloseTextDocumentParams(draft))
        while one.published[draft.uri][-1].diagnostics:
            await asyncio.sleep(0)
    assert not one.client.messages


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("begin", ["", "\ufeff", "---\r\ntitle: 😀 Ünits\r\n---\r\n\r\n"])
async def test_ranges_are_exact(tmp_path: Path, encoding: str, begin: str) -> None:
    text = (
        begin
        + "𝕬 first 👩‍👩‍👧 née line\u2028goes on.\r\n\r\n"
        + "🎉 zażółć: Had eggs, 🥚🥚! Taking the garbage out.\r\n"
    )
    (tmp_path / "postlint.toml").write_text('rules = ["own.yaml"]\nselect = ["eggs"]\n')
    (tmp_path / "own.yaml").write_text(
        "id: eggs\ncategory: form\nscope: sentence\nseverity: info\ncheck: phrases\n"
        'options: {phrases: ["eggs", "née line", "garbage"]}\nmessage: "“{phrase}”"\n'
        "help: x\nwhy: x\nbad: [{text: 'My eggs.'}]\ngood: [{text: Bread.}]\n"
    )
    async with editor(tmp_path, encodings=[encoding]) as one:
        found = await one.wait_for_published(one.open("a.md", text))
    assert [text_in_range(text, item.range, encoding) for item in found] == [
        "née line",
        "eggs",
        "garbage",
    ]


async def test_an_editor_is_told_nothing_raw(tmp_path: Path) -> None:
    (tmp_path / "postlint.toml").write_text('rules = ["own.yaml"]\nselect = ["eggs"]\n')
    (tmp_path / "own.yaml").write_text(
        "id: eggs\ncategory: form\nscope: sentence\nseverity: info\ncheck: phrases\n"
        'options: {phrases: ["eggs *"]}\nmessage: "“{phrase}” \\e[31m\\u202e"\n'
        'help: "\\x9b![x](http://a.example/x.png)"\nwhy: "\\e ![x](http://a.example/x.png) <b>"\n'
        "bad: [{text: 'My eggs x.'}]\ngood: [{text: Bread.}]\n"
    )
    text = '---\nplatform: "\\e\\u202e"\n---\nHad eggs \x1b[31m\u2066<img> today.\n'
    async with editor(tmp_path) as one:
        draft = one.open("a.md", text)
        found = await one.wait_for_published(draft)
        said = await one.hover(draft, 3, 5)
    assert "eggs" in {item.code for item in found}
    for words in (said, *(item.message for item in found)):
        assert not re.search(
            "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", words
        )
    assert not re.search(r"(?<!\\)!\[|(?<!\\)<", said)


async def test_the_newest_text_wins(tmp_path: Path) -> None:
    async with editor(tmp_path) as one:
        draft = one.open("eggs.md", EGGS)
        await one.wait_for_published(draft)
        for letter in "Good morning. " * 3:
            version = one.change(
                draft, letter, types.Range(types.Position(0, 0), types.Position(0, 0))
            )
        version = one.change(draft, GOOD)
        assert codes(await one.wait_for_published(draft, version)) == []
    # It waits for a pause, and says nothing of texts that are no more.
    assert [item.version for item in one.published[draft.uri]] == [1, version]


async def test_findings_can_be_asked_for(tmp_path: Path) -> None:
    async with editor(tmp_path, VSCODE) as one:
        draft = one.open("eggs.md", EGGS)
        client = one.client
        first = await client.text_document_diagnostic_async(types.DocumentDiagnosticParams(draft))
        assert isinstance(first, types.RelatedFullDocumentDiagnosticReport)
        assert codes(first.items) == ["self-focused"]
        again = await client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(draft, previous_result_id=first.result_id)
        )
        assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
        one.change(draft, GOOD)
        assert codes(await one.pull_diagnostics(draft)) == []


async def test_hovering_explains_the_rule(tmp_path: Path) -> None:
    async with editor(tmp_path) as one:
        draft = one.open("eggs.md", EGGS + "\n# Heading\n")
        said = await one.hover(draft, 0, 5)
        for words in (
            "**self-focused** (error)",
            "**Try:**",
            "Prospective clients care",
            "self-focused.md)",
        ):
            assert words in said
        assert await one.hover(draft, 2, 3) == ""


async def test_the_verdict_is_above_each_post(tmp_path: Path) -> None:
    (tmp_path / "postlint.toml").write_text('split = "---"\n')
    async with editor(tmp_path) as one:
        draft = one.open("posts.md", f"\n{EGGS}\n---\n\n{GOOD}")
        first, second = await one.lenses(draft)
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


async def test_the_score_can_be_hidden(tmp_path: Path) -> None:
    async with editor(tmp_path, initial={"showScore": False}) as one:
        assert await one.lenses(one.open("eggs.md", EGGS)) == []


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
async def test_a_rule_can_be_ignored_in_a_draft(tmp_path: Path, text: str) -> None:
    (tmp_path / "postlint.toml").write_text('ignore = ["unused-ignore"]\n')
    async with editor(tmp_path) as one:
        draft = one.open("move.md", text)
        (found,) = await one.wait_for_published(draft)
        assert found.code == "no-question"
        actions = await one.actions(draft, found.range)
        new = apply_code_action(text, actions["Ignore `no-question` in this draft"], draft.uri)
        assert await one.wait_for_published(draft, one.change(draft, new)) == []
    before = dict(read_front_matter(Source("", text)).values)
    after = dict(read_front_matter(Source("", new)).values)
    assert "no-question" in after.pop("postlint")["ignore"]
    before.pop("postlint", None)
    assert after == before
    # What stood there stands there still, letter for letter.
    assert [
        line for line in new.splitlines(keepends=True) if line in text.splitlines(keepends=True)
    ] == (text.splitlines(keepends=True))


@pytest.mark.parametrize("kind", [NEOVIM, VSCODE])
async def test_a_closing_question_can_be_added(tmp_path: Path, kind: str) -> None:
    (tmp_path / "own.yaml").write_text(
        "extends: no-question\nsuggest: What was the last offer that you read to the end?\n"
    )
    (tmp_path / "postlint.toml").write_text('rules = ["own.yaml"]\n')
    async with editor(tmp_path, kind) as one:
        draft = one.open("move.md", ASKS_NOTHING)
        actions = await one.actions(draft, ANYWHERE, ["quickfix"])
        (title,) = (title for title in actions if title.startswith("Add “"))
        question = title.removeprefix("Add “").removesuffix("”")
        new = apply_code_action(ASKS_NOTHING, actions[title], draft.uri)
        assert new == f"{ASKS_NOTHING.rstrip()}\n\n{question}\n"
        one.change(draft, new)
        assert await one.actions(draft, ANYWHERE, ["quickfix"]) == {}


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
async def test_safe_fixes_are_offered(tmp_path: Path, before: str, title: str, after: str) -> None:
    async with editor(tmp_path) as one:
        draft = one.open("move.md", before)
        actions = await one.actions(draft, ANYWHERE, ["quickfix"])
        assert actions[title].diagnostics
        assert apply_code_action(before, actions[title], draft.uri) == after
        one.change(draft, after)
        assert title not in await one.actions(draft, ANYWHERE, ["quickfix"])


async def test_the_readers_sentence_can_be_moved_to_the_top(tmp_path: Path) -> None:
    text = (
        "# Moving\n\nWe have moved to the old brewery. The rooms are high.\n\n"
        "If you move this year, order the internet line first. It takes ten weeks.\n"
    )
    async with editor(tmp_path) as one:
        draft = one.open("move.md", text)
        at = types.Position(4, 10)
        actions = await one.actions(draft, types.Range(at, at), ["refactor"])
        (action,) = (one for title, one in actions.items() if title.startswith("Move “If you move"))
        assert action.kind == types.CodeActionKind.RefactorRewrite
        assert apply_code_action(text, action, draft.uri) == (
            "# Moving\n\nIf you move this year, order the internet line first.\n\n"
            "We have moved to the old brewery. The rooms are high.\n\nIt takes ten weeks.\n"
        )
        # Where it stands there, there is nothing to move; nor where a sentence speaks to nobody.
        assert (
            await one.actions(
                draft, types.Range(types.Position(2, 3), types.Position(2, 3)), ["refactor"]
            )
            == {}
        )


async def test_a_sentence_for_the_reader_takes_the_place_of_a_weak_opening(tmp_path: Path) -> None:
    moved = "If you plant on the hill, take an early sort: the frost comes back in May every year."
    text = f"Good morning everyone!\n\nHappy Monday!\n\nThe shop has seed potatoes again. {moved}\n"
    (tmp_path / "postlint.toml").write_text('select = ["weak-opening"]\nplatform = "linkedin"\n')
    async with editor(tmp_path) as one:
        draft = one.open("fair.md", text)
        (found,) = await one.wait_for_published(draft)
        assert text_in_range(text, found.range) == "Good morning everyone!"
        actions = await one.actions(draft, found.range, ["quickfix"])
        (action,) = (one for title, one in actions.items() if title.startswith("Move “"))
        new = apply_code_action(text, action, draft.uri)
        assert new.startswith(f"{moved}\n\n")
        assert await one.wait_for_published(draft, one.change(draft, new)) == []


async def test_changes_are_for_one_version(tmp_path: Path) -> None:
    async with editor(tmp_path, VSCODE) as one:
        draft = one.open("eggs.md", EGGS)
        version = one.change(draft, ASKS_NOTHING)
        actions = await one.actions(draft, ANYWHERE)
        edit = actions["Ignore `no-question` in this draft"].edit
    assert edit
    assert edit.document_changes
    (document,) = edit.document_changes
    assert isinstance(document, types.TextDocumentEdit)
    assert document.text_document.version == version


# Settings


async def test_the_closest_configuration_holds_and_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "team").mkdir()
    (tmp_path / "team" / "postlint.toml").write_text('ignore = ["self-focused"]\n')
    async with editor(tmp_path) as one:
        assert "self-focused" in codes(await one.wait_for_published(one.open("eggs.md", EGGS)))
        draft = one.open("team/eggs.md", EGGS)
        assert "self-focused" not in codes(await one.wait_for_published(draft))
        (tmp_path / "team" / "postlint.toml").write_text("[rule.self-focused]\nseverity = 3\n")
        (fault,) = await one.wait_for_published(draft, one.change(draft, EGGS + "\n"))
        assert "postlint.toml:2:1" in fault.message
        assert fault.severity == types.DiagnosticSeverity.Error
        (tmp_path / "team" / "postlint.toml").write_text('[rule.self-focused]\nseverity = "info"\n')
        found = {
            item.code: item for item in await one.wait_for_published(draft, one.change(draft, EGGS))
        }
        assert found["self-focused"].severity == types.DiagnosticSeverity.Information
        (tmp_path / "team" / "postlint.toml").unlink()
        (last,) = await one.wait_for_published(draft, one.change(draft, EGGS + "\n"))
        assert last.severity == types.DiagnosticSeverity.Error


async def test_a_change_of_settings_reaches_drafts_that_nobody_touches(tmp_path: Path) -> None:
    async with editor(tmp_path) as one:
        draft = one.open("eggs.md", EGGS)
        await one.wait_for_published(draft)
        config = tmp_path / "postlint.toml"
        config.write_text('ignore = ["self-focused"]\n')
        event = types.FileEvent(config.as_uri(), types.FileChangeType.Created)
        one.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        while "self-focused" in codes(one.published[draft.uri][-1].diagnostics):
            await asyncio.sleep(0.01)


async def test_own_rules_are_read_again_and_lead_to_their_file(tmp_path: Path) -> None:
    rule = (
        "id: no-eggs\ncategory: form\nscope: sentence\nseverity: warning\ncheck: phrases\n"
        'options: {{phrases: ["{word}"]}}\nmessage: "“{{phrase}}”"\nhelp: x\nwhy: x\n'
        "bad: [{{text: 'My {word}.'}}]\ngood: [{{text: Bread.}}]\n"
    )
    (tmp_path / "postlint.toml").write_text('rules = ["own"]\nselect = ["no-eggs"]\n')
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "no-eggs.yaml").write_text(rule.format(word="eggs"))
    async with editor(tmp_path) as one:
        draft = one.open("eggs.md", EGGS)
        (found,) = await one.wait_for_published(draft)
        assert text_in_range(EGGS, found.range) == "eggs"
        assert found.code_description
        assert found.code_description.href == (tmp_path / "own" / "no-eggs.yaml").as_uri()
        (tmp_path / "own" / "no-eggs.yaml").write_text(rule.format(word="garbage"))
        text = EGGS + "\n"
        (found,) = await one.wait_for_published(draft, one.change(draft, text))
        assert text_in_range(text, found.range) == "garbage"


async def test_the_editors_settings_go_first(tmp_path: Path) -> None:
    (tmp_path / "postlint.toml").write_text('select = ["no-question"]\n')
    (tmp_path / "mine.toml").write_text('ignore = ["no-question"]\n')
    async with editor(tmp_path, settings={"select": ["low-relevance"], "platform": None}) as one:
        draft = one.open("eggs.md", EGGS)
        assert codes(await one.wait_for_published(draft)) == ["low-relevance"]
        one.client.set_configuration({"postlint": {"config": "mine.toml", "minRelevance": 0.99}})
        one.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
        while "self-focused" not in codes(one.published[draft.uri][-1].diagnostics):
            await asyncio.sleep(0.01)
        # `mine.toml` lets go what asks nothing; the editor asks for more relevance than there is.
        (found,) = await one.wait_for_published(draft, one.change(draft, ASKS_NOTHING))
        assert found.code == "low-relevance"
        assert found.severity == types.DiagnosticSeverity.Error


async def test_settings_may_come_at_the_start_or_be_sent(tmp_path: Path) -> None:
    async with editor(tmp_path, initial={"select": ["low-relevance"]}) as one:
        draft = one.open("eggs.md", EGGS)
        assert codes(await one.wait_for_published(draft)) == ["low-relevance"]
        settings = {"postlint": {"select": ["self-focused"]}}
        one.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))
        while codes(one.published[draft.uri][-1].diagnostics) != ["self-focused"]:
            await asyncio.sleep(0.01)


async def test_a_wrong_setting_is_told_once_and_not_used(tmp_path: Path) -> None:
    async with editor(tmp_path, initial={"platform": "linkdin"}) as one:
        assert codes(await one.wait_for_published(one.open("eggs.md", EGGS))) == ["self-focused"]
    (message,) = one.client.messages
    assert "doesn't know the platform `linkdin` (did you mean `linkedin`?)" in message.message


async def test_each_workspace_folder_has_its_own(tmp_path: Path) -> None:
    for name, rule in (("one", "low-relevance"), ("two", "self-focused")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mine.toml").write_text(f'select = ["{rule}"]\n')
    folders = [tmp_path / "one", tmp_path / "two"]
    async with editor(tmp_path, settings={"config": "mine.toml"}, folders=folders) as one:
        assert codes(await one.wait_for_published(one.open("one/eggs.md", EGGS))) == [
            "low-relevance"
        ]
        assert codes(await one.wait_for_published(one.open("two/eggs.md", EGGS))) == [
            "self-focused"
        ]


async def test_what_is_no_draft_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "postlint.toml").write_text('exclude = ["archive"]\n')
    async with editor(tmp_path) as one:
        for name in ("README.md", "requirements.txt", "archive/eggs.md", "notes.rst", ".hidden.md"):
            assert await one.wait_for_published(one.open(name, EGGS)) == [], name
        for uri in ("git:/eggs.md?ref=main", "output:postlint"):
            one.open(uri, EGGS)
        assert codes(await one.wait_for_published(one.open("untitled:Untitled-1", EGGS))) == [
            "self-focused"
        ]
        text = "Had *eggs* for breakfast. Taking the garbage out now."
        (found,) = await one.wait_for_published(one.open("untitled:Untitled-2", text, "plaintext"))
        assert text_in_range(text, found.range).startswith("Had *eggs*")
    assert not any(uri.startswith(("git", "output")) for uri in one.published)


async def test_notices_are_shown(tmp_path: Path) -> None:
    async with editor(tmp_path) as one:
        (found,) = await one.wait_for_published(
            one.open("a.md", "Heute haben wir das neue Büro bezogen und gefeiert.\n")
        )
        assert found.severity == types.DiagnosticSeverity.Information
        assert found.message == "this looks like German, not English, so postlint didn't check it"
        assert await one.wait_for_published(one.open("empty.md", "\n")) == []
        (found,) = await one.wait_for_published(one.open("b.md", f"---\na: [\n---\n{GOOD}"))
        assert "front matter isn't valid YAML" in found.message


# The command line and the server


def cached() -> int:
    """Return how many results are in the cache."""
    with sqlite3.connect(Path(os.environ["POSTLINT_CACHE_DIR"]) / "results-1.sqlite") as database:
        (number,) = database.execute(
            "SELECT count(*) FROM results WHERE text != 'usable'"
        ).fetchone()
    database.close()
    return int(number)


async def test_the_cache_is_that_of_the_command_line(tmp_path: Path) -> None:
    write(tmp_path, eggs=EGGS, move=ASKS_NOTHING)
    done = spawn("check", "eggs.md", "--output-format", "full", cwd=tmp_path)
    assert done.returncode == 1
    assert cached() == 1
    async with editor(tmp_path) as one:
        # What the command line has found is known, and what is found here will be known there.
        assert codes(await one.wait_for_published(one.open("eggs.md", EGGS))) == ["self-focused"]
        assert cached() == 1
        draft = one.open("move.md", ASKS_NOTHING)
        await one.wait_for_published(draft)
        assert cached() == 2
        # What is typed is not kept until it is saved.
        await one.wait_for_published(draft, one.change(draft, GOOD))
        assert cached() == 2
        one.save(draft)
        while cached() == 2:
            await asyncio.sleep(0.01)
    write(tmp_path, move=GOOD)
    assert spawn("check", "--output-format", "full", cwd=tmp_path).returncode == 1
    assert cached() == 3


def real_drafts() -> list[tuple[str, str]]:
    """Return drafts as files have them: real ones if there are some, and the project's own."""
    own = [
        json.loads(line)["text"]
        for path in sorted((Path(__file__).parents[2] / "models" / "posts").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    found = [(f"own-{number:04}.md", text) for number, text in enumerate(own[::20])]
    found += [
        (name, text.replace("\n", "\r\n"))
        for name, text in [("crlf.md", GOOD), ("crlf-2.md", EGGS)]
    ]
    found.append(("bom.md", "\ufeff" + SELF_FOCUSED))
    if data := os.environ.get("POSTLINT_DATA"):
        with (Path(data) / "drafts.jsonl").open(encoding="utf-8") as lines:
            for number, line in list(enumerate(lines))[::5]:
                draft = json.loads(line)
                found.append((f"{number:04}{Path(draft['path']).suffix}", draft["text"]))
    return found


async def test_the_server_says_what_the_command_line_says(tmp_path: Path) -> None:
    drafts = real_drafts()
    for name, text in drafts:
        (tmp_path / name).write_bytes(text.encode())
    (tmp_path / "postlint.toml").write_text("[rule.low-relevance]\nenabled = true\n")
    done = spawn("check", ".", "--output-format", "json", cwd=tmp_path)
    told: dict[str, list[Any]] = {}
    for post in json.loads(done.stdout)["posts"]:
        told.setdefault(post["path"], []).extend(post["findings"])
    assert len(told) == len(drafts)
    levels = {"error": 1, "warning": 2, "info": 3}
    for encoding in ENCODINGS:
        async with editor(tmp_path, VSCODE, encodings=[encoding]) as one:
            for name, text in drafts[ENCODINGS.index(encoding) :: len(ENCODINGS)]:
                draft = one.open(name, text)
                shown = [item for item in await one.pull_diagnostics(draft) if item.code]
                letters = text.removeprefix("\ufeff")
                bom = len(text) - len(letters)
                got = []
                for item in shown:
                    start, end = (
                        place(text, at, encoding) for at in (item.range.start, item.range.end)
                    )
                    # Only an editor counts a BOM.
                    start, end = (
                        (line, column - bom * (line == 1)) for line, column in (start, end)
                    )
                    got.append((item.code, item.severity, item.message, start, end))
                wanted = [
                    (
                        item["rule"],
                        levels[item["severity"]],
                        f"{item['message']}\nTry: {item['help']}",
                        (item["line"], item["column"]),
                        (item["end_line"], item["end_column"]),
                    )
                    for item in told[name]
                ]
                assert got == wanted, name
                one.client.text_document_did_close(types.DidCloseTextDocumentParams(draft))
