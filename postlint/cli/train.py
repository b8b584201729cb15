"""`postlint train`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from postlint.training.comparison import ModelComparison


@click.command()
@click.argument("labeled", nargs=-1, metavar="[LABELED]...", type=click.Path(path_type=Path))
@click.option(
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Where to write the weights, one JSON file per label.",
)
@click.option(
    "--no-builtin-posts",
    is_flag=True,
    help="Learn from LABELED only, without the built-in posts.",
)
def train(labeled: tuple[Path, ...], output: Path, no_builtin_posts: bool) -> None:
    """Train the models for the labels and the score on labeled posts.

    The models learn from the built-in posts and from LABELED: files of posts or folders of them,
    as for `postlint evaluate`. postlint compares the new models with the built-in ones on LABELED;
    no new model scores a post by an author whose posts it learned from. Needs scikit-learn:
    pip install 'postlint[train]'.
    """
    from postlint.core import resources
    from postlint.scoring.logistic_model import REJECT, load_model, load_models, save_model
    from postlint.training.dataset import read_labeled_posts
    from postlint.training.extras import require_scikit_learn

    if no_builtin_posts and not labeled:
        raise click.UsageError("--no-builtin-posts needs labeled posts of your own.")
    require_scikit_learn()
    yours = {post.id for post in read_labeled_posts(labeled)}
    builtin = [] if no_builtin_posts else [resources.folder("models/posts")]
    labeled_posts = read_labeled_posts([*builtin, *labeled])

    # These import scikit-learn and the analysis, which takes longer than finding a mistake above.
    from postlint.training.comparison import compare_models
    from postlint.training.fit import fit_models
    from postlint.training.predictions import extract_all_features

    posts, features = extract_all_features(labeled_posts)
    # Your posts are like those to be scored; the built-in ones include more hard cases.
    in_domain = [index for index, post in enumerate(posts) if post.id in yours or not yours]
    fitted = fit_models(posts, features, in_domain)
    # Before writing: the output may be the built-in models' own folder.
    comparisons = (
        compare_models(posts, features, in_domain, fitted, load_models())
        if yours and in_domain
        else []
    )
    models = {label: result.model for label, result in fitted.items()}
    # `reject` can't be learned from few posts. It relies on the encoder, which doesn't change.
    models.setdefault(REJECT, load_model(resources.folder("models/weights") / f"{REJECT}.json"))
    output.mkdir(parents=True, exist_ok=True)
    for label, model in models.items():
        save_model(model, output / f"{label}.json")
    skipped = len(labeled_posts) - len(posts)
    without = f" (skipped {skipped} without English prose)" if skipped else ""
    click.echo(f"Learned from {len(posts)} posts{without}; wrote the weights to {output}.")
    if comparisons:
        click.echo("\n".join(_lines(comparisons)))


def _lines(comparisons: Sequence[ModelComparison]) -> Iterator[str]:
    from postlint.training.metrics import format_auc

    posts = comparisons[0].posts
    yield f"\nOn your {posts} posts, each scored by models that haven't seen its author:"
    yield f"{'':12}F1 built-in   new   AUC built-in   new   verdict"
    for comparison in comparisons:
        builtin, new = comparison.builtin, comparison.new
        yield (
            f"{comparison.label:12}{builtin.f1:10.3f}{new.f1:7.3f}"
            f"{format_auc(builtin.auc):>14}{format_auc(new.auc):>7}"
            f"   {comparison.verdict}"
        )
    yield (
        "A verdict of better (or worse) means that F1 is better (or worse) in 95 of 100 samples of "
        "your authors. If the built-in models learned from these posts, they look better here than "
        "they are."
    )
