"""Labeled posts for tests."""

from __future__ import annotations

from postlint.training.dataset import BINARY_LABELS, LabeledPost


def labeled_post(
    post_id: str,
    relevance: int = 0,
    *labels: str,
    author: str | None = None,
    platform: str | None = None,
    text: str = "Some text.",
) -> LabeledPost:
    return LabeledPost(
        id=post_id,
        author=author or f"author-{post_id}",
        platform=platform,
        relevance=relevance,
        binary_labels={label: label in labels for label in BINARY_LABELS},
        text=text,
    )
