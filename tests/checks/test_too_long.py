"""Where a post stops fitting."""

from __future__ import annotations

from pathlib import Path

import pytest

import postlint
from postlint.core.platforms import PLATFORMS, character_limits

FRAME = "We measure every frame twice. "


def excerpts(text: str, platform: str | None, config: Path | None = None) -> list[str]:
    report = postlint.lint(text, platform=platform, config=config)
    return [finding.excerpt for finding in report.findings if finding.rule == "too-long"]


@pytest.mark.parametrize("platform", [name for name in PLATFORMS if name != "facebook"])
def test_too_long_uses_the_limit_of_each_platform(platform: str) -> None:
    limit = int(character_limits().get(platform) or 3000)
    text = (FRAME * limit)[: limit - 4] + " Cut"
    assert excerpts(text, platform) == []
    assert excerpts(f"{text} it.", platform) == (["Cut it."] if PLATFORMS[platform].limit else [])


def test_too_long_marks_whole_words() -> None:
    text = FRAME * 9 + "Nevertheless we cut only once."
    assert excerpts(text, "x") == ["Nevertheless we cut only once."]


def test_too_long_marks_a_link_that_does_not_fit() -> None:
    text = FRAME * 9 + "https://example.org"
    (excerpt,) = excerpts(text, "x")
    assert excerpt in text


@pytest.mark.parametrize(
    ("option", "flagged_on"),
    [
        ("max = { x = 4000 }", ["bluesky"]),
        ("max = { bluesky = 4000 }", ["x"]),
        ("max = { default = 4000 }", []),
        ("max = 4000", []),
        ("max = 100", ["x", "bluesky", "mastodon", "blog", None]),
        ("max = { mastodon = 100 }", ["x", "bluesky", "mastodon"]),
    ],
)
def test_too_long_takes_other_limits(
    option: str, flagged_on: list[str | None], tmp_path: Path
) -> None:
    config = tmp_path / "postlint.toml"
    config.write_text(f"[rule.too-long]\n{option}\n")
    for platform in ("x", "bluesky", "mastodon", "blog", None):
        assert bool(excerpts(FRAME * 11, platform, config)) is (platform in flagged_on)
