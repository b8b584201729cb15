"""Made-up posts of a small consultancy."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.requirements import require_package

HELPFUL = (
    "If you sign a lease this year, ask for the service charges of the last three years first. "
    "Tenant number {n} of ours found £{n},400 that was not theirs to pay. What do you ask before "
    "you sign?"
)
VAIN = (
    "We are so proud of ourselves today. Our team won the regional award for the {n}th time, and "
    "we celebrated until the early morning in our new office."
)
ADVICE = (
    "Put the break clause on page one of your notes for meeting {n}. You will look for it when the "
    "landlord calls, and you will not have time to read sixty pages."
)
TEXTS = (HELPFUL, VAIN, ADVICE)
PLATFORMS = ("linkedin", "x", "blog")


def rows(number: int) -> Iterator[dict[str, Any]]:
    """Yield posts, one every second day, with figures."""
    start = datetime(2025, 1, 6, 9)
    for n in range(number):
        yield {
            "id": f"p{n}",
            "text": TEXTS[n % len(TEXTS)].format(n=n + 2),
            "date": (start + timedelta(days=2 * n)).isoformat(),
            "platform": PLATFORMS[n // 2 % len(PLATFORMS)],
            "minutes": 20 + n % 7,
            "leads": int(n % 5 == 0),
        }


def write_csv(path: Path, posts: Iterator[Mapping[str, Any]]) -> Path:
    """Write posts as a table."""
    each = list(posts)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(each[0]))
        writer.writeheader()
        writer.writerows(each)
    return path


def write_jsonl(path: Path, posts: Iterator[Mapping[str, Any]]) -> Path:
    """Write posts as JSONL."""
    path.write_text("".join(f"{json.dumps(post)}\n" for post in posts), encoding="utf-8")
    return path


def write_parquet(path: Path, posts: Iterator[Mapping[str, Any]], group: int = 1_000) -> Path:
    """Write posts as Parquet with row groups of the given size."""
    pa = require_package("pyarrow", "audit")
    parquet = require_package("pyarrow.parquet", "audit")
    parquet.write_table(pa.Table.from_pylist(list(posts)), path, row_group_size=group)
    return path


def write_drafts(folder: Path, number: int) -> Path:
    """Write posts as drafts with front matter."""
    folder.mkdir(exist_ok=True)
    for post in rows(number):
        told = "".join(f"{key}: {post[key]}\n" for key in ("date", "platform", "minutes", "leads"))
        text = f"---\n{told}---\n{post['text']}\n"
        (folder / f"{post['id']}.md").write_text(text, encoding="utf-8")
    return folder
