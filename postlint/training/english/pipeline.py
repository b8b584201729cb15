"""Trains the pipeline, and makes of the result what postlint ships."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import spacy
from spacy.language import Language
from spacy.pipeline import Lemmatizer
from spacy.training.initialize import init_nlp
from spacy.training.loop import DIR_MODEL_BEST
from spacy.training.loop import train as train_nlp
from spacy.util import load_config

# The configuration names what these two register with spaCy.
from postlint.training.english import corpus, tokenizer  # noqa: F401
from postlint.training.english.conllu import read_documents
from postlint.training.english.lemma_tables import build_lemma_tables

_CONFIG = Path(__file__).with_name("config.cfg")

_META = {
    "name": "postlint_ewt",
    "version": "0.1.0",
    "description": "English for drafts of posts: tags, features, grammar, sentences and lemmas",
    # The versions that postlint itself allows; spaCy would say that of the training alone.
    "spacy_version": ">=3.8.7,<3.9.0",
    "license": "CC BY-SA 4.0",
    "sources": [
        {
            "name": "UD English EWT r2.16",
            "author": "Natalia Silveira, Timothy Dozat, Christopher Manning and others",
            "url": "https://github.com/UniversalDependencies/UD_English-EWT",
            "license": "CC BY-SA 4.0",
        },
        {
            "name": "spacy-lookups-data",
            "author": "ExplosionAI GmbH, and Princeton University (WordNet 3.0)",
            "url": "https://github.com/explosion/spacy-lookups-data",
            "license": "MIT, and the WordNet 3.0 License",
        },
    ],
}


def train(treebank: Path, max_steps: int | None = None) -> Language:
    """Train the statistical components on the treebank's `train.conllu` and `dev.conllu`.

    Args:
        treebank: the folder of these files.
        max_steps: when to stop, if not where the configuration says.
    """
    settings: dict[str, object] = {
        "paths.train": str(treebank / "train.conllu"),
        "paths.dev": str(treebank / "dev.conllu"),
    }
    if max_steps is not None:
        settings["training.max_steps"] = max_steps
    # Of a corpus of endless epochs spaCy would look at a hundred passages for the labels, and
    # rewriting can leave labels out: so it finds them in another corpus.
    labelling = {"training.train_corpus": "corpora.labels", "training.max_epochs": 0}
    nlp = init_nlp(load_config(_CONFIG, settings | labelling))
    training = load_config(_CONFIG, settings)["training"]
    nlp.config["training"].update(
        train_corpus=training["train_corpus"], max_epochs=training["max_epochs"]
    )
    with TemporaryDirectory() as folder:
        train_nlp(nlp, Path(folder))
        return spacy.load(Path(folder) / DIR_MODEL_BEST)


def finalize(nlp: Language, treebank: Path, output: Path) -> None:
    """Add the lemmatizer and the description to a trained pipeline, and save it without waste."""
    lemmatizer = cast(Lemmatizer, nlp.add_pipe("lemmatizer", config={"mode": "rule"}))
    lemmatizer.initialize(lookups=build_lemma_tables(read_documents(treebank / "train.conllu")))
    nlp.meta.update(_META)
    # Where the treebank lay is nobody's business.
    nlp.config["paths"].update(train=None, dev=None)
    nlp.to_disk(output)
    _trim_strings(output)


def _trim_strings(folder: Path) -> None:
    """Drop the words of the treebank, which spaCy keeps though no component asks for them.

    Labels have to be kept; what else the components ask for they add while they are loaded.
    """
    labels = {label for labels in spacy.load(folder).pipe_labels.values() for label in labels}
    (folder / "vocab" / "strings.json").write_text(json.dumps(sorted(labels)), encoding="utf-8")
    spacy.load(folder).to_disk(folder)
