"""Where a post stops fitting."""

from __future__ import annotations

import postlint


def excerpts(text: str, platform: str) -> list[str]:
    report = postlint.lint(text, platform=platform)
    return [finding.excerpt for finding in report.findings if finding.rule == "too-long"]


def test_linkedin() -> None:
    text = "We measure every frame twice. " * 100
    assert excerpts(text.strip(), "linkedin") == []
    assert excerpts(text + "Then we cut.", "linkedin") == ["Then we cut."]


def test_a_word_that_does_not_fit_is_marked_whole() -> None:
    text = "We measure every frame twice. " * 9 + "Nevertheless we cut only once."
    assert excerpts(text, "x") == ["Nevertheless we cut only once."]


def test_a_link_that_does_not_fit() -> None:
    text = "We measure every frame twice. " * 9 + "https://example.org"
    (excerpt,) = excerpts(text, "x")
    assert excerpt in text
