"""Trains and evaluates postlint's English pipeline.

From the repository's root, with `spacy-lookups-data` installed:

    python -m postlint.training.english TREEBANK_DIR --output DIR
    python -m postlint.training.english.evaluate PIPELINE TREEBANK_DIR

`TREEBANK_DIR` holds `train.conllu`, `dev.conllu` and `test.conllu`, a treebank in the scheme of
Universal Dependencies with Penn Treebank tags, such as the English Web Treebank.
"""
