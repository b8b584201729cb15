"""Word documents, as small as Word can read them."""

from __future__ import annotations

import io
import zipfile

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "{}</Relationships>"
)
_RELATIONSHIP = '<Relationship Id="{}" Type="{}/{}" Target="{}"{}/>'
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)


def docx(body: str, link: str = "https://example.com", **parts: str | bytes) -> bytes:
    """Return a document with the XML of its body, and other parts by name."""
    document = f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
    relations = [
        _RELATIONSHIP.format("link", _OFFICE, "hyperlink", link, ' TargetMode="External"'),
        _RELATIONSHIP.format("image", _OFFICE, "image", "media/image1.png", ""),
        *(_RELATIONSHIP.format(name, _OFFICE, name, f"{name}.xml", "") for name in parts),
    ]
    package = _RELATIONSHIP.format("main", _OFFICE, "officeDocument", "word/document.xml", "")
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONSHIPS.format(package),
        "word/_rels/document.xml.rels": _RELATIONSHIPS.format("".join(relations)),
        "word/document.xml": document,
        "word/media/image1.png": b"\x89PNG",
        **{f"word/{name}.xml": text for name, text in parts.items()},
    }
    return zipped(files)


def zipped(files: dict[str, str | bytes]) -> bytes:
    """Return a zip archive with files by name."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def part(root: str, xml: str) -> str:
    """Return a part with some elements."""
    return f"<w:{root} {_NAMESPACES}>{xml}</w:{root}>"


def paragraph(*runs: str, style: str = "") -> str:
    """Return a paragraph."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """Return a run of text with formatting, such as `<w:b/>`."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
