"""Reads a document that is dropped on the page, and returns it as Markdown.

Libraries parse the document, and it may be hostile. A process of its own limits their memory and
time, and keeps the page quick.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import PurePath
from typing import Any

from postlint.core.errors import DraftError, PostlintError, describe_exception
from postlint.core.interpreter import module_command
from postlint.core.untrusted import DataError, read_json
from postlint.document.source import MAX_BYTES, decode_source, describe_too_large

MAX_DOCUMENT_BYTES = 20_000_000
"""The largest document, with its images."""

_TIMEOUT_SECONDS = 20
_MAX_MEMORY_BYTES = 1_000_000_000
"""The most memory of the process, where the system can limit it."""

_TEXT_SUFFIXES = (".md", ".markdown", ".txt")
_HTML_SUFFIXES = (".html", ".htm")
SUFFIXES = (*_TEXT_SUFFIXES, ".docx", *_HTML_SUFFIXES)
"""The suffixes of documents that can be imported."""

_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_OLE = b"\xd0\xcf\x11\xe0"
"""The first bytes of a `.doc`, and of a `.docx` with a password."""


def import_document(name: str, data: bytes) -> dict[str, Any]:
    """Return a document as Markdown, or as plain text if it is a `.txt`.

    Args:
        name: its file name; the suffix says what it is.
        data: its contents.

    Returns:
        The response to `postlint/import`: the `status`, `imported` or `error`; the `text`, and
        `notes` on what was left out; for an error, a `message`.
    """
    notes: list[str] = []
    try:
        if len(data) > MAX_DOCUMENT_BYTES:
            raise PostlintError(
                f"the document is too large (the limit is {MAX_DOCUMENT_BYTES / 1e6:.0f} MB); "
                "remove its images, or copy the text"
            )
        suffix = PurePath(name).suffix.lower()
        if suffix in _TEXT_SUFFIXES:
            text, notes = _decode(data)
        elif suffix in SUFFIXES:
            text, notes = _convert_in_process(suffix, data)
        else:
            known = ", ".join(SUFFIXES)
            raise PostlintError(f"postlint can't open this kind of file; save it as one of {known}")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if len(text.encode()) > MAX_BYTES:
            raise PostlintError(describe_too_large(len(text.encode())))
    except DraftError as error:
        return {"status": "error", "message": error.message}
    except PostlintError as error:
        return {"status": "error", "message": str(error)}
    return {"status": "imported", "text": text, "notes": notes}


def _decode(data: bytes) -> tuple[str, list[str]]:
    """Return the text of a file, and notes.

    It's UTF-8, or UTF-16 with a BOM, as in old versions of Notepad, or in the Windows encoding for
    Western Europe.
    """
    notes = []
    if data.startswith(_UTF16_BOMS):
        with suppress(UnicodeDecodeError):
            data = data.decode("utf-16").encode()
    elif b"\0" not in data and not _is_utf8(data):
        data = data.decode("windows-1252", "replace").encode()
        notes.append("It isn't UTF-8; check the letters with accents.")
    return decode_source(data, "the file").text, notes


def _is_utf8(data: bytes) -> bool:
    with suppress(UnicodeDecodeError):
        data.decode("utf-8")
        return True
    return False


def _convert_in_process(suffix: str, data: bytes) -> tuple[str, list[str]]:
    command = module_command(__name__, suffix)
    try:
        done = subprocess.run(  # noqa: S603 -- the arguments aren't from the document
            command, input=data, capture_output=True, timeout=_TIMEOUT_SECONDS, check=False
        )
        response = read_json(done.stdout.decode("utf-8", "replace"))[0] if done.stdout else {}
    except subprocess.TimeoutExpired:
        raise PostlintError("the document takes too long to read; copy its text instead") from None
    except DataError:
        response = {}
    if "text" in response:
        return response["text"], response["notes"]
    reason = response.get("message", "can't read the document; copy its text instead")
    raise PostlintError(reason)


def _convert(suffix: str, data: bytes) -> dict[str, Any]:
    """Return the Markdown `text` of a document and the `notes`, or an error's `message`."""
    # Imported late: only this process needs them.
    from postlint.web.docx_to_html import convert_to_html
    from postlint.web.html_to_markdown import convert_to_markdown, decode_html

    kind = "Word document" if suffix == ".docx" else "web page"
    try:
        if data.startswith(_OLE):
            raise PostlintError(
                "this is an older Word document, or it has a password; "
                "save it as .docx without a password"
            )
        html, notes = convert_to_html(data) if suffix == ".docx" else (decode_html(data), [])
        text, more_notes = convert_to_markdown(html)
        return {"text": text, "notes": [*notes, *more_notes]}
    except PostlintError as error:
        return {"message": str(error)}
    except (MemoryError, RecursionError):
        return {"message": f"this {kind} is too complex to read; copy its text instead"}
    except Exception as error:  # from the libraries, for an invalid document
        reason = describe_exception(error, 120)
        return {"message": f"can't read this as a {kind} ({reason}); copy its text instead"}


def _main() -> None:
    with suppress(ImportError, ValueError, OSError):  # Windows has no limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY_BYTES, _MAX_MEMORY_BYTES))
    response = _convert(sys.argv[1], sys.stdin.buffer.read())
    text = re.sub("[\ud800-\udfff]", "\ufffd", json.dumps(response, ensure_ascii=False))
    sys.stdout.buffer.write(text.encode())


if __name__ == "__main__":
    _main()
