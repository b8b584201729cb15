"""`postlint train`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("labelled", nargs=-1, metavar="[LABELLED]...", type=click.Path(path_type=Path))
@click.option(
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Where to write the weights, one JSON file a label.",
)
@click.option(
    "--alone", is_flag=True, help="Learn from LABELLED only, not from the shipped posts too."
)
def train(labelled: tuple[Path, ...], output: Path, alone: bool) -> None:
    """Learn the readings and the score from labelled posts.

    The posts that come with postlint are learned from, and those in LABELLED: files of posts or
    folders of them, as for `postlint evaluate`. Needs scikit-learn: pip install 'postlint[train]'.
    """
    from postlint import resources
    from postlint.judgement.model import save_model
    from postlint.training.fit import fit_all
    from postlint.training.judged import features_of
    from postlint.training.labelled import read_labelled

    if alone and not labelled:
        raise click.UsageError("--alone needs labelled posts of your own.")
    paths = [*labelled] if alone else [resources.folder("models/posts"), *labelled]
    posts = read_labelled(paths)
    pairs = [
        (post, found)
        for post, found in zip(posts, features_of(posts), strict=True)
        if found is not None
    ]
    models = fit_all([post for post, _ in pairs], [found for _, found in pairs])
    output.mkdir(parents=True, exist_ok=True)
    for label, model in models.items():
        save_model(model, output / f"{label}.json")
    left_out = len(posts) - len(pairs)
    without = f" ({left_out} without English prose left out)" if left_out else ""
    click.echo(f"learned from {len(pairs)} posts{without}; weights written to {output}")
