"""Applying edits."""

from __future__ import annotations

from postlint.document.source import Span
from postlint.fixes import Edit, apply


def test_apply_makes_edits_in_order() -> None:
    edits = [
        Edit(Span(0, 0), "<"),
        Edit(Span(1, 3), ""),
        Edit(Span(3, 3), "|"),
        Edit(Span(5, 5), ">"),
    ]
    assert apply("abcde", edits) == "<a|de>"
    assert apply("abcde", []) == "abcde"
    assert apply("", [Edit(Span(0, 0), "new")]) == "new"
