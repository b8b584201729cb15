"""Features of labelled posts, as the linter would see them."""

from __future__ import annotations

from collections.abc import Sequence

from postlint.engine import analyse_english
from postlint.judgement.features import Features, extract
from postlint.training.labelled import LabelledPost


def features_of(posts: Sequence[LabelledPost]) -> list[Features | None]:
    """Return the features of each post; None where it has no English prose to judge."""
    return [
        extract(analysed) if analysed else None
        for _, _, analysed in analyse_english(post.draft() for post in posts)
    ]
