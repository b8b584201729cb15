"""The project's own labeled posts, and reading them."""

from __future__ import annotations

import json
import os
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from sklearn.metrics import cohen_kappa_score

from postlint.training.dataset import BINARY_LABELS, read_labeled_posts
from tests.training.factories import labeled_post

POSTS = Path(__file__).resolve().parents[2] / "models" / "posts"
ROWS = [
    json.loads(line)
    for file in sorted(POSTS.rglob("*.jsonl"))
    for line in file.read_text(encoding="utf-8").split("\n")
    if line
]
SHINGLE = 8
IDIOM = 2
"""Two authors may share an idiom: this many runs of eight words, so a run of nine words."""


def shingles(text: str) -> set[tuple[str, ...]]:
    words = "".join(c.lower() if c.isalnum() else " " for c in text).split()
    return {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}


def test_own_posts_are_many_and_varied() -> None:
    posts = read_labeled_posts([POSTS, POSTS / "held-out"])
    assert len(posts) == len(ROWS) >= 1500
    assert len({row["trade"] for row in ROWS}) >= 200
    assert len({post.author for post in posts}) >= 300
    platforms = Counter(post.platform for post in posts)
    assert sum(count >= 40 for count in platforms.values()) >= 8
    grades = Counter(post.relevance for post in posts)
    assert all(grades[grade] >= 150 for grade in range(4))
    for label in BINARY_LABELS:
        assert 150 <= sum(post.binary_labels[label] for post in posts) <= len(posts) / 2
    lengths = sorted(len(post.text.split()) for post in posts)
    assert lengths[0] <= 5
    assert lengths[len(lengths) // 4] <= 25
    assert lengths[-50] >= 220


def test_own_posts_are_not_near_duplicates() -> None:
    """Contrasting posts by one author may share a beginning, but not most of their words."""
    found = {row["id"]: shingles(row["text"]) for row in ROWS}
    author = {row["id"]: row["author"] for row in ROWS}
    sharing: dict[tuple[str, ...], list[str]] = {}
    for post_id, runs in found.items():
        for run in runs:
            sharing.setdefault(run, []).append(post_id)
    pairs = Counter(pair for ids in sharing.values() for pair in combinations(sorted(ids), 2))
    for (one, other), common in pairs.items():
        if author[one] == author[other]:
            assert common <= min(len(found[one]), len(found[other])) / 2, (one, other)
        else:
            assert common <= IDIOM, (one, other)


def test_datasheet_gives_the_agreement_of_two_readers() -> None:
    lines = (POSTS / "passes.tsv").read_text(encoding="utf-8").splitlines()[1:]
    passes = [line.split("\t") for line in lines]
    assert {row[0] for row in passes} <= {row["id"] for row in ROWS}
    first = {"relevant": [int(row[1]) >= 2 for row in passes]}
    second = {"relevant": [int(row[3]) >= 2 for row in passes]}
    for label in BINARY_LABELS:
        first[label] = [label[0] in row[2] for row in passes]
        second[label] = [label[0] in row[4] for row in passes]
    card = (POSTS / "README.md").read_text(encoding="utf-8").replace("\n", " ")
    same = sum(row[1] == row[3] for row in passes) / len(passes)
    kappa = {name: f"{cohen_kappa_score(first[name], second[name]):.2f}" for name in first}
    assert f"relevant or not {kappa['relevant']} (the same grade of 0 to 3 in {same:.0%})" in card
    for label in BINARY_LABELS:
        assert f"{label} {kappa[label]}" in card
    assert f"{len(passes):,} posts" in card


@pytest.mark.skipif("POSTLINT_DATA" not in os.environ, reason="needs POSTLINT_DATA")
@pytest.mark.parametrize("name", ["train.jsonl", "dev.jsonl"])
def test_own_posts_share_no_text_with_the_real_posts(name: str) -> None:
    real = (Path(os.environ["POSTLINT_DATA"]) / "posts" / name).read_text(encoding="utf-8")
    taken = set().union(*(shingles(json.loads(line)["text"]) for line in real.split("\n") if line))
    copied = {row["id"]: common for row in ROWS if (common := shingles(row["text"]) & taken)}
    assert not copied


def test_read_labeled_posts_gives_defaults(tmp_path: Path) -> None:
    row = {"text": "Hi.", "relevance": 2, **dict.fromkeys(BINARY_LABELS, False)}
    path = tmp_path / "mine.jsonl"
    path.write_text(
        json.dumps(row) + "\n\n" + json.dumps(row | {"platform": "LinkedIn", "author": "rosa"}),
        encoding="utf-8",
    )
    first, second = read_labeled_posts([path])
    assert (first.id, first.author, first.platform) == ("mine-1", "only-mine-1", None)
    assert (second.id, second.author, second.platform) == ("mine-3", "rosa", "linkedin")


@pytest.mark.parametrize(
    ("relevance", "labels", "nothing", "useful", "only_author"),
    [
        (0, (), True, False, False),
        (1, ("self_focus",), True, False, True),
        (1, ("self_focus", "anecdote"), True, False, False),
        (1, ("self_focus", "question"), False, False, False),
        (2, ("tie",), False, True, False),
        (3, (), False, False, False),
    ],
)
def test_labeled_post_combines_its_labels(
    relevance: int, labels: tuple[str, ...], nothing: bool, useful: bool, only_author: bool
) -> None:
    post = labeled_post("a", relevance, *labels)
    assert post.offers_nothing is nothing
    assert post.is_useful is useful
    assert post.is_only_about_author is only_author


def test_labeled_post_becomes_a_draft() -> None:
    draft = labeled_post("a", platform="x", text="Hello there.").draft()
    assert (draft.platform, draft.source.text) == ("x", "Hello there.")
