"""A real `postlint write`, or only its server, and a page that talks to it like a browser."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from postlint.web.app import WriteApp
from postlint.web.draft_file import DraftFile
from tests.command import WAIT, command, environment


@dataclass(frozen=True)
class Address:
    """The address that `postlint write` prints: `host` with the port, and the token."""

    host: str
    token: str

    @classmethod
    def parse(cls, url: str) -> Address:
        match = re.search(r"http://(127\.0\.0\.1:\d+)/#(\S+)", url)
        assert match, url
        return cls(match[1], match[2])

    @property
    def page(self) -> str:
        return f"http://{self.host}/#{self.token}"

    @property
    def socket(self) -> str:
        return f"ws://{self.host}/lsp?token={self.token}"


@contextmanager
def writing(
    folder: Path, *args: str | Path, port: int | None = 0
) -> Iterator[tuple[Address, subprocess.Popen[str]]]:
    """Run `postlint write` until the end of the block, on any free port unless told otherwise."""
    ports = () if port is None else ("--port", str(port))
    with subprocess.Popen(
        command("write", "--no-browser", *ports, *args),
        cwd=folder, env=environment(PYTHONUNBUFFERED="1"), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, encoding="utf-8",
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, process.stderr and process.stderr.read()
            yield Address.parse(line), process
        finally:
            process.kill()


@contextmanager
def serving(folder: Path, file: str | Path | None = None, *, port: int = 0) -> Iterator[Address]:
    """Run the server of `postlint write` until the end of the block, in a thread.

    It starts much faster than a process. Use `writing` for a test of the command, for a server that
    is killed, and for one that has to be independent of this process.
    """
    before = Path.cwd()
    os.chdir(folder)
    try:
        app = WriteApp(DraftFile(Path(file)) if file else None, port=port, idle_seconds=3_600)
        addresses: SimpleQueue[str] = SimpleQueue()
        thread = Thread(target=app.run, args=(addresses.put,), name="postlint write")
        thread.start()
        try:
            yield Address.parse(addresses.get(timeout=WAIT))
        finally:
            app.stop()
            thread.join(WAIT)
            assert not thread.is_alive()
    finally:
        os.chdir(before)


class Page:
    """A page's connection to its language server."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._ids = count()
        self.notifications: list[dict[str, Any]] = []

    async def request(self, method: str, params: object) -> Any:
        """Send a request, and return its result."""
        number = next(self._ids)
        await self._send({"id": number, "method": method, "params": params})
        while (message := await self._receive()).get("id") != number:
            pass
        assert "error" not in message, message
        return message["result"]

    async def notify(self, method: str, params: object) -> None:
        """Send a notification."""
        await self._send({"method": method, "params": params})

    async def wait_for(self, method: str) -> Any:
        """Wait for a notification, and return its parameters."""
        while True:
            message = await self._receive()
            if message.get("method") == method:
                return message["params"]

    async def open(self, text: str) -> str:
        """Open a text under the session's URI, and return the URI."""
        session = await self.request("postlint/session", {})
        item = {"uri": session["uri"], "languageId": "markdown", "version": 1, "text": text}
        await self.notify("textDocument/didOpen", {"textDocument": item})
        uri: str = session["uri"]
        return uri

    async def report(self, uri: str) -> dict[str, Any]:
        """Return the report on the only post of an open draft."""
        result = await self.request("postlint/report", {"textDocument": {"uri": uri}})
        assert result["error"] is None
        (post,) = result["posts"]
        found: dict[str, Any] = post
        return found

    async def _send(self, message: dict[str, object]) -> None:
        await self._connection.send(json.dumps({"jsonrpc": "2.0", **message}))

    async def _receive(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(await self._connection.recv())
        if "id" not in message:
            self.notifications.append(message)
        return message


@asynccontextmanager
async def connected(address: Address) -> AsyncIterator[Page]:
    """Open a page's connection, and close it at the end of the block."""
    origin = Origin(f"http://{address.host}")
    async with connect(address.socket, origin=origin) as connection:
        page = Page(connection)
        capabilities = {"general": {"positionEncodings": ["utf-16"]}}
        started = {"processId": None, "rootUri": None, "capabilities": capabilities}
        await page.request("initialize", started)
        await page.notify("initialized", {})
        yield page
