"""Mastodon's `outbox.json`."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from postlint.core.errors import Notice
from postlint.importers.formats.mastodon import html_to_text
from tests.importers.sample_archives import (
    ACTOR,
    PUBLIC,
    ImportResult,
    boost,
    make_tar,
    outbox,
    status,
    write,
)


def read(tmp_path: Path, *items: dict[str, Any]) -> ImportResult:
    return ImportResult(write(tmp_path / "outbox.json", outbox(*items)))


def test_outbox_posts_have_all_fields(tmp_path: Path) -> None:
    entry = read(tmp_path, status("<p>How do you price a rebuild?</p>", 12)).only
    assert entry.id == f"{ACTOR}/statuses/12"
    assert entry.url == "https://social.example/@fennel/12"
    assert entry.date == datetime(2025, 3, 4, 9, 30)
    assert entry.source.platform == "mastodon"
    assert entry.source.text == "How do you price a rebuild?"
    assert entry.source.path == f"{tmp_path / 'outbox.json'}#1"


def test_list_of_activities(tmp_path: Path) -> None:
    items = [boost(), status("<p>One.</p>")]
    result = ImportResult(write(tmp_path / "outbox.json", json.dumps(items, indent=1)))
    assert result.texts == ["One."]
    assert result.skipped == {"reshare": 1}


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (boost(), "reshare"),
        (status("<p>a</p>", to=[f"{ACTOR}/followers"], cc=[]), "not_public"),
        (status("<p>a</p>", to=["https://other.example/users/dill"]), "not_public"),
        (status("<p>a</p>", inReplyTo="https://other.example/users/dill/statuses/4"), "reply"),
        (status("<p>a</p>", inReplyTo=f"{ACTOR}/statuses/1"), "thread"),
        (status("<p>a</p>", inReplyTo=f"{ACTOR}2/statuses/1"), "reply"),
        (status("", attachment=[{"type": "Document"}]), "empty"),
        (status("<p></p>"), "empty"),
    ],
)
def test_outbox_skips_what_is_not_a_post_of_its_own(
    tmp_path: Path, item: dict[str, Any], why: str
) -> None:
    result = read(tmp_path, status("<p>One.</p>"), item)
    assert result.texts == ["One."]
    assert result.skipped == {why: 1}


@pytest.mark.parametrize(
    "where", [{"to": [], "cc": [PUBLIC]}, {"to": PUBLIC}, {"to": ["as:Public"]}]
)
def test_unlisted_posts_are_public(tmp_path: Path, where: dict[str, Any]) -> None:
    assert read(tmp_path, status("<p>One.</p>", **where)).texts == ["One."]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One.<br />Two.<br>Three.</p>", "One.\nTwo.\nThree."),
        ("<p>R&amp;D isn&#39;t &quot;free&quot; &lt;yet&gt;</p>", 'R&D isn\'t "free" <yet>'),
        (
            '<p>See <a href="https://fennel.example/prices-and-more"><span class="invisible">'
            'https://</span><span class="ellipsis">fennel.example/prices</span>'
            '<span class="invisible">-and-more</span></a>!</p>',
            "See https://fennel.example/prices-and-more!",
        ),
        (
            '<p><span class="h-card"><a class="u-url mention">@<span>dill</span></a></span> and '
            '<a class="mention hashtag">#<span>Pricing</span></a></p>',
            "@dill and #Pricing",
        ),
        ("<ul><li>a</li><li>b</li></ul>after", "a\nb\n\nafter"),
        ("no\nmarkup  at all", "no markup at all"),
        ("<p>a<p>b", "a\n\nb"),
        ("<p>x<script>alert(1)</script></p><style>p {}</style>", "x"),
        ("a < b", "a < b"),
        ("", ""),
    ],
)
def test_html_to_text(html: str, text: str) -> None:
    assert html_to_text(html) == text


def test_outbox_with_json_escapes(tmp_path: Path) -> None:
    text = outbox(status("<p>One.</p>")).replace("<", "\\u003c")
    assert ImportResult(write(tmp_path / "o.json", text)).texts == ["One."]


@pytest.mark.parametrize("name", ["likes.json", "bookmarks.json"])
def test_likes_and_bookmarks_are_not_posts(tmp_path: Path, name: str) -> None:
    made = json.loads(outbox()) | {"id": name, "orderedItems": ["https://other.example/5"]}
    assert "list without posts" in ImportResult(write(tmp_path / name, json.dumps(made))).problem
    made["orderedItems"] = []
    assert "list without posts" in ImportResult(write(tmp_path / name, json.dumps(made))).problem


def test_outbox_without_posts(tmp_path: Path) -> None:
    (notice,) = read(tmp_path).items
    assert isinstance(notice, Notice)
    assert notice.message == "it has no posts (0 records)"


LIST = outbox(status("<p>One.</p>"), boost(), status("<p>Two.</p>", 2))


@pytest.mark.parametrize(
    "text",
    [
        LIST.replace('"orderedItems": [', '"orderedItems":[],"orderedItems":[', 1),
        LIST.replace('"orderedItems": [', '"orderedItems": [ ], "orderedItems" : [', 1),
        LIST.replace('"orderedItems": [', '"orderedItems":null,"orderedItems":[', 1),
        LIST[:-1] + ',"orderedItems":[]}',
        LIST.replace('"id": "outbox.json"', '"first": {"orderedItems": []}', 1),
        LIST.replace('"type": "Note"', '"orderedItems": [], "type": "Note"'),
        json.dumps(json.loads(LIST), indent=2),
        json.dumps(json.loads(LIST), separators=(",", ":")),
        "\ufeff" + LIST.replace(", ", ",\r\n"),
        LIST.replace("<", "\\u003c"),
        LIST[:-2] + ",]}",
    ],
)
def test_outbox_variants(tmp_path: Path, text: str) -> None:
    result = ImportResult(write(tmp_path / "o.json", text))
    assert result.texts == ["One.", "Two."]
    assert result.skipped == {"reshare": 1}
    assert not result.problems


def test_list_of_statuses_from_the_api(tmp_path: Path) -> None:
    def api(content: str, **more: Any) -> dict[str, Any]:
        return {
            "id": "1", "created_at": "2025-03-04T09:30:00.000Z", "in_reply_to_id": None,
            "in_reply_to_account_id": None, "visibility": "public", "content": content,
            "uri": f"{ACTOR}/statuses/1", "url": "https://social.example/@fennel/1",
            "reblog": None, "account": {"id": "7"}, **more,
        }  # fmt: skip

    made = [
        api("<p>How do you price a rebuild?</p>"),
        api("", reblog={"id": "5"}),
        api("<p>Yes.</p>", in_reply_to_id="4", in_reply_to_account_id="9"),
        api("<p>More.</p>", in_reply_to_id="1", in_reply_to_account_id="7"),
        api("<p>Secret.</p>", visibility="private"),
        api("<p>Not listed.</p>", visibility="unlisted"),
    ]
    result = ImportResult(write(tmp_path / "o.json", json.dumps(made)))
    assert result.texts == ["How do you price a rebuild?", "Not listed."]
    assert result.skipped == {"reshare": 1, "reply": 1, "thread": 1, "not_public": 1}
    assert result.entries[0].date == datetime(2025, 3, 4, 9, 30)
    assert result.entries[0].source.platform == "mastodon"


def test_outbox_with_content_only_by_language(tmp_path: Path) -> None:
    note = status("", contentMap={"en": "<p>One.</p>"})
    note["object"]["content"] = None
    assert read(tmp_path, note).texts == ["One."]


def test_outbox_with_values_of_wrong_types(tmp_path: Path) -> None:
    result = ImportResult(write(tmp_path / "o.json", json.dumps(
        {"id": "outbox.json", "orderedItems": [1, None, "x", {}, {"type": 5}, status("<p>One.</p>"),
         {"type": "Create", "object": {"content": 5, "to": PUBLIC}}]}
    )))  # fmt: skip
    assert result.texts == ["One."]
    assert [bad.row for bad in result.bad] == [1, 2, 3, 4, 5]
    assert result.skipped == {"empty": 1}


def test_outbox_that_is_cut_off(tmp_path: Path) -> None:
    text = outbox(status("<p>One.</p>"), status("<p>Two.</p>", 2))
    result = ImportResult(write(tmp_path / "o.json", text[: text.index("Two")]))
    assert result.texts == ["One."]
    assert "after record 1" in result.problem


def test_outbox_with_activities_that_are_not_posts(tmp_path: Path) -> None:
    like = {"type": "Like", "object": "https://other.example/5"}
    odd: list[Any] = [like, {"type": "Create", "object": "https://x.example"}, 5, "x", None]
    result = read(tmp_path, status("<p>One.</p>"), *odd)
    assert result.texts == ["One."]
    assert [bad.row for bad in result.bad] == [2, 3, 4, 5, 6]


def test_outbox_with_fields_of_wrong_types(tmp_path: Path) -> None:
    item = status("<p>One.</p>", id=5, url=["x"], published=True)
    entry = read(tmp_path, item).only
    assert (entry.id, entry.url) == (f"{tmp_path / 'outbox.json'}#1", None)


def test_broken_html_is_a_row_error_or_text(tmp_path: Path) -> None:
    contents = ["<![bad[x", "<!", "<!-- never", "</", "&#xffffffff;", "<p <p <p", "<![CDATA["]
    result = read(tmp_path, *(status(content, n) for n, content in enumerate(contents)))
    assert len(result.items) == len(contents)
    assert not result.problems


def test_invalid_declarations_are_comments(tmp_path: Path) -> None:
    entry = read(tmp_path, status("<p>We won.<![](y)br/> Page six.</p>")).only
    assert entry.source.text == "We won. Page six."


def test_tar_gz_as_downloaded(tmp_path: Path) -> None:
    archive = make_tar(
        tmp_path / "archive.tar.gz",
        {
            "media/one.txt": "not a post",
            "actor.json": json.dumps({"type": "Person", "name": "Fennel"}),
            "outbox.json": outbox(status("<p>One.</p>"), boost()),
            "likes.json": '{"orderedItems": ["https://a.example"]}',
        },
    )
    result = ImportResult(archive)
    assert result.texts == ["One."]
    assert result.entries[0].path == f"{archive}/outbox.json"
    assert result.skipped == {"reshare": 1}
