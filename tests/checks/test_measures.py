"""What can be counted in a part of a post: any text, in any part."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from postlint.checks.base import CheckOptions, Context, Scope
from postlint.checks.measures import Measure, places
from postlint.checks.scopes import PostPart
from postlint.checks.scopes import parts as parts_in
from postlint.document.draft import read_draft
from postlint.document.source import Source
from postlint.nlp.analysis import analyze
from postlint.nlp.post import Post
from postlint.scoring.logistic_model import load_models
from postlint.scoring.predict import predict

MEASURES: tuple[Measure, ...] = get_args(Measure)
SCOPES: tuple[Scope, ...] = ("post", "block", "sentence", "opening", "closing")
BY_SENTENCE = {"sentences", "questions", "author-sentences", "reader-sentences", "client-sentences"}


def bug(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, reason=reason)


def analyzed(text: str, name: str = "draft.md", platform: str | None = None) -> Post:
    draft = read_draft(Source(name, text), platform=platform)
    (post,) = analyze([(draft, draft.blocks)])
    return post


def parts_of(post: Post, scope: Scope = "post") -> list[PostPart]:
    context = Context(post, predict(post, load_models()), CheckOptions(), scope)
    return list(parts_in(context))


def found(measure: Measure, text: str, scope: Scope = "post") -> list[str]:
    """Return the words that are counted, part by part."""
    return [
        place.block.prose.text[place.start : place.end]
        for part in parts_of(analyzed(text), scope)
        for place in places(measure, part)
    ]


# Any text

SIGNS = st.sampled_from(
    "# @ ! ? ?! … 1 12,5 1st #tag #1 @jo @ #é UK USA OK ÉTÉ ẞẞẞ ß “ ” \" ' ’ ( ) - – "
    "🥚 🇩🇪 🇩 👩\u200d👩\u200d👧 👍🏽 1\ufe0f\u20e3 # \ufe0f \u200d \u20e3 ❤\ufe0f ✓ ™ "
    "https://example.com/a?b#c www.example.com [a](b) `x` **B** <b> &amp; é e\u0301 日本 مرحبا "
    "\u00a0 \u2028 \x85 \x0b \u200b \ufeff I we you client clients".split(" ")
)
WORDS = st.one_of(SIGNS, st.text(max_size=8), st.sampled_from("the WE sold TEA to you".split()))
LINES = st.lists(WORDS, max_size=14).map(" ".join)
TEXTS = st.tuples(
    st.lists(
        st.tuples(st.sampled_from(["", "# ", "- ", "> ", "1. ", "| "]), LINES).map("".join),
        min_size=1, max_size=5,
    ),
    st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n", "\r"]),
).map(lambda drawn: drawn[1].join(drawn[0]))  # fmt: skip
ANY = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


def clean(text: str) -> str:
    return text.encode("utf-8", "ignore").decode().replace("\0", "")


@ANY
@example(text="#️⃣ 1️⃣ 🇩🇪🇩 👩‍ ‍👩", name="draft.md")
@example(text="WE ALL, WE ALL\n\nWE", name="draft.txt")
@given(text=TEXTS, name=st.sampled_from(["draft.md", "draft.txt", "draft.mdx"]))
def test_places_lie_inside_of_their_part(text: str, name: str) -> None:
    post = analyzed(clean(text), name)
    assume(post.blocks)
    for scope in SCOPES:
        for part in parts_of(post, scope):
            assert part.block_spans
            for measure in MEASURES:
                check_places(measure, part)


def check_places(measure: Measure, part: PostPart) -> None:
    counted = places(measure, part)
    assert len(counted) == len(places(measure, part))
    for place in counted:
        text = place.block.prose.text
        assert 0 <= place.start < place.end <= len(text)
        assert any(
            block_span.block is place.block
            and block_span.start <= place.start
            and place.end <= block_span.end
            for block_span in part.block_spans
        )
        # There is a way back to the file.
        span = place.block.prose.to_source(place.start, place.end)
        assert span.start < span.end
    order = [id(block_span.block) for block_span in part.block_spans]
    keys = [(order.index(id(place.block)), place.start) for place in counted]
    assert keys == sorted(keys)
    if measure != "links":
        assert len(set(keys)) == len(keys)
        ends = [(order.index(id(place.block)), place.end) for place in counted]
        assert all(before <= after for before, after in zip(ends, keys[1:], strict=False)), (
            "places do not overlap"
        )


@ANY
@given(text=TEXTS)
def test_the_whole_is_the_sum_of_its_parts(text: str) -> None:
    post = analyzed(clean(text))
    assume(post.blocks)
    (whole,) = parts_of(post)
    for measure in MEASURES:
        if measure in ("links", "capitals"):
            continue
        total = len(places(measure, whole))
        if measure != "emoji":  # sentences may be cut in the middle of a flag
            parts = parts_of(post, "sentence")
            assert sum(len(places(measure, part)) for part in parts) == total
        by_block = sum(len(places(measure, part)) for part in parts_of(post, "block"))
        assert by_block == total


@ANY
@given(text=TEXTS)
def test_words_are_as_many_as_the_post_has(text: str) -> None:
    post = analyzed(clean(text))
    assume(post.blocks)
    (whole,) = parts_of(post)
    assert len(places("words", whole)) == post.words


@ANY
@given(text=TEXTS)
def test_some_sentences_are_among_all(text: str) -> None:
    post = analyzed(clean(text))
    assume(post.blocks)
    for scope in SCOPES:
        for part in parts_of(post, scope):
            everything = {
                (id(place.block), place.start, place.end) for place in places("sentences", part)
            }
            spoken = [sentence for sentence in part.sentences if not sentence.quoted]
            assert len(everything) == len(spoken)
            for measure in MEASURES:
                if measure in BY_SENTENCE:
                    some = {
                        (id(place.block), place.start, place.end) for place in places(measure, part)
                    }
                    assert some <= everything


@ANY
@given(text=TEXTS)
def test_what_is_counted_looks_like_it(text: str) -> None:
    post = analyzed(clean(text))
    assume(post.blocks)
    (whole,) = parts_of(post)

    def words(measure: Measure) -> list[str]:
        return [place.block.prose.text[place.start : place.end] for place in places(measure, whole)]

    assert set(words("exclamations")) <= {"!"}
    assert len(words("exclamations")) == sum(block.prose.text.count("!") for block in post.blocks)
    for word in words("hashtags"):
        assert re.fullmatch(r"#\S+", word)
        assert any(map(str.isalnum, word))
    for word in words("mentions"):
        assert re.fullmatch(r"@\S+", word)
    for word in words("capitals"):
        assert word.isalpha()
        assert word == word.upper()
        assert len(word) >= 3
    assert len(words("links")) == sum(block.prose.links for block in post.blocks)


# What is counted

CASES: list[Any] = [
    ("words", "Two of 3 words, e.g. well-known ones.", None, 7),
    ("words", "“We love tea,” she said.", ["We", "love", "tea", "she", "said"], 5),
    ("words", "# Tea\n\n- and milk\n\n#tea @jo 🥚 —", ["Tea", "and", "milk"], 3),
    ("sentences", "One is here. Two is here! Is three?", None, 3),
    ("sentences", "> Quoted it is. Twice.\n\nOne is ours.", ["One is ours."], 1),
    ("questions", "Is it on? We ask. Are you in, or out?", None, 2),
    ("questions", "She asked: “Is the kettle on?” We left.", [], 0),
    ("exclamations", "Yes! No!! `!` Oh.", ["!", "!", "!"], 3),
    ("capitals", "This is VERY GOOD tea.", ["VERY", "GOOD"], 2),
    ("capitals", "The BBC and the UK made GOOD tea.", [], 0),
    ("capitals", "VERY VERY GOOD TEA", ["VERY", "VERY", "GOOD", "TEA"], 4),
    ("capitals", "THE END. OUR DAYS are over.", ["THE", "END", "OUR", "DAYS"], 4),
    ("capitals", "I AM SO HAPPY NOW", ["HAPPY", "NOW"], 2),
    ("capitals", "Ask NASA, ESA or us.", ["NASA", "ESA"], 2),
    ("capitals", "BUY 2 NOW", ["BUY", "NOW"], 2),
    ("hashtags", "We sell tea. #tea #green_tea #2026 #", ["#tea", "#green_tea"], 2),
    ("hashtags", "We did the roof in slate.#roofs#mill", ["#roofs", "#mill"], 2),
    ("hashtags", "C# and F# are no tags, # is none, and `#x` is code.", [], 0),
    ("hashtags", "Issue a#b and https://example.com/#top are none.", [], 0),
    ("mentions", "We met @rosa.meier and @jo@example.social, @ noon.", None, 2),
    ("mentions", "Write to rosa@example.com for more tea.", [], 0),
    ("emoji", "Tea 🫖 and milk 🥛!", ["🫖", "🥛"], 2),
    ("emoji", "A family 👩‍👩‍👧, a thumb 👍🏽, a heart ❤️.", ["👩‍👩‍👧", "👍🏽", "❤️"], 3),
    ("emoji", "Flags 🇩🇪🇫🇷 and a key 1️⃣ and #️⃣.", ["🇩🇪", "🇫🇷", "1️⃣", "#️⃣"], 4),
    ("emoji", "No emoji: 1 # * © ™ → – … 日 ½ é", [], 0),
    ("emoji", "🏳️‍🌈🏴‍☠️ fly here", ["🏳️‍🌈", "🏴‍☠️"], 2),
    ("links", "See [tea](https://a.example) and https://b.example for more.", None, 2),
    ("links", "No link, but `https://a.example` in code.", [], 0),
    ("numbers", "We sold 12 kettles, 1,200 cups and three pots.", ["12", "1,200", "three"], 3),
    ("author-sentences", "We sell tea. You drink it. I am glad.", None, 2),
    ("reader-sentences", "We sell tea. Do you drink it? Try it.", None, 2),
    ("client-sentences", "Clients want tea. I do not.", ["Clients want tea."], 1),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "text", "words", "count"), CASES)
def test_what_is_counted(measure: Measure, text: str, words: list[str] | None, count: int) -> None:
    counted = found(measure, text)
    if words is not None:
        assert counted == words
    assert len(counted) == count


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_counts_something_somewhere(measure: Measure) -> None:
    assert any(case[0] == measure and case[3] for case in CASES)


def test_links_are_placed_on_their_block() -> None:
    text = "One is here.\n\nTwo [tea](https://a.example) and [milk](https://b.example) are here."
    assert found("links", text) == ["Two tea and milk are here."] * 2


@pytest.mark.parametrize("scope", ["sentence", "opening"])
def test_links_are_counted_once(scope: Scope) -> None:
    text = "One is here, and it is long enough. Two is here. See [tea](https://a.example) of ours."
    assert len(found("links", text, scope)) == 1


def test_capitals_of_two_blocks_are_no_run() -> None:
    assert found("capitals", "We work for the BBC\n\nNASA is a client too.") == []


def test_opening_is_cut_at_the_fold() -> None:
    text = " ".join(f"This is the sentence with the number {number}." for number in range(30))
    seen = {
        platform: len(parts_of(analyzed(text, platform=platform), "opening")[0].sentences)
        for platform in ("instagram", "linkedin", "facebook", "x", None)
    }
    length = len("This is the sentence with the number 1.") + 1
    for platform, fold in (("instagram", 125), ("linkedin", 210), ("x", 210), (None, 210)):
        assert abs(seen[platform] - (fold // length + 1)) <= 1
    assert seen["instagram"] < seen["linkedin"] == seen["x"] < seen["facebook"]


def test_closing_passes_over_hashtags() -> None:
    assert found("words", "One is here.\n\nTwo is last.\n\n#tea #milk", "closing") == [
        "Two", "is", "last",
    ]  # fmt: skip
