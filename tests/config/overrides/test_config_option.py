"""`--config`: one configuration for all drafts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import Postlint
from tests.config.overrides.helpers import FILES, platforms, put, refusal


def test_config_option_paths_start_at_the_current_folder(
    postlint: Postlint, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(
        folder / "conf" / "mine.toml",
        'extend = "base.toml"\nexclude = ["/d/"]\n[[overrides]]\nfiles = ["/b/*"]\n'
        'platform = "x"\n',
    )
    put(folder / "conf" / "base.toml", '[[overrides]]\nfiles = ["/a.md"]\nplatform = "blog"\n')
    wanted = {"a.md": None, "b/one.md": "x", "b/c/two.md": "x"}
    assert platforms(postlint, "--config", "conf/mine.toml") == wanted
    monkeypatch.chdir(folder / "b")
    assert platforms(postlint, "--config", "../conf/mine.toml") == {
        "one.md": None,
        "c/two.md": None,
    }


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("none.toml", "none.toml: no such configuration file"),
        ("b", "b: no such configuration file"),
        ("b/pyproject.toml", "1:1: this file has no [tool.postlint] table"),
        ("broken.toml", "broken.toml:1:1: unknown key `x`"),
    ],
)
@pytest.mark.parametrize("more", [(), ("--exit-zero",), ("--show-settings", "a.md")])
def test_config_option_rejects_unusable_files(
    name: str, says: str, more: tuple[str, ...], postlint: Postlint, folder: Path
) -> None:
    put(folder / "b" / "pyproject.toml", "[tool.ruff]\n")
    put(folder / "broken.toml", "x = 1\n")
    assert says in refusal(postlint, "a.md", "--config", name, *more)


def test_config_option_replaces_all_other_configurations(postlint: Postlint, folder: Path) -> None:
    put(folder / "postlint.toml", "this is no TOML\n")
    put(folder / "b" / "postlint.toml", 'platform = "blog"\nexclude = ["*"]\n')
    put(folder / "mine.toml", 'platform = "x"\n')
    assert set(platforms(postlint, "--config", "mine.toml").values()) == {"x"}
    assert len(platforms(postlint, "--config", "mine.toml")) == len(FILES)
