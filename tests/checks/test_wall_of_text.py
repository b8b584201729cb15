"""Where `wall-of-text` begins and ends."""

from __future__ import annotations

import pytest

import postlint

WALL = " ".join(["Ask who pays for the roof, and ask who pays for the lift, before you sign"] * 9)
WALL = f"{WALL}."
ASKED = "Which form did your bank ask for?\n\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "markup",
    [
        "@",
        "<p>\n    @\n</p>",
        "<p>  @  </p>",
        "<div>\n\n@\n\n</div>",
        "<ul>\n  <li>\n\t@\n  </li>\n</ul>",
        "<table><tr><td>\n      @\n</td></tr></table>",
        "<p>\n  Two words.<br>\n  @<br>\n  And two.\n</p>",
        "<p>&nbsp;@&nbsp;</p>",
        "<!-- a comment -->\n@\n<!-- another -->",
        "`code` @ `code`",
        "https://example.com/a @ https://example.com/b",
        "![a picture](a.png)\n@\n![a picture](b.png)",
        "-   @\n    `code`",
        "- [ ]   @",
        "| a |  @  |\n|---|---|",
        "{{< figure >}} @ {{< figure >}}",
        "Two words.  \n@\\\nAnd two.",
        "\u3000\u3000@",
    ],
)
def test_it_is_placed_on_the_words(markup: str, newline: str) -> None:
    text = (ASKED + markup.replace("@", WALL) + "\n").replace("\n", newline)
    report = postlint.lint(text, platform="linkedin", select=["wall-of-text"])
    (finding,) = report.findings
    assert finding.excerpt == WALL
    assert finding.span.start == text.index(WALL)


def test_it_is_placed_on_the_words_of_plain_text() -> None:
    text = f"{ASKED}  \t{WALL} \r\n \r\n"
    report = postlint.lint(text, path="a.txt", platform="linkedin", select=["wall-of-text"])
    (finding,) = report.findings
    assert finding.excerpt == WALL
