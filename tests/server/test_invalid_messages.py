"""Messages that the server can't use: each is logged in one line, and the server keeps running."""

from __future__ import annotations

import pytest

from tests.server.raw_client import (
    METHOD_NOT_FOUND,
    STEADY,
    Message,
    RawClient,
    assert_one_log_line_each,
    at,
    body,
    notification,
    request,
    with_header,
)


@pytest.mark.parametrize(
    "data",
    [
        b"{nope",
        b'{"jsonrpc": "2.0", "id": 1, "method": "\xff\xfe"}',
        b"[" + body(request(1, "no/such", {})) + b"]",
        b"17",
        b"null",
        b"{}",
        b"[" * 100_000,
    ],
    ids=str,
)
def test_invalid_body_is_logged_in_one_line(client: RawClient, data: bytes) -> None:
    client.send_bytes(with_header(data))
    assert_one_log_line_each(client.new_log_lines(), 1)


INVALID_REQUESTS = [
    request("bad", "textDocument/hover"),
    request("bad", "textDocument/hover", None),
    request("bad", "textDocument/hover", []),
    request("bad", "textDocument/hover", {"textDocument": 5, "position": "x"}),
    request("bad", "textDocument/hover", at(STEADY, -1, 0)),
    request("bad", "textDocument/hover", at(STEADY, 0, 10**12)),
    request("bad", "textDocument/codeAction", {"textDocument": {"uri": STEADY}}),
    request("bad", "textDocument/codeLens", "x"),
    request("bad", "textDocument/diagnostic", {"textDocument": {}}),
    request("bad", ["textDocument/hover"], {}),
    request("bad", "workspace/executeCommand", {"command": 5}),
]


@pytest.mark.parametrize("message", INVALID_REQUESTS, ids=str)
def test_invalid_request_gets_an_error(client: RawClient, message: Message) -> None:
    before = len(client.answers("bad"))
    client.send(message)
    client.hover(STEADY)
    (answer,) = client.answers("bad")[before:]
    assert "error" in answer
    client.new_log_lines()


def test_invalid_request_is_logged_in_one_line(client: RawClient) -> None:
    client.send(request("bad", "textDocument/hover", {"textDocument": 5}))
    assert_one_log_line_each(client.new_log_lines(), 1)


@pytest.mark.parametrize(
    "message",
    [
        notification("textDocument/didOpen", {"textDocument": {"uri": "untitled:half"}}),
        notification("textDocument/didChange", {"contentChanges": 5}),
        notification("textDocument/didClose", None),
        notification("$/cancelRequest"),
        {"jsonrpc": "2.0"},
        {"jsonrpc": "2.0", "id": "never-asked", "error": 5},
    ],
    ids=str,
)
def test_invalid_notification_is_logged_in_one_line(client: RawClient, message: Message) -> None:
    client.send(message)
    assert_one_log_line_each(client.new_log_lines(), 1)


@pytest.mark.parametrize("method", ["no/such", "textDocument/rename-all", "$/such", ""])
def test_unknown_request_is_not_found(client: RawClient, method: str) -> None:
    assert client.request_error_code(method, {}) == METHOD_NOT_FOUND
    assert_one_log_line_each(client.new_log_lines(), 1)


def test_unknown_request_without_parameters_is_not_found(client: RawClient) -> None:
    assert client.request_error_code("no/such") == METHOD_NOT_FOUND


def test_unknown_notification_is_logged_in_one_line(client: RawClient) -> None:
    client.notify("no/such", {})
    assert_one_log_line_each(client.new_log_lines(), 1)


@pytest.mark.parametrize("number", ["never-asked", 1.5, None, ["list"]], ids=str)
def test_unexpected_response_is_logged_in_one_line(client: RawClient, number: object) -> None:
    client.send({"jsonrpc": "2.0", "id": number, "result": None})
    assert_one_log_line_each(client.new_log_lines(), 1)
