"""Files that postlint can't read: what it says they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.importers.sample_archives import ImportResult, make_zip, write

TEXTS = {
    "": "the file is empty",
    " \n": "the file is empty",
    "<!DOCTYPE html>\n<html><body>Bad gateway</body></html>": "a web page",
    "<html><body>Sign in</body></html>": "a web page",
    "<?xml version='1.0'?><rss></rss>": "XML",
    "window.YTD.like.part0 = []": "a part of X's export that has none of your posts",
    json.dumps({"text_post_app_text_posts": [{"media": [{"title": "One."}]}]}): "Threads export",
    json.dumps([{"media": [], "title": "One.", "creation_timestamp": 1}]): "Instagram or Threads",
    json.dumps([{"timestamp": 1700000000, "data": [{"post": "One."}]}]): "Facebook export",
    json.dumps([{"value": {"$type": "app.bsky.feed.post", "words": "One."}}]): "Bluesky",
    json.dumps({"id": "likes.json", "orderedItems": ["https://a.example/1"]}): "without posts",
    '{"@context": "https://www.w3': "its JSON is cut off",
    "[1, 2]": "isn't a list of posts",
}


@pytest.mark.parametrize("text", TEXTS)
def test_unsupported_text_files(tmp_path: Path, text: str) -> None:
    assert TEXTS[text] in ImportResult(write(tmp_path / "x.json", text)).problem


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\x3a\xa2eroots\x81\xd8*X%\x00\x01q", "Bluesky repository"),
        (b"%PDF-1.7\n\0", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel"),
        (b"SQLite format 3\0", "SQLite"),
    ],
)
def test_unsupported_binary_files(tmp_path: Path, data: bytes, expected: str) -> None:
    assert expected in ImportResult(write(tmp_path / "x.bin", data)).problem


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        ("xl/workbook.xml", "Excel workbook"),
        ("word/document.xml", "Word document"),
        ("content.xml", "OpenDocument"),
        ("facebook-fennel/your_facebook_activity/posts/x.json", "Facebook, Instagram, or Threads"),
        ("your_instagram_activity/media/posts_1.json", "Facebook, Instagram, or Threads"),
    ],
)
def test_unsupported_zips(tmp_path: Path, member: str, expected: str) -> None:
    file = make_zip(tmp_path / "x.zip", {"readme.bin": b"\0", member: "<a/>"})
    assert expected in ImportResult(file).problem
