"""Learns the shipped weights: `python -m postlint.training.classifiers --help`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from postlint.core import resources
from postlint.scoring.logistic_model import LABELS, REJECT, save_model
from postlint.training.author_split import is_held_out
from postlint.training.dataset import LabeledPost, read_labeled_posts
from postlint.training.fit import FittedModel, fit_models
from postlint.training.metrics import auc, confusion_matrix
from postlint.training.predictions import extract_all_features


@click.command()
@click.argument(
    "labeled", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)  # fmt: skip
@click.option("--output", default=Path("models/weights"), type=click.Path(path_type=Path))
def main(labeled: tuple[Path, ...], output: Path) -> None:
    """Learn the weights from LABELED posts and the project's own.

    The posts of authors that are held out from the encoder decide how far it's trusted. Prints how
    well they're judged, each by a model that hasn't seen its author.
    """
    real = read_labeled_posts(labeled)
    posts = [*real, *read_labeled_posts([resources.folder("models/posts")])]
    pairs = [
        (post, one)
        for post, one in zip(posts, extract_all_features(posts), strict=True)
        if one is not None
    ]
    kept, features = [post for post, _ in pairs], [one for _, one in pairs]
    names = {post.id for post in real}
    judged = [
        index for index, post in enumerate(kept) if post.id in names and is_held_out(post.author)
    ]
    fitted = fit_models(kept, features, judged)
    output.mkdir(parents=True, exist_ok=True)
    for label, result in fitted.items():
        save_model(result.model, output / f"{label}.json")
    for line in _metric_lines(kept, fitted):
        click.echo(line)


def _metric_lines(posts: Sequence[LabeledPost], fitted: Mapping[str, FittedModel]) -> Iterator[str]:
    for label in LABELS:
        oof_probabilities, threshold = (
            fitted[label].oof_probabilities,
            fitted[label].model.threshold,
        )
        truth = [posts[index].label(label) for index in oof_probabilities]
        agreement = confusion_matrix(
            truth, [value >= threshold for value in oof_probabilities.values()]
        )
        area = auc(truth, list(oof_probabilities.values()))
        yield (
            f"{label}: AUC {area or 0:.3f}, F1 {agreement.f1:.3f} (precision "
            f"{agreement.precision:.3f}, recall {agreement.recall:.3f}) from {threshold:.2f} on"
        )
    oof_probabilities, threshold = fitted[REJECT].oof_probabilities, fitted[REJECT].model.threshold
    stopped = {index for index, value in oof_probabilities.items() if value >= threshold}
    right = sum(posts[index].offers_nothing for index in stopped)
    yield (
        f"stopped from {threshold:.3f} on: {len(stopped)} of {len(oof_probabilities)}; "
        f"{right} of them offer a client nothing"
    )
    groups = {
        "only about the author, no anecdote": lambda post: (
            post.label("self_focus") and not post.label("anecdote")
        ),
        "anecdotes": lambda post: post.label("anecdote"),
        "relevant with a tie": lambda post: post.label("relevance") and post.label("tie"),
    }
    for name, belongs in groups.items():
        inside = {index for index in oof_probabilities if belongs(posts[index])}
        yield f"  {name}: {len(stopped & inside)} of {len(inside)}"


if __name__ == "__main__":
    main()
