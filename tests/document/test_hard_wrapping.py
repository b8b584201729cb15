"""Tests of the detection of paragraphs that are wrapped at a column, including their markup."""

from __future__ import annotations

import textwrap

import pytest

import postlint
from postlint.document.draft import read_draft
from postlint.document.source import Source

URL = "https://example.com/heat-pumps"

WRAPPED = {
    "a link": f"""\
The quote for a heat pump has three parts that you should read before you sign
it: [the heat load]({URL}), the noise at your neighbor's
window, and the price of one night without heat. Ask for the first in writing,
and ask your installer who measured it.""",
    "a URL": f"""\
You find the form at {URL}, and it has three parts that
you should read before you sign it: the heat load, the noise at your neighbor's
window, and the price of one night without heat.""",
    "a long URL alone in its line": f"""\
The quote for a heat pump has three parts that you should read before you sign
<{URL}/{"a-long-name-" * 9}>
it: the heat load, the noise at your neighbor's window, and the price of one
night without heat.""",
    "bold words and code": """\
The quote for a **heat pump** has three parts that you _should_ read before you
sign it: `kw` for the heat load, `db` for the noise at your neighbor's window,
and the price of **one night without heat**, which is what you buy in the end.""",
    "two lines": f"""\
The quote for a [heat pump]({URL}) has three parts that
you should read.""",
    "a list item": textwrap.fill(
        f"- The quote for a [heat pump]({URL}) has three parts that you should read before you "
        "sign it: the heat load, the noise at the window of your neighbor, and the price of one "
        "night without heat, which is what you buy in the end.",
        72,
        subsequent_indent="  ",
    ),
    "a link over two lines": f"""\
Ask your installer first.
[Short quotes]({URL}) save you a visit before you sign,
and page six is short. Want one? [Send us an
email!](mailto:me@example.com?subject=quote)
Which part did yours forget?""",
}

MEANT = {
    "sentences": f"""\
I asked [ten installers]({URL}) for a quote.
Three of them [came and measured]({URL}).
One of them [forgot the noise]({URL}).""",
    "hard breaks": WRAPPED["a link"].replace("\n", "  \n"),
    "lines that end in a URL": f"""\
The notes of the talk: {URL}/notes
What we asked the mayor: {URL}/mayor
How to measure it yourself: {URL}/self""",
    "short lines": f"Read [this]({URL}).\nThen [that]({URL}).\nThen sign.",
}


def wrapped(text: str, name: str = "draft.md") -> bool:
    (block,) = read_draft(Source(name, text)).blocks
    return block.wrapped


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("what", WRAPPED)
def test_hard_wrapped_lines_are_recognized(what: str, newline: str) -> None:
    assert wrapped(WRAPPED[what].replace("\n", newline))


@pytest.mark.parametrize("what", MEANT)
def test_intended_line_breaks_are_not_wrapping(what: str) -> None:
    assert not wrapped(MEANT[what])


def test_hard_wrapped_plain_text_with_a_url() -> None:
    assert wrapped(WRAPPED["a URL"], "draft.txt")
    assert not wrapped(MEANT["short lines"], "draft.txt")


def test_hard_wrapped_sentence_continues_in_the_next_line() -> None:
    text = f"""\
We asked [three installers in the old town]({URL}) what
Berlin will want of a heat pump next year, and they said that the noise at your
neighbor's window counts more than the price."""
    report = postlint.lint(text, select=["no-question"])
    assert len(report.sentences) == 1
