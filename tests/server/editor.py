"""An editor: pytest-lsp's client, with helpers for tests."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from lsprotocol import types
from lsprotocol.converters import get_converter
from pygls.io_ import run_async
from pytest_lsp import LanguageClient, client_capabilities
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

from postlint.document.source import Source
from postlint.server.server import make_server
from tests.command import environment

WAIT = 60.0
"""Seconds to wait for a response; far more than it takes."""

VSCODE = "visual-studio-code"
NEOVIM = "neovim@v0.7.0"
"""An editor that doesn't request diagnostics, so the server publishes them."""

EGGS = "Had eggs for breakfast. Taking the garbage out now.\n"
"""Only `self-focused`."""

ENCODINGS = ("utf-8", "utf-16", "utf-32")
_UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


class Editor:
    """An editor with a server of its own."""

    def __init__(self, client: LanguageClient, folder: Path) -> None:
        self.client = client
        self.folder = folder
        self.published: dict[str, list[types.PublishDiagnosticsParams]] = {}
        self.registered: list[str] = []
        self.refreshed = 0
        self._condition = asyncio.Condition()
        self._versions: dict[str, int] = {}

        async def published(_: LanguageClient, params: types.PublishDiagnosticsParams) -> None:
            async with self._condition:
                self.published.setdefault(params.uri, []).append(params)
                self._condition.notify_all()

        def registered(_: LanguageClient, params: types.RegistrationParams) -> None:
            self.registered += [one.method for one in params.registrations]

        def refreshed(_: LanguageClient, params: None) -> None:
            self.refreshed += 1

        own = {
            types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: published,
            types.CLIENT_REGISTER_CAPABILITY: registered,
            types.WORKSPACE_CODE_LENS_REFRESH: refreshed,
        }
        register_lsp_features(client, {**DEFAULT_CLIENT_FEATURES, **own})

    def uri(self, name: str) -> str:
        """Return the URI of a draft in the folder."""
        return (self.folder / name).as_uri()

    def open(
        self, name: str, text: str, language: str = "markdown"
    ) -> types.TextDocumentIdentifier:
        """Open a draft, which may exist only in the editor."""
        uri = name if ":" in name else self.uri(name)
        self._versions[uri] = 1
        item = types.TextDocumentItem(uri, language, 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return types.TextDocumentIdentifier(uri)

    def close(self, draft: types.TextDocumentIdentifier) -> None:
        """Close a draft."""
        del self._versions[draft.uri]
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(draft))

    def close_all(self) -> None:
        """Close all drafts."""
        for uri in [*self._versions]:
            self.close(types.TextDocumentIdentifier(uri))

    def change(
        self, draft: types.TextDocumentIdentifier, text: str, range: types.Range | None = None
    ) -> int:
        """Change a range of a draft, or all of it, and return its new version."""
        self._versions[draft.uri] += 1
        version = types.VersionedTextDocumentIdentifier(self._versions[draft.uri], draft.uri)
        change: types.TextDocumentContentChangeEvent = (
            types.TextDocumentContentChangePartial(range, text)
            if range
            else types.TextDocumentContentChangeWholeDocument(text)
        )
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(version, [change]))
        return self._versions[draft.uri]

    def save(self, draft: types.TextDocumentIdentifier) -> None:
        """Notify the server that a draft was saved."""
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(draft))

    async def wait_for_published(
        self, draft: types.TextDocumentIdentifier, version: int = 1
    ) -> Sequence[types.Diagnostic]:
        """Wait for the published diagnostics of a version, and return them."""
        async with self._condition:
            await asyncio.wait_for(
                self._condition.wait_for(
                    lambda: any(one.version == version for one in self.published.get(draft.uri, ()))
                ),
                WAIT,
            )
        return [*self.published[draft.uri][-1].diagnostics]

    async def pull_diagnostics(
        self, draft: types.TextDocumentIdentifier
    ) -> Sequence[types.Diagnostic]:
        """Request the diagnostics of a draft."""
        report = await asyncio.wait_for(
            self.client.text_document_diagnostic_async(types.DocumentDiagnosticParams(draft)), WAIT
        )
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return report.items

    async def actions(
        self, draft: types.TextDocumentIdentifier, range: types.Range, only: Sequence[str] = ()
    ) -> dict[str, types.CodeAction]:
        """Return the code actions for a range, by title."""
        context = types.CodeActionContext([], only=[*only] or None)
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(draft, range, context)
        )
        actions = [one for one in found or () if isinstance(one, types.CodeAction)]
        return {one.title: one for one in actions}

    async def lenses(self, draft: types.TextDocumentIdentifier) -> Sequence[types.CodeLens]:
        """Return the code lenses of a draft."""
        found = await self.client.text_document_code_lens_async(types.CodeLensParams(draft))
        return found or []

    async def hover(self, draft: types.TextDocumentIdentifier, line: int, column: int) -> str:
        """Return the hover at a position; an empty string if there is none."""
        found = await self.client.text_document_hover_async(
            types.HoverParams(draft, types.Position(line, column))
        )
        if found is None:
            return ""
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value


class _Thread:
    """A server in a thread, with a socket for its standard input and output."""

    def __init__(self, status: asyncio.Future[int], writer: asyncio.StreamWriter) -> None:
        self._status = status
        self._writer = writer

    @classmethod
    async def start(cls, client: LanguageClient) -> _Thread:
        """Start a server, and connect a client to it."""
        ours, theirs = socket.socketpair()

        def serve() -> int:
            with theirs, theirs.makefile("rb") as stdin, theirs.makefile("wb") as stdout:
                streams = mock.patch(
                    "postlint.server.server.redirect_stdio", return_value=(stdin, stdout)
                )
                with streams:
                    return make_server().serve()

        reader, writer = await asyncio.open_connection(sock=ours)
        client.protocol.set_writer(writer)
        receiving = run_async(
            client._stop_event, reader, client.protocol, error_handler=client.report_server_error
        )
        client._async_tasks.append(asyncio.create_task(receiving))
        return cls(asyncio.get_running_loop().run_in_executor(None, serve), writer)

    async def wait(self) -> int:
        """Disconnect, wait until the server ends, and return its exit status."""
        self._writer.close()
        return await self._status


@asynccontextmanager
async def editor(
    folder: Path,
    kind: str = NEOVIM,
    *,
    settings: dict[str, Any] | None = None,
    initial: Any = None,
    encodings: Sequence[str] = (),
    folders: Sequence[Path] = (),
    in_thread: bool = False,
    **env: str,
) -> AsyncIterator[Editor]:
    """Start a server, and shut it down at the end of the block.

    In a thread, it starts much faster than in a process of its own.
    """
    client = LanguageClient(converter_factory=get_converter)
    one = Editor(client, folder)
    if settings is not None:
        client.set_configuration({"postlint": settings})
    thread = await _Thread.start(client) if in_thread else None
    if not thread:
        await client.start_io(
            sys.executable, "-m", "postlint", "server", env=environment(**env), cwd=folder
        )
    capabilities = client_capabilities(kind)
    if encodings:
        capabilities.general = capabilities.general or types.GeneralClientCapabilities()
        capabilities.general.position_encodings = [*encodings]
    if kind == VSCODE and settings is None and capabilities.workspace:
        capabilities.workspace.configuration = False
    if kind == NEOVIM and settings is not None and capabilities.workspace:
        capabilities.workspace.configuration = True
    workspace_folders = [
        types.WorkspaceFolder(path.as_uri(), path.name) for path in (folders or [folder])
    ]
    answer = await client.initialize_session(
        types.InitializeParams(
            capabilities=capabilities,
            root_uri=folder.as_uri(),
            workspace_folders=workspace_folders,
            initialization_options=initial,
        )
    )
    if encodings:
        assert answer.capabilities.position_encoding == encodings[0]
    yield one
    await client.shutdown_session()
    if thread:
        assert await asyncio.wait_for(thread.wait(), WAIT) == 0
    else:
        server = client._server
        assert server
        assert await asyncio.wait_for(server.wait(), WAIT) == 0
    await client.stop()  # type: ignore[no-untyped-call]


def to_line_column(
    text: str, position: types.Position, encoding: str = "utf-16"
) -> tuple[int, int]:
    """Return the line and column of a position, in characters and from 1."""
    codec, size = _UNITS[encoding]
    line = Source("", text).line(position.line + 1)
    before = line.encode(codec)[: position.character * size].decode(codec)
    return position.line + 1, len(before) + 1


def text_in_range(text: str, range: types.Range, encoding: str = "utf-16") -> str:
    """Return the part of a text that is in a range."""
    source = Source("", text)
    offsets = []
    for position in (range.start, range.end):
        line, column = to_line_column(text, position, encoding)
        offsets.append(source.line_start(line) + column - 1)
    return text[offsets[0] : offsets[1]]


def apply_code_action(text: str, action: types.CodeAction, uri: str) -> str:
    """Return a text after an editor applied a code action."""
    assert action.edit
    edits: list[types.TextEdit] = []
    if action.edit.document_changes:
        (document,) = action.edit.document_changes
        assert isinstance(document, types.TextDocumentEdit)
        assert document.text_document.uri == uri
        edits = [one for one in document.edits if isinstance(one, types.TextEdit)]
    elif action.edit.changes:
        edits = [*action.edit.changes[uri]]
    source = Source("", text)
    for edit in sorted(
        edits, key=lambda one: (one.range.start.line, one.range.start.character), reverse=True
    ):
        start, end = (
            source.line_start(line) + column - 1
            for line, column in (
                to_line_column(text, edit.range.start),
                to_line_column(text, edit.range.end),
            )
        )
        text = text[:start] + edit.new_text + text[end:]
    return text


ANYWHERE = types.Range(types.Position(0, 0), types.Position(1_000, 0))


def codes(diagnostics: Iterable[types.Diagnostic]) -> list[object]:
    """Return the rules of diagnostics."""
    return [one.code for one in diagnostics]
