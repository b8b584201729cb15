"""Formats of plug-ins."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.command import Postlint
from tests.formatters.readers import put

pytestmark = pytest.mark.usefixtures("rules")

PLUGIN = """\
from postlint.plugins import API_VERSION, Plugin

class Names:
    def __init__(self, out, *, quiet=False):
        self.out = out
    def add(self, item):
        self.out.write(f"{type(item).__name__} {item.path}\\n")
    def finish(self, summary):
        self.out.write(f"{summary.posts} {summary.problems}\\n")

PLUGIN = Plugin(api=API_VERSION, formatters={"names": Names})
"""


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed package with its own format."""
    site = tmp_path.parent / f"{tmp_path.name}-site"
    put(site, "names_postlint.py", PLUGIN)
    about = "Metadata-Version: 2.1\nName: names-postlint\nVersion: 1\n"
    put(site, "names_postlint-1.dist-info/METADATA", about)
    points = "[postlint]\nnames = names_postlint:PLUGIN\n"
    put(site, "names_postlint-1.dist-info/entry_points.txt", points)
    monkeypatch.syspath_prepend(site)
    monkeypatch.delitem(sys.modules, "names_postlint", raising=False)


@pytest.mark.usefixtures("plugin", "drafts")
def test_plugin_format_is_available(postlint: Postlint, tmp_path: Path) -> None:
    put(tmp_path, "postlint.toml", "plugins = ['names']\n")
    result = postlint("check", "good.md", "broken.md", "--output-format", "names")
    assert result.stdout == "PostResult good.md\nLintFailure broken.md\n1 1\n"
    beside = postlint("check", "good.md", "--output-format=concise", "--output-format=names:a.out")
    assert beside.stdout == ""
    assert (tmp_path / "a.out").read_text(encoding="utf-8") == "PostResult good.md\n1 0\n"


@pytest.mark.usefixtures("plugin", "drafts")
def test_plugin_format_needs_the_plugin(postlint: Postlint) -> None:
    result = postlint("check", "good.md", "--output-format", "names")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "unknown format `names`" in result.stderr
