"""Checks of plug-ins that are slow, print, raise, or exit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import ASKS_NOTHING, GOOD, SELF_FOCUSED
from tests.server.bad_plugin import BadPlugin
from tests.server.raw_client import CANCELLED, STEADY, RawClient, Start, at


def test_slow_check_does_not_block_requests(client: RawClient, plugin: BadPlugin) -> None:
    uri = plugin.uri("slow.md")
    text, began, go = plugin.hold()
    client.open(uri, text)
    began()
    # All of this happens while the check is running.
    assert client.hover(STEADY)
    client.change(uri, 2, GOOD)
    client.change(uri, 3, ASKS_NOTHING)
    client.change(uri, 4, SELF_FOCUSED)
    cancelled, waiting = (client.ask("textDocument/hover", at(uri)) for _ in range(2))
    client.notify("$/cancelRequest", {"id": cancelled})
    assert client.answer(cancelled)["error"]["code"] == CANCELLED
    assert client.hover(STEADY)
    assert not client.answers(waiting)
    assert client.published(uri) == []
    go()
    assert client.rules(uri, 4) == {"self-focused"}
    assert client.answer(waiting)["result"]
    assert {one["version"] for one in client.published(uri)} == {4}
    client.close(uri)
    assert client.new_log_lines() == []


@pytest.mark.parametrize("reopened", [False, True])
def test_diagnostics_are_not_published_after_close(
    client: RawClient, plugin: BadPlugin, reopened: bool
) -> None:
    uri = plugin.uri(f"closed-{reopened}.md")
    text, began, go = plugin.hold()
    client.open(uri, text + "\nbreak down\n", 1)
    began()
    client.close(uri)
    if reopened:
        client.open(uri, SELF_FOCUSED, 40)
    client.hover(STEADY)
    go()
    other = f"untitled:afterwards-{reopened}"
    client.open(other, SELF_FOCUSED)
    assert client.rules(other) == {"self-focused"}
    if reopened:
        assert client.rules(uri, 40) == {"self-focused"}
    assert 1 not in [one.get("version") for one in client.published(uri)]


def test_output_of_a_check_is_logged(client: RawClient, plugin: BadPlugin) -> None:
    uri = plugin.uri("loud.md")
    client.open(uri, SELF_FOCUSED + "\n\nbe loud\n")
    assert "self-focused" in client.rules(uri)
    assert client.unparsed == []
    assert any("a child" in line for line in client.new_log_lines())


def test_check_that_raises_is_a_finding(client: RawClient, plugin: BadPlugin) -> None:
    uri = plugin.uri("breaks.md")
    client.open(uri, SELF_FOCUSED + "\n\nbreak down\n")
    assert "internal-error" in client.rules(uri)
    client.change(uri, 2, SELF_FOCUSED)
    assert client.rules(uri, 2) == {"self-focused"}
    assert client.new_log_lines() == []


@pytest.mark.parametrize("words", ["leave us", "read it"])
def test_check_that_exits_or_reads_stdin(
    words: str, start: Start, plugin: BadPlugin, tmp_path: Path
) -> None:
    client = start(plugin.env)
    client.initialize(tmp_path)
    client.open(STEADY, SELF_FOCUSED)
    client.wait_for_findings(STEADY, 1)
    uri = plugin.uri(f"{words[:5].strip()}.md")
    client.open(uri, f"{SELF_FOCUSED}\n\n{words}\n")
    client.wait(lambda: client.published(uri))
    assert client.hover(STEADY)
