"""An importer of a plug-in: the sample plug-in's ledger."""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from postlint.plugins import Importer, Plugin
from tests.command import ROOT, Postlint
from tests.importers.sample_archives import write

LEDGER = (
    "piece,returned,story\n"
    "clock,2025-03-04,We returned a clock of 1840 to its owner. How old is yours?\n"
    "harp,2025-03-05,A harp needs rest after a move. Ask your mover how they wrap it.\n"
)
CONFIG = 'plugins = ["guild"]\n'


@pytest.fixture(autouse=True)
def plugin(monkeypatch: pytest.MonkeyPatch) -> Plugin:
    """Install the sample plug-in for a test, and return it."""
    monkeypatch.syspath_prepend(str(ROOT / "tests" / "plugin"))
    point = EntryPoint("guild", "guild_postlint:PLUGIN", "postlint")
    installed = importlib.metadata.entry_points

    def entry_points(**params: Any) -> Any:
        return [point] if params.get("group") == "postlint" else installed(**params)

    monkeypatch.setattr(importlib.metadata, "entry_points", entry_points)
    plugin: Plugin = point.load()
    return plugin


def audit(postlint: Postlint, path: str) -> dict[str, Any]:
    result = postlint("audit", path, "--output-format", "json")
    report: dict[str, Any] = json.loads(result.stdout)
    return report


@pytest.mark.parametrize("path", ["ledger.csv", "."])
def test_audit_reads_with_an_importer_of_a_plugin(
    tmp_path: Path, postlint: Postlint, path: str
) -> None:
    write(tmp_path / "ledger.csv", LEDGER)
    write(tmp_path / "postlint.toml", CONFIG)
    report = audit(postlint, path)
    assert report["counts"]["scored"] == 2
    assert [post["date"][:10] for post in report["posts"]] == ["2025-03-04", "2025-03-05"]
    assert [post["platform"] for post in report["posts"]] == ["blog", "blog"]


def test_audit_does_not_read_it_unless_the_plugin_is_named(
    tmp_path: Path, postlint: Postlint
) -> None:
    write(tmp_path / "ledger.csv", LEDGER)
    result = postlint("audit", "ledger.csv")
    assert result.exit_code == 2
    assert "postlint can't tell which column has the text of the posts" in result.stderr


@pytest.mark.parametrize(
    ("importers", "message"),
    [
        ({"ledger": len}, "plug-in `guild`: `ledger` isn't an `Importer`"),
        ({"mastodon": None}, "plug-in `guild`: an importer named `mastodon` already exists"),
    ],
)
def test_importers_that_do_not_fit_are_refused(
    importers: Mapping[str, Any],
    message: str,
    plugin: Plugin,
    tmp_path: Path,
    postlint: Postlint,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ledger: Importer = plugin.importers["guild_ledger"]
    wrong = replace(plugin, importers={name: one or ledger for name, one in importers.items()})
    monkeypatch.setattr("guild_postlint.PLUGIN", wrong)
    write(tmp_path / "ledger.csv", LEDGER)
    write(tmp_path / "postlint.toml", CONFIG)
    result = postlint("audit", "ledger.csv")
    assert result.exit_code == 2
    assert message in result.stderr
