"""The requests of a page that only it can make: what it edits, and saving that and the profile."""

from __future__ import annotations

import asyncio
import binascii
from base64 import b64decode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import postlint
from postlint.core.platforms import PLATFORMS
from postlint.server.report import FIRST_QUESTIONS
from postlint.server.server import DraftServer
from postlint.web.document_import import MAX_DOCUMENT_BYTES, import_document
from postlint.web.draft_file import DraftFile
from postlint.web.profile_form import read_profile_form, save_profile

FILE_CHANGED = "postlint/fileChanged"


def add_page_features(
    server: DraftServer,
    file: DraftFile | None,
    folder: Path,
    on_save: Callable[[str], object] = lambda _: None,
    on_settings_change: Callable[[], object] = lambda: None,
) -> None:
    """Add the requests `postlint/session`, `save`, `saveProfile`, and `import` to a server.

    Args:
        server: the language server of a page.
        file: the file that the page edits; None for a draft that isn't in a file.
        folder: the folder whose configuration applies to a draft that isn't in a file.
        on_save: is called with the text that was saved.
        on_settings_change: is called after the profile was saved.
    """
    path = file.path.absolute() if file else folder.absolute() / "draft.md"

    @server.feature("postlint/session")
    def _(_: Mapping[str, Any]) -> dict[str, Any]:
        uri = path.as_uri()
        return {
            # The name of an unsaved draft has no extension, so it's read as Markdown.
            "uri": uri if file else uri.replace("file:", "untitled:", 1),
            "name": path.name if file else "",
            "text": file.current_text() if file else "",
            "hasFile": file is not None,
            "path": str(path) if file else None,
            "platforms": [
                {"name": platform.name, "displayName": platform.label}
                for platform in PLATFORMS.values()
            ],
            "profile": read_profile_form(path),
            "questions": list(FIRST_QUESTIONS),
            "maxImportBytes": MAX_DOCUMENT_BYTES,
            "version": postlint.__version__,
        }

    @server.feature("postlint/save")
    def _(params: Mapping[str, Any]) -> dict[str, Any]:
        text = params.get("text")
        if file is None or not isinstance(text, str):
            return {"status": "error", "message": "there's no file to save to"}
        response = file.save(text, force=params.get("force") is True)
        if response["status"] == "saved":
            on_save(text)
        return response

    @server.feature("postlint/saveProfile")
    def _(params: Mapping[str, Any]) -> dict[str, Any]:
        response = save_profile(path, params.get("fields"))
        if response["status"] == "saved":
            on_settings_change()
        return response

    @server.feature("postlint/import")
    async def _(params: Mapping[str, Any]) -> dict[str, Any]:
        name, encoded = params.get("name"), params.get("data")
        try:
            if not isinstance(name, str) or not isinstance(encoded, str):
                raise ValueError
            data = b64decode(encoded, validate=True)
        except (ValueError, binascii.Error):
            return {"status": "error", "message": "there's no document to import"}
        return await asyncio.to_thread(import_document, name, data)
