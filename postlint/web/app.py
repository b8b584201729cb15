"""The web server of `postlint write`: it serves the page, and talks to it over a WebSocket.

Only the page can talk to it. It listens on this machine only, and a connection needs the token that
`postlint write` prints. `Host` has to be this machine's own address, because another site's name
can point to it (DNS rebinding). `Origin` has to be the page's, so pages of other sites can't
connect.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from pygls.io_ import run_websocket
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from postlint.core import resources
from postlint.core.errors import PostlintError
from postlint.linter.pipeline import warm_up
from postlint.server.checker import Checker
from postlint.server.server import DraftServer, make_server
from postlint.web.draft_requests import add_draft_requests
from postlint.web.recent_drafts import RecentDrafts
from postlint.web.session import FILE_CHANGED, add_page_features

if TYPE_CHECKING:
    from postlint.web.draft_file import DraftFile

HOST = "127.0.0.1"
DEFAULT_PORT = 7678
"""The port to try first. A browser keeps the drafts of each port apart, so the same port finds
drafts from before."""

_FILES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}
_SOCKET = "/lsp"
_MAX_MESSAGE_BYTES = 28_000_000
"""The largest message: a document to import has at most 20 MB, and base64 takes four bytes for
three. (A draft has at most 1 MB, and JSON can take six bytes for one.)"""

_DEBOUNCE_SECONDS = 0.03
"""Seconds to wait after a keystroke: a page redraws little, and shows the verdict as you type."""

_POLL_SECONDS = 1.0
"""Seconds between checks whether another program has changed the file."""

IDLE_SECONDS = 15.0
"""Seconds after which the server stops if no page is open anymore: enough to reload one."""


class WriteApp:
    """Serves the page for one draft. All open pages share one checker."""

    def __init__(
        self,
        file: DraftFile | None,
        *,
        port: int | None = None,
        idle_seconds: float = IDLE_SECONDS,
        folder: Path | None = None,
    ) -> None:
        """Set up a server.

        Args:
            file: the file to edit; None for a draft that isn't in a file.
            port: the port; 0 for any free one, and None for `DEFAULT_PORT` or any free one.
            idle_seconds: how long to wait for a page after the last one closed.
            folder: the folder whose configuration applies without a file.
        """
        self._file = file
        self._ports = (DEFAULT_PORT, 0) if port is None else (port,)
        self._port = 0
        self._idle_seconds = idle_seconds
        self._folder = folder or Path.cwd()
        self._token = token_urlsafe(32)
        self._drafts = RecentDrafts()
        self._storage = ThreadPoolExecutor(1, thread_name_prefix="drafts")
        self._checker = Checker()
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="checker")
        self._pages: set[DraftServer] = set()
        self._idle_timer: asyncio.TimerHandle | None = None
        self._server: Server | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def keeps_drafts(self) -> bool:
        """Whether recent drafts are kept on this machine."""
        return self._drafts.is_kept

    @property
    def address(self) -> str:
        """The address of the page. The token isn't sent over HTTP: it's in the fragment."""
        return f"http://{HOST}:{self._port}/#{self._token}"

    def run(self, on_start: Callable[[str], object]) -> None:
        """Serve pages until the last one has been closed for a while.

        Args:
            on_start: is called with the address when the server is ready.

        Raises:
            PostlintError: the port can't be used.
        """
        asyncio.run(self._run(on_start))

    def stop(self) -> None:
        """Stop serving. It may be called from a signal handler, or from another thread."""
        if self._loop:
            self._loop.call_soon_threadsafe(self._close)

    async def _run(self, on_start: Callable[[str], object]) -> None:
        async with await self._listen() as server:
            self._port = server.sockets[0].getsockname()[1]
            self._loop, self._server = asyncio.get_running_loop(), server
            self._loop.set_exception_handler(_log_exception)
            # First, so that the page is useful as soon as it opens. An error would show there.
            load = partial(warm_up, completely=False)
            await asyncio.wait([self._loop.run_in_executor(self._executor, load)])
            if server.is_serving():
                on_start(self.address)
            watcher = asyncio.ensure_future(self._watch_file())
            try:
                await server.wait_closed()
            finally:
                watcher.cancel()
        self._storage.shutdown(wait=True)
        self._executor.submit(self._checker.close)
        self._executor.shutdown(wait=True, cancel_futures=False)

    async def _listen(self) -> Server:
        """Return a server on the first port that can be used."""
        reason = ""
        for port in self._ports:
            try:
                return await serve(
                    self._talk, HOST, port, process_request=self._respond,
                    max_size=_MAX_MESSAGE_BYTES, server_header=None, logger=_quiet_logger(),
                )  # fmt: skip
            except OSError as error:
                reason = f"port {port} can't be used ({error.strerror or error})"
        raise PostlintError(f"{reason}; choose another one with --port, or none")

    # HTTP.

    def _respond(self, _: ServerConnection, request: Request) -> Response | None:
        """Return the response to a request; None to open a WebSocket."""
        hosts = {f"{HOST}:{self._port}", f"localhost:{self._port}"}
        if request.headers.get_all("Host") not in ([host] for host in hosts):
            return self._response(HTTPStatus.FORBIDDEN)
        url = urlsplit(request.path)
        if url.path != _SOCKET:
            if url.path not in _FILES:
                return self._response(HTTPStatus.NOT_FOUND)
            name, content_type = _FILES[url.path]
            data = (resources.folder("web") / name).read_bytes()
            return self._response(HTTPStatus.OK, data, content_type)
        tokens = parse_qs(url.query).get("token", [""])
        origins = [[f"http://{host}"] for host in hosts]
        is_page = request.headers.get_all("Origin") in origins
        if is_page and hmac.compare_digest(tokens[0].encode(), self._token.encode()):
            return None
        return self._response(HTTPStatus.FORBIDDEN)

    def _response(
        self,
        status: HTTPStatus,
        data: bytes | None = None,
        content_type: str = "text/plain; charset=utf-8",
    ) -> Response:
        body = f"{status.phrase}\n".encode() if data is None else data
        sockets = f"ws://{HOST}:{self._port} ws://localhost:{self._port}"
        headers = Headers(
            {
                "Content-Type": content_type,
                "Content-Length": str(len(body)),
                "Content-Security-Policy": (
                    "default-src 'none'; script-src 'self'; style-src 'self'; "
                    f"img-src 'self' data:; connect-src {sockets}; base-uri 'none'; "
                    "form-action 'none'; frame-ancestors 'none'"
                ),
                "Cross-Origin-Opener-Policy": "same-origin",
                "Cross-Origin-Resource-Policy": "same-origin",
                "Cache-Control": "no-store",
                "Referrer-Policy": "no-referrer",
                "X-Content-Type-Options": "nosniff",
                "Connection": "close",
            }
        )
        return Response(status, status.phrase, headers, body)

    # Pages.

    async def _talk(self, connection: ServerConnection) -> None:
        """Serve one page until it closes."""
        page = make_server(self._checker, self._executor, _DEBOUNCE_SECONDS)
        add_page_features(
            page, self._file, self._folder, partial(self._tell_others, page), self._check_again
        )
        add_draft_requests(page, self._drafts, self._storage)
        self._pages.add(page)
        if self._idle_timer:
            self._idle_timer.cancel()
        try:
            await run_websocket(
                connection, threading.Event(), page.protocol, logging.getLogger(__name__),
                page.report_server_error,
            )  # fmt: skip
        finally:
            page.close_all()
            self._pages.discard(page)
            if not self._pages:
                loop = asyncio.get_running_loop()
                self._idle_timer = loop.call_later(self._idle_seconds, self._close)

    def _close(self) -> None:
        if self._server:
            self._server.close()

    async def _watch_file(self) -> None:
        """Tell the pages when another program changes the file."""
        told: str | None = None
        while self._file:
            await asyncio.sleep(_POLL_SECONDS)
            text = self._file.changed_text()
            if text is not None and text != told:
                self._tell_others(None, text)
            told = text

    def _tell_others(self, page: DraftServer | None, text: str) -> None:
        """Tell all pages but one what's in the file now."""
        for other in self._pages - {page}:
            other.protocol.notify(FILE_CHANGED, {"text": text})

    def _check_again(self) -> None:
        """Check the drafts of all pages again, because the configuration has changed."""
        for page in self._pages:
            page.did_change_settings()


def _log_exception(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log what went wrong, but not that a page was closed while it was sent something."""
    if not isinstance(context.get("exception"), ConnectionClosed):
        loop.default_exception_handler(context)


def _quiet_logger() -> logging.Logger:
    """Return a logger for connections that other programs open and drop; nobody needs to know."""
    logger = logging.getLogger("postlint.web.connections")
    logger.setLevel(logging.CRITICAL)
    return logger
