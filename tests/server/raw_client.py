"""A client of the language server that knows no more than bytes: it can be as rude as it likes."""

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
"""Seconds to wait for what must come; far more than it takes."""

Message: TypeAlias = dict[str, Any]


def body(message: object) -> bytes:
    """Return a message as JSON; lone surrogates stay as escapes."""
    return json.dumps(message).encode()


def with_header(data: bytes, length: object = None, name: str = "Content-Length") -> bytes:
    """Put a header before a body: the right one if no length is given."""
    return f"{name}: {len(data) if length is None else length}\r\n\r\n".encode() + data


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
    """Return a change of the whole text, or of what lies between two places."""
    if start is None or end is None:
        return {"text": text}
    first, last = ({"line": line, "character": column} for line, column in (start, end))
    return {"range": {"start": first, "end": last}, "text": text}


class RawClient:
    """A server that runs, all that it has said, and all that it has logged."""

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
        self._marked = 0
        self._marks = 0
        self._ids = 0
        self._readers = [
            threading.Thread(target=self._read_log, daemon=True),
        ]
        if reads_output:
            stream = self._out
            self._readers.append(
                threading.Thread(target=self._read_messages, args=(stream,), daemon=True)
            )
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

    # What comes.

    def _read_messages(self, stream: IO[bytes]) -> None:
        while (length := self._read_header(stream)) is not None:
            data = stream.read(length)
            try:
                message = json.loads(data)
            except ValueError:
                self._append(self.unparsed, data)
                continue
            if "id" in message and "method" in message:
                self._answer(message)
            self._append(self.messages, message)

    def _read_header(self, stream: IO[bytes]) -> int | None:
        length = None
        while line := stream.readline():
            if not line.strip():
                return length or 0
            name, colon, value = line.partition(b":")
            if name == b"Content-Length":
                length = int(value)
            elif not colon or name != b"Content-Type":
                self._append(self.unparsed, line)
        return None

    def _answer(self, asked: Message) -> None:
        result = None
        if asked["method"] == "workspace/configuration" and self.settings:
            result = self.settings()
        self.send({"jsonrpc": "2.0", "id": asked["id"], "result": result})

    def _read_log(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self._append(self.log, line.decode("utf-8").rstrip("\r\n"))

    def _append(self, where: list[Any], what: object) -> None:
        with self._condition:
            where.append(what)
            self._condition.notify_all()

    def wait(self, found: Callable[[], Any], seconds: float = WAIT) -> Any:
        """Return what is found, as soon as it is."""
        with self._condition:
            result = self._condition.wait_for(found, seconds)
        assert result, (self.messages[-5:], self.log[-5:])
        return result

    # What is sent.

    def send_bytes(self, data: bytes) -> None:
        """Send these bytes; whether anybody still reads them is not asked."""
        with self._sending:
            try:
                self._in.write(data)
                self._in.flush()
            except OSError:
                return

    def send(self, *messages: object) -> None:
        """Send messages, all at once."""
        self.send_bytes(b"".join(with_header(body(message)) for message in messages))

    def notify(self, method: str, params: object) -> None:
        """Send a notification."""
        self.send(notification(method, params))

    def ask(self, method: str, *params: object) -> int:
        """Send a request, and return its number."""
        self._ids += 1
        self.send(request(self._ids, method, *params))
        return self._ids

    def answers(self, number: object) -> list[Message]:
        """Return the answers to a request that have come so far."""
        return [one for one in self.messages if "method" not in one and one.get("id") == number]

    def answer(self, number: object) -> Message:
        """Return the answer to a request."""
        message: Message = self.wait(lambda: self.answers(number))[0]
        return message

    def call(self, method: str, *params: object) -> Any:
        """Send a request, and return the result."""
        answer = self.answer(self.ask(method, *params))
        assert "error" not in answer, answer
        return answer.get("result")

    def request_error_code(self, method: str, *params: object) -> int:
        """Send a request, and return the code of the error that it must get."""
        code: int = self.answer(self.ask(method, *params))["error"]["code"]
        return code

    # What an editor does.

    def initialize(
        self,
        *folders: Path,
        options: object = None,
        settings: Callable[[], object] | None = None,
        text_document: Message | None = None,
        workspace: Message | None = None,
    ) -> Message:
        """Begin, and return what the server says of itself."""
        asks: Message = {}
        if settings:
            self.settings = settings
            asks = {"configuration": True}
        capabilities = {"textDocument": text_document or {}, "workspace": asks | (workspace or {})}
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
        made = [edit(one) if isinstance(one, str) else one for one in changes]
        document = {"uri": uri, "version": version}
        self.notify(
            "textDocument/didChange", {"textDocument": document, "contentChanges": made}
        )  # fmt: skip

    def close(self, uri: str) -> None:
        """Close a document."""
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def hover(self, uri: str, line: object = 0, character: object = 0) -> Any:
        """Return what is said on hovering."""
        return self.call("textDocument/hover", at(uri, line, character))

    def published(self, uri: str) -> list[Message]:
        """Return all findings that have come for a document so far."""
        return [
            one["params"]
            for one in list(self.messages)
            if one.get("method") == "textDocument/publishDiagnostics"
            and one["params"]["uri"] == uri
        ]

    def found(self, uri: str, version: int | None = None) -> list[Message]:
        """Return the findings for a version of a document, as soon as they have come."""
        last: Message = self.wait(
            lambda: [one for one in self.published(uri) if one.get("version") == version]
        )[-1]
        found: list[Message] = last["diagnostics"]
        return found

    def rules(self, uri: str, version: int = 1) -> set[str]:
        """Return the rules that those findings name; "" for what no rule says."""
        return codes(self.found(uri, version))

    def shown(self) -> list[str]:
        """Return the messages that the writer was shown."""
        return [
            one["params"]["message"]
            for one in list(self.messages)
            if one.get("method") == "window/showMessage"
        ]

    # What became of it.

    def logged(self) -> list[str]:
        """Return the lines that were logged since this was asked last."""
        self._marks += 1
        mark = f"mark:{self._marks}."
        self.change(mark, 1, "")
        self.wait(lambda: [line for line in self.log if mark in line])
        lines = self.log[self._marked :]
        at = next(number for number, line in enumerate(lines) if mark in line)
        self._marked += at + 1
        return lines[:at]

    def end(self) -> int:
        """Hang up, wait for the server to end and return its status; all is read then."""
        with suppress(OSError):
            self._in.close()
        return self.wait_for_exit()

    def wait_for_exit(self) -> int:
        """Wait for the server to end by itself, and return its status; all is read then."""
        status = self.process.wait(WAIT)
        for reader in self._readers:
            reader.join(WAIT)
            assert not reader.is_alive()
        return status

    def kill(self) -> None:
        """Leave no process behind, whatever has happened."""
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
    """Return a place in a document."""
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}


def folder_item(folder: Path) -> Message:
    """Return a workspace folder."""
    return {"uri": folder.as_uri(), "name": folder.name}


def codes(diagnostics: Iterable[Message]) -> set[str]:
    """Return the rules that findings name; "" for what no rule says."""
    return {one.get("code", "") for one in diagnostics}


def assert_one_log_line_each(lines: Sequence[str], faults: int) -> None:
    """Assert that each of the faults was logged, in one line that a writer can bear."""
    assert all(line.startswith("postlint server: ") for line in lines), lines
    assert not [line for line in lines if "Traceback" in line], lines
    assert len(lines) == faults, lines
