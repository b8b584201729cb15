"""`postlint server` among editors that err, break off and die: real processes over real pipes."""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.command import ASKS_NOTHING, GOOD, ROOT, SELF_FOCUSED, command, environment
from tests.server.raw_client import (
    WAIT,
    Message,
    RawClient,
    assert_one_log_line_each,
    at,
    body,
    codes,
    edit,
    folder_item,
    notification,
    request,
    with_header,
)

STEADY = "untitled:steady"
"""A document that is open throughout; that it is answered for shows that the server lives."""


METHOD_NOT_FOUND, INVALID_REQUEST, NOT_INITIALIZED, CANCELLED = -32601, -32600, -32002, -32800

PLUGIN = """
import os, re, sys, time
from pathlib import Path
from postlint.plugins import API_VERSION, Check, Plugin

FOLDER = Path(__file__).parent

def _text(context):
    return context.post.draft.source.text

def slow(context):
    if held := re.search("hold-[0-9]+", _text(context)):
        (FOLDER / f"{held[0]}.began").touch()
        while not (FOLDER / f"{held[0]}.go").exists():
            time.sleep(0.01)
    return iter(())

def loud(context):
    if "be loud" in _text(context):
        print("Content-Length: 3\\r\\n\\r\\nfoo", flush=True)
        os.write(1, b"Content-Length: 3\\r\\n\\r\\nfoo")
        os.system("echo a child")
    return iter(())

def breaks(context):
    if "break down" in _text(context):
        raise LookupError("the ledger is lost")
    return iter(())

def leaves(context):
    if "leave us" in _text(context):
        sys.exit(3)
    return iter(())

def reads(context):
    if "read it" in _text(context):
        sys.stdin.readline()
    return iter(())

CHECKS = {f"rude_{one.__name__}": Check(one) for one in (slow, loud, breaks, leaves, reads)}
PLUGIN = Plugin(api=API_VERSION, checks=CHECKS, rules=FOLDER / "rules")
"""

Start = Callable[..., RawClient]


class Rude:
    """A plug-in that misbehaves when a draft asks for it, and the drafts that can."""

    def __init__(self, folder: Path) -> None:
        self.package = folder / "site" / "rude_postlint"
        self.drafts = folder / "drafts"
        (self.package / "rules").mkdir(parents=True)
        self.drafts.mkdir()
        (self.package / "__init__.py").write_text(PLUGIN)
        for name in ("slow", "loud", "breaks", "leaves", "reads"):
            (self.package / "rules" / f"rude-{name}.yaml").write_text(
                f"id: rude-{name}\ncategory: form\nscope: post\nseverity: info\n"
                f"check: rude_{name}\n"
                "message: m\nhelp: h\nwhy: w\nbad: []\ngood: []\n"
            )
        info = folder / "site" / "rude-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: rude\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text("[postlint]\nrude = rude_postlint:PLUGIN\n")
        (self.drafts / "postlint.toml").write_text('plugins = ["rude"]\n')
        self.env = {"PYTHONPATH": f"{ROOT}:{folder / 'site'}"}
        self._holds = 0

    def uri(self, name: str) -> str:
        return (self.drafts / name).as_uri()

    def hold(self) -> tuple[str, Callable[[], None], Callable[[], None]]:
        """Return a text whose check takes until it is let go; and wait for it to begin."""
        self._holds += 1
        name = f"hold-{self._holds}"

        def began() -> None:
            end = time.monotonic() + WAIT
            while not (self.package / f"{name}.began").exists():
                assert time.monotonic() < end
                time.sleep(0.01)

        return f"{GOOD}\n\n{name}\n", began, (self.package / f"{name}.go").touch


@pytest.fixture(scope="module")
def rude(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rude]:
    made = Rude(tmp_path_factory.mktemp("rude"))
    yield made
    for began in made.package.glob("*.began"):
        began.with_suffix(".go").touch()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start servers that do not outlive the test."""
    started: list[RawClient] = []

    def begin(env: dict[str, str] | None = None, **options: bool) -> RawClient:
        started.append(RawClient(tmp_path, env, **options))
        return started[-1]

    yield begin
    for one in started:
        one.kill()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drafts")


@pytest.fixture(scope="module")
def running(folder: Path, rude: Rude) -> Iterator[RawClient]:
    client = RawClient(folder, rude.env)
    client.initialize(folder)
    client.open(STEADY, SELF_FOCUSED)
    yield client
    client.kill()


@pytest.fixture
def client(running: RawClient) -> Iterator[RawClient]:
    """A server that many tests use, and that lives on after each of them."""
    running.wait(lambda: running.published(STEADY))
    running.logged()
    yield running
    assert running.process.poll() is None
    assert running.hover(STEADY)
    assert running.unparsed == []


# Bytes that are no messages.


@pytest.mark.parametrize(
    "data",
    [
        b"{nope",
        b'{"jsonrpc": "2.0", "id": 1,',
        b'{"jsonrpc": "2.0", "id": 1, "method": "\xff\xfe"}',
        b"[" + body(request(1, "no/such", {})) + b"]",
        b"17",
        b'"text"',
        b"null",
        b"   ",
        b"{}",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"id": "x", "method": "textDocument/hover", "params": {}}',
    ],
    ids=str,
)
def test_a_body_that_is_no_message_is_one_line(client: RawClient, data: bytes) -> None:
    client.send_bytes(with_header(data))
    assert_one_log_line_each(client.logged(), 1)


NO_MESSAGES = [
    request("bad", "textDocument/hover"),
    request("bad", "textDocument/hover", None),
    request("bad", "textDocument/hover", []),
    request("bad", "textDocument/hover", {"textDocument": 5, "position": "x"}),
    request("bad", "textDocument/hover", at(STEADY, -1, 0)),
    request("bad", "textDocument/hover", at(STEADY, 0, 10**12)),
    request("bad", "textDocument/codeAction", {"textDocument": {"uri": STEADY}}),
    request("bad", "textDocument/codeLens", "x"),
    request("bad", "textDocument/diagnostic", {"textDocument": {}}),
    request("bad", ["textDocument/hover"], {}),
    request("bad", "workspace/executeCommand", {"command": 5}),
    {"jsonrpc": "1.0", "id": "bad", "method": "textDocument/hover", "params": at(STEADY)},
    {"id": "bad", "method": "no/such", "params": {}},
]


@pytest.mark.parametrize("message", NO_MESSAGES, ids=str)
def test_a_request_that_cannot_be_read_gets_an_error(client: RawClient, message: Message) -> None:
    before = len(client.answers("bad"))
    client.send(message)
    client.hover(STEADY)
    (answer,) = client.answers("bad")[before:]
    assert "error" in answer
    client.logged()


def test_a_request_that_cannot_be_read_is_one_line(client: RawClient) -> None:
    client.send(request("bad", "textDocument/hover", {"textDocument": 5}))
    assert_one_log_line_each(client.logged(), 1)


@pytest.mark.parametrize(
    "message",
    [
        notification("textDocument/didOpen", {"textDocument": {"uri": "untitled:half"}}),
        notification("textDocument/didChange", {"contentChanges": 5}),
        notification("textDocument/didClose", None),
        notification("$/cancelRequest"),
        {"jsonrpc": "2.0"},
        {"jsonrpc": "2.0", "id": "never-asked", "error": 5},
    ],
    ids=str,
)
def test_a_notification_that_cannot_be_read_is_one_line(
    client: RawClient, message: Message
) -> None:
    client.send(message)
    assert_one_log_line_each(client.logged(), 1)


@pytest.mark.parametrize("method", ["no/such", "textDocument/rename-all", "$/such", ""])
def test_an_unknown_request_is_not_found(client: RawClient, method: str) -> None:
    assert client.request_error_code(method, {}) == METHOD_NOT_FOUND
    assert_one_log_line_each(client.logged(), 1)


def test_an_unknown_request_without_parameters_is_not_found(client: RawClient) -> None:
    assert client.request_error_code("no/such") == METHOD_NOT_FOUND


def test_an_unknown_notification_is_passed_over(client: RawClient) -> None:
    client.notify("no/such", {})
    assert_one_log_line_each(client.logged(), 1)


@pytest.mark.parametrize("number", ["never-asked", 1.5, None, ["list"]], ids=str)
def test_an_answer_that_nobody_waits_for_is_one_line(client: RawClient, number: object) -> None:
    client.send({"jsonrpc": "2.0", "id": number, "result": None})
    assert_one_log_line_each(client.logged(), 1)


def _unframed(data: bytes, start: Start) -> tuple[list[bool], list[str]]:
    """Send bytes and three requests; return which were answered, and what else was logged."""
    client = start()
    client.send_bytes(data)
    client.send(*(request(number, "no/such", {}) for number in (91, 92, 93)))
    assert client.end() == 1
    assert client.unparsed == []
    answered = [bool(client.answers(number)) for number in (91, 92, 93)]
    known = re.compile("Failed to handle request (7|91|92|93), unknown method")
    return answered, [line for line in client.log if not known.search(line)]


ASKED = body(request(7, "no/such", {}))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(with_header(ASKED, 10), id="too small"),
        pytest.param(with_header(ASKED, len(ASKED) + 20), id="too large"),
        pytest.param(b"X-Other: 1\r\n\r\n" + ASKED, id="missing"),
        pytest.param(with_header(ASKED, "many"), id="no number"),
        pytest.param(with_header(ASKED, -5), id="negative"),
        pytest.param(with_header(ASKED, "9" * 30), id="huge"),
        pytest.param(b"a stray line\r\n", id="a stray line"),
    ],
)
def test_after_a_wrong_header_the_server_lives_on(data: bytes, start: Start) -> None:
    answered, log = _unframed(data, start)
    assert answered[-1]
    assert log
    assert_one_log_line_each(log, len(log))


@pytest.mark.parametrize(
    "header",
    [
        "content-length: {}\r\n\r\n",
        "CONTENT-LENGTH:{}\r\n\r\n",
        "Content-Length: {}\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n",
        "X-Other: a: b\r\nContent-Length: {}\r\nX-More: 7\r\n\r\n",
    ],
)
def test_headers_are_read_as_they_may_be_written(header: str, start: Start) -> None:
    client = start()
    client.send_bytes(header.format(len(ASKED)).encode() + ASKED)
    assert client.end() == 1
    assert client.answers(7)


# Beginning and ending.


def test_a_request_before_the_beginning_is_refused(start: Start) -> None:
    assert start().request_error_code("textDocument/hover", at("file:///a.md")) == NOT_INITIALIZED


def test_what_comes_too_early_is_one_line_each(start: Start, tmp_path: Path) -> None:
    client = start()
    uri = (tmp_path / "a.md").as_uri()
    client.open(uri, SELF_FOCUSED)
    client.notify("workspace/didChangeConfiguration", {"settings": {}})
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    client.initialize(tmp_path)
    assert_one_log_line_each(client.logged(), 3)
    client.open(uri, SELF_FOCUSED)
    assert client.rules(uri) == {"self-focused"}


def test_a_second_beginning_is_answered(client: RawClient) -> None:
    client.answer(client.ask("initialize", {"processId": None, "rootUri": None}))


def test_a_wrong_beginning_is_no_end(start: Start, tmp_path: Path) -> None:
    client = start()
    assert "error" in client.answer(client.ask("initialize", {}))
    client.initialize(tmp_path)
    client.open(STEADY, SELF_FOCUSED)
    assert client.rules(STEADY) == {"self-focused"}


def test_ends_as_the_editor_says(start: Start, tmp_path: Path) -> None:
    polite, rushing, gone = (start() for _ in range(3))
    polite.initialize(tmp_path)
    assert polite.call("shutdown") is None
    polite.notify("exit", None)
    assert polite.wait_for_exit() == 0
    rushing.initialize(tmp_path)
    rushing.notify("exit", None)
    assert rushing.wait_for_exit() == 1
    gone.initialize(tmp_path)
    assert gone.end() == 1
    assert polite.log == rushing.log == gone.log == []


def test_an_editor_that_dies_within_a_message(start: Start, tmp_path: Path) -> None:
    client = start()
    client.initialize(tmp_path)
    client.send_bytes(with_header(ASKED)[:-5])
    assert client.end() == 1
    assert_one_log_line_each(client.log, 1)


def test_a_request_after_the_shutdown_is_refused(start: Start, tmp_path: Path) -> None:
    client = start()
    client.initialize(tmp_path)
    client.call("shutdown")
    number = client.ask("textDocument/hover", at(STEADY))
    client.notify("exit", None)
    assert client.wait_for_exit() == 0
    assert client.answers(number)[0]["error"]["code"] == INVALID_REQUEST


def test_all_said_at_once(start: Start) -> None:
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
def test_without_input_or_output_it_says_so(closed: str, tmp_path: Path) -> None:
    line = f"{shlex.join(map(str, command('server')))} {closed}"
    done = subprocess.run(
        ["sh", "-c", line], cwd=tmp_path, env=environment(), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=WAIT, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    (said,) = done.stderr.splitlines()
    assert said.startswith("postlint: the server talks to an editor")


def test_nobody_listens(start: Start, tmp_path: Path) -> None:
    client = start(reads_output=False)
    client.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    client.open((tmp_path / "a.md").as_uri(), SELF_FOCUSED)
    client.ask("no/such", {})
    client.end()
    assert not [line for line in client.log if "Traceback" in line]
    assert client.log


def test_nobody_listens_is_one_line(start: Start) -> None:
    client = start(reads_output=False)
    client.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    client.ask("no/such", {})
    assert client.end() == 1
    assert_one_log_line_each(client.log, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_terminated(start: Start, tmp_path: Path) -> None:
    client = start()
    client.initialize(tmp_path)
    client.process.terminate()
    assert client.wait_for_exit() == -signal.SIGTERM
    assert client.log == []


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_interrupted(start: Start, tmp_path: Path) -> None:
    client = start()
    client.initialize(tmp_path)
    client.process.send_signal(signal.SIGINT)
    assert client.wait_for_exit() != 0
    assert not [line for line in client.log if "Traceback" in line]


# Documents.


def test_changes_of_what_is_not_open_are_one_line_each(client: RawClient) -> None:
    client.change("untitled:never", 2, SELF_FOCUSED)
    client.open("untitled:was", GOOD)
    client.close("untitled:was")
    client.change("untitled:was", 2, SELF_FOCUSED)
    assert_one_log_line_each(client.logged(), 2)
    client.close("untitled:was")
    client.close("untitled:never")
    assert client.logged() == []


def test_opened_again_the_newest_text_holds(client: RawClient) -> None:
    uri = "untitled:again"
    client.open(uri, SELF_FOCUSED, 1)
    client.open(uri, ASKS_NOTHING, 7)
    assert client.rules(uri, 7) == {"no-question"}
    client.close(uri)
    client.close(uri)
    assert client.hover(uri) is None
    assert client.published(uri)[-1]["diagnostics"] == []


@pytest.mark.parametrize(
    "change",
    [
        edit(SELF_FOCUSED, (0, 0), (2**31 - 1, 2**31 - 1)),
        edit(SELF_FOCUSED, (9999, 7), (0, 0)),
        edit(SELF_FOCUSED, (0, 0), (2, 99999)),
    ],
    ids=str,
)
def test_edits_beyond_the_text_reach_its_end(client: RawClient, change: Message) -> None:
    client.open("untitled:edits", GOOD.rstrip("\n"))
    client.change("untitled:edits", 2, change)
    assert client.rules("untitled:edits", 2) == {"self-focused"}
    assert client.logged() == []
    client.close("untitled:edits")


@pytest.mark.parametrize(
    "change",
    [
        edit("x", (-1, 0), (0, 0)),
        edit("x", (0, 0), (10**12, 0)),
        edit("x", (0, 0), (float("inf"), 0)),
        {"range": None, "text": "x"},
        {},
    ],
    ids=str,
)
def test_after_an_edit_that_is_none_the_next_one_counts(client: RawClient, change: Message) -> None:
    uri = f"untitled:none-{abs(hash(str(change)))}"
    client.open(uri, GOOD)
    client.change(uri, 2, change)
    client.change(uri, 3, SELF_FOCUSED)
    assert client.rules(uri, 3) == {"self-focused"}
    client.logged()


def _about(uri: str, where: object) -> dict[str, Message]:
    place = {"line": where, "character": where}
    document = {"textDocument": {"uri": uri}}
    asked = {"range": {"start": place, "end": place}, "context": {"diagnostics": []}}
    return {
        "textDocument/hover": at(uri, where, where),
        "textDocument/codeAction": document | asked,
        "textDocument/codeLens": document,
        "textDocument/diagnostic": document,
    }


def test_nothing_is_known_of_unknown_documents(client: RawClient) -> None:
    for method, params in _about("file:///nowhere/no.md", 0).items():
        result = client.call(method, params)
        assert result in (None, [], {"items": [], "kind": "full"})
    assert_one_log_line_each(client.logged(), 4)


def test_places_beyond_the_text_are_no_fault(client: RawClient) -> None:
    for method, params in _about(STEADY, 2**31 - 1).items():
        client.call(method, params)
    assert client.logged() == []


def test_ten_documents_at_once(client: RawClient) -> None:
    texts = [SELF_FOCUSED, ASKS_NOTHING, GOOD]
    rules: list[set[str]] = [{"self-focused"}, {"no-question"}, set()]
    uris = [f"untitled:many-{number}" for number in range(10)]
    for number, uri in enumerate(uris):
        client.open(uri, texts[number % 3])
    for version in range(2, 6):
        for number, uri in enumerate(uris):
            client.change(
                uri, version, texts[(number + version) % 3] + f"\n\n{number} {version}.\n"
            )
    for number, uri in enumerate(uris):
        client.change(uri, 6, texts[(number + 6) % 3])
    for number, uri in enumerate(uris):
        assert client.rules(uri, 6) == rules[(number + 6) % 3]
        versions = [one["version"] for one in client.published(uri)]
        assert versions == sorted(versions)
    assert client.logged() == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\ud800 a \udfff", "not UTF-8"),
        ("a\0b", "not text"),
        ("word " * 400_000, "too large"),
        ("é \U0001f600\n" * 200_000, "too large"),
        ("---\ntitle: [\n---\nText.\n", "front matter isn't valid YAML"),
    ],
    ids=["surrogates", "NUL", "2 MB", "2 MB of lines", "front matter"],
)
def test_a_text_that_is_no_draft_is_told(client: RawClient, text: str, says: str) -> None:
    uri = f"untitled:no-draft-{says[:6]}-{len(text)}"
    client.open(uri, text)
    (found,) = client.found(uri, 1)
    assert says in found["message"]
    client.change(uri, 2, SELF_FOCUSED)
    assert client.rules(uri, 2) == {"self-focused"}
    assert client.logged() == []


@pytest.mark.parametrize(
    "uri",
    [
        "untitled:Untitled-1",
        "untitled:",
        "file:///a%20b/%C3%BC.md",
        "file:///with space/ü.md",
        "file:///c%3A/x/y.md",
        "file:///nowhere/at/all/x.md",
        "file:///etc/passwd/x.md",
        "file:///a%00b.md",
        "file:///%FF.md",
        "file:///\ud800.md",
        "file:///" + "long/" * 2000 + "x.md",
    ],
    ids=ascii,
)
def test_drafts_of_unusual_names_are_checked(client: RawClient, uri: str) -> None:
    client.open(uri, SELF_FOCUSED)
    assert client.rules(uri) == {"self-focused"}
    assert client.logged() == []
    client.close(uri)


@pytest.mark.parametrize(
    "uri", ["git:/a/b.md?x", "http://example.org/a.md", "", "relative.md", "file:", "http://[::1"]
)
def test_what_is_no_draft_is_left_alone(client: RawClient, uri: str) -> None:
    client.open(uri, SELF_FOCUSED)
    assert client.hover(uri) is None
    assert client.published(uri) == []
    lines = client.logged()
    assert_one_log_line_each(lines, len(lines))


@pytest.mark.parametrize("language", ["", "plaintext", "mdx", "klingon", "markdown"])
def test_every_language_is_read(client: RawClient, language: str) -> None:
    uri = f"untitled:language-{language}"
    client.open(uri, SELF_FOCUSED, language=language)
    assert client.rules(uri) == {"self-focused"}


# Configuration.


def test_a_configuration_that_comes_breaks_and_heals(client: RawClient, folder: Path) -> None:
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
            assert "postlint.toml" in client.found(uri, version)[0]["message"]
    file.unlink()
    client.change(uri, version + 1, ASKS_NOTHING)
    assert client.rules(uri, version + 1) == {"no-question"}
    file.mkdir()
    client.change(uri, version + 2, SELF_FOCUSED)
    client.found(uri, version + 2)
    file.rmdir()
    client.change(uri, version + 3, ASKS_NOTHING)
    assert client.rules(uri, version + 3) == {"no-question"}
    lines = client.logged()
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
def test_settings_that_cannot_be_used_are_told(
    client: RawClient, settings: Message, says: str
) -> None:
    before = len(client.shown())
    client.notify("workspace/didChangeConfiguration", {"settings": {"postlint": settings}})
    assert_one_log_line_each(client.logged(), 1)
    (shown,) = client.shown()[before:]
    assert says in shown


def test_settings_hold_from_when_they_change(client: RawClient) -> None:
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
    for nonsense in ([1], "x", 5, None, {"postlint": [1]}):
        client.notify("workspace/didChangeConfiguration", {"settings": nonsense})
    client.change(uri, 99, ASKS_NOTHING)
    assert client.rules(uri, 99) == {"no-question"}
    client.logged()


@pytest.mark.parametrize("answer", [[], {}, "x", [5], [None, None]], ids=str)
def test_an_editor_that_cannot_tell_its_settings(
    answer: object, start: Start, tmp_path: Path
) -> None:
    client = start()
    client.initialize(tmp_path, settings=lambda: answer)
    client.open(STEADY, SELF_FOCUSED)
    assert client.rules(STEADY) == {"self-focused"}


def test_an_editor_that_tells_null_for_its_settings(start: Start, tmp_path: Path) -> None:
    client = start()
    client.initialize(tmp_path, settings=lambda: None)
    client.open(STEADY, SELF_FOCUSED)
    client.wait(lambda: client.published(STEADY), WAIT)


def test_folders_come_and_go(start: Start, tmp_path: Path) -> None:
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
    assert client.logged() == []


def test_a_folder_of_no_readable_name(start: Start, tmp_path: Path) -> None:
    client = start()
    client.initialize(tmp_path)
    event = {"event": {"added": [{"uri": "http://[", "name": ""}], "removed": []}}
    client.notify("workspace/didChangeWorkspaceFolders", event)
    client.open(STEADY, SELF_FOCUSED)
    assert client.hover(STEADY)


# Checks of plug-ins.


def test_a_slow_check_blocks_nobody(client: RawClient, rude: Rude) -> None:
    uri = rude.uri("slow.md")
    text, began, go = rude.hold()
    client.open(uri, text)
    began()
    # All of this while the check goes on.
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
    assert client.logged() == []


@pytest.mark.parametrize("reopened", [False, True])
def test_what_was_closed_is_told_no_more(client: RawClient, rude: Rude, reopened: bool) -> None:
    uri = rude.uri(f"closed-{reopened}.md")
    text, began, go = rude.hold()
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


def test_what_a_check_prints_is_no_message(client: RawClient, rude: Rude) -> None:
    uri = rude.uri("loud.md")
    client.open(uri, SELF_FOCUSED + "\n\nbe loud\n")
    assert "self-focused" in client.rules(uri)
    assert client.unparsed == []
    assert any("a child" in line for line in client.logged())


def test_a_check_that_raises_is_a_finding(client: RawClient, rude: Rude) -> None:
    uri = rude.uri("breaks.md")
    client.open(uri, SELF_FOCUSED + "\n\nbreak down\n")
    assert "internal-error" in client.rules(uri)
    client.change(uri, 2, SELF_FOCUSED)
    assert client.rules(uri, 2) == {"self-focused"}
    assert client.logged() == []


@pytest.mark.parametrize("words", ["leave us", "read it"])
def test_a_check_that_leaves_or_reads(words: str, start: Start, rude: Rude, tmp_path: Path) -> None:
    client = start(rude.env)
    client.initialize(tmp_path)
    client.open(STEADY, SELF_FOCUSED)
    client.found(STEADY, 1)
    uri = rude.uri(f"{words[:5].strip()}.md")
    client.open(uri, f"{SELF_FOCUSED}\n\n{words}\n")
    client.wait(lambda: client.published(uri), WAIT)
    assert client.hover(STEADY)


@pytest.mark.parametrize("how", ["exit", "hang up", "shutdown and exit"])
def test_ends_while_a_check_goes_on(how: str, start: Start, rude: Rude) -> None:
    client = start(rude.env)
    client.initialize()
    text, began, _ = rude.hold()
    client.open(rude.uri("held.md"), text)
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


# Editors that ask for findings themselves.


@pytest.fixture
def pulling(start: Start, tmp_path: Path) -> RawClient:
    client = start()
    client.initialize(tmp_path, text_document={"diagnostic": {}})
    return client


def _pull(client: RawClient, uri: str, **more: str) -> Any:
    return client.call("textDocument/diagnostic", {"textDocument": {"uri": uri}, **more})


def test_findings_are_told_only_when_asked_for(pulling: RawClient) -> None:
    pulling.open(STEADY, SELF_FOCUSED)
    first = _pull(pulling, STEADY)
    assert (first["kind"], codes(first["items"])) == ("full", {"self-focused"})
    name = first["resultId"]
    assert _pull(pulling, STEADY, previousResultId=name) == {"kind": "unchanged", "resultId": name}
    assert _pull(pulling, STEADY, previousResultId="nonsense")["kind"] == "full"
    pulling.change(STEADY, 2, ASKS_NOTHING)
    second = _pull(pulling, STEADY, previousResultId=name)
    assert (second["kind"], codes(second["items"])) == ("full", {"no-question"})
    pulling.close(STEADY)
    assert _pull(pulling, STEADY) == {"kind": "full", "items": []}
    pulling.end()
    assert pulling.published(STEADY) == []


def test_a_document_opened_again_has_new_results(pulling: RawClient) -> None:
    pulling.open(STEADY, SELF_FOCUSED)
    name = _pull(pulling, STEADY)["resultId"]
    pulling.close(STEADY)
    pulling.open(STEADY, ASKS_NOTHING)
    assert _pull(pulling, STEADY, previousResultId=name)["kind"] == "full"
