"""The project's own labelled posts."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from postlint.training.labelled import READINGS, read_labelled

POSTS = Path(__file__).resolve().parents[2] / "models" / "posts"
ROWS = [
    json.loads(line)
    for file in sorted(POSTS.glob("*.jsonl"))
    for line in file.read_text(encoding="utf-8").split("\n")
    if line
]
SHINGLE = 8


def shingles(text: str) -> set[tuple[str, ...]]:
    words = "".join(c.lower() if c.isalnum() else " " for c in text).split()
    return {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}


def test_there_are_many_of_many_kinds() -> None:
    posts = read_labelled([POSTS])
    assert len(posts) >= 400
    assert len({row["trade"] for row in ROWS}) >= 40
    assert len({post.author for post in posts}) >= 100
    assert len({post.platform for post in posts}) >= 8
    grades = Counter(post.relevance for post in posts)
    assert all(grades[grade] >= 40 for grade in range(4))
    for reading in READINGS:
        assert 40 <= sum(post.readings[reading] for post in posts) <= len(posts) / 2
    lengths = sorted(len(post.text.split()) for post in posts)
    assert lengths[len(lengths) // 4] <= 25
    assert lengths[-10] >= 220


def test_no_two_posts_are_near_duplicates() -> None:
    seen: dict[tuple[str, ...], str] = {}
    for row in ROWS:
        for shingle in shingles(row["text"]):
            assert seen.setdefault(shingle, row["id"]) == row["id"], " ".join(shingle)


@pytest.mark.skipif("POSTLINT_DATA" not in os.environ, reason="needs POSTLINT_DATA")
@pytest.mark.parametrize("name", ["train.jsonl", "dev.jsonl"])
def test_none_is_taken_from_the_real_posts(name: str) -> None:
    real = (Path(os.environ["POSTLINT_DATA"]) / "posts" / name).read_text(encoding="utf-8")
    taken = set().union(*(shingles(json.loads(line)["text"]) for line in real.split("\n") if line))
    copied = {row["id"]: common for row in ROWS if (common := shingles(row["text"]) & taken)}
    assert not copied
