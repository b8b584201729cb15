"""The training loop, the loss function, and the predictions that a student learns from."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

from postlint.core.atomic_write import replace_file
from postlint.training.encoder.augmentation import Augmenter
from postlint.training.encoder.examples import POST_LABELS, SENTENCE_LABELS, TrainingExample
from postlint.training.encoder.torch_network import PostEncoder

Predictions = Mapping[str, tuple[Tensor, Tensor]]
"""A network's predictions by post id: log odds of the post (labels), and of its sentences
(sentences, labels)."""

_BATCH = 16
_BATCHES_SORTED = 8
"""Posts of this many batches are sorted by length, so that a batch has posts of similar length."""

_WARMUP_SHARE = 1 / 12
"""Share of the steps in which the learning rate rises."""

_MIN_LEARNING_RATE = 0.02
"""The learning rate falls to this share of its maximum."""

_HEAD_LEARNING_RATE = 1e-3
_WEIGHT_DECAY = 0.01
_MAX_GRADIENT_NORM = 1.0

# How much each part of the loss counts.
_SENTENCE_LABEL_WEIGHTS = (0.5, 0.5, 0.3, 0.3)
_SENTENCES_WEIGHT, _BEST_SENTENCE_WEIGHT, _POST_WEIGHT = 0.6, 0.3, 2.0
_TEACHER_POST_WEIGHT, _TEACHER_SENTENCES_WEIGHT, _LABELS_WEIGHT = 1.5, 0.8, 0.5


@dataclass(frozen=True)
class TrainingConfig:
    """How long to train, and the highest learning rate of the pretrained layers."""

    epochs: int
    learning_rate: float
    seed: int = 0


def train(
    encoder: PostEncoder,
    examples: Sequence[TrainingExample],
    config: TrainingConfig,
    *,
    augment: Augmenter = lambda example: example,
    teacher: Predictions | None = None,
    after_epoch: Callable[[int], None] = lambda epoch: None,
) -> None:
    """Train an encoder.

    Args:
        encoder: what to train.
        examples: what to train it on.
        config: how long and how fast.
        augment: changes an example before it's used.
        teacher: predictions for examples to learn from, in addition to the labels.
        after_epoch: is called with the number of each epoch, from 0, after it.
    """
    random = Random(config.seed)
    torch.manual_seed(config.seed)
    heads = [*encoder.post.parameters(), *encoder.sentence.parameters()]
    body = [weight for weight in encoder.body.parameters() if weight.requires_grad]
    groups = [
        {"params": body, "lr": config.learning_rate},
        {"params": heads, "lr": _HEAD_LEARNING_RATE},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=_WEIGHT_DECAY)
    steps = config.epochs * math.ceil(len(examples) / _BATCH)
    warmup = max(1, round(steps * _WARMUP_SHARE))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min((step + 1) / warmup, max(_MIN_LEARNING_RATE, (steps - step) / steps)),
    )
    for epoch in range(config.epochs):
        encoder.train()
        for batch in _batches(examples, random):
            optimizer.zero_grad()
            _loss(encoder, [augment(example) for example in batch], teacher or {}).backward()
            nn.utils.clip_grad_norm_(encoder.parameters(), _MAX_GRADIENT_NORM)
            optimizer.step()
            schedule.step()
        after_epoch(epoch)


def predict(encoder: PostEncoder, examples: Sequence[TrainingExample]) -> Predictions:
    """Return an encoder's predictions for posts."""
    encoder.eval()
    predictions: dict[str, tuple[Tensor, Tensor]] = {}
    with torch.no_grad():
        for first in range(0, len(examples), _BATCH):
            batch = examples[first : first + _BATCH]
            posts, sentences = encoder([example.sentences for example in batch])
            for example, post, of_sentences in zip(batch, posts, sentences, strict=True):
                predictions[example.id] = post, of_sentences
    return predictions


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


def _batches(
    examples: Sequence[TrainingExample], random: Random
) -> Iterator[list[TrainingExample]]:
    """Yield all examples in batches of similar length, in another order each time."""
    shuffled = random.sample(list(examples), len(examples))
    batches: list[list[TrainingExample]] = []
    size = _BATCHES_SORTED * _BATCH
    for first in range(0, len(shuffled), size):
        part = sorted(
            shuffled[first : first + size], key=lambda example: sum(map(len, example.sentences))
        )
        batches += [part[start : start + _BATCH] for start in range(0, len(part), _BATCH)]
    random.shuffle(batches)
    yield from batches


def _loss(
    encoder: PostEncoder, examples: Sequence[TrainingExample], teacher: Predictions
) -> Tensor:
    posts, sentences = encoder([example.sentences for example in examples])
    total = torch.zeros(())
    for example, post, of_sentences in zip(examples, posts, sentences, strict=True):
        by_labels = example.weight * (
            _POST_WEIGHT * _post_loss(example, post) + _sentence_loss(example, of_sentences)
        )
        soft_labels = teacher.get(example.id)
        if soft_labels is None:
            total = total + by_labels
            continue
        of_post, of_post_sentences = map(torch.sigmoid, soft_labels)
        by_teacher = _TEACHER_POST_WEIGHT * cross_entropy(post, of_post)
        # With a smaller vocabulary, the student has more pieces and may read other sentences.
        if len(of_sentences) == len(of_post_sentences):
            by_teacher = by_teacher + _TEACHER_SENTENCES_WEIGHT * cross_entropy(
                of_sentences, of_post_sentences
            )
        total = total + _LABELS_WEIGHT * by_labels + by_teacher
    return total / len(examples)


def _post_loss(example: TrainingExample, logits: Tensor) -> Tensor:
    """Return the loss of a post's labels, 0 if none is known."""
    labels = torch.from_numpy(example.labels)
    known = ~torch.isnan(labels)
    return cross_entropy(logits[known], labels[known]) if known.any() else logits.sum() * 0


def _sentence_loss(example: TrainingExample, logits: Tensor) -> Tensor:
    """Return the loss of the labels of sentences.

    It includes the loss of the post's labels if the highest prediction for a sentence is taken as
    the prediction for the post.
    """
    labels = torch.from_numpy(example.sentence_labels[: len(logits)])
    total = torch.zeros(())
    for column, weight in enumerate(_SENTENCE_LABEL_WEIGHTS):
        known = ~torch.isnan(labels[:, column])
        if not known.any():
            continue
        truth, values = labels[known, column], logits[known, column]
        # A sentence with the label counts as much as several without it.
        share = torch.where(truth > 0, 1.0, float(known.sum()) ** -0.5)
        if SENTENCE_LABELS[column] in ("author", "reader"):
            share = torch.full_like(truth, 1 / len(truth))
        total = total + weight * (cross_entropy(values, truth, reduction="none") * share).sum()
        if SENTENCE_LABELS[column] in POST_LABELS:
            post_label = torch.tensor(example.labels[POST_LABELS.index(SENTENCE_LABELS[column])])
            total = total + _BEST_SENTENCE_WEIGHT / _SENTENCES_WEIGHT * cross_entropy(
                logits[:, column].max(), post_label
            )
    return _SENTENCES_WEIGHT * total
