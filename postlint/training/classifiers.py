"""Trains the built-in models: `python -m postlint.training.classifiers --help`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import compress
from pathlib import Path

import click

from postlint.core import resources
from postlint.scoring.logistic_model import LABELS, REJECT, save_model
from postlint.training.dataset import LabeledPost, is_held_out, read_labeled_posts
from postlint.training.fit import FittedModel, fit_models
from postlint.training.metrics import auc, format_auc, precision_recall_f1
from postlint.training.predictions import extract_all_features


@click.command()
@click.argument(
    "labeled", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)  # fmt: skip
@click.option("--output", default=Path("models/weights"), type=click.Path(path_type=Path))
def main(labeled: tuple[Path, ...], output: Path) -> None:
    """Train the models on LABELED posts and the project's own, and write their weights.

    The posts in LABELED whose authors are held out from the encoder decide how much the models
    rely on it. Prints how well these posts are predicted, each by a model that wasn't trained on
    its author.
    """
    real = read_labeled_posts(labeled)
    real_ids = {post.id for post in real}
    own = read_labeled_posts([resources.folder("models/posts")])
    posts, features = extract_all_features([*real, *own])
    in_domain = [
        index
        for index, post in enumerate(posts)
        if post.id in real_ids and is_held_out(post.author)
    ]
    fitted = fit_models(posts, features, in_domain)
    output.mkdir(parents=True, exist_ok=True)
    for label, result in fitted.items():
        save_model(result.model, output / f"{label}.json")
    click.echo("\n".join(_metric_lines(posts, fitted)))


def _metric_lines(posts: Sequence[LabeledPost], fitted: Mapping[str, FittedModel]) -> Iterator[str]:
    for label in LABELS:
        result = fitted[label]
        threshold = result.model.threshold
        probabilities = list(result.oof_probabilities.values())
        truth = [posts[index].label(label) for index in result.oof_probabilities]
        precision, recall, f1 = precision_recall_f1(
            truth, [probability >= threshold for probability in probabilities]
        )
        yield (
            f"{label}: AUC {format_auc(auc(truth, probabilities))}, F1 {f1:.3f} (precision "
            f"{precision:.3f}, recall {recall:.3f}) at threshold {threshold:.2f}"
        )
    if REJECT in fitted:
        yield from _reject_lines(posts, fitted[REJECT])


def _reject_lines(posts: Sequence[LabeledPost], result: FittedModel) -> Iterator[str]:
    threshold = result.model.threshold
    in_domain = [posts[index] for index in result.oof_probabilities]
    is_rejected = [probability >= threshold for probability in result.oof_probabilities.values()]
    correct = sum(post.offers_nothing for post in compress(in_domain, is_rejected))
    yield (
        f"rejected at threshold {threshold:.3f}: {sum(is_rejected)} of {len(in_domain)}; "
        f"{correct} of them offer a client nothing"
    )
    subgroups = {
        "only about the author, no anecdote": [
            post.label("self_focus") and not post.label("anecdote") for post in in_domain
        ],
        "anecdotes": [post.label("anecdote") for post in in_domain],
        "relevant with a tie": [post.is_useful for post in in_domain],
    }
    for name, belongs in subgroups.items():
        yield f"  {name}: {sum(compress(belongs, is_rejected))} of {sum(belongs)}"


if __name__ == "__main__":
    main()
