"""Soft labels: the teachers' predictions, from which the student learns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from postlint.core.atomic_write import replace_file
from postlint.training.encoder.training_loop import Predictions


def average_predictions(teachers: Sequence[Predictions]) -> Predictions:
    """Return the mean predictions of several networks for the same posts."""
    return {
        name: (
            torch.stack([teacher[name][0] for teacher in teachers]).mean(dim=0),
            torch.stack([teacher[name][1] for teacher in teachers]).mean(dim=0),
        )
        for name in teachers[0]
    }


def save_predictions(predictions: Predictions, path: Path) -> None:
    """Write predictions to a file, in half precision and without any text."""
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
    """Read predictions from a file."""
    with np.load(path, allow_pickle=False) as stored:
        ends = np.cumsum(stored["lengths"])
        posts = torch.from_numpy(stored["posts"].astype(np.float32))
        sentences = torch.from_numpy(stored["sentences"].astype(np.float32))
        names = [str(name) for name in stored["ids"]]
    parts = torch.tensor_split(sentences, ends[:-1].tolist())
    return dict(zip(names, zip(posts, parts, strict=True), strict=True))
