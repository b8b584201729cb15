"""Diagnostics for editors that request them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.command import ASKS_NOTHING, SELF_FOCUSED
from tests.server.raw_client import STEADY, RawClient, Start, codes


@pytest.fixture
def pulling(start: Start, tmp_path: Path) -> RawClient:
    client = start()
    client.initialize(tmp_path, text_document={"diagnostic": {}})
    return client


def _pull(client: RawClient, uri: str, **more: str) -> Any:
    return client.call("textDocument/diagnostic", {"textDocument": {"uri": uri}, **more})


def test_pull_diagnostics_clients_get_no_pushed_diagnostics(pulling: RawClient) -> None:
    pulling.open(STEADY, SELF_FOCUSED)
    first = _pull(pulling, STEADY)
    assert (first["kind"], codes(first["items"])) == ("full", {"self-focused"})
    name = first["resultId"]
    assert _pull(pulling, STEADY, previousResultId=name) == {"kind": "unchanged", "resultId": name}
    assert _pull(pulling, STEADY, previousResultId="nonsense")["kind"] == "full"
    pulling.change(STEADY, 2, ASKS_NOTHING)
    second = _pull(pulling, STEADY, previousResultId=name)
    assert (second["kind"], codes(second["items"])) == ("full", {"no-question"})
    pulling.close(STEADY)
    assert _pull(pulling, STEADY) == {"kind": "full", "items": []}
    pulling.end()
    assert pulling.published(STEADY) == []


def test_pull_diagnostics_of_a_reopened_document_are_new(pulling: RawClient) -> None:
    pulling.open(STEADY, SELF_FOCUSED)
    name = _pull(pulling, STEADY)["resultId"]
    pulling.close(STEADY)
    pulling.open(STEADY, ASKS_NOTHING)
    assert _pull(pulling, STEADY, previousResultId=name)["kind"] == "full"
