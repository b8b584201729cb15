"""Tests of Markdown extensions: their text is prose, and their marks aren't."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.document.draft import read_draft
from postlint.document.prose import Prose
from postlint.document.source import Source

NEWLINES = pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])


def read(text: str, name: str = "post.md") -> list[str]:
    return [" ".join(block.text.split()) for block in blocks(text, name)]


def blocks(text: str, name: str = "post.md") -> tuple[Prose, ...]:
    return read_draft(Source(name, text)).blocks


BLOCKS: dict[str, tuple[str, list[str]]] = {
    # Containers
    "Docusaurus": (":::tip\nAsk now.\n:::\n", ["Ask now."]),
    "Docusaurus, blank lines": (":::tip\n\nAsk now.\n\n:::\n", ["Ask now."]),
    "Docusaurus, a title": (":::tip[Our *own* tip]\nAsk now.\n:::\n", ["Our own tip", "Ask now."]),
    "Docusaurus, a title and attributes": (
        ":::note[Our tip]{.wide #a}\nAsk now.\n:::\n",
        ["Our tip", "Ask now."],
    ),
    "VitePress": ("::: tip Our tip\nAsk now.\n:::\n", ["Our tip", "Ask now."]),
    "Pandoc, nested": (
        ':::: {.columns}\n::: {.column width="40%"}\nAsk now.\n:::\n::::\nAnd then.\n',
        ["Ask now.", "And then."],
    ),
    "Pandoc, closing colons": ("::: Warning ::::::\nAsk now.\n::::::\n", ["Ask now."]),
    "MyST": (":::{note} Our tip\n:class: wide\nAsk now.\n:::\n", ["Our tip", "Ask now."]),
    "MyST, a fence": ("```{tip}\n:class: wide\n\nAsk now.\n```\n", ["Ask now."]),
    "MyST, code": ("```{code-block} python\nask(now)\n```\nThen.\n", ["Then."]),
    "MyST, code in colons": (":::{code-block} python\nask(now)\n:::\nThen.\n", ["Then."]),
    "MyST, code in prose": (
        "````{tip}\nAsk now.\n```py\nask(now)\n```\nThen.\n````\n",
        ["Ask now.", "Then."],
    ),
    "between paragraphs": (
        "First.\n:::tip\nAsk now.\n:::\nThen.\n",
        ["First.", "Ask now.", "Then."],
    ),
    "in a quotation": ("> :::tip\n> Ask now.\n> :::\n", ["Ask now."]),
    "in a list": ("- One.\n\n  :::tip\n  Ask now.\n  :::\n", ["One.", "Ask now."]),
    "blocks of pymdownx": ("/// note | Our tip\nAsk now.\n///\n", ["Our tip", "Ask now."]),
    "not closed": ("::: New episode\n\nAsk now.\n", ["::: New episode", "Ask now."]),
    # Admonitions
    "MkDocs": ("!!! note\n    Ask now.\n", ["Ask now."]),
    "MkDocs, a title": (
        '!!! note "Our tip"\n\n    Ask now.\n\n    Then *sign*.\n\nEnd.\n',
        ["Our tip", "Ask now.", "Then sign.", "End."],
    ),
    "MkDocs, folded": ('???+ tip inline end ""\n\tAsk now.\n\n\tThen.\n', ["Ask now.", "Then."]),
    "MkDocs, nested": (
        "!!! note\n    Ask now.\n\n    ??? tip\n        Then.\n\n        Sign.\n\n    End.\n",
        ["Ask now.", "Then.", "Sign.", "End."],
    ),
    "MkDocs, code": (
        "!!! note\n    Ask now.\n\n    ```py\n    ask(now)\n    ```\n\n        ask(then)\n",
        ["Ask now."],
    ),
    "MkDocs, a list": ("!!! note\n    - Ask now.\n    - Then.\n", ["Ask now.", "Then."]),
    "MkDocs, tabs": ('=== "On paper"\n\n    Ask now.\n', ["On paper", "Ask now."]),
    "no admonition": ("!!! Look at this\nAsk now.\n", ["!!! Look at this Ask now."]),
    "indented code": ("Ask now.\n\n    ask(then)\n", ["Ask now."]),
    # Lines
    "tables of contents": ("[TOC]\n\n[[_TOC_]]\n\n[toc]\n\n[[toc]]\n\nAsk now.\n", ["Ask now."]),
    "a table of contents of kramdown": ("* TOC\n{:toc}\n\nAsk now.\n", ["Ask now."]),
    "abbreviations": ("Ask now.\n\n*[HTML]: We write it.\n*[VAT]: We pay it.\n", ["Ask now."]),
    "commands of LaTeX": (
        "Ask now.\n\n\\newpage\n\n\\vspace{2em}\n\nThen.\n",
        ["Ask now.", "Then."],
    ),
    "a directive": ("::toc\n\n::video{#we-are-here}\n\nAsk now.\n", ["Ask now."]),
    # Comments
    "a comment of Obsidian": ("Ask %%we must ask%% now.\n", ["Ask now."]),
    "a long comment of Obsidian": ("%%\nWe must.\n\nAsk.\n%%\n\nAsk now.\n", ["Ask now."]),
    "a comment in a line of its own": (
        "Ask now.\n\n%% We must ask. %%\n\nThen.\n",
        ["Ask now.", "Then."],
    ),
    "a comment of kramdown": ("{::comment}\nWe must.\n{:/comment}\n\nAsk now.\n", ["Ask now."]),
    "percentages": ("Up to 100%% sure, and 50%% off.\n", ["Up to 100%% sure, and 50%% off."]),
    # Math
    "a displayed formula": ("Ask now.\n\n$$\na = b\n$$\n\nThen.\n", ["Ask now.", "Then."]),
    "an environment": ("\\begin{align}\nwe &= you\n\\end{align}\n\nAsk now.\n", ["Ask now."]),
}


@NEWLINES
@pytest.mark.parametrize("what", BLOCKS)
def test_extension_blocks(what: str, newline: str) -> None:
    text, expected = BLOCKS[what]
    assert read(text.replace("\n", newline)) == expected


INLINE = [
    ("Ask your bank. {.lead}", "Ask your bank."),
    ("Ask your bank. {: .lead}", "Ask your bank."),
    ('Ask your bank. {#first .lead data-a="b c"}', "Ask your bank."),
    ("[Ask your bank]{.smallcaps} now.", "Ask your bank now."),
    ("[Ask](https://example.com){.button} now.", "Ask now."),
    ("Press :kbd[Ctrl] or :abbr[VAT]{title=tax} now.", "Press Ctrl or VAT now."),
    ("Press [[our-page|the button]] now.", "Press the button now."),
    ("Press [[our-page#top|the **big** button]] now.", "Press the big button now."),
    ("Press [[the button]] now.", "Press the button now."),
    ("Press ![[our-award.png]] now.", "Press now."),
    ("Press it and see ![[our-award.png|300]].", "Press it and see."),
    ("As said in [[1]](https://example.com), ask.", "As said in 1, ask."),
    ("With $x_1^2$ and $n$, it is $$E=mc^2$$ now.", "With and, it is now."),
    (r"With \(x_1\) it is \[y = 2\] now.", "With it is now."),
    ("This is ==important== now.", "This is important now."),
    ("This {++is++} {--was--} {~~old~>new~~} now{>>why?<<}.", "This is new now."),
    ("Ask^[It costs nothing.] your bank.", "Ask (It costs nothing.) your bank."),
    ("As shown [@smith2020, p. 3], ask.", "As shown, ask."),
    ("As shown [see @doe; @smith], ask.", "As shown, ask."),
    ("@[youtube](abc) Ask now.", "Ask now."),
]


@pytest.mark.parametrize(("text", "expected"), INLINE)
def test_extension_inline_marks(text: str, expected: str) -> None:
    assert read(text) == [expected]


LITERAL = [
    "It costs $5 and $10, or 5$ to 10$, so $AAPL and $TSLA fell.",
    "US$5, A$6, and $5-$10 a day.",
    "Make $$ fast, save $$ now, and $$$ later.",
    "Dear {firstname}, write {.NET} and {this}.",
    "If a == b == c, then x==y==z.",
    "Thanks to [@acme] for the chairs.",
    "Note: ask now. It is 10:30[sic] now.",
    "Up %% and down.",
]


@pytest.mark.parametrize("text", LITERAL)
def test_extension_look_alikes_are_prose(text: str) -> None:
    assert read(text) == [text]


@pytest.mark.parametrize(("text", "_"), INLINE + [(text, []) for text, _ in BLOCKS.values()])
def test_extension_marks_in_code_are_code(text: str, _: object) -> None:
    assert read(f"Ask now.\n\n`````md\n{text}\n`````\n\nThen.\n") == ["Ask now.", "Then."]


@pytest.mark.parametrize("mark", ["%%", "$$", "[[a|b]]", "{.lead}", "==a==", "$x_1$", "{++"])
def test_extension_mark_in_code_opens_no_block(mark: str) -> None:
    assert read(f"Type `{mark}` first, then `{mark}` again.") == ["Type first, then again."]


@pytest.mark.parametrize("text", [":::tip\nAsk.\n:::", "%% Ask. %%", "Ask {.lead}", "[[a|b]]"])
def test_extension_marks_in_plain_text_are_literal(text: str) -> None:
    assert read(text, "post.txt") == [" ".join(text.split())]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [":::tip", ":::", "!!! note", "    ", "\n", "Ask", "%%", "$$", "$", "`", "```", "{.a}",
             "[[", "|", "]]", "^[", "]", "{++", "++}", " ", "```{tip}", "\r\n", "é", "> ", "- "]
        ),
        max_size=30,
    )
)  # fmt: skip
def test_extension_offsets_of_all_characters_are_exact(parts: list[str]) -> None:
    text = "".join(parts)
    for block in blocks(text):
        for piece in block.source_map:
            prose = block.text[piece.start : piece.end]
            source = text[piece.source_start : piece.source_end]
            if len(prose) == len(source):
                assert letters(prose) == letters(source)


def letters(text: str) -> list[tuple[int, str]]:
    return [(place, letter) for place, letter in enumerate(text) if letter.isalnum()]
