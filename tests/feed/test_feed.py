"""Feeds: their order, groups, and copies."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from postlint.feed import mix, returns
from postlint.feed.feed import Feed, FeedBuilder
from postlint.feed.trend import changed_posts, changes
from postlint.importers.imported_post import SkippedRow
from tests.feed.posts import post

TEXT = (
    "Before you renew the lease on your shop, read the clause on service charges. It decides who "
    "pays for the roof, and most landlords will change it if you ask before you sign."
)
OTHER = (
    "A press release that opens with the name of your firm is read by nobody. Open with what "
    "changes for the reader of the paper, and give the figure that proves it."
)


def test_feed_is_in_chronological_order() -> None:
    collector = FeedBuilder()
    dates = ["2026-03-02", None, "2026-01-05T10:00", "2026-01-05T09:00"]
    for number, date in enumerate(dates):
        collector.add(post(number, date), "")
    feed = collector.feed()
    assert [one.id for one in feed.posts] == ["post-3", "post-2", "post-0", "post-1"]
    assert list(feed.months) == ["2026-01", "2026-03"]
    assert len(feed.dated) == 3


def test_largest_platform_comes_first() -> None:
    places = ["x", "linkedin", "linkedin", None]
    feed = Feed(tuple(post(number, platform=place) for number, place in enumerate(places)))
    assert {name: len(posts) for name, posts in feed.platforms.items()} == {
        "linkedin": 2, "x": 1, None: 1
    }  # fmt: skip
    assert next(iter(feed.platforms)) == "linkedin"
    assert [one.name for one in mix.by_platform(feed)] == ["linkedin", "x", "unknown"]


def duplicates(*texts: str) -> list[list[str]]:
    collector = FeedBuilder()
    for number, text in enumerate(texts):
        collector.add(post(number), text)
    feed = collector.feed()
    return [[one.id for one in group] for group in feed.duplicates]


def test_same_post_with_other_hashtags_is_a_copy() -> None:
    changed = (
        f"{TEXT.replace('Before you', 'BEFORE you')} #lease #retail https://example.com/a @sam"
    )
    assert duplicates(TEXT, OTHER, changed) == [["post-0", "post-2"]]


def test_rewritten_post_is_not_a_copy() -> None:
    fitted = (
        "Renewing the lease on your shop? Ask who pays for the roof. Landlords change that clause."
    )
    assert duplicates(TEXT, fitted) == []


def test_short_posts_are_not_compared() -> None:
    assert duplicates("Good morning to all.", "Good morning to all.") == []


def test_thousand_copies_are_one_group() -> None:
    assert [len(group) for group in duplicates(*[TEXT] * 1_000)] == [1_000]


@given(st.lists(st.sampled_from("abcde"), min_size=1, max_size=30))
def test_each_post_is_in_at_most_one_group(letters: list[str]) -> None:
    groups = duplicates(
        *(f"{letter} " + " ".join(letter * n for n in range(2, 14)) for letter in letters)
    )
    places = [one for group in groups for one in group]
    assert len(places) == len(set(places))
    assert sum(map(len, groups)) == sum(
        letters.count(one) for one in set(letters) if letters.count(one) > 1
    )


def test_feed_without_some_posts_keeps_its_groups() -> None:
    posts = tuple(post(number) for number in range(6))
    feed = Feed(posts, duplicates=((posts[0], posts[2], posts[5]), (posts[1], posts[3])))
    rest = feed.without([posts[0], posts[3]])
    assert [one.id for one in rest.posts] == ["post-1", "post-2", "post-4", "post-5"]
    assert rest.duplicates == ((posts[2], posts[5]),)


def test_skipped_records_are_counted_by_archive() -> None:
    collector = FeedBuilder()
    for row in range(3):
        collector.skip(SkippedRow("tweets.js", row, "reply"))
    collector.skip(SkippedRow("Shares.csv", 1, "reshare"))
    feed = collector.feed()
    assert feed.skipped == {("tweets.js", "reply"): 3, ("Shares.csv", "reshare"): 1}


def test_platform_costs_and_results() -> None:
    posts = [post(n, platform="x", minutes=30.0, leads=float(n % 2)) for n in range(20)]
    posts += [post(n, platform="linkedin", minutes=60.0) for n in range(3)]
    posts += [post(99, platform="blog")]
    x, linkedin = returns.by_platform(Feed(tuple(posts)))
    assert (x.name, x.posts, x.hours, x.totals) == ("x", 20, 10.0, {"leads": 10.0})
    assert x.rates["leads"].value == 1.0
    assert x.rates["leads"].interval
    assert (linkedin.name, linkedin.hours, linkedin.rates) == ("linkedin", 3.0, {})


def test_missing_figures_are_not_zero() -> None:
    told = returns.returns("all", [post(1, minutes=60.0), post(2, leads=1.0)])
    assert told.totals == {"leads": 1.0}
    assert told.rates == {}  # of no post both are told


def test_changes_have_verdicts() -> None:
    bad = [
        post(n, only_about_you=True, tie=False, relevance=0.1, relevant=False) for n in range(20)
    ]
    good = [post(n) for n in range(20)]
    verdicts = {one.name: one.verdict for one in changes(Feed(tuple(bad)), Feed(tuple(good)))}
    assert verdicts == {
        "relevance": "better", "only_about_you": "better", "tie": "better", "relevant": "better",
        "question": "no clear change",
    }  # fmt: skip
    verdicts = {one.name: one.verdict for one in changes(Feed(tuple(good)), Feed(tuple(bad)))}
    assert verdicts["only_about_you"] == verdicts["relevance"] == "worse"
    few = Feed(tuple(good[:9]))
    assert {one.verdict for one in changes(Feed(tuple(bad)), few)} == {"too few to say"}
    assert changes(Feed(()), few) == ()


def test_changed_posts() -> None:
    before = Feed((post(1, relevance=0.2), post(2), post(3)))
    after = Feed((post(1, relevance=0.7), post(2), post(4)))
    told = {one.id: (one.before, one.after) for one in changed_posts(before, after)}
    assert told == {"post-1": (0.2, 0.7), "post-3": (0.8, None), "post-4": (None, 0.8)}
