"""Trains the pipeline, and prepares the result for shipping."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import spacy
from spacy.language import Language
from spacy.pipeline import Lemmatizer
from spacy.tokenizer import Tokenizer
from spacy.training.initialize import init_nlp
from spacy.training.loop import DIR_MODEL_BEST
from spacy.training.loop import train as train_nlp
from spacy.util import compile_prefix_regex, load_config, registry

# The configuration refers to a function that this module registers with spaCy.
from postlint.training.english import corpus  # noqa: F401
from postlint.training.english.conllu import read_documents
from postlint.training.english.lemma_tables import build_lemma_tables

_CONFIG = Path(__file__).with_name("config.cfg")

_TAG_OR_MENTION = re.compile(r"^[#@]\w+(?:[.-]\w+)*$")

_META = {
    "name": "postlint_ewt",
    "version": "0.1.0",
    "description": "English for drafts of posts: tags, features, grammar, sentences and lemmas",
    # The versions that postlint allows; by default, it would only be the one used in training.
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


def social_tokenizer() -> Callable[[Language], Language]:
    """Return the callback that makes a new pipeline keep #hashtags and @mentions whole.

    The rules are stored with the pipeline, so loading it doesn't need this module.
    """

    def customize(nlp: Language) -> Language:
        tokenizer = cast(Tokenizer, nlp.tokenizer)
        prefixes = [prefix for prefix in nlp.Defaults.prefixes or () if prefix != "#"]
        tokenizer.prefix_search = compile_prefix_regex([*prefixes, r"#(?!\w)"]).search
        tokenizer.token_match = _TAG_OR_MENTION.match
        return nlp

    return customize


registry.callbacks("postlint.social_tokenizer.v1", func=social_tokenizer)


def train(treebank: Path, max_steps: int | None = None) -> Language:
    """Train the statistical components on the treebank's `train.conllu` and `dev.conllu`.

    Args:
        treebank: the folder of these files.
        max_steps: when to stop; by default, as in the configuration.
    """
    settings: dict[str, object] = {
        "paths.train": str(treebank / "train.conllu"),
        "paths.dev": str(treebank / "dev.conllu"),
    }
    if max_steps is not None:
        settings["training.max_steps"] = max_steps
    # spaCy would collect the labels from the first hundred passages of an endless corpus, and some
    # labels are rarer than that. So it collects them from another corpus.
    label_corpus = {"training.train_corpus": "corpora.labels", "training.max_epochs": 0}
    nlp = init_nlp(load_config(_CONFIG, settings | label_corpus))
    training = load_config(_CONFIG, settings)["training"]
    nlp.config["training"].update(
        train_corpus=training["train_corpus"], max_epochs=training["max_epochs"]
    )
    with TemporaryDirectory() as folder:
        train_nlp(nlp, Path(folder))
        return spacy.load(Path(folder) / DIR_MODEL_BEST)


def finalize(nlp: Language, treebank: Path, output: Path) -> None:
    """Add the lemmatizer and the description to a trained pipeline, and save it."""
    lemmatizer = cast(Lemmatizer, nlp.add_pipe("lemmatizer", config={"mode": "rule"}))
    lemmatizer.initialize(lookups=build_lemma_tables(read_documents(treebank / "train.conllu")))
    nlp.meta.update(_META)
    # The paths on the machine that trained it aren't part of the result.
    nlp.config["paths"].update(train=None, dev=None)
    nlp.to_disk(output)
    _trim_strings(output)


def _trim_strings(folder: Path) -> None:
    """Remove the words of the treebank, which spaCy stores although no component needs them.

    Labels must stay. The components add whatever else they need when they're loaded.
    """
    labels = {label for labels in spacy.load(folder).pipe_labels.values() for label in labels}
    (folder / "vocab" / "strings.json").write_text(json.dumps(sorted(labels)), encoding="utf-8")
    spacy.load(folder).to_disk(folder)
