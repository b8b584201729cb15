"""A short run of the fuzzer, all inputs that ever failed, and drafts that hypothesis makes up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.mutate import TOKENS
from tests.fuzz.targets import TARGETS, Target

SAVED = Path(__file__).parent / "saved"
INPUTS = {
    "reading": 1500, "checking": 90, "rules": 200, "configuration": 200, "archives": 300,
    "messages": 100,
}  # fmt: skip
"""Mutated inputs for each target: some seconds each."""


@pytest.fixture(params=TARGETS)
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Target]:
    made = TARGETS[request.param](tmp_path)
    yield made
    made.close()


def test_mutated_inputs(target: Target) -> None:
    for number in range(INPUTS[target.name]):
        data, random = target.make(number)
        try:
            target.feed(data, random)
        except BaseException as error:
            error.add_note(f"input {number}: {data!r}") if hasattr(error, "add_note") else None
            raise


@pytest.mark.parametrize(
    "path", sorted(SAVED.glob("*/*")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_saved_inputs(path: Path, tmp_path: Path) -> None:
    target = TARGETS[path.parent.name](tmp_path)
    try:
        for number in range(8):  # whatever else is chosen by chance
            target.feed(path.read_bytes(), Random(number))
    finally:
        target.close()


_WORDS = st.sampled_from(["We won. ", "you ", "Which one? ", "page ", "the bank ", "\n", "\n\n"])
_PARTS = st.one_of(
    _WORDS,
    st.sampled_from([token.decode("utf-8", "replace") for token in TOKENS]),
    st.text(max_size=8),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parts=st.lists(_PARTS, max_size=30), number=st.integers(0, 999))
def test_made_up_drafts(
    parts: list[str], number: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = "".join(parts).encode("utf-8", "replace")
    target = TARGETS["reading"](tmp_path_factory.getbasetemp())
    target.feed(data, Random(number))
