"""The language server: what an editor says, and what it is told."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from lsprotocol import types
from lsprotocol.converters import get_converter
from pygls.exceptions import FeatureNotificationError, JsonRpcException, PyglsError
from pygls.lsp.server import LanguageServer

import postlint
from postlint.config.discovery import NAMES
from postlint.core.errors import PostlintError
from postlint.core.terminal_text import one_line
from postlint.linter.worker import warm_up
from postlint.server import language_features as answers
from postlint.server.checker import Checker, CheckRequest, CheckResult
from postlint.server.diagnostics import SOURCE, diagnostics
from postlint.server.documents import OpenDraft, make_open_draft, uri_to_path
from postlint.server.editor_settings import EditorSettings, parse_settings
from postlint.server.protocol import Protocol
from postlint.server.stdio import MessageReader, MessageWriter, redirect_stdio

log = logging.getLogger(__name__)

DEBOUNCE_SECONDS = 0.15
"""Seconds without a key stroke after which a draft is checked: shorter than between two words."""

_TIMEOUT_SECONDS = 2.0
"""Seconds to wait for an editor's answer, and at the end for a check that is going on."""

_ACTIONS = [types.CodeActionKind.QuickFix, types.CodeActionKind.RefactorRewrite]


class DraftServer(LanguageServer):
    """A language server for drafts.

    All of it runs in one thread, but for the checker, which has another one to itself.
    """

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__(
            SOURCE,
            postlint.__version__,
            protocol_cls=Protocol,
            converter_factory=get_converter,
        )
        self._drafts: dict[str, OpenDraft] = {}
        self._checker = Checker()
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="checker")
        self._client_settings: EditorSettings = EditorSettings()
        self._revisions = itertools.count()
        self._publish_tasks: set[asyncio.Task[None]] = set()
        self._is_warmed_up = False

    # What the editor is and what it wants.

    @property
    def workspace_folder(self) -> Path:
        """The workspace's folder, or the current one."""
        for folder in self.workspace.folders.values():
            if path := uri_to_path(folder.uri):
                return Path(path)
        return Path(uri_to_path(self.workspace.root_uri or "") or Path.cwd())

    def _workspace_folder_of(self, draft: OpenDraft) -> Path:
        """Return the workspace's folder that a draft is in, the innermost one."""
        paths = (uri_to_path(folder.uri) for folder in self.workspace.folders.values())
        around = [
            Path(path) for path in paths if path and Path(draft.path).is_relative_to(Path(path))
        ]
        return max(around, key=lambda path: len(path.parts), default=self.workspace_folder)

    def can(self, *names: str) -> bool:
        """Return whether the editor has a capability, by the names on the way to it."""
        found: Any = self.client_capabilities
        for name in names:
            found = getattr(found, name, None)
        return bool(found)

    @property
    def _uses_pull_diagnostics(self) -> bool:
        """Whether the editor asks for findings itself: then none are sent unasked."""
        return self.can("text_document", "diagnostic")

    def set_client_settings(self, settings: object) -> None:
        """Take settings that the editor has sent."""
        try:
            self._client_settings = parse_settings(settings)
        except PostlintError as error:
            self.show_error(str(error))

    async def _options_of(self, draft: OpenDraft) -> EditorSettings:
        if not self.can("workspace", "configuration"):
            return self._client_settings
        item = types.ConfigurationItem(scope_uri=draft.uri, section=SOURCE)
        try:
            asking = self.workspace_configuration_async(types.ConfigurationParams([item]))
            (settings,) = await asyncio.wait_for(asking, _TIMEOUT_SECONDS)
            return parse_settings(settings) if settings else self._client_settings
        except PostlintError as error:
            self.show_error(str(error))
        except (JsonRpcException, ValueError, TypeError, asyncio.TimeoutError) as error:
            log.warning("can't get the editor's settings (%s)", type(error).__name__)
        return self._client_settings

    def show_error(self, message: str) -> None:
        """Tell the writer, and the log."""
        log.error(message)
        self.window_show_message(
            types.ShowMessageParams(types.MessageType.Error, f"postlint: {one_line(message)}")
        )

    async def register_watchers(self) -> None:
        """Ask the editor to tell when settings change."""
        wanted: list[tuple[str, object]] = []
        if self.can("workspace", "did_change_watched_files", "dynamic_registration"):
            globs = [*(f"**/{name}" for name in NAMES), "**/*.{yaml,yml}"]
            watchers = [types.FileSystemWatcher(glob) for glob in globs]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            wanted.append((types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options))
        if self.can("workspace", "did_change_configuration", "dynamic_registration"):
            section = types.DidChangeConfigurationRegistrationOptions(SOURCE)
            wanted.append((types.WORKSPACE_DID_CHANGE_CONFIGURATION, section))
        registrations = [
            types.Registration(f"postlint-{number}", method, options)
            for number, (method, options) in enumerate(wanted)
        ]
        if registrations:
            await self.client_register_capability_async(types.RegistrationParams(registrations))

    # Drafts.

    def opened(self, item: types.TextDocumentItem) -> None:
        """Take a draft that was opened."""
        encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        draft = make_open_draft(item, encoding, self.workspace_folder, next(self._revisions))
        if draft is not None:
            self.closed(item.uri, quietly=True)
            self._drafts[item.uri] = draft
            self._schedule_check(draft, 0)

    def changed(
        self,
        document: types.VersionedTextDocumentIdentifier,
        changes: Iterable[types.TextDocumentContentChangeEvent],
    ) -> None:
        """Take the changes of a draft."""
        draft = self._drafts.get(document.uri)
        if draft is None:
            log.warning("skipped a change to %s, which isn't open", document.uri)
            return
        draft.text = draft.text.with_changes(changes)
        draft.version = document.version
        draft.revision = next(self._revisions)
        draft.is_saved = False
        self._schedule_check(draft, DEBOUNCE_SECONDS)

    def did_save(self, uri: str) -> None:
        """Keep what was found in a draft for the next run over its file."""
        draft = self._drafts.get(uri)
        if draft is not None:
            draft.is_saved = True
            draft.revision = next(self._revisions)
            self._start_check(draft)

    def closed(self, uri: str, *, quietly: bool = False) -> None:
        """Forget a draft."""
        draft = self._drafts.pop(uri, None)
        if draft is None:
            return
        if draft.timer:
            draft.timer.cancel()
        if not self._uses_pull_diagnostics and not quietly:
            self._publish(uri, [])

    def did_change_settings(self) -> None:
        """Check all drafts anew: what holds for them may be something else."""
        for draft in self._drafts.values():
            draft.options = None
            draft.revision = next(self._revisions)
            self._schedule_check(draft, 0)
        if self.can("workspace", "diagnostics", "refresh_support"):
            self.workspace_diagnostic_refresh(None)
        if self.can("workspace", "code_lens", "refresh_support"):
            self.workspace_code_lens_refresh(None)

    # Checking.

    def _schedule_check(self, draft: OpenDraft, seconds: float) -> None:
        """Check a draft when nothing has changed it for a while, if the editor does not ask."""
        if draft.timer:
            draft.timer.cancel()
        if not self._uses_pull_diagnostics:
            loop = asyncio.get_running_loop()
            draft.timer = loop.call_later(seconds, self._start_check, draft)

    def _start_check(self, draft: OpenDraft) -> None:
        task = asyncio.ensure_future(self._check_and_publish(draft))
        self._publish_tasks.add(task)
        task.add_done_callback(self._publish_tasks.discard)

    async def _check_and_publish(self, draft: OpenDraft) -> None:
        checked = await self.check(draft)
        if checked is not None and not self._uses_pull_diagnostics:
            self._publish(draft.uri, diagnostics(checked, draft.text), draft.version)

    def _publish(
        self, uri: str, found: Sequence[types.Diagnostic], version: int | None = None
    ) -> None:
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))

    async def check(self, draft: OpenDraft) -> CheckResult | None:
        """Return what is found in the newest text of a draft; None if it was closed meanwhile."""
        while not draft.is_current:
            if self._drafts.get(draft.uri) is not draft:
                return None
            if draft.check_task is None:
                draft.check_task = asyncio.ensure_future(self._check(draft))
            # Whoever stops waiting does not stop the check: others may wait for it, too.
            await asyncio.shield(draft.check_task)
        return draft.result if self._drafts.get(draft.uri) is draft else None

    async def _check(self, draft: OpenDraft) -> None:
        """Check the text that is in a draft now."""
        try:
            if draft.options is None:
                draft.options = await self._options_of(draft)
            options, revision = draft.options, draft.revision
            asked = CheckRequest(
                options.config_file(self._workspace_folder_of(draft)), options.cli_overrides
            )
            check = partial(
                self._checker.check, draft.path, draft.text.text, asked,
                untitled=draft.untitled, keep=draft.is_saved,
            )  # fmt: skip
            loop = asyncio.get_running_loop()
            draft.result = await loop.run_in_executor(self._executor, check)
            draft.result_revision = revision
        finally:
            draft.check_task = None
        if not self._is_warmed_up:
            # The first draft may have been in the cache; its first change shall not wait.
            self._is_warmed_up = True
            self._executor.submit(warm_up)

    async def checked_draft(self, uri: str) -> tuple[OpenDraft, CheckResult] | None:
        """Return an open draft and what is found in it; None if there is no such draft."""
        draft = self._drafts.get(uri)
        if draft is None:
            log.warning("%s isn't open", uri)
            return None
        checked = await self.check(draft)
        return (draft, checked) if checked else None

    def serve(self) -> int:
        """Serve an editor on standard input and output to its end, and return the exit status.

        That is 0 if the editor has asked for the end, 1 if it has gone.
        """
        stdin, stdout = redirect_stdio()
        # pygls makes its own streams of these, and wants no more of them than they have.
        self.start_io(
            cast(BinaryIO, MessageReader(stdin)),
            cast(BinaryIO, MessageWriter(stdout, self._disconnect)),
        )
        # If a check keeps the thread, the end does not wait for it.
        wait([self._executor.submit(self._checker.close)], timeout=_TIMEOUT_SECONDS)
        return 0 if self.protocol.is_shut_down else 1

    def _disconnect(self) -> None:
        if self._stop_event is not None:
            self._stop_event.set()

    def report_server_error(
        self, error: Exception, source: type[PyglsError] | type[JsonRpcException]
    ) -> None:
        """Log what went wrong. Writers are not shown it: they can do nothing about it."""
        if source is FeatureNotificationError:
            log.error("%s", error)


def make_server() -> DraftServer:
    """Return a server with all that it answers."""
    server = DraftServer()
    feature = server.feature

    @feature(types.INITIALIZE)
    def _(params: types.InitializeParams) -> None:
        server.set_client_settings(params.initialization_options)

    @feature(types.INITIALIZED)
    async def _(_: types.InitializedParams) -> None:
        await server.register_watchers()

    @feature(types.TEXT_DOCUMENT_DID_SAVE)
    def _(params: types.DidSaveTextDocumentParams) -> None:
        server.did_save(params.text_document.uri)

    @feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def _(params: types.DidChangeConfigurationParams) -> None:
        if params.settings:
            server.set_client_settings(params.settings)
        server.did_change_settings()

    @feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def _(_: types.DidChangeWatchedFilesParams) -> None:
        server.did_change_settings()

    @feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def _(_: types.DidChangeWorkspaceFoldersParams) -> None:
        server.did_change_settings()

    @feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.DiagnosticOptions(
            inter_file_dependencies=False, workspace_diagnostics=False, identifier=SOURCE
        ),
    )
    async def _(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        found = await server.checked_draft(params.text_document.uri)
        if found is None:
            return types.RelatedFullDocumentDiagnosticReport(items=[])
        draft, checked = found
        name = str(draft.revision)
        if params.previous_result_id == name:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id=name)
        items = diagnostics(checked, draft.text)
        return types.RelatedFullDocumentDiagnosticReport(items=items, result_id=name)

    @feature(types.TEXT_DOCUMENT_HOVER)
    async def _(params: types.HoverParams) -> types.Hover | None:
        found = await server.checked_draft(params.text_document.uri)
        return found and answers.hover(found[1], found[0].text, params.position)

    @feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def _(params: types.CodeLensParams) -> list[types.CodeLens]:
        found = await server.checked_draft(params.text_document.uri)
        if found is None or not (found[0].options or EditorSettings()).show_score:
            return []
        return answers.code_lenses(found[1], found[0].text)

    @feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=_ACTIONS))
    async def _(params: types.CodeActionParams) -> list[types.CodeAction]:
        found = await server.checked_draft(params.text_document.uri)
        if found is None:
            return []
        draft, checked = found
        versioned = server.can("workspace", "workspace_edit", "document_changes")
        actions = answers.CodeActionBuilder(
            checked, draft.text, draft.uri, draft.version, versioned=versioned
        ).code_actions(params.range)
        only = params.context.only
        return [one for one in actions if only is None or _is_kind_of(one.kind, only)]

    return server


def _is_kind_of(kind: object, wanted: Iterable[object]) -> bool:
    """Return whether a kind of change is wanted, or is a part of one: `refactor.rewrite`."""
    return any(f"{_name(kind)}.".startswith(f"{_name(one)}.") for one in wanted)


def _name(kind: object) -> str:
    return kind.value if isinstance(kind, types.CodeActionKind) else str(kind)
