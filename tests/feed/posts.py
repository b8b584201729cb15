"""ScoredPost posts of feeds for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from postlint.feed.post import FeedPost
from postlint.importers.imported_post import PostMetrics
from postlint.scoring.labels import PostLabels


def post(number: int = 1, date: str | None = "2026-03-02", **values: Any) -> FeedPost:
    """Return a good post with some attributes changed."""
    readings = {"self_focus": False, "question": True, "tie": True, "anecdote": False}
    reading = PostLabels(**{name: values.pop(name, usual) for name, usual in readings.items()})
    if values.pop("only_about_you", False):
        values["verdict"] = "only about you"
    metrics = {name: values.pop(name) for name in PostMetrics.__slots__ if name in values}
    own: dict[str, Any] = {
        "id": f"post-{number}", "path": "feed.csv", "line": 1, "name": f"feed.csv, row {number}",
        "date": datetime.fromisoformat(date) if date else None, "platform": "linkedin",
        "url": None, "relevance": 0.8, "relevant": True, "labels": reading,
        "metrics": PostMetrics(**metrics),
    }  # fmt: skip
    return FeedPost(**own | values)
