"""Trains the encoder: `python -m postlint.training.encoder --help`.

Training takes two steps. The teachers are copies of a public sentence encoder with six layers
(all-MiniLM-L6-v2), fine-tuned on labeled posts with different seeds. The student has fewer and
narrower layers, starts from the encoder's first layers, and learns both from the labels and from
the teachers' predictions for labeled and unlabeled posts (distillation; Hinton, Vinyals, and Dean
2015). Only the student comes with postlint.

It needs the extra `encoder`: pip install -e '.[encoder]'
"""
