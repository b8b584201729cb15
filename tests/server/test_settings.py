"""The editor's settings, and configuration files that change while the server runs."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from lsprotocol import types

from tests.command import ASKS_NOTHING, SELF_FOCUSED
from tests.server.editor import EGGS, Editor, editor, text_in_range
from tests.server.editor import codes as rules_of
from tests.server.raw_client import (
    STEADY,
    Message,
    RawClient,
    Start,
    assert_one_log_line_each,
    folder_item,
)

in_editor = pytest.mark.asyncio(loop_scope="package")


@in_editor
async def test_configuration_is_the_nearest_and_is_reloaded(neovim: Editor, tmp_path: Path) -> None:
    (tmp_path / "team").mkdir()
    (tmp_path / "team" / "postlint.toml").write_text('ignore = ["self-focused"]\n')
    assert "self-focused" in rules_of(await neovim.wait_for_published(neovim.open("eggs.md", EGGS)))
    draft = neovim.open("team/eggs.md", EGGS)
    assert "self-focused" not in rules_of(await neovim.wait_for_published(draft))
    (tmp_path / "team" / "postlint.toml").write_text("[rule.self-focused]\nseverity = 3\n")
    (fault,) = await neovim.wait_for_published(draft, neovim.change(draft, EGGS + "\n"))
    assert "postlint.toml:2:1" in fault.message
    assert fault.severity == types.DiagnosticSeverity.Error
    (tmp_path / "team" / "postlint.toml").write_text('[rule.self-focused]\nseverity = "info"\n')
    found = {
        item.code: item
        for item in await neovim.wait_for_published(draft, neovim.change(draft, EGGS))
    }
    assert found["self-focused"].severity == types.DiagnosticSeverity.Information
    (tmp_path / "team" / "postlint.toml").unlink()
    (last,) = await neovim.wait_for_published(draft, neovim.change(draft, EGGS + "\n"))
    assert last.severity == types.DiagnosticSeverity.Error


@in_editor
async def test_configuration_change_updates_unchanged_drafts(
    neovim: Editor, tmp_path: Path
) -> None:
    draft = neovim.open("eggs.md", EGGS)
    await neovim.wait_for_published(draft)
    config = tmp_path / "postlint.toml"
    config.write_text('ignore = ["self-focused"]\n')
    event = types.FileEvent(config.as_uri(), types.FileChangeType.Created)
    neovim.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    while "self-focused" in rules_of(neovim.published[draft.uri][-1].diagnostics):
        await asyncio.sleep(0.01)


@in_editor
async def test_own_rules_are_reloaded(neovim: Editor, tmp_path: Path) -> None:
    rule = (
        "id: no-eggs\ncategory: form\nscope: sentence\nseverity: warning\ncheck: phrases\n"
        'options: {{phrases: ["{word}"]}}\nmessage: "“{{phrase}}”"\nhelp: x\nwhy: x\n'
        "bad: [{{text: 'My {word}.'}}]\ngood: [{{text: Bread.}}]\n"
    )
    (tmp_path / "postlint.toml").write_text('rules = ["own"]\nselect = ["no-eggs"]\n')
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "no-eggs.yaml").write_text(rule.format(word="eggs"))
    draft = neovim.open("eggs.md", EGGS)
    (found,) = await neovim.wait_for_published(draft)
    assert text_in_range(EGGS, found.range) == "eggs"
    assert found.code_description
    assert found.code_description.href == (tmp_path / "own" / "no-eggs.yaml").as_uri()
    (tmp_path / "own" / "no-eggs.yaml").write_text(rule.format(word="garbage"))
    text = EGGS + "\n"
    (found,) = await neovim.wait_for_published(draft, neovim.change(draft, text))
    assert text_in_range(text, found.range) == "garbage"


@in_editor
async def test_settings_override_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "postlint.toml").write_text('select = ["no-question"]\n')
    (tmp_path / "mine.toml").write_text('ignore = ["no-question"]\n')
    async with editor(
        tmp_path, settings={"select": ["low-relevance"], "platform": None}, in_thread=True
    ) as one:
        draft = one.open("eggs.md", EGGS)
        assert rules_of(await one.wait_for_published(draft)) == ["low-relevance"]
        one.client.set_configuration({"postlint": {"config": "mine.toml", "minRelevance": 0.99}})
        one.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
        while "self-focused" not in rules_of(one.published[draft.uri][-1].diagnostics):
            await asyncio.sleep(0.01)
        # `mine.toml` ignores `no-question`, and the editor's minimum relevance is too high.
        (found,) = await one.wait_for_published(draft, one.change(draft, ASKS_NOTHING))
        assert found.code == "low-relevance"
        assert found.severity == types.DiagnosticSeverity.Error


@in_editor
async def test_profile_overrides_keys_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "postlint.toml").write_text(
        'select = ["jargon"]\n[profile]\njargon = ["garbage"]\n'
    )
    async with editor(
        tmp_path, settings={"profile": {"jargon": ["eggs"], "firm": None}}, in_thread=True
    ) as one:
        draft = one.open("eggs.md", EGGS)
        (found,) = await one.wait_for_published(draft)
        assert text_in_range(EGGS, found.range) == "eggs"
        for number in range(20):  # more profiles than the server keeps
            settings = {"profile": {"firm": f"Firm {number}"}}
            one.client.set_configuration({"postlint": settings})
            one.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
            text = EGGS + "\n" * (number + 1)
            (found,) = await one.wait_for_published(draft, one.change(draft, text))
            assert text_in_range(text, found.range) == "garbage"


@in_editor
@pytest.mark.parametrize(
    ("profile", "says"),
    [
        ({"client": ["clinics"]}, "unknown key `client` (did you mean `clients`?)"),
        ({"platforms": ["linkdin"]}, "doesn't know the platform `linkdin`"),
        ({"firm": 3}, "`firm` must be text"),
        ("Meier", "`profile` must be a table"),
    ],
)
async def test_invalid_profile_is_shown(profile: object, says: str, tmp_path: Path) -> None:
    async with editor(tmp_path, initial={"profile": profile}, in_thread=True) as one:
        assert rules_of(await one.wait_for_published(one.open("eggs.md", EGGS))) == ["self-focused"]
    (message,) = one.client.messages
    assert says in message.message


@in_editor
async def test_settings_can_extend_the_selection(tmp_path: Path) -> None:
    (tmp_path / "postlint.toml").write_text('select = ["low-relevance"]\n')
    async with editor(tmp_path, initial={"extendSelect": ["self-focused"]}, in_thread=True) as one:
        found = await one.wait_for_published(one.open("eggs.md", EGGS))
        assert "self-focused" in rules_of(found)


@in_editor
async def test_settings_may_be_sent_at_the_start_or_later(tmp_path: Path) -> None:
    async with editor(tmp_path, initial={"select": ["low-relevance"]}, in_thread=True) as one:
        draft = one.open("eggs.md", EGGS)
        assert rules_of(await one.wait_for_published(draft)) == ["low-relevance"]
        settings = {"postlint": {"select": ["self-focused"]}}
        one.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))
        while rules_of(one.published[draft.uri][-1].diagnostics) != ["self-focused"]:
            await asyncio.sleep(0.01)


@in_editor
async def test_invalid_setting_is_shown_once_and_not_used(tmp_path: Path) -> None:
    async with editor(tmp_path, initial={"platform": "linkdin"}, in_thread=True) as one:
        assert rules_of(await one.wait_for_published(one.open("eggs.md", EGGS))) == ["self-focused"]
    (message,) = one.client.messages
    assert "doesn't know the platform `linkdin` (did you mean `linkedin`?)" in message.message


@in_editor
async def test_settings_of_each_workspace_folder(tmp_path: Path) -> None:
    for name, rule in (("one", "low-relevance"), ("two", "self-focused")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mine.toml").write_text(f'select = ["{rule}"]\n')
    folders = [tmp_path / "one", tmp_path / "two"]
    async with editor(
        tmp_path, settings={"config": "mine.toml"}, folders=folders, in_thread=True
    ) as one:
        assert rules_of(await one.wait_for_published(one.open("one/eggs.md", EGGS))) == [
            "low-relevance"
        ]
        assert rules_of(await one.wait_for_published(one.open("two/eggs.md", EGGS))) == [
            "self-focused"
        ]


def test_configuration_is_reloaded_when_created_broken_and_fixed(
    client: RawClient, folder: Path
) -> None:
    home = folder / "configured"
    home.mkdir()
    file, uri = home / "postlint.toml", (home / "a.md").as_uri()
    client.open(uri, ASKS_NOTHING)
    assert client.rules(uri) == {"no-question"}
    steps: list[tuple[bytes, set[str]]] = [
        (b"\xff\xfe\xff", {""}),
        (b"[rule.no-question]\nenabled = false\n", set()),
        (b"[rule.no-such]\n", {""}),
        (b"x = [", {""}),
        (b"# nothing in particular\n", {"no-question"}),
    ]
    version = 1
    for content, rules in steps:
        version += 1
        file.write_bytes(content)
        client.change(uri, version, ASKS_NOTHING + " " * version)
        assert client.rules(uri, version) == rules, content
        if "" in rules:
            assert "postlint.toml" in client.wait_for_findings(uri, version)[0]["message"]
    file.unlink()
    client.change(uri, version + 1, ASKS_NOTHING)
    assert client.rules(uri, version + 1) == {"no-question"}
    file.mkdir()
    client.change(uri, version + 2, SELF_FOCUSED)
    client.wait_for_findings(uri, version + 2)
    file.rmdir()
    client.change(uri, version + 3, ASKS_NOTHING)
    assert client.rules(uri, version + 3) == {"no-question"}
    lines = client.new_log_lines()
    assert_one_log_line_each(lines, len(lines))


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (
            {"platform": "myspace"},
            "postlint doesn't know the platform `myspace`. Known platforms: ",
        ),
        ({"platform": 5}, "`platform`"),
        ({"minRelevance": 7}, "`minRelevance`"),
        ({"showScore": "perhaps"}, "`showScore`"),
        ({"select": "self-focused"}, "`select`"),
    ],
    ids=str,
)
def test_invalid_settings_are_shown(client: RawClient, settings: Message, says: str) -> None:
    before = len(client.shown_messages())
    client.notify("workspace/didChangeConfiguration", {"settings": {"postlint": settings}})
    assert_one_log_line_each(client.new_log_lines(), 1)
    (shown,) = client.shown_messages()[before:]
    assert says in shown


def test_settings_apply_from_the_next_check(client: RawClient) -> None:
    uri = "untitled:settings"
    client.open(uri, ASKS_NOTHING)
    version = 1
    for settings, rules in (
        ({"ignore": ["no-question"]}, set()),
        ({"ignore": ["no-such"]}, {""}),
        ({"config": "/nowhere/postlint.toml"}, {""}),
        ({"config": "\0"}, {""}),
        ({"unknown": 1, "ignore": None}, {"no-question"}),
    ):
        version += 1
        client.notify("workspace/didChangeConfiguration", {"settings": {"postlint": settings}})
        client.change(uri, version, ASKS_NOTHING)
        assert client.rules(uri, version) == rules, settings
    for invalid in ([1], "x", 5, None, {"postlint": [1]}):
        client.notify("workspace/didChangeConfiguration", {"settings": invalid})
    client.change(uri, 99, ASKS_NOTHING)
    assert client.rules(uri, 99) == {"no-question"}
    client.new_log_lines()


def test_settings_response_of_the_wrong_type_is_ignored(start: Start, tmp_path: Path) -> None:
    client = start()
    answers: list[object] = []
    client.initialize(tmp_path, settings=lambda: answers[0])
    invalid: list[object] = [None, [], {}, "x", [5], [None, None]]
    for number, answer in enumerate(invalid):
        answers[:] = [answer]
        client.open(f"untitled:{number}", SELF_FOCUSED)
        assert client.rules(f"untitled:{number}") == {"self-focused"}


def test_workspace_folders_can_change(start: Start, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "own.toml").write_text("[rule.no-question]\nenabled = false\n")
    uri = (home / "a.md").as_uri()
    client = start()
    client.initialize(options={"config": "own.toml"})
    client.open(uri, ASKS_NOTHING)
    assert client.rules(uri) == {""}

    def folders(added: list[Message], removed: list[Message], version: int) -> set[str]:
        event = {"event": {"added": added, "removed": removed}}
        client.notify("workspace/didChangeWorkspaceFolders", event)
        client.change(uri, version, ASKS_NOTHING + " " * version)
        return client.rules(uri, version)

    assert folders([folder_item(home)], [], 2) == set()
    assert folders([], [folder_item(home)], 3) == {""}
    assert folders([], [folder_item(home)], 4) == {""}
    assert client.new_log_lines() == []


def test_workspace_folder_with_an_invalid_uri(start: Start, tmp_path: Path) -> None:
    client = start()
    client.initialize(tmp_path)
    event = {"event": {"added": [{"uri": "http://[", "name": ""}], "removed": []}}
    client.notify("workspace/didChangeWorkspaceFolders", event)
    client.open(STEADY, SELF_FOCUSED)
    assert client.hover(STEADY)
