"""Opening, changing, and closing documents, as editors do and as they shouldn't."""

from __future__ import annotations

import pytest

from tests.command import ASKS_NOTHING, GOOD, SELF_FOCUSED
from tests.server.raw_client import (
    STEADY,
    Message,
    RawClient,
    assert_one_log_line_each,
    at,
    edit,
)


def test_changes_to_closed_documents_are_logged_in_one_line(client: RawClient) -> None:
    client.change("untitled:never", 2, SELF_FOCUSED)
    client.open("untitled:was", GOOD)
    client.close("untitled:was")
    client.change("untitled:was", 2, SELF_FOCUSED)
    assert_one_log_line_each(client.new_log_lines(), 2)
    client.close("untitled:was")
    client.close("untitled:never")
    assert client.new_log_lines() == []


def test_reopened_document_has_the_latest_text(client: RawClient) -> None:
    uri = "untitled:again"
    client.open(uri, SELF_FOCUSED, 1)
    client.open(uri, ASKS_NOTHING, 7)
    assert client.rules(uri, 7) == {"no-question"}
    client.close(uri)
    client.close(uri)
    assert client.hover(uri) is None
    assert client.published(uri)[-1]["diagnostics"] == []


@pytest.mark.parametrize(
    "change",
    [
        edit(SELF_FOCUSED, (0, 0), (2**31 - 1, 2**31 - 1)),
        edit(SELF_FOCUSED, (9999, 7), (0, 0)),
        edit(SELF_FOCUSED, (0, 0), (2, 99999)),
    ],
    ids=str,
)
def test_edit_outside_the_text_is_clamped(client: RawClient, change: Message) -> None:
    client.open("untitled:edits", GOOD.rstrip("\n"))
    client.change("untitled:edits", 2, change)
    assert client.rules("untitled:edits", 2) == {"self-focused"}
    assert client.new_log_lines() == []
    client.close("untitled:edits")


@pytest.mark.parametrize(
    "change",
    [
        edit("x", (-1, 0), (0, 0)),
        edit("x", (0, 0), (10**12, 0)),
        edit("x", (0, 0), (float("inf"), 0)),
        {"range": None, "text": "x"},
        {},
    ],
    ids=str,
)
def test_invalid_edit_is_skipped(client: RawClient, change: Message) -> None:
    uri = f"untitled:none-{abs(hash(str(change)))}"
    client.open(uri, GOOD)
    client.change(uri, 2, change)
    client.change(uri, 3, SELF_FOCUSED)
    assert client.rules(uri, 3) == {"self-focused"}
    client.new_log_lines()


def _requests(uri: str, position: object) -> dict[str, Message]:
    place = {"line": position, "character": position}
    document = {"textDocument": {"uri": uri}}
    asked = {"range": {"start": place, "end": place}, "context": {"diagnostics": []}}
    return {
        "textDocument/hover": at(uri, position, position),
        "textDocument/codeAction": document | asked,
        "textDocument/codeLens": document,
        "textDocument/diagnostic": document,
    }


def test_requests_for_unknown_documents_have_empty_results(client: RawClient) -> None:
    for method, params in _requests("file:///nowhere/no.md", 0).items():
        result = client.call(method, params)
        assert result in (None, [], {"items": [], "kind": "full"})
    assert_one_log_line_each(client.new_log_lines(), 4)


def test_requests_for_positions_outside_the_text(client: RawClient) -> None:
    for method, params in _requests(STEADY, 2**31 - 1).items():
        client.call(method, params)
    assert client.new_log_lines() == []


def test_many_documents_are_checked_concurrently(client: RawClient) -> None:
    texts = [SELF_FOCUSED, ASKS_NOTHING, GOOD]
    rules: list[set[str]] = [{"self-focused"}, {"no-question"}, set()]
    uris = [f"untitled:many-{number}" for number in range(10)]
    for number, uri in enumerate(uris):
        client.open(uri, texts[number % 3])
    for version in range(2, 6):
        for number, uri in enumerate(uris):
            client.change(
                uri, version, texts[(number + version) % 3] + f"\n\n{number} {version}.\n"
            )
    for number, uri in enumerate(uris):
        client.change(uri, 6, texts[(number + 6) % 3])
    for number, uri in enumerate(uris):
        assert client.rules(uri, 6) == rules[(number + 6) % 3]
        versions = [one["version"] for one in client.published(uri)]
        assert versions == sorted(versions)
    assert client.new_log_lines() == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\ud800 a \udfff", "not UTF-8"),
        ("a\0b", "not text"),
        ("word " * 400_000, "too large"),
        ("é \U0001f600\n" * 200_000, "too large"),
        ("---\ntitle: [\n---\nText.\n", "front matter isn't valid YAML"),
    ],
    ids=["surrogates", "NUL", "2 MB", "2 MB of lines", "front matter"],
)
def test_text_that_cannot_be_checked_is_reported(client: RawClient, text: str, says: str) -> None:
    uri = f"untitled:no-draft-{says[:6]}-{len(text)}"
    client.open(uri, text)
    (found,) = client.wait_for_findings(uri, 1)
    assert says in found["message"]
    client.change(uri, 2, SELF_FOCUSED)
    assert client.rules(uri, 2) == {"self-focused"}
    assert client.new_log_lines() == []


@pytest.mark.parametrize(
    "uri",
    [
        "untitled:Untitled-1",
        "untitled:",
        "file:///a%20b/%C3%BC.md",
        "file:///with space/ü.md",
        "file:///c%3A/x/y.md",
        "file:///nowhere/at/all/x.md",
        "file:///etc/passwd/x.md",
        "file:///a%00b.md",
        "file:///%FF.md",
        "file:///\ud800.md",
        "file:///" + "long/" * 2000 + "x.md",
    ],
    ids=ascii,
)
def test_unusual_uris_are_checked(client: RawClient, uri: str) -> None:
    client.open(uri, SELF_FOCUSED)
    assert client.rules(uri) == {"self-focused"}
    assert client.new_log_lines() == []
    client.close(uri)


@pytest.mark.parametrize(
    "uri", ["git:/a/b.md?x", "http://example.org/a.md", "", "relative.md", "file:", "http://[::1"]
)
def test_other_uris_are_not_checked(client: RawClient, uri: str) -> None:
    client.open(uri, SELF_FOCUSED)
    assert client.hover(uri) is None
    assert client.published(uri) == []
    lines = client.new_log_lines()
    assert_one_log_line_each(lines, len(lines))


@pytest.mark.parametrize("language", ["", "plaintext", "mdx", "klingon", "markdown"])
def test_any_language_id_is_checked(client: RawClient, language: str) -> None:
    uri = f"untitled:language-{language}"
    client.open(uri, SELF_FOCUSED, language=language)
    assert client.rules(uri) == {"self-focused"}
