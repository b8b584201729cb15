"""`postlint train`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from postlint.training.comparison import ModelComparison


@click.command()
@click.argument("labelled", nargs=-1, metavar="[LABELED]...", type=click.Path(path_type=Path))
@click.option(
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Where to write the weights, one JSON file per label.",
)
@click.option("--alone", is_flag=True, help="Learn from LABELED only, without the built-in posts.")
def train(labeled: tuple[Path, ...], output: Path, alone: bool) -> None:
    """Train the models behind the readings and the score on labeled posts.

    The models learn from the built-in posts and from LABELED: files of posts or folders of them,
    as for `postlint evaluate`. postlint compares the new models with the built-in ones on LABELED;
    no new model judges a post by an author that it learned from. Needs scikit-learn:
    pip install 'postlint[train]'.
    """
    from postlint.core import resources
    from postlint.scoring.logistic_model import REJECT, load_model, load_models, save_model
    from postlint.training.comparison import compare_models
    from postlint.training.dataset import read_labeled_posts
    from postlint.training.fit import fit_models
    from postlint.training.predictions import extract_all_features

    if alone and not labeled:
        raise click.UsageError("--alone needs labeled posts of your own.")
    yours = {post.id for post in read_labeled_posts(labeled)}
    shipped = [] if alone else [resources.folder("models/posts")]
    posts = read_labeled_posts([*shipped, *labeled])
    pairs = [
        (post, found)
        for post, found in zip(posts, extract_all_features(posts), strict=True)
        if found is not None
    ]
    kept, features = [post for post, _ in pairs], [found for _, found in pairs]
    # Your posts are like those to be judged; the shipped ones hold more hard cases than life does.
    judged = [index for index, post in enumerate(kept) if post.id in yours or not yours]
    fitted = fit_models(kept, features, judged)
    # Before writing: the output may be the shipped models' own folder.
    contest = compare_models(kept, features, judged, fitted, load_models()) if yours else []
    models = {label: result.model for label, result in fitted.items()}
    # From few posts `reject` can't be learned; it rests on the encoder, which stays as it is.
    models.setdefault(REJECT, load_model(resources.folder("models/weights") / f"{REJECT}.json"))
    output.mkdir(parents=True, exist_ok=True)
    for label, model in models.items():
        save_model(model, output / f"{label}.json")
    left_out = len(posts) - len(kept)
    without = f" (left out {left_out} without English prose)" if left_out else ""
    click.echo(f"Learned from {len(kept)} posts{without}; wrote the weights to {output}.")
    if contest:
        click.echo("\n".join(_lines(contest)))


def _lines(contests: Sequence[ModelComparison]) -> Iterator[str]:
    yield ""
    yield f"On your {contests[0].posts} posts, each judged by models that haven't seen its author:"
    yield f"{'':12}F1 built-in   new   AUC built-in   new   verdict"
    for contest in contests:
        yield (
            f"{contest.label:12}{contest.shipped.f1:10.3f}{contest.new.f1:7.3f}"
            f"{_format_metric(contest.shipped.auc):>14}{_format_metric(contest.new.auc):>7}"
            f"   {contest.verdict}"
        )
    yield (
        "A verdict of better (or worse) means that F1 is better (or worse) in 95 of 100 samples of "
        "your authors. If the built-in models learned from these posts, they look better here than "
        "they are."
    )


def _format_metric(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
