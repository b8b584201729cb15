"""Learns the shipped weights: `python -m postlint.training.judge --help`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from postlint.core import resources
from postlint.scoring.model import LABELS, REJECT, save_model
from postlint.training.fit import Fitted, fit_all
from postlint.training.held_out import is_held_out
from postlint.training.judged import features_of
from postlint.training.labelled import LabelledPost, read_labelled
from postlint.training.metrics import auc, compare


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
    real = read_labelled(labeled)
    posts = [*real, *read_labelled([resources.folder("models/posts")])]
    pairs = [
        (post, one) for post, one in zip(posts, features_of(posts), strict=True) if one is not None
    ]
    kept, features = [post for post, _ in pairs], [one for _, one in pairs]
    names = {post.id for post in real}
    judged = [
        index for index, post in enumerate(kept) if post.id in names and is_held_out(post.author)
    ]
    fitted = fit_all(kept, features, judged)
    output.mkdir(parents=True, exist_ok=True)
    for label, result in fitted.items():
        save_model(result.model, output / f"{label}.json")
    for line in _figures(kept, fitted):
        click.echo(line)


def _figures(posts: Sequence[LabelledPost], fitted: Mapping[str, Fitted]) -> Iterator[str]:
    for label in LABELS:
        held_out, threshold = fitted[label].held_out, fitted[label].model.threshold
        truth = [posts[index].label(label) for index in held_out]
        agreement = compare(truth, [value >= threshold for value in held_out.values()])
        area = auc(truth, list(held_out.values()))
        yield (
            f"{label}: AUC {area or 0:.3f}, F1 {agreement.f1:.3f} (precision "
            f"{agreement.precision:.3f}, recall {agreement.recall:.3f}) from {threshold:.2f} on"
        )
    held_out, threshold = fitted[REJECT].held_out, fitted[REJECT].model.threshold
    stopped = {index for index, value in held_out.items() if value >= threshold}
    right = sum(posts[index].offers_nothing for index in stopped)
    yield (
        f"stopped from {threshold:.3f} on: {len(stopped)} of {len(held_out)}; "
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
        inside = {index for index in held_out if belongs(posts[index])}
        yield f"  {name}: {len(stopped & inside)} of {len(inside)}"


if __name__ == "__main__":
    main()
