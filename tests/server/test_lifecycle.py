"""How the server starts and ends."""

from __future__ import annotations

import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import GOOD, SELF_FOCUSED, command, environment
from tests.server.bad_plugin import BadPlugin
from tests.server.raw_client import (
    STEADY,
    WAIT,
    Start,
    assert_one_log_line_each,
    body,
    notification,
    request,
    with_header,
)


def test_invalid_initialize_does_not_end_server(start: Start, tmp_path: Path) -> None:
    client = start()
    assert "error" in client.answer(client.ask("initialize", {}))
    client.initialize(tmp_path)
    client.open(STEADY, SELF_FOCUSED)
    assert client.rules(STEADY) == {"self-focused"}


def test_shutdown_and_exit_set_exit_status(start: Start, tmp_path: Path) -> None:
    polite, abrupt, gone = (start() for _ in range(3))
    polite.initialize(tmp_path)
    assert polite.call("shutdown") is None
    polite.notify("exit", None)
    assert polite.wait_for_exit() == 0
    abrupt.initialize(tmp_path)
    abrupt.notify("exit", None)
    assert abrupt.wait_for_exit() == 1
    gone.initialize(tmp_path)
    assert gone.end() == 1
    assert polite.log == abrupt.log == gone.log == []


def test_hang_up_within_a_message_ends_server(start: Start, tmp_path: Path) -> None:
    client = start()
    client.initialize(tmp_path)
    client.send_bytes(with_header(body(request(7, "no/such", {})))[:-5])
    assert client.end() == 1
    assert_one_log_line_each(client.log, 1)


def test_messages_in_one_write_are_all_handled(start: Start) -> None:
    client = start()
    client.send(
        request(1, "initialize", {"processId": None, "rootUri": None, "capabilities": {}}),
        notification("initialized", {}),
        notification(
            "textDocument/didOpen",
            {"textDocument": {"uri": STEADY, "languageId": "", "version": 1, "text": GOOD}},
        ),
        request(2, "shutdown"),
        notification("exit"),
    )
    assert client.wait_for_exit() == 0
    assert client.answers(2)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "<&- >&-"])
def test_closed_stdin_or_stdout_is_an_error(closed: str, tmp_path: Path) -> None:
    line = f"{shlex.join(map(str, command('server')))} {closed}"
    done = subprocess.run(
        ["sh", "-c", line], cwd=tmp_path, env=environment(), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=WAIT, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    (said,) = done.stderr.splitlines()
    assert said.startswith("postlint: the server talks to an editor")


def test_closed_pipe_ends_server(start: Start, tmp_path: Path) -> None:
    client = start(reads_output=False)
    client.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    client.open((tmp_path / "a.md").as_uri(), SELF_FOCUSED)
    client.ask("no/such", {})
    assert client.end() == 1
    assert_one_log_line_each(client.log, len(client.log))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_sigterm_ends_server(start: Start, tmp_path: Path) -> None:
    client = start()
    client.initialize(tmp_path)
    client.process.terminate()
    assert client.wait_for_exit() == -signal.SIGTERM
    assert client.log == []


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_sigint_ends_server(start: Start, tmp_path: Path) -> None:
    client = start()
    client.initialize(tmp_path)
    client.process.send_signal(signal.SIGINT)
    assert client.wait_for_exit() != 0
    assert not [line for line in client.log if "Traceback" in line]


@pytest.mark.parametrize("how", ["exit", "hang up", "shutdown and exit"])
def test_server_ends_during_a_check(how: str, start: Start, plugin: BadPlugin) -> None:
    client = start(plugin.env)
    client.initialize()
    text, began, _ = plugin.hold()
    client.open(plugin.uri("held.md"), text)
    began()
    if how == "hang up":
        assert client.end() == 1
    elif how == "exit":
        client.notify("exit", None)
        assert client.wait_for_exit() == 1
    else:
        assert client.call("shutdown") is None
        client.notify("exit", None)
        assert client.process.wait(WAIT) == 0
