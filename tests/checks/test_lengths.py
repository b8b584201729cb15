"""How long a post is, as each platform counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.checks.lengths import end_of_fitting, length
from postlint.platforms import PLATFORMS

FAMILY = "👨‍👩‍👧‍👦"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("Plain words.", 12),
        # As in the conformance tests of twitter-text, version 3 of its configuration.
        ("Hi http://test.co", 26),
        ("http://test.co", 23),
        ("285 chars-" + "xxxxxxxxxx-" * 25, 285),
        ("https://www.twitter.com/aloha " * 10, 240),
        (f"H🐱☺{FAMILY}", 7),
        ("😷👾😡🔥💩", 10),
        ("🙋🏽👨‍🎤", 4),
        ("1⃣", 2),
        ("randomurl" * 6 + "randomurls.com", 68),
        # The ranges that weigh 1, and what lies beside them.
        ("café", 4),
        ("cafe\u0301", 4),
        ("naïve – “quoted”…", 18),
        ("日本", 4),
        ("©", 1),
        ("©\ufe0f", 2),
        ("™", 2),
        ("❤️", 2),
        ("🇵🇹🇬🇧", 4),
        (SCOTLAND, 2),
        # Domains are linked without a protocol too, but not in addresses.
        ("See example.com/a/long/path, please", 4 + 23 + 8),
        ("www.example.co.uk", 23),
        ("me@example.com", 14),
        ("the end.Another sentence", 24),
        ("(https://example.org/a_(b))", 25),
    ],
)
def test_x(text: str, expected: int) -> None:
    assert length(text, "x") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FAMILY + SCOTLAND + "e\u0301", 3),
        ("https://example.org/" + "a" * 200, 23),
        ("example.org is no link here", 27),
        ("Ask @nina@garden.example.social!", 10),
        ("@nina@garden.example.social @bo", 9),
        ("me@garden.example.social", 24),
    ],
)
def test_mastodon(text: str, expected: int) -> None:
    assert length(text, "mastodon") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FAMILY, 1),
        ("https://example.org/", 11),
        ("https://example.org/short", 17),
        ("https://example.org/" + "a" * 200, 11 + 16),
        ("@nina.example.social", 20),
    ],
)
def test_bluesky(text: str, expected: int) -> None:
    assert length(text, "bluesky") == expected


@pytest.mark.parametrize(
    ("platform", "expected"),
    [("threads", 3 + len(FAMILY.encode())), ("linkedin", 4), ("instagram", 4), (None, 4)],
)
def test_emoji_elsewhere(platform: str | None, expected: int) -> None:
    assert length(f"So {FAMILY}", platform) == expected


@pytest.mark.parametrize(
    ("platform", "text", "limit", "fitting"),
    [
        ("x", "abcdef", 4, "abcd"),
        ("x", "abc🔥", 4, "abc"),
        ("x", "abc🔥", 5, "abc🔥"),
        ("x", "ab https://example.org/a", 25, "ab "),
        ("bluesky", f"a{FAMILY}b", 2, f"a{FAMILY}"),
    ],
)
def test_where_it_stops_fitting(platform: str, text: str, limit: int, fitting: str) -> None:
    assert text[: end_of_fitting(text, platform, limit)] == fitting


PIECES = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            ["https://example.org/a", " ", "@a@b.example ", FAMILY, "e\u0301", "\r\n", "a.com"]
        ),
    ),
    max_size=20,
).map("".join)


@given(PIECES, st.sampled_from([None, *PLATFORMS]), st.integers(0, 60))
def test_all_of_it_fits_or_it_is_too_long(text: str, platform: str | None, limit: int) -> None:
    end = end_of_fitting(text, platform, limit)
    assert (end == len(text)) == (length(text, platform) <= limit)


@given(PIECES, st.sampled_from([None, *PLATFORMS]))
def test_nothing_counts_less_than_nothing(text: str, platform: str | None) -> None:
    assert 0 <= length(text, platform) <= 40 * len(text)
    assert length(text + " \n" + text, platform) == 2 * length(text, platform) + 2


@pytest.mark.parametrize(
    "repeated", ["http://", "a.", "@a", "-", "👨‍", "a", "e\u0301", "a@", "www.", "/("]
)
@pytest.mark.parametrize("platform", ["x", "mastodon", "bluesky", "threads"])
def test_heaps_of_signs_are_counted(repeated: str, platform: str) -> None:
    """In time linear in their number: this would hang if not."""
    assert length(repeated * 50_000, platform) > 0
