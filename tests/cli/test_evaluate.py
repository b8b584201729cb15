from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.command import GOOD, ROOT, SELF_FOCUSED, Postlint

LABELS = ("relevance", "self_focus", "question", "tie", "anecdote")


def post(text: str, relevance: int, *held: str, **more: object) -> dict[str, Any]:
    readings = {label: label in held for label in LABELS[1:]}
    return {"text": text, "relevance": relevance, **readings, **more}


POSTS = [
    post(GOOD, 3, "question", "tie", author="a", platform="linkedin"),
    post(SELF_FOCUSED, 0, "self_focus", author="b"),
    post("Measure every frame twice before you order a window: it saves you a crane.", 2, "tie"),
    post(
        "We are so happy that our team has won the cup again. What a night we had!", 0, "self_focus"
    ),
    post("Ich habe heute Eier gegessen und danach den Müll hinausgebracht.", 1, "self_focus"),
    post("#monday", 0),
]


@pytest.fixture
def labeled(tmp_path: Path) -> Path:
    path = tmp_path / "labelled.jsonl"
    path.write_text("\n\n".join(map(json.dumps, POSTS)), encoding="utf-8")
    return path


def figures(postlint: Postlint, *args: str | Path) -> dict[str, Any]:
    result = postlint("evaluate", *args, "--output-format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    data: dict[str, Any] = json.loads(result.stdout)
    return data


def test_json(postlint: Postlint, labeled: Path) -> None:
    data = figures(postlint, labeled)
    assert list(data) == [*LABELS, "groups", "false_alarms", "self_focused_errors"]
    groups = {group["name"]: group for group in data.pop("groups")}
    assert {name: group["posts"] for name, group in groups.items()} == {
        "no platform": 5, "linkedin": 1, "up to 25 words": 4, "26 to 100 words": 2,
    }  # fmt: skip
    assert groups["linkedin"]["f1"] == {
        "relevance": 1, "self_focus": None, "question": 1, "tie": 1, "anecdote": None,
    }  # fmt: skip
    assert data.pop("false_alarms") == {"posts": 2, "with_errors": 0, "ids": []}
    assert data.pop("self_focused_errors") == {
        "posts": 2, "right": 2, "flat": 3, "flat_stopped": 2,
        "anecdotes": 0, "anecdotes_stopped": 0,
    }  # fmt: skip
    assert [row["labelled"] for row in data.values()] == [2, 3, 1, 2, 0]
    for row in data.values():
        assert set(row) == {
            "posts", "labelled", "threshold", "precision", "recall", "f1", "auc", "brier",
            "intervals", "confusion", "reliability", "misses",
        }  # fmt: skip
        assert row["posts"] == sum(row["confusion"].values()) == len(POSTS)
        assert sum(tenth["posts"] for tenth in row["reliability"]) == len(POSTS)
        assert 0 <= row["brier"] <= 1
    # The German post is not judged: it is taken to have no label.
    assert data["self_focus"]["recall"] == pytest.approx(2 / 3)
    assert data["self_focus"]["precision"] == 1
    assert data["self_focus"]["f1"] == pytest.approx(0.8)
    (missed,) = data["self_focus"]["misses"]
    assert missed == {"id": "labelled-9", "labelled": True, "probability": 0}
    assert data["self_focus"]["confusion"] == {
        "rightly_yes": 2, "wrongly_yes": 0, "missed": 1, "rightly_no": 3,
    }  # fmt: skip
    low, high = data["self_focus"]["intervals"]["recall"]
    assert 0 <= low < 2 / 3 < high <= 1
    assert data["question"]["f1"] == data["question"]["auc"] == 1
    assert data["question"]["misses"] == []
    assert data["relevance"]["auc"] == 1
    assert data["anecdote"]["auc"] is None


def test_text_shows_the_same_figures(postlint: Postlint, labeled: Path) -> None:
    data = figures(postlint, labeled)
    alarms, groups = data.pop("false_alarms"), data.pop("groups")
    stopped = data.pop("self_focused_errors")
    text = postlint("evaluate", labeled).stdout
    assert f"{stopped['flat_stopped']} of the {stopped['flat']} posts that are only about" in text
    lines = text.splitlines()
    assert lines[0] == "6 posts by 6 authors"
    for label, row in data.items():
        scores, counts = [line for line in lines if line.startswith(f"{label} ")]
        cells = [row["precision"], row["recall"], row["f1"], row["auc"], row["brier"]]
        shown = ["-" if cell is None else f"{cell:.3f}" for cell in cells]
        bare = re.sub(r"\(.*?\)", "", scores).split()
        assert bare[1:] == [str(row["labelled"]), *shown]
        assert counts.split()[1:] == [str(count) for count in row["confusion"].values()]
    assert f"{alarms['with_errors']} of the {alarms['posts']} posts" in text
    for group in groups:
        (row,) = [line for line in lines if line.startswith(f"{group['name']}  ")]
        shown = ["-" if f1 is None else f"{f1:.3f}" for f1 in group["f1"].values()]
        assert row.split()[-6:] == [str(group["posts"]), *shown]
    assert "0.00  yes  labelled-9: Ich habe heute Eier gegessen" in text
    assert "Worst misses" not in postlint("evaluate", labeled, "--misses", "0").stdout


def test_a_false_alarm_is_counted_and_named(postlint: Postlint, tmp_path: Path) -> None:
    path = tmp_path / "wrong.jsonl"
    path.write_text(json.dumps(post(SELF_FOCUSED, 3, "tie", id="mine")), encoding="utf-8")
    assert figures(postlint, path)["false_alarms"] == {
        "posts": 1, "with_errors": 1, "ids": ["mine"],
    }  # fmt: skip
    assert "1 of the 1 post that" in postlint("evaluate", path).stdout


def test_no_posts_at_all(postlint: Postlint, tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text("\n", encoding="utf-8")
    result = postlint("evaluate", path)
    assert result.exit_code == 2
    assert "no labeled posts" in result.stderr


def test_folders_several_files_and_other_weights(
    postlint: Postlint, labeled: Path, tmp_path: Path
) -> None:
    (tmp_path / "more").mkdir()
    for name in ("x", "y"):
        (tmp_path / "more" / f"{name}.jsonl").write_text(json.dumps(POSTS[0]) + "\n")
    data = figures(postlint, "more", labeled, "--weights", ROOT / "models" / "weights")
    assert data["question"]["labelled"] == 3
    assert figures(postlint, labeled, "--weights", ROOT / "models" / "weights") == figures(
        postlint, labeled
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", ".+"),
        ("[]", "a labeled post must be a JSON object .*"),
        (json.dumps(POSTS[0] | {"text": None}), "`text` .*"),
        (json.dumps(POSTS[0] | {"relevance": 4}), "`relevance` is 4; .*0, 1, 2, or 3"),
        (json.dumps(POSTS[0] | {"relevance": True}), "`relevance` is true; .*"),
        (json.dumps(POSTS[0] | {"relevance": "2"}), '`relevance` is "2"; .*'),
        (json.dumps(POSTS[0] | {"tie": 1}), "`tie` is 1; .*true or false"),
        ('{"text": "Hi.", "relevance": 1}', "`self_focus` is .*"),
        ("[" * 100_000, ".+"),
        ("1" * 5000, ".+"),
    ],
)
def test_a_bad_line_is_named(
    line: str, reason: str, postlint: Postlint, labeled: Path, tmp_path: Path
) -> None:
    (tmp_path / "bad.jsonl").write_text(f"{json.dumps(POSTS[0])}\n\n{line}\n", encoding="utf-8")
    result = postlint("evaluate", labeled, "bad.jsonl")
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.fullmatch(f"postlint: bad.jsonl:3: {reason}\n", result.stderr)


def test_one_line_number_is_enough(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("\n\n{'text': 1}\n")
    assert "line 1" not in postlint("evaluate", "bad.jsonl").stderr


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            f"{GOOD} \ud800",
        ),
        f"{GOOD} \0",
        "",
    ],
)
def test_odd_text_is_no_crash(text: str, postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "odd.jsonl").write_text(json.dumps(post(text, 1)))
    result = postlint("evaluate", "odd.jsonl")
    assert result.exit_code in (0, 2)
    assert len(result.stderr.splitlines()) == (result.exit_code == 2)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("missing.jsonl",), "missing.jsonl: can't be read .*"),
        (("latin-1.jsonl",), r"latin-1.jsonl: not UTF-8 \(byte 14\); save it as UTF-8"),
        (("none",), "none: no labeled posts .*"),
        (("twins.jsonl",), "two labeled posts have the id `one`.*"),
        (("labelled.jsonl", "--weights", "none"), "none.relevance.json: no such weights file.*"),
        (("labelled.jsonl", "--weights", "other"), "other.relevance.json: weights of format 99.*"),
        (
            ("labelled.jsonl", "--weights", "broken"),
            "broken.relevance.json: not a postlint weights file.*",
        ),
    ],
)
@pytest.mark.usefixtures("labelled")
def test_bad_files(args: tuple[str, ...], says: str, postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "latin-1.jsonl").write_bytes(b'{"text": "caf\xe9"}')
    (tmp_path / "twins.jsonl").write_text("\n".join([json.dumps(POSTS[0] | {"id": "one"})] * 2))
    for name, weights in (("none", None), ("other", '{"format": 99}'), ("broken", "{")):
        (tmp_path / name).mkdir()
        if weights:
            (tmp_path / name / "relevance.json").write_text(weights)
    result = postlint("evaluate", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.fullmatch(f"postlint: {says}\n", result.stderr)
