"""`postlint evaluate`: how well postlint agrees with people who labeled posts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.command import GOOD, ROOT, SELF_FOCUSED, Postlint
from tests.requirements import require_package

require_package("sklearn", "train")

LABELS = ("relevance", "self_focus", "question", "tie", "anecdote")


def post(text: str, relevance: int, *labels: str, **more: object) -> dict[str, Any]:
    binary_labels = {label: label in labels for label in LABELS[1:]}
    return {"text": text, "relevance": relevance, **binary_labels, **more}


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
    path = tmp_path / "labeled.jsonl"
    path.write_text("\n\n".join(map(json.dumps, POSTS)), encoding="utf-8")
    return path


def evaluation(postlint: Postlint, *args: str | Path) -> dict[str, Any]:
    result = postlint("evaluate", *args, "--output-format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    data: dict[str, Any] = json.loads(result.stdout)
    return data


def test_evaluate_prints_json(postlint: Postlint, labeled: Path) -> None:
    data = evaluation(postlint, labeled)
    assert list(data) == [*LABELS, "subgroups", "false_alarms", "self_focused_errors"]
    subgroups = {subgroup["name"]: subgroup for subgroup in data.pop("subgroups")}
    assert {name: subgroup["posts"] for name, subgroup in subgroups.items()} == {
        "no platform": 5, "linkedin": 1, "up to 25 words": 4, "26 to 100 words": 2,
    }  # fmt: skip
    assert subgroups["linkedin"]["f1"] == {
        "relevance": 1, "self_focus": None, "question": 1, "tie": 1, "anecdote": None,
    }  # fmt: skip
    assert data.pop("false_alarms") == {"posts": 2, "flagged": 0, "ids": []}
    assert data.pop("self_focused_errors") == {
        "posts": 2, "correct": 2, "only_about_author": 3, "only_about_author_flagged": 2,
        "anecdotes": 0, "anecdotes_flagged": 0,
    }  # fmt: skip
    assert [row["positives"] for row in data.values()] == [2, 3, 1, 2, 0]
    for row in data.values():
        assert set(row) == {
            "posts", "positives", "threshold", "precision", "recall", "f1", "auc", "brier",
            "intervals", "confusion_matrix", "reliability", "misclassified",
        }  # fmt: skip
        assert row["posts"] == sum(row["confusion_matrix"].values()) == len(POSTS)
        assert sum(one["posts"] for one in row["reliability"]) == len(POSTS)
        assert 0 <= row["brier"] <= 1
    # The German post isn't analyzed, so its probabilities are 0.
    assert data["self_focus"]["recall"] == pytest.approx(2 / 3)
    assert data["self_focus"]["precision"] == 1
    assert data["self_focus"]["f1"] == pytest.approx(0.8)
    assert data["self_focus"]["misclassified"] == [
        {"id": "labeled-9", "label": True, "probability": 0}
    ]
    assert data["self_focus"]["confusion_matrix"] == {
        "true_positives": 2, "false_positives": 0, "false_negatives": 1, "true_negatives": 3,
    }  # fmt: skip
    low, high = data["self_focus"]["intervals"]["recall"]
    assert 0 <= low < 2 / 3 < high <= 1
    assert data["question"]["f1"] == data["question"]["auc"] == 1
    assert data["question"]["misclassified"] == []
    assert data["relevance"]["auc"] == 1
    assert data["anecdote"]["auc"] is None


def test_evaluate_prints_the_same_metrics_as_text(postlint: Postlint, labeled: Path) -> None:
    data = evaluation(postlint, labeled)
    alarms, subgroups = data.pop("false_alarms"), data.pop("subgroups")
    errors = data.pop("self_focused_errors")
    text = postlint("evaluate", labeled).stdout
    flagged, posts = errors["only_about_author_flagged"], errors["only_about_author"]
    assert f"{flagged} of the {posts} posts that are only about" in text
    lines = text.splitlines()
    assert lines[0] == "6 posts by 6 authors"
    for label, row in data.items():
        scores, counts = [line for line in lines if line.startswith(f"{label} ")]
        cells = [row["precision"], row["recall"], row["f1"], row["auc"], row["brier"]]
        shown = ["-" if cell is None else f"{cell:.3f}" for cell in cells]
        bare = re.sub(r"\(.*?\)", "", scores).split()
        assert bare[1:] == [str(row["positives"]), *shown]
        assert counts.split()[1:] == [str(count) for count in row["confusion_matrix"].values()]
    assert f"{alarms['flagged']} of the {alarms['posts']} posts" in text
    for subgroup in subgroups:
        (line,) = [line for line in lines if line.startswith(f"{subgroup['name']}  ")]
        shown = ["-" if f1 is None else f"{f1:.3f}" for f1 in subgroup["f1"].values()]
        assert line.split()[-6:] == [str(subgroup["posts"]), *shown]
    assert "0.00  yes  labeled-9: Ich habe heute Eier gegessen" in text
    assert "Misclassified for self_focus" in text
    assert "Misclassified" not in postlint("evaluate", labeled, "--misclassified", "0").stdout


def test_evaluate_counts_and_names_false_alarms(postlint: Postlint, tmp_path: Path) -> None:
    path = tmp_path / "wrong.jsonl"
    path.write_text(json.dumps(post(SELF_FOCUSED, 3, "tie", id="mine")), encoding="utf-8")
    assert evaluation(postlint, path)["false_alarms"] == {
        "posts": 1, "flagged": 1, "ids": ["mine"],
    }  # fmt: skip
    assert "1 of the 1 post that" in postlint("evaluate", path).stdout


def test_evaluate_needs_posts(postlint: Postlint, tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text("\n", encoding="utf-8")
    result = postlint("evaluate", path)
    assert result.exit_code == 2
    assert "no labeled posts" in result.stderr


def test_evaluate_reads_folders_files_and_other_weights(
    postlint: Postlint, labeled: Path, tmp_path: Path
) -> None:
    (tmp_path / "more").mkdir()
    for name in ("x", "y"):
        (tmp_path / "more" / f"{name}.jsonl").write_text(json.dumps(POSTS[0]) + "\n")
    data = evaluation(postlint, "more", labeled, "--weights", ROOT / "models" / "weights")
    assert data["question"]["positives"] == 3
    assert evaluation(postlint, labeled, "--weights", ROOT / "models" / "weights") == evaluation(
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
def test_evaluate_names_an_invalid_line(
    line: str, reason: str, postlint: Postlint, labeled: Path, tmp_path: Path
) -> None:
    (tmp_path / "bad.jsonl").write_text(f"{json.dumps(POSTS[0])}\n\n{line}\n", encoding="utf-8")
    result = postlint("evaluate", labeled, "bad.jsonl")
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.fullmatch(f"postlint: bad.jsonl:3: {reason}\n", result.stderr)


def test_evaluate_gives_only_the_line_of_the_file(postlint: Postlint, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("\n\n{'text': 1}\n")
    assert "line 1" not in postlint("evaluate", "bad.jsonl").stderr


@pytest.mark.parametrize(
    "text",
    [
        f"{GOOD} \ud800",
        f"{GOOD} \0",
        "",
    ],
)
def test_evaluate_accepts_odd_text(text: str, postlint: Postlint, tmp_path: Path) -> None:
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
        (("labeled.jsonl", "--weights", "none"), "none.relevance.json: no such weights file.*"),
        (("labeled.jsonl", "--weights", "other"), "other.relevance.json: weights of format 99.*"),
        (
            ("labeled.jsonl", "--weights", "broken"),
            "broken.relevance.json: not a postlint weights file.*",
        ),
    ],
)
@pytest.mark.usefixtures("labeled")
def test_evaluate_names_an_unusable_file(
    args: tuple[str, ...], says: str, postlint: Postlint, tmp_path: Path
) -> None:
    (tmp_path / "latin-1.jsonl").write_bytes(b'{"text": "caf\xe9"}')
    (tmp_path / "twins.jsonl").write_text("\n".join([json.dumps(POSTS[0] | {"id": "one"})] * 2))
    for name, weights in (("none", None), ("other", '{"format": 99}'), ("broken", "{")):
        (tmp_path / name).mkdir()
        if weights:
            (tmp_path / name / "relevance.json").write_text(weights)
    result = postlint("evaluate", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.fullmatch(f"postlint: {says}\n", result.stderr)
