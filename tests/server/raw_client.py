"""A client of the language server that sends bytes, so it can send invalid messages."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, TypeAlias

from tests.command import command, environment

WAIT = 60.0
"""Seconds to wait for a response; far more than it takes."""

METHOD_NOT_FOUND, CANCELLED = -32601, -32800
"""Error codes of JSON-RPC and of the Language Server Protocol."""

STEADY = "untitled:steady"
"""A document that stays open; a response for it shows that the server still works."""

Message: TypeAlias = dict[str, Any]


def body(message: object) -> bytes:
    """Return a message as JSON; lone surrogates stay as escapes."""
    return json.dumps(message).encode()


def with_header(data: bytes) -> bytes:
    """Return a body with its header."""
    return f"Content-Length: {len(data)}\r\n\r\n".encode() + data


def request(number: object, method: object, *params: object) -> Message:
    """Return a request, without parameters if none are given."""
    message = {"jsonrpc": "2.0", "id": number, "method": method}
    return message | ({"params": params[0]} if params else {})


def notification(method: object, *params: object) -> Message:
    """Return a notification, without parameters if none are given."""
    return {"jsonrpc": "2.0", "method": method} | ({"params": params[0]} if params else {})


def edit(
    text: str, start: tuple[object, object] | None = None, end: tuple[object, object] | None = None
) -> Message:
    """Return a change of the whole text, or of a range."""
    if start is None or end is None:
        return {"text": text}
    first, last = ({"line": line, "character": column} for line, column in (start, end))
    return {"range": {"start": first, "end": last}, "text": text}


class RawClient:
    """A running server, the messages it sent, and the lines it logged."""

    def __init__(
        self, folder: Path, env: Mapping[str, str] | None = None, *, reads_output: bool = True
    ) -> None:
        self.process = subprocess.Popen(
            [*map(str, command("server"))], cwd=folder, env=environment(**(env or {})),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        self.messages: list[Message] = []
        self.log: list[str] = []
        self.unparsed: list[bytes] = []
        self.settings: Callable[[], object] | None = None
        self._condition = threading.Condition()
        self._sending = threading.Lock()
        self._log_start = 0
        self._marks = 0
        self._ids = 0
        self._readers = [threading.Thread(target=self._read_log, daemon=True)]
        if reads_output:
            self._readers.append(threading.Thread(target=self._read_messages, daemon=True))
        else:
            self._out.close()
        for reader in self._readers:
            reader.start()

    @property
    def _in(self) -> IO[bytes]:
        assert self.process.stdin
        return self.process.stdin

    @property
    def _out(self) -> IO[bytes]:
        assert self.process.stdout
        return self.process.stdout

    # Reading.

    def _read_messages(self) -> None:
        while (length := self._read_header()) is not None:
            data = self._out.read(length)
            try:
                message = json.loads(data)
            except ValueError:
                self._append(self.unparsed, data)
                continue
            if "id" in message and "method" in message:
                self._answer(message)
            self._append(self.messages, message)

    def _read_header(self) -> int | None:
        length = None
        while line := self._out.readline():
            if not line.strip():
                return length or 0
            name, colon, value = line.partition(b":")
            if name == b"Content-Length":
                length = int(value)
            elif not colon or name != b"Content-Type":
                self._append(self.unparsed, line)
        return None

    def _answer(self, message: Message) -> None:
        result = None
        if message["method"] == "workspace/configuration" and self.settings:
            result = self.settings()
        self.send({"jsonrpc": "2.0", "id": message["id"], "result": result})

    def _read_log(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self._append(self.log, line.decode("utf-8").rstrip("\r\n"))

    def _append(self, items: list[Any], item: object) -> None:
        with self._condition:
            items.append(item)
            self._condition.notify_all()

    def wait(self, condition: Callable[[], Any]) -> Any:
        """Wait until a condition returns something true, and return that."""
        with self._condition:
            result = self._condition.wait_for(condition, WAIT)
        assert result, (self.messages[-5:], self.log[-5:])
        return result

    # Sending.

    def send_bytes(self, data: bytes) -> None:
        """Send bytes, even if the server doesn't read them any more."""
        with self._sending:
            try:
                self._in.write(data)
                self._in.flush()
            except OSError:
                return

    def send(self, *messages: object) -> None:
        """Send messages in one write."""
        self.send_bytes(b"".join(with_header(body(message)) for message in messages))

    def notify(self, method: str, params: object) -> None:
        """Send a notification."""
        self.send(notification(method, params))

    def ask(self, method: str, *params: object) -> int:
        """Send a request, and return its id."""
        self._ids += 1
        self.send(request(self._ids, method, *params))
        return self._ids

    def answers(self, number: object) -> list[Message]:
        """Return the responses to a request so far."""
        return [one for one in self.messages if "method" not in one and one.get("id") == number]

    def answer(self, number: object) -> Message:
        """Wait for the response to a request, and return it."""
        message: Message = self.wait(lambda: self.answers(number))[0]
        return message

    def call(self, method: str, *params: object) -> Any:
        """Send a request, and return the result."""
        answer = self.answer(self.ask(method, *params))
        assert "error" not in answer, answer
        return answer.get("result")

    def request_error_code(self, method: str, *params: object) -> int:
        """Send a request, and return the error code of its response."""
        code: int = self.answer(self.ask(method, *params))["error"]["code"]
        return code

    # Actions of an editor.

    def initialize(
        self,
        *folders: Path,
        options: object = None,
        settings: Callable[[], object] | None = None,
        text_document: Message | None = None,
    ) -> Message:
        """Initialize the server, and return its response."""
        self.settings = settings
        workspace = {"configuration": True} if settings else {}
        capabilities = {"textDocument": text_document or {}, "workspace": workspace}
        result: Message = self.call(
            "initialize",
            {
                "processId": None,
                "rootUri": folders[0].as_uri() if folders else None,
                "workspaceFolders": [folder_item(folder) for folder in folders],
                "capabilities": capabilities,
                "initializationOptions": options,
            },
        )
        self.notify("initialized", {})
        return result

    def open(self, uri: str, text: str, version: int = 1, language: str = "markdown") -> None:
        """Open a document."""
        item = {"uri": uri, "languageId": language, "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, uri: str, version: int, *changes: Message | str) -> None:
        """Change a document; a string is the whole new text."""
        edits = [edit(one) if isinstance(one, str) else one for one in changes]
        document = {"uri": uri, "version": version}
        self.notify(
            "textDocument/didChange", {"textDocument": document, "contentChanges": edits}
        )  # fmt: skip

    def close(self, uri: str) -> None:
        """Close a document."""
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def hover(self, uri: str, line: object = 0, character: object = 0) -> Any:
        """Return the hover at a position."""
        return self.call("textDocument/hover", at(uri, line, character))

    def published(self, uri: str) -> list[Message]:
        """Return the published diagnostics of a document so far."""
        return [
            one["params"]
            for one in list(self.messages)
            if one.get("method") == "textDocument/publishDiagnostics"
            and one["params"]["uri"] == uri
        ]

    def wait_for_findings(self, uri: str, version: int | None = None) -> list[Message]:
        """Wait for the diagnostics of a version of a document, and return them."""
        last: Message = self.wait(
            lambda: [one for one in self.published(uri) if one.get("version") == version]
        )[-1]
        diagnostics: list[Message] = last["diagnostics"]
        return diagnostics

    def rules(self, uri: str, version: int = 1) -> set[str]:
        """Wait for the diagnostics of a version, and return their rules; "" if there is none."""
        return codes(self.wait_for_findings(uri, version))

    def shown_messages(self) -> list[str]:
        """Return the messages that were shown to the writer."""
        return [
            one["params"]["message"]
            for one in list(self.messages)
            if one.get("method") == "window/showMessage"
        ]

    # The log, and the end.

    def new_log_lines(self) -> list[str]:
        """Return the lines that were logged since the last call."""
        self._marks += 1
        mark = f"mark:{self._marks}."
        self.change(mark, 1, "")
        self.wait(lambda: [line for line in self.log if mark in line])
        lines = self.log[self._log_start :]
        at = next(number for number, line in enumerate(lines) if mark in line)
        self._log_start += at + 1
        return lines[:at]

    def end(self) -> int:
        """Hang up, wait for the server to end, and return its exit status."""
        with suppress(OSError):
            self._in.close()
        return self.wait_for_exit()

    def wait_for_exit(self) -> int:
        """Wait for the server to end, and return its exit status."""
        status = self.process.wait(WAIT)
        for reader in self._readers:
            reader.join(WAIT)
            assert not reader.is_alive()
        return status

    def kill(self) -> None:
        """Kill the server if it's still running."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(WAIT)
        for reader in self._readers:
            reader.join(WAIT)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream:
                with suppress(OSError):
                    stream.close()


def at(uri: str, line: object = 0, character: object = 0) -> Message:
    """Return a position in a document."""
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}


def folder_item(folder: Path) -> Message:
    """Return a workspace folder."""
    return {"uri": folder.as_uri(), "name": folder.name}


def codes(diagnostics: Iterable[Message]) -> set[str]:
    """Return the rules of diagnostics; "" for those without a rule."""
    return {one.get("code", "") for one in diagnostics}


def assert_one_log_line_each(lines: Sequence[str], problems: int) -> None:
    """Assert that each problem was logged in one line, without a traceback."""
    assert all(line.startswith("postlint server: ") for line in lines), lines
    assert not [line for line in lines if "Traceback" in line], lines
    assert len(lines) == problems, lines


Start: TypeAlias = Callable[..., RawClient]
"""Starts a server for one test."""
