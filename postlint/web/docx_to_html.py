"""Word documents as HTML, with mammoth."""

from __future__ import annotations

import io
import re
import zipfile

import mammoth

from postlint.core.errors import PostlintError
from postlint.core.terminal_text import count

_MAX_PARTS = 2_000
_MAX_XML_BYTES = 20_000_000
"""The most bytes of XML, unpacked. A draft has at most 1 MB of text."""

_MAX_TAGS = 500_000
"""The most tags in all parts: the parser keeps an object for each."""

_DIRECTORY_ENTRY = b"PK\x01\x02"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_COUNTED = (
    (re.compile(rb"<w:commentReference\b"), "comment"),
    (re.compile(rb"<w:(?:drawing|pict)\b"), "image"),
)
_LEFT_OUT = (
    (re.compile(rb"<w:txbxContent\b"), "Left out: text boxes."),
    (re.compile(rb"<m:oMath\b"), "Left out: formulas."),
    (re.compile(rb"<w:(?:del|ins) "), "Tracked changes were accepted."),
)


def convert_to_html(data: bytes) -> tuple[str, list[str]]:
    """Return a Word document as HTML, and notes on what was left out.

    Macros, embedded files, headers, and footers aren't read.

    Raises:
        PostlintError: it isn't a Word document, or is too large.
    """
    parts = _read_xml(data)
    document = b"".join(parts[name] for name in parts if name.endswith("document.xml"))
    notes = [note for pattern, note in _LEFT_OUT if pattern.search(document)]
    for pattern, noun in _COUNTED:
        if number := len(pattern.findall(document)):
            notes.append(f"Left out: {count(number, noun)}.")
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    result = mammoth.convert_to_html(
        package,
        include_embedded_style_map=False,
        convert_image=lambda _: [],
    )
    return result.value, notes


def _read_xml(data: bytes) -> dict[str, bytes]:
    """Return the XML parts of a document by name, without images, macros, and the like."""
    if data.count(_DIRECTORY_ENTRY) > _MAX_PARTS:
        raise PostlintError("this Word document has too many parts; copy its text instead")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise PostlintError("this isn't a Word document (.docx)") from None
    parts: dict[str, bytes] = {}
    room = _MAX_XML_BYTES
    for info in archive.infolist():
        if not info.filename.endswith((".xml", ".rels")) or info.compress_type not in _METHODS:
            continue
        with archive.open(info) as file:
            part = file.read(room + 1)
        room -= len(part)
        if room < 0:
            raise PostlintError("this Word document is too large; copy its text instead")
        # Word writes no declarations, and entities can multiply the text. The text may be UTF-16.
        if b"<!DOCTYPE" in part.replace(b"\0", b""):
            raise PostlintError("this Word document declares XML entities, so it isn't safe")
        parts[info.filename] = part
    if sum(part.count(b"<") for part in parts.values()) > _MAX_TAGS:
        raise PostlintError("this Word document is too complex to read; copy its text instead")
    return parts
