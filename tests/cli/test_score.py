from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.command import GOOD, SELF_FOCUSED, Postlint, write

JSON = ("--output-format", "json")


def scored(postlint: Postlint, *args: str, stdin: str | None = None) -> dict[str, Any]:
    result = postlint("score", *args, *JSON, stdin=stdin)
    assert result.exit_code == 0
    data: dict[str, Any] = json.loads(result.stdout)
    return data


def test_score_text_shows_verdict_score_labels_and_reasons(
    postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, good=GOOD, proud=SELF_FOCUSED)
    good, proud = (postlint("score", name).stdout for name in ("good.md", "proud.md"))
    assert re.match(
        r"good\.md: Useful to clients \(0\.\d\d\)\n"
        r"A score of 0\.39 or more counts as useful to clients\.\n\n"
        "This post:\n  asks the reader something\n  connects to the reader or to how you help\n\n"
        "What raises the score:\n",
        good,
    )
    assert "  3:1 asks the reader: “How long did you have to wait for yours?”\n" in good
    assert re.match(
        r"proud\.md: Not for clients yet \(0\.\d\d\)\n.*\n\n"
        "This post:\n  is only about you\n  doesn't ask the reader anything\n"
        "  doesn't connect to the reader or to how you help\n\n"
        "What lowers the score:\n",
        proud,
    )
    assert proud.count("doesn't ask the reader anything") == 1
    assert "{" not in good


def test_score_sentences_option(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, good=GOOD)
    short, long = (postlint("score", "good.md", *more).stdout for more in ((), ("--sentences",)))
    assert long.startswith(short)
    title = "Each sentence, and how much the score would drop (+) or rise (-) without it:"
    assert long[len(short) :].startswith(f"\n{title}\n")
    assert re.search(
        r"^  [+-]\d\.\d\d +3:1  How long did you have to wait for yours\?$", long, re.M
    )


def test_score_json(postlint: Postlint, tmp_path: Path) -> None:
    text = f"---\nplatform: x\n---\nWell &amp; **good**. {GOOD}"
    write(tmp_path, good=text)
    data = scored(postlint, "good.md")
    assert list(data) == [
        "version", "path", "platform", "relevance", "relevant", "labels", "verdict", "headline",
        "notices", "sentences", "reasons", "threshold",
    ]  # fmt: skip
    assert (data["version"], data["path"], data["platform"]) == (1, "good.md", "x")
    assert data["relevant"] is (data["relevance"] >= data["threshold"])
    assert set(data["labels"]) == {"self_focus", "question", "tie", "anecdote"}
    rows = text.split("\n")
    found = [rows[s["line"] - 1][s["column"] - 1 : s["end_column"] - 1] for s in data["sentences"]]
    assert found == ["Well &amp; **good**.", *GOOD.strip().split("\n\n")]
    assert data["sentences"][0]["text"] == "Well & good."
    for sentence in data["sentences"]:
        assert sentence["about"] in ("author", "reader", "client", "other")
        assert sentence["speaks_to"] in ("reader", "nobody")
        assert sentence["act"] in ("asks", "tells", "instructs")
        assert isinstance(sentence["weight"], float)
        assert set(sentence["probabilities"]) == {"question", "tie", "author", "reader"}
        assert all(0 <= chance <= 1 for chance in sentence["probabilities"].values())
    assert data["sentences"][-1]["act"] == "asks"
    assert data["reasons"]
    places = {(s["line"], s["column"]) for s in data["sentences"]}
    for reason in data["reasons"]:
        assert list(reason) == ["effect", "text", "line", "column", "end_line", "end_column"]
        assert reason["effect"] in ("raises", "lowers")
        assert (reason["line"] is None) == (reason["end_column"] is None)
        if reason["line"]:
            assert (reason["line"], reason["column"]) in places


def test_score_matches_check(postlint: Postlint, tmp_path: Path) -> None:
    write(tmp_path, good=GOOD, proud=SELF_FOCUSED)
    posts = json.loads(postlint("check", *JSON).stdout)["posts"]
    for post in posts:
        data = scored(postlint, post["path"])
        for key in ("relevance", "relevant", "labels", "verdict", "headline", "notices"):
            assert data[key] == post[key]
        assert data["platform"] == post["platform"]


def test_score_standard_input(postlint: Postlint) -> None:
    data = scored(
        postlint,
        "-",
        "--stdin-filename",
        "a.txt",
        "--platform",
        "twitter",
        stdin="Order the line &amp; wait.",
    )
    assert (data["path"], data["platform"]) == ("a.txt", "x")
    assert [sentence["text"] for sentence in data["sentences"]] == ["Order the line &amp; wait."]


@pytest.mark.parametrize(
    ("text", "says"), [("", "no prose"), ("Σήμερα το πρωί έφαγα αυγά.", "not English")]
)
def test_score_without_english_prose(text: str, says: str, postlint: Postlint) -> None:
    data = scored(postlint, "-", stdin=text)
    assert (data["relevance"], data["relevant"], data["labels"]) == (None, None, None)
    assert (data["sentences"], data["reasons"]) == ([], [])
    assert says in postlint("score", "-", stdin=text).output


def test_score_warns_about_broken_front_matter(postlint: Postlint) -> None:
    result = postlint("score", "-", stdin=f"---\na: b: c\n---\n{GOOD}")
    assert re.fullmatch("postlint: -: front matter isn't valid YAML .*\n", result.stderr)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("missing.md",), "postlint: missing.md: no such file or folder\n"),
        (("latin-1.md",), r"postlint: latin-1.md: not UTF-8 \(byte 4\).*\n"),
        ((".",), "(?s)Usage: .*`.` is a folder.*"),
        ((), "(?s)Usage: .*"),
        (("latin-1.md", "missing.md"), "(?s)Usage: .*"),
        (("latin-1.md", "--stdin-filename", "a.md"), "(?s)Usage: .*standard input.*"),
    ],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_score_misuse_is_rejected(
    args: tuple[str, ...], says: str, form: str, postlint: Postlint, tmp_path: Path
) -> None:
    write(tmp_path, **{"latin-1": b"caf\xe9"})
    result = postlint("score", *args, "--output-format", form)
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.fullmatch(says, result.stderr)
