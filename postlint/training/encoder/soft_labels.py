"""What the teacher says of posts, by their ids: soft labels for the student, without any text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from postlint.core.atomic_write import replace_file
from postlint.training.encoder.training_loop import Predictions

SOFT_LABELS = Path("soft-labels.npz")


def average_predictions(views: Sequence[Predictions]) -> Predictions:
    """Return the mean of what several networks say; all have read the same posts."""
    return {
        name: (
            torch.stack([view[name][0] for view in views]).mean(dim=0),
            torch.stack([view[name][1] for view in views]).mean(dim=0),
        )
        for name in views[0]
    }


def save_predictions(predictions: Predictions, path: Path) -> None:
    """Write what a teacher says of posts: log odds, in half precision."""
    with replace_file(path, binary=True) as file:
        np.savez_compressed(
            file,
            ids=np.array(list(predictions)),
            posts=np.stack([post.numpy() for post, _ in predictions.values()]).astype(np.float16),
            lengths=np.array([len(sentences) for _, sentences in predictions.values()]),
            sentences=np.concatenate(
                [sentences.numpy() for _, sentences in predictions.values()]
            ).astype(np.float16),
        )


def load_predictions(path: Path) -> Predictions:
    """Read what a teacher says of posts."""
    with np.load(path, allow_pickle=False) as stored:
        ends = np.cumsum(stored["lengths"])
        posts = torch.from_numpy(stored["posts"].astype(np.float32))
        sentences = torch.from_numpy(stored["sentences"].astype(np.float32))
        names = [str(name) for name in stored["ids"]]
    parts = torch.tensor_split(sentences, ends[:-1].tolist())
    return dict(zip(names, zip(posts, parts, strict=True), strict=True))
