"""The essay's own examples of what doesn't interest anybody, in many wordings."""

from __future__ import annotations

from pathlib import Path

import pytest

import postlint

WORDINGS = Path(__file__).parent / "wordings"


def wordings(name: str) -> list[str]:
    """Return the posts in a file, which an empty line sets apart."""
    return (WORDINGS / f"{name}.txt").read_text(encoding="utf-8").strip().split("\n\n")


def gets_error(text: str) -> bool:
    report = postlint.lint(text)
    return any(finding.rule == "self-focused" for finding in report.findings)


@pytest.mark.xfail(
    reason="most flat reports are let off, as fragments or as anecdotes", strict=True
)
@pytest.mark.parametrize("name", ["breakfast", "garbage"])
def test_it_is_an_error_in_every_wording(name: str) -> None:
    texts = wordings(name)
    assert len(texts) >= 50
    assert [text for text in texts if not gets_error(text)] == []


@pytest.mark.parametrize("text", wordings("jokes"))
def test_told_as_a_joke_it_is_welcome(text: str) -> None:
    assert not gets_error(text)
