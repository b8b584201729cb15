"""Which authors are held out from the encoder."""

from __future__ import annotations

from postlint.training.dataset import is_held_out


def test_is_held_out_chooses_one_author_in_five_the_same_in_every_run() -> None:
    held_out = [name for name in map(str, range(1000)) if is_held_out(name)]
    assert 150 < len(held_out) < 250
    assert held_out[:4] == ["1", "6", "8", "13"]
