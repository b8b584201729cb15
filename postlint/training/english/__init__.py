"""Trains and evaluates postlint's English pipeline.

It needs the extra `english`: pip install -e '.[english]'

    python -m postlint.training.english TREEBANK_DIR --output DIR
    python -m postlint.training.english.evaluate PIPELINE TREEBANK_DIR

`TREEBANK_DIR` contains `train.conllu`, `dev.conllu`, and `test.conllu`: a treebank in Universal
Dependencies with Penn Treebank tags, such as the English Web Treebank.
"""
