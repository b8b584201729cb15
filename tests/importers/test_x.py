"""X's `tweets.js`, with long posts, and `tweets.csv` of 2013."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.importers.sample_archives import (
    TWEETS_2013_HEADER,
    ImportResult,
    csv_text,
    make_zip,
    note,
    tweet,
    tweets,
    write,
)

LONG = (
    "Every rebuild that we were called to had the same story. The old system was slow & the new "
    "one was late, and nobody had written down what the old one did. So the team found out by "
    "breaking it, one customer at a time. What we ask now before we quote: who would notice first "
    "if this stopped?\n\nThe answer is the scope. All else can wait."
)
CUT = LONG[:272]


def read(tmp_path: Path, *items: dict[str, Any], **form: Any) -> ImportResult:
    return ImportResult(write(tmp_path / "tweets.js", tweets(*items, **form)))


def urls(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {"urls": [{"url": short, "expanded_url": long} for short, long in pairs]}


@pytest.mark.parametrize(("kind", "part"), [("tweets", 0), ("tweet", 0), ("tweets", 12)])
def test_tweets_have_all_fields(tmp_path: Path, kind: str, part: int) -> None:
    entry = read(tmp_path, tweet("A fixed price?", 45), kind=kind, part=part).only
    assert (entry.id, entry.row) == ("45", 1)
    assert entry.source.text == "A fixed price?"
    assert entry.source.platform == "x"
    assert entry.source.path == f"{tmp_path / 'tweets.js'}#1"
    assert entry.date == datetime(2025, 3, 4, 9, 30)
    assert entry.url == "https://x.com/i/status/45"


def test_tweets_without_an_inner_object(tmp_path: Path) -> None:
    bare = tweet("A fixed price?")["tweet"]
    assert read(tmp_path, bare, kind="tweet").texts == ["A fixed price?"]


def test_tweets_are_unescaped_once(tmp_path: Path) -> None:
    post = tweet("Scope &amp; price: 3 &lt; 4, &amp;lt; is text")
    assert read(tmp_path, post).texts == ["Scope & price: 3 < 4, &lt; is text"]


def test_tweets_have_expanded_links_and_no_links_to_pictures(tmp_path: Path) -> None:
    picture = {"url": "https://t.co/pic", "media_url": "https://m.example/1.jpg"}
    post = tweet(
        "Our list: https://t.co/abc and https://t.co/unknown https://t.co/pic",
        entities={**urls(("https://t.co/abc", "https://fennel.example/?a=1&copy=2"))},
        extended_entities={"media": [picture, picture]},
    )
    assert read(tmp_path, post).texts == [
        "Our list: https://fennel.example/?a=1&copy=2 and https://t.co/unknown"
    ]


@pytest.mark.parametrize(
    ("post", "why"),
    [
        (tweet("RT @dill: A fixed price?"), "reshare"),
        (tweet("@dill yes", in_reply_to_screen_name="dill", in_reply_to_user_id_str="4"), "reply"),
        (tweet("yes", 2, in_reply_to_status_id_str="999"), "reply"),
        (tweet("@dill what remains of an answer"), "reply"),
        (tweet("and another thing", 2, in_reply_to_status_id_str="1"), "thread"),
        (tweet("https://t.co/a", 2, entities=urls(("https://t.co/a", "https://b.com"))), "empty"),
        (tweet("https://t.co/p", 2, entities={"media": [{"url": "https://t.co/p"}]}), "empty"),
        (tweet("", 2), "empty"),
    ],
)  # fmt: skip
def test_tweets_that_are_not_posts_of_their_own_are_skipped(
    tmp_path: Path, post: dict[str, Any], why: str
) -> None:
    result = read(tmp_path, tweet("The first of them."), post)
    assert result.texts == ["The first of them."]
    assert result.skipped == {why: 1}


def test_threads_may_be_in_any_order_and_in_several_parts(tmp_path: Path) -> None:
    first = write(
        tmp_path / "tweets.js", tweets(tweet("Second.", 2, in_reply_to_status_id_str="1"))
    )
    second = write(tmp_path / "tweets-part1.js", tweets(tweet("First.", 1), part=1))
    assert ImportResult(first).skipped == {"thread": 1}
    assert ImportResult(second).texts == ["First."]


def test_tweets_that_start_with_a_dot_and_a_name_are_posts(tmp_path: Path) -> None:
    assert read(tmp_path, tweet(".@dill asked us for a price.")).texts


@pytest.mark.parametrize("end", ["…", "… https://t.co/more"])
def test_long_posts_have_their_full_text(tmp_path: Path, end: str) -> None:
    other = LONG.replace("Every", "Each")
    write(
        tmp_path / "note-tweet.js",
        tweets(note(other), note(LONG), kind="note_tweet"),
    )
    assert read(tmp_path, tweet(CUT.replace("&", "&amp;") + end)).texts == [LONG]


def test_long_posts_are_found_by_content_and_have_expanded_links(tmp_path: Path) -> None:
    link = {"shortUrl": "https://t.co/n", "expandedUrl": "https://fennel.example/scope"}
    write(
        tmp_path / "odd name.txt",
        tweets(note(f"{LONG} https://t.co/n", urls=[link]), kind="note_tweet"),
    )
    assert read(tmp_path, tweet(CUT + "…")).texts == [f"{LONG} https://fennel.example/scope"]


def test_long_posts_that_start_alike_are_matched_by_date(tmp_path: Path) -> None:
    notes = [
        note(LONG + " Old.", "2020-01-01T00:00:00.000Z"),
        note(LONG + " New.", "2025-03-04T09:30:01.000Z"),
        note(LONG + " No date.", ""),
    ]
    write(tmp_path / "note-tweet.js", tweets(*notes, kind="note_tweet"))
    assert read(tmp_path, tweet(CUT + "…")).texts == [LONG + " New."]


def test_long_posts_without_a_full_text_stay_truncated(tmp_path: Path) -> None:
    post = tweet(
        CUT + "… https://t.co/m",
        entities=urls(("https://t.co/m", "https://twitter.com/i/web/status/1")),
    )
    assert read(tmp_path, post).texts == [CUT]


def test_truncated_posts_are_recognized_by_weighted_length(tmp_path: Path) -> None:
    assert read(tmp_path, tweet("🎉" * 139 + "…")).texts == ["🎉" * 139]


def test_short_posts_may_end_with_an_ellipsis(tmp_path: Path) -> None:
    assert read(tmp_path, tweet("And then the invoice came…")).texts == [
        "And then the invoice came…"
    ]


def test_long_posts_in_a_zip(tmp_path: Path) -> None:
    archive = make_zip(
        tmp_path / "x.zip",
        {
            "data/note-tweet.js": tweets(note(LONG), kind="note_tweet"),
            "data/tweets.js": tweets(tweet(CUT + "…")),
            "elsewhere/note-tweet.js": tweets(note(CUT + " Wrong."), kind="note_tweet"),
        },
    )
    entry = ImportResult(archive).only
    assert entry.source.text == LONG
    assert entry.path == f"{archive}/data/tweets.js"


@pytest.mark.parametrize(
    "kind", ["deleted_tweets", "deleted_tweet", "direct_messages", "like", "note_tweet", "account"]
)
def test_other_files_of_the_export_have_no_posts(tmp_path: Path, kind: str) -> None:
    problem = read(tmp_path, tweet("x"), kind=kind).problem
    assert (
        problem == "it's a part of X's export that has none of your posts; postlint reads tweets.js"
    )


def test_tweets_without_a_prefix(tmp_path: Path) -> None:
    made = [tweet("RT @dill: a = b", 1), tweet("One &amp; two.", 2)]
    for items in (made, [one["tweet"] for one in made]):
        result = ImportResult(write(tmp_path / "tweets.json", json.dumps(items)))
        assert result.texts == ["One & two."]
        assert result.skipped == {"reshare": 1}


def test_tweets_in_communities(tmp_path: Path) -> None:
    assert read(tmp_path, tweet("One."), kind="community_tweet").texts == ["One."]


def test_edited_tweets_count_once(tmp_path: Path) -> None:
    versions = {"editTweetIds": ["1", "2"], "editsRemaining": "4", "isEditEligible": True}
    first = {"initial": versions}
    second = {"edit": {"initialTweetId": "1", "editControlInitial": versions}}
    made = tweet("One, too.", 2, edit_info=second), tweet("Oen.", 1, edit_info=first)
    result = read(tmp_path, *made, tweet("Two.", 3, edit_info={"initial": None}))
    assert result.texts == ["One, too.", "Two."]
    assert result.skipped == {"duplicate": 1}
    assert read(tmp_path, tweet("Oen.", 1, edit_info=first)).texts == ["Oen."]


def test_tweets_that_are_cut_off(tmp_path: Path) -> None:
    whole = tweets(tweet("One.", 1), tweet("Two.", 2), tweet("Three.", 3))
    result = ImportResult(write(tmp_path / "t.js", whole[: whole.index("Three")]))
    assert result.texts == ["One.", "Two."]
    assert "after record 2" in result.problem
    assert "is cut off" in result.problem


def test_tweets_of_wrong_types(tmp_path: Path) -> None:
    odd: list[Any] = [5, None, [], {"tweet": 4}, {"tweet": {"full_text": 7, "entities": [1]}}]
    result = read(tmp_path, tweet("One."), *odd)
    assert result.texts == ["One."]
    assert len(result.bad) == 4
    assert result.skipped == {"empty": 1}


def test_tweets_with_half_an_emoji(tmp_path: Path) -> None:
    text = tweets(tweet("Cut here")).replace("Cut here", "Cut here \\ud83c")
    assert ImportResult(write(tmp_path / "t.js", text)).texts == ["Cut here \ufffd"]


def test_tweets_csv_of_2013(tmp_path: Path) -> None:
    def row(number: str, text: str, **more: str) -> list[str]:
        answered, user, retweeted = more.get("to", ""), more.get("user", ""), more.get("rt", "")
        return [
            number, answered, user, "2013-09-07 05:27:57 +0000", '<a href="http://w">Web</a>', text,
            retweeted, "", "", more.get("urls", ""),
        ]  # fmt: skip

    rows = [
        row("1", "Price &amp; scope."),
        row("2", "RT @dill: yes", rt="8"),
        row("3", "@dill yes", to="77", user="4"),
        row("4", "more", to="1", user="5"),
        row("5", "See http://t.co/a, http://t.co/b", urls="http://a.example/,http://b.example/"),
        row("6", "See http://t.co/a", urls="http://a.example/,http://a.example/"),
        row("7", "http://t.co/a", urls="http://a.example/"),
    ]
    result = ImportResult(write(tmp_path / "tweets.csv", TWEETS_2013_HEADER + csv_text(rows)))
    assert result.texts == [
        "Price & scope.", "See http://a.example/, http://b.example/", "See http://t.co/a",
    ]  # fmt: skip
    assert result.skipped == {"reshare": 1, "reply": 1, "thread": 1, "empty": 1}
    first = result.entries[0]
    assert (first.id, first.date) == ("1", datetime(2013, 9, 7, 5, 27, 57))
    assert first.source.platform == "x"


def test_tweets_with_huge_numbers_and_deep_nesting(tmp_path: Path) -> None:
    text = tweets(tweet("One.")).replace('"3"', "1" + "0" * 10_000)
    assert ImportResult(write(tmp_path / "t.js", text)).texts == ["One."]
    deep = "window.YTD.tweets.part0 = [" + "[" * 200_000
    assert ImportResult(write(tmp_path / "deep.js", deep)).problems
