"""Tests with hostile text that would hang if reading took more than linear time."""

from __future__ import annotations

import pytest

from postlint.document.draft import read_draft
from postlint.document.source import Source

LETTERS = 50_000


@pytest.mark.parametrize("path", ["a.md", "a.mdx"])
@pytest.mark.parametrize(
    ("before", "repeated"),
    [
        ("", "{{"), ("", "{%"), ("", "<%"), ("", "{:"), ("", "{"), ("", "{a}"), ("", "{{x}} *a* "),
        ("", "["), ("", "[a]("), ("", "![["), ("", "[^"), ("", "*"), ("", "*a **b "), ("", "_"),
        ("", '"'), ("", "“"), ("", "`a ``b "), ("", "~~"), ("", "> "), ("", "- "), ("", "- a\n"),
        ("", "> a\n"), ("", "a\n"), ("", "word "), ("", "word"), ("", " "), ("a", " "), ("", "\n"),
        ("", "<a "), ("", "<a {"), ("", "<a b={"), ("", "<a 'b"), ("", "<"), ("", "<b>a"),
        ("", "<div>\n"), ("", "<p>a\n\n"), ("", "&amp;"), ("", "&"), ("", "🎉"), ("", "http://"),
        ("https://a", ".,"), ("", ":a"), ("", "|a|\n"), ("|a|\n|-|\n", "|a|\n"), ("", "import a\n"),
        ("", "\\"), ("---\na: ", "["), ("---\na: ", "{"), ("", "[^1]\n\n[^1]: a\n\n"),
        ("<div>a", " "),
        ("<div>", "<a "),
        ("<div>", "<br "),
        ("", "<!--"),
    ],
)  # fmt: skip
def test_reading_many_marks_takes_linear_time(before: str, repeated: str, path: str) -> None:
    text = before + repeated * (LETTERS // len(repeated))
    read_draft(Source(path, text))


@pytest.mark.parametrize(("indent", "mark"), [("  ", "- a\n"), ("> ", "a\n")])
def test_reading_deep_nesting_takes_linear_time(indent: str, mark: str) -> None:
    read_draft(Source("a.md", "".join(indent * level + mark for level in range(300))))


def test_reading_a_long_dotted_toml_key_takes_linear_time() -> None:
    read_draft(Source("a.md", "+++\n" + "a." * 20_000 + "a = 1\n+++\n"))
