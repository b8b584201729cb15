"""The training loop, and the loss."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

from postlint.training.encoder.examples import POST_LABELS, SENTENCE_LABELS, TrainingExample
from postlint.training.encoder.torch_network import PostEncoder

Predictions = Mapping[str, tuple[Tensor, Tensor]]
"""A network's predictions by post id: log odds of the post (labels), and of its sentences
(sentences, labels)."""

_BATCH = 16
_WARMUP_SHARE = 1 / 12
"""Share of the steps in which the learning rate rises."""

_HEAD_LEARNING_RATE = 1e-3
_WEIGHT_DECAY = 0.01
_MAX_GRADIENT_NORM = 1.0

_SENTENCE_WEIGHTS = (0.5, 0.5, 0.3, 0.3)
_SENTENCES, _BEST_SENTENCE, _POST = 0.6, 0.3, 2.0
_TEACHER_POST, _TEACHER_SENTENCES, _OWN_LABELS = 1.5, 0.8, 0.5
"""How much each part of the loss counts."""


@dataclass(frozen=True)
class TrainingConfig:
    """How long and how fast to learn.

    Attributes:
        epochs: how often each post is seen.
        rate: the highest learning rate of the pretrained layers.
        seed: for all that is left to chance.
    """

    epochs: int
    rate: float
    seed: int = 0


def learn(
    encoder: PostEncoder,
    examples: Sequence[TrainingExample],
    recipe: TrainingConfig,
    *,
    augment: Callable[[TrainingExample], TrainingExample] = lambda example: example,
    teacher: Predictions | None = None,
    after_epoch: Callable[[int], None] = lambda epoch: None,
) -> None:
    """Let an encoder learn from examples, and from what a teacher says of them."""
    random = Random(recipe.seed)
    torch.manual_seed(recipe.seed)
    heads = [*encoder.post.parameters(), *encoder.sentence.parameters()]
    body = [weight for weight in encoder.body.parameters() if weight.requires_grad]
    groups = [{"params": body, "lr": recipe.rate}, {"params": heads, "lr": _HEAD_LEARNING_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=_WEIGHT_DECAY)
    steps = recipe.epochs * math.ceil(len(examples) / _BATCH)
    rising = max(1, round(steps * _WARMUP_SHARE))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / rising, max(0.02, (steps - step) / steps))
    )
    for epoch in range(recipe.epochs):
        encoder.train()
        for batch in _batches(examples, random):
            optimizer.zero_grad()
            _loss(encoder, [augment(example) for example in batch], teacher or {}).backward()
            nn.utils.clip_grad_norm_(encoder.parameters(), _MAX_GRADIENT_NORM)
            optimizer.step()
            schedule.step()
        after_epoch(epoch)


@torch.no_grad()
def predict(encoder: PostEncoder, examples: Sequence[TrainingExample]) -> Predictions:
    """Return what an encoder says of posts."""
    encoder.eval()
    said: dict[str, tuple[Tensor, Tensor]] = {}
    for first in range(0, len(examples), _BATCH):
        part = examples[first : first + _BATCH]
        posts, sentences = encoder([example.sentences for example in part])
        for example, post, of_sentences in zip(part, posts, sentences, strict=True):
            said[example.id] = post, of_sentences
    return said


def _batches(
    examples: Sequence[TrainingExample], random: Random
) -> Iterator[list[TrainingExample]]:
    """Yield all examples, those of like length together, in a new order each time."""
    order = random.sample(list(examples), len(examples))
    batches: list[list[TrainingExample]] = []
    for first in range(0, len(order), 8 * _BATCH):
        part = sorted(
            order[first : first + 8 * _BATCH], key=lambda one: sum(map(len, one.sentences))
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
        own = example.weight * (
            _POST * _of_post(example, post) + _of_sentences(example, of_sentences)
        )
        said = teacher.get(example.id)
        if said is None:
            total = total + own
            continue
        theirs = _TEACHER_POST * cross_entropy(post, torch.sigmoid(said[0]))
        # A smaller vocabulary makes more pieces, so that the student may read other sentences.
        if len(of_sentences) == len(said[1]):
            of_teacher = torch.sigmoid(said[1])
            theirs = theirs + _TEACHER_SENTENCES * cross_entropy(of_sentences, of_teacher)
        total = total + _OWN_LABELS * own + theirs
    return total / len(examples)


def _of_post(example: TrainingExample, said: Tensor) -> Tensor:
    labels = torch.from_numpy(example.labels)
    known = ~torch.isnan(labels)
    return cross_entropy(said[known], labels[known]) if known.any() else said.sum() * 0


def _of_sentences(example: TrainingExample, said: Tensor) -> Tensor:
    """Return how far sentences are from their labels, and the best one from the post's label."""
    labels = torch.from_numpy(example.sentence_labels[: len(said)])
    total = torch.zeros(())
    for column, weight in enumerate(_SENTENCE_WEIGHTS):
        known = ~torch.isnan(labels[:, column])
        if not known.any():
            continue
        truth, values = labels[known, column], said[known, column]
        # One sentence that has a label counts as much as several that don't.
        share = torch.where(truth > 0, 1.0, float(known.sum()) ** -0.5)
        if SENTENCE_LABELS[column] in ("author", "reader"):
            share = torch.full_like(truth, 1 / len(truth))
        total = total + weight * (cross_entropy(values, truth, reduction="none") * share).sum()
        if SENTENCE_LABELS[column] in POST_LABELS:
            whole = torch.tensor(example.labels[POST_LABELS.index(SENTENCE_LABELS[column])])
            total = total + _BEST_SENTENCE / _SENTENCES * cross_entropy(
                said[:, column].max(), whole
            )
    return _SENTENCES * total
