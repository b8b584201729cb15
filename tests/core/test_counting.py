"""Tests of each platform's method to count characters."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.core.platforms import PLATFORMS, get_platform
from tests.requirements import require_program, skip_or_fail


def length(text: str, platform: str | None) -> int:
    return get_platform(platform).counting.length(text)


def find_cutoff(text: str, platform: str | None, limit: int) -> int:
    return get_platform(platform).counting.find_cutoff(text, limit)


FAMILY = "👨‍👩‍👧‍👦"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


# The counts of twitter-text 3.1.0 from npm; the first cases are from its conformance tests.
TWITTER_TEXT = [
    ("", 0),
    ("Hi http://test.co", 26),
    ("http://test.co", 23),
    ("285 chars-" + "xxxxxxxxxx-" * 25, 285),
    ("https://www.twitter.com/aloha " * 10, 240),
    (f"H🐱☺{FAMILY}", 7),
    ("😷👾😡🔥💩", 10),
    ("🙋🏽👨‍🎤", 4),
    ("randomurl" * 6 + "randomurls.com", 68),
    # Starts of URLs.
    ("Ask fennel.com, or https://fennel.com or anise.org.", 83),
    ("FENNEL.COM and HTTPS://Fennel.COM/Index.html", 51),
    ("(https://fennel.com/a)", 25),
    ("“https://fennel.com/a”", 25),
    ("http:// fennel.com", 31),
    ("価格fennel.com価格", 31),
    ("xhttps://fennel.com", 19),
    ("me@fennel.com", 13),
    ("mailto:me@fennel.com", 20),
    ("ftp://fennel.com", 16),
    ("@fennel.com", 11),
    ("#fennel.com", 11),
    ("$fennel.com", 11),
    ("/fennel.com", 11),
    ("-fennel.com", 11),
    ("_fennel.com", 11),
    (".fennel.com", 11),
    # Domains.
    ("fennel.co.uk", 23),
    ("fennel.consulting", 23),
    ("fennel.is", 23),
    ("fennel.comm", 11),
    ("fennel.notatld", 14),
    ("fennel.com-anise", 16),
    ("fennel.com@anise", 16),
    ("fennel.com_b", 25),
    ("See münchen.de", 27),
    ("https://fennel", 14),
    ("https://fennel.notatld", 22),
    ("https://fennel.рф", 23),
    ("https://☃.net/", 23),
    ("https://xn--mnchen-3ya.de/a", 23),
    ("https://a_b.fennel.com", 23),
    ("https://fennel_b.com", 20),
    ("https://-fennel.com", 19),
    ("https://fennel-.com", 19),
    ("https://192.168.0.1/a", 21),
    ("https://" + "a" * 63 + ".com", 23),
    ("https://" + "a" * 64 + ".com", 76),
    ("https://" + "価" * 62 + ".com", 136),
    ("The end.Is this one?", 37),
    ("the end.Another sentence", 24),
    ("e.g. this, U.S. law, v2.0, node.js, 9.30am", 42),
    ("setup.py", 23),
    # Ports, paths, and queries.
    ("https://fennel.com:8080/a", 23),
    ("fennel.com:8080", 28),
    ("https://fennel.com?b=1", 23),
    ("fennel.com?b=1", 27),
    ("fennel.com/?b=1", 23),
    ("https://fennel.com/#!/a", 23),
    ("https://fennel.com/a.", 24),
    ("https://fennel.com/a!?", 25),
    ("https://fennel.com/a…", 25),
    ("https://fennel.com/a-", 23),
    ("https://fennel.com/a_(b)", 23),
    ("https://fennel.com/a_(b_(c))", 23),
    ("https://fennel.com/über/цена", 23),
    ("https://fennel.com/価格", 27),
    ("https://fennel.com/" + "a" * 300, 23),
    ("https://fennel.com/" + "a" * 5000, 5019),
    ("https://t.co/abc123/more", 28),
    ("http://t.co/abc123?x=1", 23),
    ("https://t.co/" + "a" * 41, 54),
    # Characters that weigh 1, and those that weigh 2.
    ("café", 4),
    ("cafe\u0301", 4),
    ("naïve – “quoted”…", 18),
    ("日本", 4),
    ("한국어", 6),
    ("Привет", 6),
    ("ไทย", 3),
    ("€5 → ½", 8),
    ("″‴‐–", 4),
    ("•", 2),
    ("\u2003\u200b", 2),
    ("\u3000", 2),
    ("a\r\nb", 4),
    ("𝗕𝗼𝗹𝗱", 8),
    # Emoji.
    ("©", 1),
    ("©\ufe0f", 2),
    ("™", 2),
    ("☺", 2),
    ("❤️", 2),
    ("1️⃣", 2),
    ("1\u20e3", 2),
    ("🇵🇹🇬🇧", 4),
    (SCOTLAND, 2),
    (FAMILY * 3, 6),
]


@pytest.mark.parametrize(("text", "expected"), TWITTER_TEXT)
def test_length_on_x(text: str, expected: int) -> None:
    assert length(text, "x") == expected


@pytest.mark.slow
def test_length_on_x_is_what_twitter_text_counts(tmp_path: Path) -> None:
    npm, node = require_program("npm"), require_program("node")
    install = [npm, "install", "--no-audit", "--no-fund", "twitter-text@3.1.0"]
    if subprocess.run(install, cwd=tmp_path, capture_output=True).returncode:
        skip_or_fail("twitter-text cannot be installed")
    script = (
        "const {parseTweet} = require('twitter-text');"
        "const texts = JSON.parse(require('fs').readFileSync(0));"
        "console.log(JSON.stringify(texts.map(text => parseTweet(text).weightedLength)))"
    )
    texts = json.dumps([text for text, _ in TWITTER_TEXT])
    done = subprocess.run(
        [node, "-e", script], input=texts, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [expected for _, expected in TWITTER_TEXT]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FAMILY + SCOTLAND + "e\u0301", 3),
        ("https://example.org/" + "a" * 200, 23),
        ("example.org is no link here", 27),
        ("Ask @nina@garden.example.social!", 10),
        ("@nina@garden.example.social @bo", 9),
        ("me@garden.example.social", 24),
        ("@a@b.c-", 3),
        ("@a@b.c.", 3),
        ("@a@b.c_", 2),
        ("@a@b-c.d, @a-b.c@d.e!", 11),
        ("@a@localhost", 2),
        ("@a_@b.example", 3),
        ("@a.", 3),
        ("@a.@b.example", 13),
        ("@a@b.c@d", 8),
        ("@aé", 3),
        ("a@b@c.d", 7),
        ("/@a@b.c", 7),
        ("=@a@b.c", 7),
        ("(@a@b.c)", 4),
        ("@a@bücher.example", 2),
        ("https://b.example.org/@a@c.example.org and so on", 33),
        ("https://example.org?a=1", 23),
        ("https://example.org/価格", 23),
        ("https://example.notatld/", 24),
        ("HTTPS://EXAMPLE.ORG/a.", 24),
    ],
)
def test_length_on_mastodon(text: str, expected: int) -> None:
    assert length(text, "mastodon") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FAMILY, 1),
        ("https://example.org/", 11),
        ("https://example.org/short", 17),
        ("https://example.org/" + "a" * 200, 11 + 16),
        # The text after the host is shortened as a whole: path, query, and fragment.
        ("https://example.org?x=1", 15),
        ("https://example.org/?x=1", 15),
        ("https://example.org#a", 13),
        ("https://example.org?utm_source=newsletter", 11 + 16),
        ("https://example.org/a?utm_source=newsletter", 11 + 16),
        ("https://example.org?a=1234567890123", 11 + 16),
        ("https://example.org?a=123456789012", 11 + 15),
        ("https://example.org:8080/a", 18),
        ("https://me@example.org/a", 13),
        ("https://example.org/über", 11 + 10),
        ("https://münchen.example/a", 24),
        ("See https://example.org/a.", 4 + 13 + 1),
        ("(https://example.org/a)", 2 + 13),
        ("x=https://example.org/" + "a" * 200, 222),
        ("example.org/" + "a" * 200, 212),
        ("https://", 8),
        ("@nina.example.social", 20),
    ],
)
def test_length_on_bluesky(text: str, expected: int) -> None:
    assert length(text, "bluesky") == expected


@pytest.mark.parametrize(
    ("platform", "expected"),
    [("threads", 3 + len(FAMILY.encode())), ("linkedin", 4), ("instagram", 4), (None, 4)],
)
def test_length_of_an_emoji_elsewhere(platform: str | None, expected: int) -> None:
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
def test_cutoff_is_where_the_text_stops_fitting(
    platform: str, text: str, limit: int, fitting: str
) -> None:
    assert text[: find_cutoff(text, platform, limit)] == fitting


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
def test_cutoff_is_the_end_if_all_of_it_fits(text: str, platform: str | None, limit: int) -> None:
    end = find_cutoff(text, platform, limit)
    assert (end == len(text)) == (length(text, platform) <= limit)


@given(PIECES, st.sampled_from([None, *PLATFORMS]))
def test_length_is_never_negative_and_adds_up(text: str, platform: str | None) -> None:
    assert 0 <= length(text, platform) <= 40 * len(text)
    assert length(text + " \n" + text, platform) == 2 * length(text, platform) + 2


@pytest.mark.parametrize(
    "repeated",
    [
        "http://",
        "a.",
        "@a",
        "-",
        "👨‍",
        "a",
        "e\u0301",
        "a@",
        "www.",
        "/(",
        "é.",
        "日.",
        "http://a.co/(",
        "@a@b.",
    ],
)
@pytest.mark.parametrize("platform", ["x", "mastodon", "bluesky", "threads"])
def test_length_of_many_repeated_marks_takes_linear_time(repeated: str, platform: str) -> None:
    """In quadratic time, the test would hang."""
    assert length(repeated * 20_000, platform) > 0
