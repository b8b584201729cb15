"""The requests of a page about recent drafts.

| request | parameters | result |
|---|---|---|
| `postlint/drafts` | | `isKept`, and the `drafts`: a `RecentDraft` each, the newest first |
| `postlint/keepDraft` | `id`, `text`, `file`: the path of the file that it belongs to, or null | \
`status`: `kept`, `off`, or `error` with a `message` |
| `postlint/readDraft` | `id` | its `text`, or null |
| `postlint/deleteDrafts` | `ids`, or null for all | as `postlint/drafts`; `message` if it failed |
| `postlint/keepDrafts` | `on`: whether to keep drafts from now on | the same |

Blank text deletes a draft.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import asdict
from typing import Any, TypeVar

from postlint.core.errors import PostlintError
from postlint.server.server import DraftServer
from postlint.web.recent_drafts import RecentDrafts

_Result = TypeVar("_Result")


def add_draft_requests(server: DraftServer, drafts: RecentDrafts, storage: Executor) -> None:
    """Add the requests `postlint/drafts`, `keepDraft`, `readDraft`, `deleteDrafts`, `keepDrafts`.

    Args:
        server: the language server of a page.
        drafts: the recent drafts.
        storage: a single thread that reads and writes, so requests take effect in their order, and
            a slow disk doesn't hold up the page.
    """

    async def run(action: Callable[[], _Result]) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(storage, action)

    async def list_after(change: Callable[[], object]) -> dict[str, Any]:
        def change_and_list() -> dict[str, Any]:
            error = None
            try:
                change()
            except PostlintError as failure:
                error = str(failure)
            return _as_data(drafts) | ({"message": error} if error else {})

        return await run(change_and_list)

    @server.feature("postlint/drafts")
    async def _(_: Mapping[str, Any]) -> dict[str, Any]:
        return await run(lambda: _as_data(drafts))

    @server.feature("postlint/keepDraft")
    async def _(params: Mapping[str, Any]) -> dict[str, Any]:
        text, draft_id = params.get("text"), params.get("id")
        if not isinstance(text, str):
            return {"status": "error", "message": "there's no text to keep"}
        file = params.get("file")
        unsaved = file if isinstance(file, str) else None
        try:
            kept = await run(lambda: drafts.keep(draft_id, text, unsaved))
        except PostlintError as error:
            return {"status": "error", "message": str(error)}
        return {"status": "kept" if kept else "off"}

    @server.feature("postlint/readDraft")
    async def _(params: Mapping[str, Any]) -> dict[str, Any]:
        draft_id = params.get("id")
        return {"text": await run(lambda: drafts.read(draft_id))}

    @server.feature("postlint/deleteDrafts")
    async def _(params: Mapping[str, Any]) -> dict[str, Any]:
        ids = params.get("ids", [])  # only an explicit null deletes all
        known = ids if ids is None or isinstance(ids, list) else []
        return await list_after(lambda: drafts.delete(known))

    @server.feature("postlint/keepDrafts")
    async def _(params: Mapping[str, Any]) -> dict[str, Any]:
        on = params.get("on") is True
        return await list_after(lambda: drafts.set_kept(on=on))


def _as_data(drafts: RecentDrafts) -> dict[str, Any]:
    return {"isKept": drafts.is_kept, "drafts": [asdict(draft) for draft in drafts.list()]}
