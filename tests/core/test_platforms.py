"""Tests of every platform's facts. A new platform is tested automatically."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest

from postlint.core import platforms
from postlint.core.platforms import (
    DEFAULT_FOLD,
    PLATFORMS,
    character_limits,
    describe_unknown_platform,
    find_platform,
    fold_length,
    get_platform,
    normalize_platform,
)
from postlint.core.platforms.facts import Platform
from postlint.core.profile import Profile
from tests.command import ROOT, Postlint

each_platform = pytest.mark.parametrize("platform", PLATFORMS.values(), ids=list(PLATFORMS))
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_platforms_are_in_alphabetical_order() -> None:
    assert list(PLATFORMS) == sorted(PLATFORMS)


def test_platform_names_are_unique() -> None:
    names = Counter(
        name for platform in PLATFORMS.values() for name in (platform.name, *platform.aliases)
    )
    words = Counter(
        word
        for platform in PLATFORMS.values()
        for word in (*platform.post_nouns, *platform.short_names)
    )
    assert {*names.values(), *words.values()} == {1}
    assert not set(words) & set(names)
    assert len({platform.display_name for platform in PLATFORMS.values()}) == len(PLATFORMS)


@each_platform
def test_platform_is_normalized_from_all_of_its_names(platform: Platform) -> None:
    for name in (platform.name, *platform.aliases):
        assert normalize_platform(f" {name.upper()} ") == platform.name
        assert find_platform(f"our {name} page") == platform.name
    assert get_platform(platform.name) is platform


@each_platform
def test_platform_has_plausible_figures(platform: Platform) -> None:
    assert platform.limit is None or platform.limit > 0
    assert 0 < fold_length(platform.name) <= (platform.limit or 10_000)
    assert character_limits().get(platform.name) == platform.limit
    assert platform.is_owned is (platform.name in platforms.OWNED_CHANNELS)
    assert not (platform.is_owned and platform.reply_prefix)


@each_platform
@pytest.mark.parametrize(
    "text", ["plain text", "https://example.org/a/b", "🎂", "@nina@example.org", "日本", ""]
)
def test_platform_counts_every_kind_of_text(platform: Platform, text: str) -> None:
    length = platform.counting.length(text)
    assert (length > 0) is bool(text)
    if text == "plain text":
        assert length == len(text)
    assert platform.counting.find_cutoff(text, length) == len(text)
    if text:
        assert platform.counting.find_cutoff(text, length - 1) < len(text)


@each_platform
def test_platform_that_counts_differently_says_how(platform: Platform) -> None:
    texts = ["🎂", "https://example.org/" + "a" * 99, "@nina@example.org", "日"]
    plain = get_platform(None).counting
    differs = any(platform.counting.length(text) != plain.length(text) for text in texts)
    assert differs is bool(platform.counting.description)


@each_platform
def test_platform_is_documented(platform: Platform) -> None:
    assert f"| `{platform.name}`" in README
    if platform.limit:
        assert f"| {platform.limit:,} |" in README


@each_platform
def test_platform_is_accepted_in_a_profile(platform: Platform) -> None:
    for name in (platform.name, *platform.aliases):
        profile = Profile.model_validate({"platforms": [name]})
        assert list(profile.platforms) == [platform.name]


@each_platform
def test_platform_is_accepted_as_an_option(platform: Platform, postlint: Postlint) -> None:
    result = postlint("check", "-", "--platform", platform.name, stdin="Bins out now.\n")
    assert result.exit_code in (0, 1), result.output


def test_unknown_platform_has_the_defaults() -> None:
    unknown = get_platform(None)
    assert unknown is get_platform("myspace")
    assert (unknown.limit, unknown.reply_prefix, unknown.has_threads) == (None, None, False)
    assert fold_length(None) == fold_length("x") == DEFAULT_FOLD
    assert normalize_platform("myspace") is None


def test_unknown_platform_is_described_with_those_that_exist() -> None:
    message = describe_unknown_platform("linkedn")
    assert message.startswith("postlint doesn't know the platform `linkedn`")
    assert "linkedin" in message
    assert message.endswith(", ".join(PLATFORMS))


def test_no_platform_is_found_in_a_text_that_names_several() -> None:
    assert find_platform("LinkedIn Company Page") == "linkedin"
    assert find_platform("LinkedIn and X") is None
    assert find_platform("our page") is None


def test_platforms_are_imported_without_regex() -> None:
    code = "import sys, postlint.core.platforms; sys.exit('regex' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
