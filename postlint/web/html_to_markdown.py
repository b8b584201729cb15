"""Web pages of word processors as Markdown, with Beautiful Soup and markdownify."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString
from markdownify import MarkdownConverter

from postlint.core.errors import PostlintError
from postlint.core.terminal_text import count

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?([\w-]{1,40})", re.IGNORECASE)
_HEAD_BYTES = 4_096
_MAX_TAGS = 100_000
"""The most tags: markdownify takes quadratic time for the rows of a table."""

_DROPPED = (
    "script", "style", "head", "title", "meta", "link", "object", "embed", "iframe", "noscript",
    "template", "svg", "math", "form", "xml", "o:p",
)  # fmt: skip
_HIDDEN = re.compile(r"display:none|visibility:hidden|mso-hide:all|mso-list:ignore")
_NOTES = re.compile(r"mso-element:(?:foot|end)note-list")
_COMMENTS = re.compile(r"mso-element:comment-list|mso-comment-")
_LIST_ITEM = re.compile(r"mso-list:l\d")
_BOLD = re.compile(r"font-weight:(?:bold|[6-9]00)")
_ITALIC = re.compile(r"font-style:italic")
_CLASS_RULE = re.compile(r"\.([\w-]{1,40})\{([^{}]{0,500})\}")
_REFERENCE = re.compile(r"^#(?:_ftn|_edn|sdfootnote|sdendnote|ftnt|footnote-|endnote-)")
_NOTE_ID = re.compile(r"^(?:sdfootnote|sdendnote|ftnt|footnote-|endnote-)\d")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
_BLANK_LINE = re.compile(r"^[ \t]+$", re.MULTILINE)


def decode_html(data: bytes) -> str:
    """Return the text of a web page, in the encoding that it declares, or UTF-8."""
    named = _CHARSET.search(data[:_HEAD_BYTES])
    declared = [named[1].decode("ascii")] if named else []
    bom = [encoding for start, encoding in _BOMS if data.startswith(start)]
    for encoding in (*bom, *declared, "utf-8"):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("windows-1252", "replace")


def convert_to_markdown(html: str) -> tuple[str, list[str]]:
    """Return a web page as Markdown, and notes on what was left out.

    Raises:
        PostlintError: it has too many tags.
    """
    if html.count("<") > _MAX_TAGS:
        raise PostlintError("this web page is too complex to read; copy its text instead")
    soup = BeautifulSoup(html, "html.parser")
    styles = _class_styles(soup)
    for tag in soup.find_all(_DROPPED):
        tag.decompose()
    for comment in soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
        comment.extract()
    notes = list(_clean(soup, styles))
    converter = MarkdownConverter(
        heading_style="atx", bullets="-", escape_asterisks=False, escape_underscores=False
    )
    text = str(converter.convert_soup(soup)).replace("\xa0", " ")
    text = _BLANK_LINES.sub("\n\n", _BLANK_LINE.sub("", text)).strip()
    return f"{text}\n" if text else "", notes


def _class_styles(soup: BeautifulSoup) -> dict[str, str]:
    """Return the declarations of each class: Google Docs sets bold and italics this way."""
    rules = "".join("".join(str(tag.string or "").split()) for tag in soup.find_all("style"))
    return dict(_CLASS_RULE.findall(rules))


def _clean(soup: BeautifulSoup, class_styles: dict[str, str]) -> Iterator[str]:
    """Turn what word processors write into plain HTML, and yield notes on what is left out."""
    images = comments = footnotes = 0
    for tag in soup.find_all(True):
        if tag.decomposed:
            continue
        names = tag.get_attribute_list("class")
        of_classes = ";".join(class_styles.get(str(name), "") for name in names)
        style = f"{of_classes};{''.join(str(tag.get('style', '')).split())}".lower()
        href = str(tag.get("href", ""))
        if tag.name == "img" or tag.name.startswith("v:"):
            images += tag.name == "img"
            tag.decompose()
        elif _COMMENTS.search(style):
            comments += 1
            tag.decompose()
        elif _NOTES.search(style) or _NOTE_ID.match(str(tag.get("id", ""))):
            tag.decompose()
        elif _REFERENCE.match(href):
            footnotes += 1
            tag.decompose()
        elif _HIDDEN.search(style) or tag.has_attr("hidden"):
            tag.decompose()
        elif _LIST_ITEM.search(style) and tag.name == "p":
            _to_list_item(soup, tag)
        elif tag.name == "p" and "MsoTitle" in names:
            tag.name = "h1"
        elif tag.name == "b" and "font-weight:normal" in style:
            tag.unwrap()  # all that is copied from Google Docs is in one
        elif tag.name == "span":
            _to_emphasis(soup, tag, style)
        elif tag.name == "a":
            _clean_link(tag, href)
    for cell in soup.find_all(["td", "th"]):
        for text in cell.find_all(string=lambda text: "|" in text):
            text.replace_with(text.replace("|", "\\|"))
    for number, noun in ((images, "image"), (comments, "comment"), (footnotes, "footnote")):
        if number:
            yield f"Left out: {count(number, noun)}."


def _to_list_item(soup: BeautifulSoup, tag: Tag) -> None:
    """Put a paragraph that Word shows as a list item into a list."""
    marker = tag.find(style=re.compile("mso-list:\\s*ignore", re.IGNORECASE))
    is_numbered = marker is not None and marker.get_text().strip()[:1].isalnum()
    before = tag.find_previous_sibling()
    kind = "ol" if is_numbered else "ul"
    if before is None or before.name != kind or not before.has_attr("data-word"):
        before = soup.new_tag(kind, attrs={"data-word": ""})
        tag.insert_before(before)
    before.append(tag.extract())
    tag.name = "li"


def _to_emphasis(soup: BeautifulSoup, tag: Tag, style: str) -> None:
    """Turn the style of a span into tags, unless it's a part of such a tag."""
    for name, pattern in (("strong", _BOLD), ("em", _ITALIC)):
        if pattern.search(style) and not tag.find_parent(["strong", "em", "b", "i", "h1", "h2"]):
            tag.name = name
            return


def _clean_link(tag: Tag, href: str) -> None:
    """Take away links that lead nowhere, and the redirects of Google Docs."""
    if href.startswith("https://www.google.com/url?"):
        tag["href"] = parse_qs(urlsplit(href).query).get("q", [href])[0]
    elif not href.startswith(("http://", "https://", "mailto:")):
        tag.unwrap()
