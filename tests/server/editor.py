"""An editor: pytest-lsp's client, with what tests do again and again."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types
from lsprotocol.converters import get_converter
from pytest_lsp import LanguageClient, client_capabilities
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

from postlint.document.source import Source
from tests.command import environment

WAIT = 60.0
"""Seconds to wait for what must come; far more than it takes."""

VSCODE = "visual-studio-code"
NEOVIM = "neovim@v0.7.0"
"""An editor that does not ask for findings, but wants them sent."""

_UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


class Editor:
    """An editor with one server."""

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
        """Open a draft; it need not be on disk."""
        uri = name if ":" in name else self.uri(name)
        self._versions[uri] = 1
        item = types.TextDocumentItem(uri, language, 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return types.TextDocumentIdentifier(uri)

    def change(
        self, draft: types.TextDocumentIdentifier, text: str, where: types.Range | None = None
    ) -> int:
        """Change a draft, as a whole if no place is given; return its new version."""
        self._versions[draft.uri] += 1
        version = types.VersionedTextDocumentIdentifier(self._versions[draft.uri], draft.uri)
        change: types.TextDocumentContentChangeEvent = (
            types.TextDocumentContentChangePartial(where, text)
            if where
            else types.TextDocumentContentChangeWholeDocument(text)
        )
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(version, [change]))
        return self._versions[draft.uri]

    def save(self, draft: types.TextDocumentIdentifier) -> None:
        """Say that a draft was saved."""
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(draft))

    async def wait_for_published(
        self, draft: types.TextDocumentIdentifier, version: int = 1
    ) -> Sequence[types.Diagnostic]:
        """Wait for the findings of a version that are sent, and return them."""
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
        """Ask for the findings of a draft."""
        report = await asyncio.wait_for(
            self.client.text_document_diagnostic_async(types.DocumentDiagnosticParams(draft)), WAIT
        )
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return report.items

    async def actions(
        self, draft: types.TextDocumentIdentifier, where: types.Range, only: Sequence[str] = ()
    ) -> dict[str, types.CodeAction]:
        """Return the changes that are offered at a place, by title."""
        context = types.CodeActionContext([], only=[*only] or None)
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(draft, where, context)
        )
        actions = [one for one in found or () if isinstance(one, types.CodeAction)]
        return {one.title: one for one in actions}

    async def lenses(self, draft: types.TextDocumentIdentifier) -> Sequence[types.CodeLens]:
        """Return what is to be shown above the lines of a draft."""
        found = await self.client.text_document_code_lens_async(types.CodeLensParams(draft))
        return found or []

    async def hover(self, draft: types.TextDocumentIdentifier, line: int, column: int) -> str:
        """Return what is shown when the mouse is at a place; nothing if there is nothing."""
        found = await self.client.text_document_hover_async(
            types.HoverParams(draft, types.Position(line, column))
        )
        if found is None:
            return ""
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value


@asynccontextmanager
async def editor(
    folder: Path,
    kind: str = NEOVIM,
    *,
    settings: dict[str, Any] | None = None,
    initial: Any = None,
    encodings: Sequence[str] = (),
    folders: Sequence[Path] = (),
    **env: str,
) -> AsyncIterator[Editor]:
    """Start a server as an editor does, and end it as it should be ended."""
    client = LanguageClient(converter_factory=get_converter)
    one = Editor(client, folder)
    if settings is not None:
        client.set_configuration({"postlint": settings})
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
    places = [types.WorkspaceFolder(path.as_uri(), path.name) for path in (folders or [folder])]
    answer = await client.initialize_session(
        types.InitializeParams(
            capabilities=capabilities,
            root_uri=folder.as_uri(),
            workspace_folders=places,
            initialization_options=initial,
        )
    )
    if encodings:
        assert answer.capabilities.position_encoding == encodings[0]
    yield one
    await client.shutdown_session()
    server = client._server
    assert server
    assert await asyncio.wait_for(server.wait(), WAIT) == 0
    await client.stop()  # type: ignore[no-untyped-call]


def place(text: str, position: types.Position, encoding: str = "utf-16") -> tuple[int, int]:
    """Return the line and column, in letters from 1, of an editor's place in a text."""
    codec, size = _UNITS[encoding]
    line = Source("", text).line(position.line + 1)
    before = line.encode(codec)[: position.character * size].decode(codec)
    return position.line + 1, len(before) + 1


def text_in_range(text: str, where: types.Range, encoding: str = "utf-16") -> str:
    """Return the words of a text that stand in a range."""
    source = Source("", text)
    offsets = []
    for position in (where.start, where.end):
        line, column = place(text, position, encoding)
        offsets.append(source.line_start(line) + column - 1)
    return text[offsets[0] : offsets[1]]


def apply_code_action(text: str, action: types.CodeAction, uri: str) -> str:
    """Return a text as an editor would have it with a change made."""
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
            for line, column in (place(text, edit.range.start), place(text, edit.range.end))
        )
        text = text[:start] + edit.new_text + text[end:]
    return text


ANYWHERE = types.Range(types.Position(0, 0), types.Position(1_000, 0))
