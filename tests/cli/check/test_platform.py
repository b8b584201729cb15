"""`postlint check`: platforms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.check.helpers import BY_PLATFORM, JSON
from tests.command import (
    ASKS_NOTHING,
    GOOD,
    KNOWN_PLATFORMS,
    Postlint,
    write,
)

ON_LINKEDIN = f"---\nplatform: linkedin\n---\n{ASKS_NOTHING}"


@pytest.mark.parametrize(
    ("args", "platform", "severity"),
    [
        ((), None, "warning"),
        (("--platform", "linkedin"), "linkedin", "warning"),
        (("--platform", "LinkedIn"), "linkedin", "warning"),
        (("--platform", "twitter"), "x", "warning"),
        (("--platform", "blog"), "blog", "info"),
        (("--platform", "medium"), "blog", "info"),
        (("--platform", "newsletter"), "newsletter", "info"),
        (("--platform", "Substack"), "newsletter", "info"),
    ],
)
def test_platform_decides_severity(
    args: tuple[str, ...], platform: str | None, severity: str, postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, mute=ASKS_NOTHING)
    (tmp_path / "postlint.toml").write_text(BY_PLATFORM)
    (post,) = json.loads(postlint("check", *JSON, *args).stdout)["posts"]
    assert post["platform"] == platform
    assert [(f["rule"], f["severity"]) for f in post["findings"]] == [("no-question", severity)]


def test_platform_in_front_matter_wins_over_the_option(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, a=ON_LINKEDIN, b=ASKS_NOTHING)
    (tmp_path / "postlint.toml").write_text(BY_PLATFORM)
    posts = json.loads(postlint("check", *JSON, "--platform", "blog").stdout)["posts"]
    assert [post["platform"] for post in posts] == ["linkedin", "blog"]
    assert [post["findings"][0]["severity"] for post in posts] == ["warning", "info"]


def test_platform_that_is_unknown_is_rejected(postlint: Postlint) -> None:
    result = postlint("check", "--platform", "myspace")
    assert result.exit_code == 2
    assert result.stderr.endswith(
        f"postlint doesn't know the platform `myspace`. {KNOWN_PLATFORMS}\n"
    )


def test_platform_that_is_misspelled_gets_a_suggestion(postlint: Postlint) -> None:
    result = postlint("check", "--platform", "TWITER")
    assert (
        "the platform `TWITER` (did you mean `twitter`?). Known platforms: blog," in result.stderr
    )


def test_platform_that_is_missing_is_reported(postlint: Postlint) -> None:
    result = postlint("check", "-", stdin=f"---\nplatform: linkdin\n---\n{GOOD}")
    assert result.stderr == (
        "postlint: -: `platform` in the front matter is ignored: postlint doesn't know the "
        f"platform `linkdin` (did you mean `linkedin`?). {KNOWN_PLATFORMS}\n"
    )
