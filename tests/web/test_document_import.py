"""Importing documents: what becomes of their text, what is left out, and hostile ones."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from postlint.web.document_import import import_document
from tests.web.word_files import docx, paragraph, part, run, zipped
from tests.web.write_process import connected, serving, writing

asynchronous = pytest.mark.asyncio


def imported(name: str, data: bytes | str) -> tuple[str, list[str]]:
    """Import a document, and return its text and the notes."""
    response = import_document(name, data.encode() if isinstance(data, str) else data)
    assert response["status"] == "imported", response
    return response["text"], response["notes"]


def refused(name: str, data: bytes | str) -> str:
    """Fail to import a document, and return the message."""
    response = import_document(name, data.encode() if isinstance(data, str) else data)
    assert response["status"] == "error", response
    message: str = response["message"]
    assert "\n" not in message
    assert "Traceback" not in message
    return message


# Through a page


@asynchronous
async def test_page_imports_a_document(tmp_path: Path) -> None:
    data = base64.b64encode(docx(paragraph(run("Hello 🥚.")))).decode()
    with serving(tmp_path) as address:
        async with connected(address) as page:
            response = await page.request("postlint/import", {"name": "a.docx", "data": data})
            assert response == {"status": "imported", "text": "Hello 🥚.\n", "notes": []}
            for params in ({}, {"name": "a.txt", "data": "é"}, {"name": 3, "data": data}):
                failed = await page.request("postlint/import", params)
                assert failed == {"status": "error", "message": "there's no document to import"}
            limit = (await page.request("postlint/session", {}))["maxImportBytes"]
            large = base64.b64encode(bytes(limit)).decode()
            failed = await page.request("postlint/import", {"name": "a.txt", "data": large})
            assert "too large for a post" in failed["message"]


@asynchronous
async def test_nothing_in_the_folder_is_run(tmp_path: Path) -> None:
    data = base64.b64encode(docx(paragraph(run("Hello.")))).decode()
    with writing(tmp_path) as (address, _):
        for name in ("mammoth", "postlint", "json", "bs4"):
            trap = f"open({str(tmp_path / 'trapped')!r}, 'w').close()"
            (tmp_path / f"{name}.py").write_text(trap, encoding="utf-8")
        async with connected(address) as page:
            response = await page.request("postlint/import", {"name": "a.docx", "data": data})
    assert response["text"] == "Hello.\n"
    assert not (tmp_path / "trapped").exists()


# Text


@pytest.mark.parametrize(
    "data",
    ["One 🥚.\n\nTwo.\n", "\ufeffOne 🥚.\r\n\r\nTwo.\r\n", "One 🥚.\r\rTwo.\r"],
)
@pytest.mark.parametrize("name", ["a.md", "A.MARKDOWN", "a.b.txt"])
def test_text_is_imported_as_it_is(name: str, data: str) -> None:
    assert imported(name, data) == ("One 🥚.\n\nTwo.\n", [])


def test_utf16_text_is_imported() -> None:
    assert imported("a.txt", "One 🥚.\r\n".encode("utf-16")) == ("One 🥚.\n", [])


def test_text_in_the_encoding_of_windows_is_imported() -> None:
    text, notes = imported("a.txt", b"hei\xdf\r\n")
    assert text == "heiß\n"
    assert notes == ["It isn't UTF-8; check the letters with accents."]


def test_bars_in_the_cells_of_a_table_are_escaped() -> None:
    html = "<table><tr><th>Price | each</th></tr><tr><td>2</td></tr></table>"
    assert "| Price \\| each |" in imported("a.html", html)[0]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"a\0b", "NUL"),
        ("a.txt", b"\xff\xfe\x00", "UTF-16"),
        ("a.txt", b"x" * 1_000_001, "too large for a post"),
        ("a.md", b"x" * 20_000_001, "too large (the limit is 20 MB)"),
        ("a.pdf", b"%PDF", "can't open this kind of file; save it as one of .md,"),
        ("docx", b"", "can't open this kind of file"),
    ],
)
def test_what_is_not_text_is_refused(name: str, data: bytes, says: str) -> None:
    assert says in refused(name, data)


# Word


def test_formatting_of_a_word_document_becomes_markdown() -> None:
    link = '<w:hyperlink r:id="link">' + run("our shop") + "</w:hyperlink>"
    cells = "".join(f"<w:tc>{paragraph(run(text))}</w:tc>" for text in ("Tea", "4 €"))
    body = (
        paragraph(run("A title"), style="Heading1")
        + paragraph(run("Some "), run("bold", "<w:b/>"), run(" and "), run("sloped", "<w:i/>"))
        + paragraph(run("See "), link, run(" (5 * 3, my_file)."))
        + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    )
    text, notes = imported("a.docx", docx(body))
    assert text.startswith(
        "# A title\n\nSome **bold** and *sloped*\n\n"
        "See [our shop](https://example.com) (5 * 3, my_file).\n\n"
    )
    assert "| Tea | 4 € |" in text
    assert notes == []


def test_what_is_left_out_of_a_word_document_is_noted() -> None:
    image = (
        "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><a:blip "
        'r:embed="image"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    footnotes = f'<w:footnote w:id="2">{paragraph(run("Secret note."))}</w:footnote>'
    comments = f'<w:comment w:id="1">{paragraph(run("Secret comment."))}</w:comment>'
    deleted = '<w:del w:id="5"><w:r><w:delText>old</w:delText></w:r></w:del>'
    body = paragraph(
        run("Hello"), '<w:r><w:footnoteReference w:id="2"/></w:r>',
        '<w:r><w:commentReference w:id="1"/></w:r>', run("."), image, deleted,
    )  # fmt: skip
    text, notes = imported(
        "a.docx",
        docx(body, footnotes=part("footnotes", footnotes), comments=part("comments", comments)),
    )
    assert text == "Hello.\n"
    assert sorted(notes) == [
        "Left out: 1 comment.", "Left out: 1 footnote.", "Left out: 1 image.",
        "Tracked changes were accepted.",
    ]  # fmt: skip


def test_link_to_a_script_is_taken_away() -> None:
    link = '<w:hyperlink r:id="link">' + run("click") + "</w:hyperlink>"
    assert imported("a.docx", docx(paragraph(link), link="javascript:alert(1)"))[0] == "click\n"


BILLION_LAUGHS = (
    '<!DOCTYPE w:a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><w:a>&b;</w:a>'
)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "isn't a Word document"),
        (b"PK\x03\x04 and no more", "isn't a Word document"),
        (b"\xd0\xcf\x11\xe0" + bytes(500), "an older Word document, or it has a password"),
        (zipped({"a.txt": "x"}), "can't read this as a Word document"),
        (docx("<w:p>"), "can't read this as a Word document"),
        (docx(BILLION_LAUGHS), "declares XML entities"),
        (docx("", comments=BILLION_LAUGHS.encode("utf-16")), "declares XML entities"),
        (docx("", footnotes=bytes(100_000_000)), "too large"),
        (docx("<w:p>" * 5_000 + "</w:p>" * 5_000), "too complex"),
        (docx("<w:p/>" * 1_000_000), "too complex"),
        (docx(paragraph(run("x" * 1_000_001))), "too large for a post"),
        (zipped({f"{number}.xml": "" for number in range(3_000)}), "too many parts"),
    ],
)
def test_hostile_word_document_is_refused(data: bytes, says: str) -> None:
    assert says in refused("a.docx", data)


def test_part_that_is_an_image_is_not_unpacked() -> None:
    image = zipped({"word/media/image1.png": bytes(250_000_000), "word/document.xml": "<a/>"})
    assert "can't read this as a Word document" in refused("a.docx", image)


# Web pages

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta http-equiv=Content-Type content="text/html; charset=windows-1252"><title>Secret</title>
<style>p.MsoNormal {margin: 0}</style><!--[if gte mso 9]><xml>Secret</xml><![endif]--></head><body>
<p class=MsoTitle>A title</p><p class=MsoNormal>It\x92s <b>bold</b>.<o:p>&nbsp;</o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>\xb7<span>&nbsp;&nbsp;</span></span><![endif]>One</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>\xb7</span>Two</p>
<p class=MsoNormal style='display: none'>Secret</p>
<p class=MsoNormal>Done<a href="#_ftn1" name="_ftnref1">[1]</a>.<img src="a.png"></p>
<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1>
<p class=MsoFootnoteText><a href="#_ftnref1">[1]</a> Secret</p></div></div>
<script>Secret</script></body></html>"""

GOOGLE = """<html><head><style>.c1{font-weight:700}.c2{font-style:italic}</style></head><body>
<h2>A title</h2><p><span>Some </span><span class="c1">bold</span><span> and </span>
<span class="c2">sloped</span> <a
href="https://www.google.com/url?q=https://example.com/a&amp;sa=D">text</a>.</p>
<ul><li>One</li><li>Two</li></ul></body></html>"""

LIBRE_OFFICE = """<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html;
charset=utf-8"/></head><body lang="en-US" dir="ltr"><h1 class="western">A title</h1>
<p style="line-height: 100%"><font color="#000000">Über <b>bold</b><sup><a class="sdfootnoteanc"
name="sdfootnote1anc" href="#sdfootnote1sym">1</a></sup>.</font></p>
<div id="sdfootnote1"><p><a href="#sdfootnote1anc">1</a>Secret</p></div></body></html>"""


def test_web_page_from_word_is_imported() -> None:
    text, notes = imported("a.htm", WORD.encode("latin-1"))
    assert text == "# A title\n\nIt’s **bold**.\n\n- One\n- Two\n\nDone.\n"
    assert sorted(notes) == ["Left out: 1 footnote.", "Left out: 1 image."]


def test_web_page_from_google_docs_is_imported() -> None:
    text, notes = imported("a.html", GOOGLE)
    assert "".join(text.split("\n")) == (
        "## A titleSome **bold** and *sloped* [text](https://example.com/a).- One- Two"
    )
    assert notes == []


def test_web_page_from_libre_office_is_imported() -> None:
    assert imported("a.html", LIBRE_OFFICE) == (
        "# A title\n\nÜber **bold**.\n", ["Left out: 1 footnote."]
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_web_page_in_any_encoding_is_imported(encoding: str) -> None:
    assert imported("a.html", "<p>Grüße".encode(encoding))[0] == "Grüße\n"


@pytest.mark.parametrize(
    "html",
    ["", "<p>", "<script>alert(1)</script>", "<p hidden>x", "<!DOCTYPE html>", "<!-- a -->"],
)
def test_web_page_without_text_is_empty(html: str) -> None:
    assert imported("a.html", html) == ("", [])


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 200_000,
        '<meta charset="zlib"><p>' + "x" * 1_000_001,
        "<table>" + "<tr><td>x" * 100_000,
    ],
    ids=range(3),
)
def test_hostile_web_page_is_refused(html: str) -> None:
    assert refused("a.html", html)
