"""Project rules: the checks `count`, `ratio`, `absent`, and `metric`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from postlint.core.errors import PostlintError
from tests.config.own_rules.helpers import SCOPES, TEXT, excerpts, load, run


@pytest.mark.parametrize(
    ("measure", "text", "flagged"),
    [
        ("hashtags", "The kettle is on. #tea #pot\n\n#cup\n", ["#tea", "#pot", "#cup"]),
        ("emoji", "The kettle 🫖 is on 👩‍🍳🇩🇪 today.", ["🫖", "👩‍🍳", "🇩🇪"]),
        ("mentions", "We met @rosa and @jo at the stove.", ["@rosa", "@jo"]),
        ("exclamations", "The kettle is on! Yes! Come in.", ["!", "!"]),
        ("questions", "Is it on? We do not know. Is the pan?", ["Is it on?", "Is the pan?"]),
        ("capitals", "This is VERY GOOD tea from the UK.", ["VERY", "GOOD"]),
        ("numbers", "We sold 12 kettles in three days.", ["12", "three"]),
        ("sentences", "The kettle is on. We drink.", ["The kettle is on.", "We drink."]),
    ],
)
def test_count_flags_the_first_excess_word(
    measure: str, text: str, flagged: list[str], tmp_path: Path
) -> None:
    for limit in range(len(flagged) + 1):
        found = run(
            tmp_path, text, scope="post", check="count", options={"measure": measure, "max": limit},
            message="{count} {limit}",
        )  # fmt: skip
        assert [one.excerpt for one in found] == flagged[limit : limit + 1]
        assert [one.message for one in found] == [f"{len(flagged)} {limit}"] * len(found)


LIMITS = {"default": 2, "x": 0, "blog": None}


@pytest.mark.parametrize(
    ("platform", "most", "flagged"),
    [
        (None, LIMITS, ["#c"]),
        ("mastodon", LIMITS, ["#c"]),
        ("x", LIMITS, ["#a"]),
        ("blog", LIMITS, []),
        ("linkedin", {"linkedin": 1}, ["#b"]),
        ("x", {"linkedin": 1}, []),
        (None, {"linkedin": 1}, []),
        (None, 1.5, ["#b"]),
    ],
)
def test_count_max_by_platform(
    platform: str | None, most: Any, flagged: list[str], tmp_path: Path
) -> None:
    text = "The kettle is on the stove again. #a #b #c\n"
    options = {"measure": "hashtags", "max": most}
    found = excerpts(
        tmp_path, text, platform=platform, scope="post", check="count", options=options
    )
    assert found == flagged


@pytest.mark.parametrize(
    ("platform", "least", "flagged"),
    [
        (None, {"default": 1, "x": 3, "blog": None}, 0),
        ("x", {"default": 1, "x": 3, "blog": None}, 1),
        ("blog", {"default": 1, "x": 3, "blog": None}, 0),
        (None, 2, 0),
        (None, 3, 1),
    ],
)
def test_count_min_by_platform(
    platform: str | None, least: Any, flagged: int, tmp_path: Path
) -> None:
    text = "The kettle is on the stove again. #a #b\n\nDrink with us.\n"
    found = run(
        tmp_path, text, platform=platform, scope="post", check="count",
        options={"measure": "hashtags", "min": least}, message="{count} of {limit}",
    )  # fmt: skip
    assert [one.message for one in found] == ["2 of 3"] * flagged
    assert [one.excerpt for one in found] == [text.split("\n")[0]] * flagged


SHOUTED = "# A title\n\nTHE KETTLE is on. We drink tea.\n\nWe wait. THE WHOLE TEAM WAITS.\n"


@pytest.mark.parametrize(
    ("scope", "flagged"),
    [
        ("post", ["THE"]),
        ("block", ["THE", "THE"]),
        ("sentence", ["THE", "THE"]),
        ("opening", ["THE"]),
        ("closing", ["THE"]),
    ],
)
def test_ratio_in_each_scope(scope: str, flagged: list[str], tmp_path: Path) -> None:
    found = run(
        tmp_path, SHOUTED, scope=scope, check="ratio", message="{percent} {limit} {count}",
        options={"measure": "capitals", "per": "words", "max": 0.25},
    )  # fmt: skip
    assert [one.excerpt for one in found] == flagged
    assert all(re.fullmatch(r"\d+% 25% [246]", one.message) for one in found)
    least = {"measure": "capitals", "per": "words", "max": 0.25, "min_base": 99}
    assert run(tmp_path, SHOUTED, scope=scope, check="ratio", options=least) == []


@pytest.mark.parametrize(
    ("scope", "count"), [("post", 0), ("block", 2), ("sentence", 4), ("opening", 0), ("closing", 1)]
)
def test_absent_in_each_scope(scope: str, count: int, tmp_path: Path) -> None:
    text = (
        "The kettle is on the stove. We drink tea with milk.\n\nWe wait for you here.\n\n"
        "Come in and sit down.\n"
    )
    options = {"phrases": ["kettle"]}
    assert len(run(tmp_path, text, scope=scope, check="absent", options=options)) == (
        3 if scope == "sentence" else count
    )


def test_absent_points_to_where_it_would_go(tmp_path: Path) -> None:
    text = "We wait for you here.\n\nCome in and sit down.\n\n#tea #pot\n"
    for options in (
        {"measure": "questions"},
        {"phrases": ["kettle"]},
        {"measure": "links", "phrases": ["x"]},
    ):
        (finding,) = run(tmp_path, text, scope="post", check="absent", options=options)
        assert finding.start.line >= 3
    assert run(tmp_path, text, scope="post", check="absent", options={"measure": "hashtags"}) == []
    options = {"measure": "emoji", "phrases": ["wait"]}
    assert run(tmp_path, text, scope="post", check="absent", options=options) == []


def test_absent_skips_hashtags_at_the_end(tmp_path: Path) -> None:
    text = "We wait for you here.\n\nCome in and sit down.\n\n#tea #pot\n"
    found = excerpts(tmp_path, text, scope="post", check="absent", options={"measure": "questions"})
    assert found == ["Come in and sit down."]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("measure", ["ari", "coleman-liau", "words-per-sentence", "relevance"])
def test_metric_in_each_scope(measure: str, scope: str, tmp_path: Path) -> None:
    for options, flagged in (({"max": -99}, True), ({"min": -99}, False), ({"min": 99}, True)):
        found = run(
            tmp_path, SHOUTED, scope=scope, check="metric", options={"measure": measure, **options},
            message="{value} {limit}",
        )  # fmt: skip
        assert bool(found) is flagged
        assert all(re.fullmatch(r"-?[\d.e+]+ -?99", one.message) for one in found)


def test_metric_words_per_sentence(tmp_path: Path) -> None:
    text = "One two three. One two three four five.\n"
    options = {"measure": "words-per-sentence", "max": 3.9}
    (finding,) = run(
        tmp_path, text, scope="post", check="metric", options=options, message="{value} {limit}"
    )
    assert (finding.message, finding.excerpt) == ("4 3.9", "One two three.")
    (finding,) = run(tmp_path, text, scope="sentence", check="metric", options=options)
    assert finding.excerpt == "One two three four five."


@pytest.mark.parametrize(
    ("check", "options"),
    [
        ("count", {"measure": "hashtags"}),
        ("count", {"measure": "hashtags", "max": None}),
        ("count", {"measure": "hashtags", "max": {}}),
        ("count", {"measure": "hashtags", "max": {"linkedn": 3}}),
        ("count", {"measure": "hashtags", "max": True}),
        ("count", {"measure": "hashtags", "max": "3"}),
        ("count", {"max": 3}),
        ("ratio", {"measure": "capitals", "max": 0.3}),
        ("ratio", {"measure": "capitals", "per": "words", "max": 0.3, "min_base": 0}),
        ("absent", {}),
        ("absent", {"phrases": []}),
        ("absent", {"phrases": [""]}),
        ("phrases", {"phrases": []}),
        ("phrases", {"phrases": [" "]}),
        ("phrases", {"phrases": ["*"]}),
        pytest.param("phrases", {"phrases": ["kettle"], "unless": [""]}),
        pytest.param("phrases", {"phrases": ["kettle"], "unless": ["*"]}),
        ("pattern", {"patterns": [[{"LOWER": "so"}]], "unless": [""]}),
        ("phrases", {"phrases": ["kettle"], "act": "sings"}),
        ("phrases", {"phrases": "kettle"}),
        ("metric", {"measure": "relevance"}),
    ],
)
def test_options_that_make_no_sense_are_rejected(
    check: str, options: dict[str, Any], tmp_path: Path
) -> None:
    with pytest.raises(PostlintError, match=rf"own\.yaml:\d+:\d+: check `{check}`: "):
        load(tmp_path, check=check, options=options)


@pytest.mark.parametrize(
    ("check", "options"),
    [
        pytest.param("count", {"measure": "hashtags", "max": float("inf")}, id="endless"),
        pytest.param("count", {"measure": "hashtags", "max": float("nan")}, id="no number"),
        pytest.param("count", {"measure": "hashtags", "max": -1}, id="negative"),
        pytest.param(
            "count", {"measure": "words", "min": float("inf")}, id="at least endless",
        ),
    ],
)  # fmt: skip
def test_options_with_odd_numbers_never_crash(
    check: str, options: dict[str, Any], tmp_path: Path
) -> None:
    try:
        load(tmp_path, check=check, options=options)
    except PostlintError:
        return
    run(tmp_path, TEXT + "#a #b\n", check=check, scope="post", options=options)


@pytest.mark.parametrize(
    "text", ["🥚🥚🥚 🥚", "#tea", "...", "", "> “”", "![alt](a.png)", "1", "* *"]
)
@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize(
    ("check", "options"),
    [
        ("phrases", {"phrases": ["tea*"]}),
        ("pattern", {"patterns": [[{"IS_ALPHA": True}]]}),
        ("count", {"measure": "words", "min": 3}),
        ("ratio", {"measure": "words", "per": "sentences", "max": 0.1}),
        ("absent", {"measure": "links", "min_part_words": 1}),
        ("metric", {"measure": "ari", "max": -99, "min_part_words": 1}),
    ],
)
def test_generic_checks_accept_posts_with_hardly_any_words(
    check: str, options: dict[str, Any], scope: str, text: str, tmp_path: Path
) -> None:
    run(tmp_path, text, check=check, options=options, scope=scope)
    run(tmp_path, f"{text}\n\nThe kettle is on the stove.\n\n{text}", check=check,
        options=options, scope=scope)  # fmt: skip


@pytest.mark.parametrize("scope", ["frontmatter", "feed"])
@pytest.mark.parametrize("check", ["phrases", "pattern", "count", "ratio", "absent", "metric"])
def test_generic_checks_look_at_text_only(check: str, scope: str, tmp_path: Path) -> None:
    with pytest.raises(PostlintError, match="can't have this scope; it has post, block"):
        load(tmp_path, check=check, scope=scope)
