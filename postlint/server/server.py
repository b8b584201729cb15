"""The language server."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from pathlib import Path
from typing import Any

from lsprotocol import types
from lsprotocol.converters import get_converter
from pygls.capabilities import get_capability
from pygls.exceptions import FeatureNotificationError, JsonRpcException, PyglsError
from pygls.lsp.server import LanguageServer

import postlint
from postlint.config.discovery import CONFIG_NAMES
from postlint.core.errors import PostlintError
from postlint.core.terminal_text import one_line
from postlint.linter.pipeline import warm_up
from postlint.server import language_features
from postlint.server.checker import Checker
from postlint.server.diagnostics import SOURCE, diagnostics
from postlint.server.documents import OpenDraft, make_open_draft, uri_to_path
from postlint.server.editor_settings import EditorSettings, parse_settings
from postlint.server.protocol import Protocol
from postlint.server.report import REPORT, document_uri, report
from postlint.server.stdio import redirect_stdio

log = logging.getLogger(__name__)

DEBOUNCE_SECONDS = 0.15
"""Seconds to wait after a keystroke before a check: less than the pause between two words. Editors
redraw all marks after each."""

_TIMEOUT_SECONDS = 2.0
"""Seconds to wait for an editor's response, and, when the server ends, for a running check."""

_CODE_ACTION_KINDS = [types.CodeActionKind.QuickFix, types.CodeActionKind.RefactorRewrite]


class DraftServer(LanguageServer):
    """A language server for drafts.

    Everything runs in one thread, except the checker, which has a thread of its own.
    """

    protocol: Protocol

    def __init__(
        self,
        checker: Checker | None = None,
        executor: ThreadPoolExecutor | None = None,
        debounce_seconds: float = DEBOUNCE_SECONDS,
    ) -> None:
        """Set up a server.

        Args:
            checker: the checker, if several servers share one.
            executor: its thread.
            debounce_seconds: how long to wait after a keystroke before a check.
        """
        super().__init__(
            SOURCE,
            postlint.__version__,
            protocol_cls=Protocol,
            converter_factory=get_converter,
        )
        self._drafts: dict[str, OpenDraft] = {}
        self._checker = checker or Checker()
        self._executor = executor or ThreadPoolExecutor(1, thread_name_prefix="checker")
        self._debounce_seconds = debounce_seconds
        self._client_settings = EditorSettings()
        self._revisions = itertools.count()
        self._is_warmed_up = False

    # The editor and its settings.

    def _workspace_folder_of(self, path: str) -> Path:
        """Return the innermost workspace folder that contains a file, or else the first one."""
        uris = [folder.uri for folder in self.workspace.folders.values()]
        folders = [Path(folder) for folder in map(uri_to_path, uris) if folder]
        root = uri_to_path(self.workspace.root_uri or "")
        return max(
            (folder for folder in folders if Path(path).is_relative_to(folder)),
            key=lambda folder: len(folder.parts),
            default=folders[0] if folders else Path(root or Path.cwd()),
        )

    @property
    def _uses_pull_diagnostics(self) -> bool:
        """Whether the editor requests diagnostics, so the server doesn't publish them."""
        return get_capability(self.client_capabilities, "text_document.diagnostic") is not None

    def set_client_settings(self, settings: object) -> None:
        """Use the settings that the editor sent."""
        try:
            self._client_settings = parse_settings(settings)
        except PostlintError as error:
            self.show_error(str(error))

    async def _settings_of(self, draft: OpenDraft) -> EditorSettings:
        if not get_capability(self.client_capabilities, "workspace.configuration"):
            return self._client_settings
        item = types.ConfigurationItem(scope_uri=draft.uri, section=SOURCE)
        try:
            request = self.workspace_configuration_async(types.ConfigurationParams([item]))
            (settings,) = await asyncio.wait_for(request, _TIMEOUT_SECONDS)
            return parse_settings(settings) if settings else self._client_settings
        except PostlintError as error:
            self.show_error(str(error))
        except (JsonRpcException, ValueError, TypeError, asyncio.TimeoutError) as error:
            log.warning("can't get the editor's settings (%s)", type(error).__name__)
        return self._client_settings

    def show_error(self, message: str) -> None:
        """Show an error to the writer, and log it."""
        log.error(message)
        self.window_show_message(
            types.ShowMessageParams(types.MessageType.Error, f"postlint: {one_line(message)}")
        )

    async def register_watchers(self) -> None:
        """Ask the editor to report changes of settings and configuration files."""
        capabilities = self.client_capabilities
        registrations = []
        if get_capability(capabilities, "workspace.did_change_watched_files.dynamic_registration"):
            globs = [*(f"**/{name}" for name in CONFIG_NAMES), "**/*.{yaml,yml}"]
            watchers = [types.FileSystemWatcher(glob) for glob in globs]
            files = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registrations.append(types.Registration("postlint-files", method, files))
        if get_capability(capabilities, "workspace.did_change_configuration.dynamic_registration"):
            section = types.DidChangeConfigurationRegistrationOptions(SOURCE)
            method = types.WORKSPACE_DID_CHANGE_CONFIGURATION
            registrations.append(types.Registration("postlint-settings", method, section))
        if registrations:
            await self.client_register_capability_async(types.RegistrationParams(registrations))

    # Drafts.

    def did_open(self, item: types.TextDocumentItem) -> None:
        """Start to check a document, if it's a draft."""
        codec, folder = self.workspace.position_codec, self._workspace_folder_of("")
        draft = make_open_draft(item, codec, folder, next(self._revisions))
        if draft is not None:
            self._forget(item.uri)
            self._drafts[item.uri] = draft
            self._schedule_check(draft)

    def did_change(
        self,
        document: types.VersionedTextDocumentIdentifier,
        changes: Iterable[types.TextDocumentContentChangeEvent],
    ) -> None:
        """Apply changes to a draft, and check it when the writer stops typing."""
        draft = self._drafts.get(document.uri)
        if draft is None:
            log.warning("skipped a change to %s, which isn't open", document.uri)
            return
        draft.text = draft.text.with_changes(changes)
        draft.version = document.version
        draft.revision = next(self._revisions)
        draft.is_saved = False
        self._schedule_check(draft, self._debounce_seconds)

    def did_save(self, uri: str) -> None:
        """Check a draft again, to cache the result for the next check of its file."""
        draft = self._drafts.get(uri)
        if draft is not None:
            draft.is_saved = True
            draft.revision = next(self._revisions)
            self._start_check(draft)

    def did_close(self, uri: str) -> None:
        """Forget a draft, and clear its diagnostics."""
        if self._forget(uri) and not self._uses_pull_diagnostics:
            self._publish(uri, [])

    def _forget(self, uri: str) -> bool:
        """Forget a draft, and return whether it was open."""
        draft = self._drafts.pop(uri, None)
        if draft and draft.publish_task:
            draft.publish_task.cancel()
        return draft is not None

    def close_all(self) -> None:
        """Forget all drafts: the editor is gone."""
        for uri in list(self._drafts):
            self._forget(uri)

    def did_change_settings(self) -> None:
        """Check all drafts again, because their settings may have changed."""
        for draft in self._drafts.values():
            draft.settings = None
            draft.revision = next(self._revisions)
            self._schedule_check(draft)
        if get_capability(self.client_capabilities, "workspace.diagnostics.refresh_support"):
            self.workspace_diagnostic_refresh(None)
        if get_capability(self.client_capabilities, "workspace.code_lens.refresh_support"):
            self.workspace_code_lens_refresh(None)

    # Checking.

    def _schedule_check(self, draft: OpenDraft, seconds: float = 0) -> None:
        """Check a draft after a delay without changes, unless the editor requests diagnostics."""
        if not self._uses_pull_diagnostics:
            self._start_check(draft, seconds)

    def _start_check(self, draft: OpenDraft, seconds: float = 0) -> None:
        if draft.publish_task:
            draft.publish_task.cancel()
        draft.publish_task = asyncio.ensure_future(self._check_and_publish(draft, seconds))

    async def _check_and_publish(self, draft: OpenDraft, seconds: float) -> None:
        await asyncio.sleep(seconds)
        if await self._check(draft) and not self._uses_pull_diagnostics:
            self._publish(draft.uri, diagnostics(draft), draft.version)

    def _publish(
        self, uri: str, items: Sequence[types.Diagnostic], version: int | None = None
    ) -> None:
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, items, version))

    async def checked_draft(self, uri: str) -> OpenDraft | None:
        """Return an open draft with the result for its latest text; None if it isn't open."""
        draft = self._drafts.get(uri)
        if draft is None:
            log.warning("%s isn't open", uri)
            return None
        return draft if await self._check(draft) else None

    async def detailed_draft(self, uri: str) -> OpenDraft | None:
        """Return an open draft as `checked_draft` does, with details."""
        while draft := await self.checked_draft(uri):
            result = draft.result
            if result.has_details:
                return draft
            loop = asyncio.get_running_loop()
            detailed = await loop.run_in_executor(self._executor, result.with_details)
            if draft.result is result:
                draft.result = detailed
        return None

    async def _check(self, draft: OpenDraft) -> bool:
        """Check the latest text of a draft; return whether the draft is still open."""
        while self._drafts.get(draft.uri) is draft:
            if draft.result_revision == draft.revision:
                return True
            if draft.check_task is None:
                draft.check_task = asyncio.ensure_future(self._run_check(draft))
            # A cancelled request doesn't cancel the check: others may wait for it, too.
            await asyncio.shield(draft.check_task)
        return False

    async def _run_check(self, draft: OpenDraft) -> None:
        """Check the current text of a draft."""
        try:
            if draft.settings is None:
                draft.settings = await self._settings_of(draft)
            settings, revision = draft.settings, draft.revision
            check = partial(
                self._checker.check, draft.path, draft.text.text,
                settings.config_file(self._workspace_folder_of(draft.path)),
                settings.cli_overrides, untitled=draft.untitled, write_cache=draft.is_saved,
            )  # fmt: skip
            loop = asyncio.get_running_loop()
            draft.result = await loop.run_in_executor(self._executor, check)
            draft.result_revision = revision
        finally:
            draft.check_task = None
        if not self._is_warmed_up:
            # The first result may come from the cache. Load the models before the first change.
            self._is_warmed_up = True
            self._executor.submit(warm_up)

    def serve(self) -> int:
        """Serve an editor on standard input and output, and return the exit status.

        It's 0 if the editor shut the server down, and 1 if the editor disconnected first.
        """
        self.start_io(*redirect_stdio())
        # Don't wait any longer for a check that is still running.
        wait([self._executor.submit(self._checker.close)], timeout=_TIMEOUT_SECONDS)
        return 0 if self.protocol.is_shut_down else 1

    def report_server_error(
        self, error: Exception, source: type[PyglsError] | type[JsonRpcException]
    ) -> None:
        """Log an error. pygls would show it to the writer, who can't do anything about it."""
        if source is FeatureNotificationError:
            log.error("%s", error)


def make_server(
    checker: Checker | None = None,
    executor: ThreadPoolExecutor | None = None,
    debounce_seconds: float = DEBOUNCE_SECONDS,
) -> DraftServer:
    """Return a server with all its features; see `DraftServer` for the arguments."""
    server = DraftServer(checker, executor, debounce_seconds)
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
        draft = await server.checked_draft(params.text_document.uri)
        if draft is None:
            return types.RelatedFullDocumentDiagnosticReport(items=[])
        result_id = str(draft.revision)
        if params.previous_result_id == result_id:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id)
        items = diagnostics(draft)
        return types.RelatedFullDocumentDiagnosticReport(items=items, result_id=result_id)

    @feature(types.TEXT_DOCUMENT_HOVER)
    async def _(params: types.HoverParams) -> types.Hover | None:
        draft = await server.checked_draft(params.text_document.uri)
        return language_features.hover(draft, params.position) if draft else None

    @feature(REPORT)
    async def _(params: Mapping[str, Any]) -> dict[str, Any]:
        uri = document_uri(params)
        draft = await server.detailed_draft(uri) if uri else None
        return report(draft) if draft else {"error": None, "posts": []}

    @feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def _(params: types.CodeLensParams) -> list[types.CodeLens]:
        draft = await server.detailed_draft(params.text_document.uri)
        if draft is None or (draft.settings and not draft.settings.show_score):
            return []
        return language_features.code_lenses(draft)

    @feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=_CODE_ACTION_KINDS),
    )
    async def _(params: types.CodeActionParams) -> list[types.CodeAction]:
        draft = await server.detailed_draft(params.text_document.uri)
        if draft is None:
            return []
        versioned = get_capability(
            server.client_capabilities, "workspace.workspace_edit.document_changes"
        )
        builder = language_features.CodeActionBuilder(draft, versioned=bool(versioned))
        actions = builder.code_actions(params.range)
        only = params.context.only
        return [action for action in actions if only is None or _is_kind_of(action.kind, only)]

    return server


def _is_kind_of(kind: object, wanted: Iterable[object]) -> bool:
    """Return whether a kind is wanted, or is below one: `refactor.rewrite` below `refactor`."""
    return any(f"{_name(kind)}.".startswith(f"{_name(parent)}.") for parent in wanted)


def _name(kind: object) -> str:
    return kind.value if isinstance(kind, types.CodeActionKind) else str(kind)
