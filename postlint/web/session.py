"""The requests of a page that only it can make: what it edits, and saving it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import postlint
from postlint.core.platforms import PLATFORMS
from postlint.server.server import DraftServer
from postlint.web.draft_file import DraftFile

FILE_CHANGED = "postlint/fileChanged"


def add_page_features(
    server: DraftServer,
    file: DraftFile | None,
    folder: Path,
    on_save: Callable[[str], object] = lambda _: None,
) -> None:
    """Add the requests `postlint/session` and `postlint/save` to a server.

    Args:
        server: the language server of a page.
        file: the file that the page edits; None for a draft that isn't in a file.
        folder: the folder whose configuration applies to a draft that isn't in a file.
        on_save: is called with the text that was saved.
    """

    @server.feature("postlint/session")
    def _(_: Mapping[str, Any]) -> dict[str, Any]:
        path = file.path.absolute() if file else folder.absolute() / "draft.md"
        uri = path.as_uri()
        return {
            # The name of an unsaved draft has no extension, so it's read as Markdown.
            "uri": uri if file else uri.replace("file:", "untitled:", 1),
            "name": path.name if file else "",
            "text": file.text if file else "",
            "hasFile": file is not None,
            "platform": None,
            "platforms": [
                {"name": platform.name, "displayName": platform.label}
                for platform in PLATFORMS.values()
            ],
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
