"""Putting words into a draft and moving a sentence to its top: no other word changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from postlint.document.draft import Draft, read_drafts
from postlint.document.prose import Prose
from postlint.document.source import Source, Span
from postlint.fixes import Edit, apply, insert_paragraph, move_to_top
from postlint.fixes.edits import DraftParser

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ASKED = "What would you add?"


def reader(path: str = "a.md", split: str | None = None) -> DraftParser:
    def read(text: str) -> Sequence[Draft]:
        return read_drafts(Source(path, text), split=split)

    return read


def span_of(text: str, words: str) -> Span:
    assert text.count(words) == 1
    return Span(text.index(words), text.index(words) + len(words))


def in_order(edits: Sequence[Edit], text: str) -> bool:
    end = 0
    for edit in edits:
        if not end <= edit.span.start <= edit.span.end <= len(text):
            return False
        end = edit.span.end
    return True


def asked(
    text: str, after: str, ordinal: int = 1, *, words: str = ASKED, path: str = "a.md",
    split: str | None = None,
) -> str | None:  # fmt: skip
    """Return the text with words put in after others; None where that is not offered."""
    edits = insert_paragraph(text, words, span_of(text, after), ordinal, reader(path, split))
    assert in_order(edits, text)
    return apply(text, edits) if edits else None


def moved(
    text: str, sentence: str, ordinal: int = 1, *, path: str = "a.md", split: str | None = None
) -> str | None:
    """Return the text with a sentence at its top; None where that is not offered."""
    edits = move_to_top(text, span_of(text, sentence), ordinal, reader(path, split))
    assert in_order(edits, text)
    return apply(text, edits) if edits else None


# Edits


def test_edits_are_made_in_order() -> None:
    edits = [
        Edit(Span(0, 0), "<"),
        Edit(Span(1, 3), ""),
        Edit(Span(3, 3), "|"),
        Edit(Span(5, 5), ">"),
    ]
    assert apply("abcde", edits) == "<a|de>"
    assert apply("abcde", []) == "abcde"
    assert apply("", [Edit(Span(0, 0), "new")]) == "new"


# Putting in

PUT = [
    ("Read this.", "Read this.\n\n{}"),
    ("Read this.\n", "Read this.\n\n{}\n"),
    ("Read this.\n\n\n", "Read this.\n\n{}\n\n\n"),
    ("Read this.  \n", "Read this.  \n\n{}\n"),
    ("---\na: b\n---\nRead this.\n", "---\na: b\n---\nRead this.\n\n{}\n"),
    ("+++\n+++\nRead this.", "+++\n+++\nRead this.\n\n{}"),
    ("Before it.\n\nRead this.\n\nAfter it.\n", "Before it.\n\nRead this.\n\n{}\n\nAfter it.\n"),
    ("Read this.\n\n#tag #two\n", "Read this.\n\n{}\n\n#tag #two\n"),
    ("Read this.\n\nhttps://a.b/c\n", "Read this.\n\n{}\n\nhttps://a.b/c\n"),
    ("Read this.\n\n![i](a.png)", "Read this.\n\n{}\n\n![i](a.png)"),
    ("Read this.\n\n```\ncode. It\n```\n", "Read this.\n\n{}\n\n```\ncode. It\n```\n"),
    ("Read this.\n\n```\nopen", "Read this.\n\n{}\n\n```\nopen"),
    ("Read this.\n\n    code\n", "Read this.\n\n{}\n\n    code\n"),
    ("Read this.\n\n<div>\nhtml\n</div>\n", "Read this.\n\n{}\n\n<div>\nhtml\n</div>\n"),
    ("Read this.\n\n<!-- a\nb -->\n", "Read this.\n\n{}\n\n<!-- a\nb -->\n"),
    ("Read this.\n\n---\n", "Read this.\n\n{}\n\n---\n"),
    ("Read this.\n\n===\n", "Read this.\n\n{}\n\n===\n"),
    ("Read this.\n\n- a\n- b\n", "Read this.\n\n{}\n\n- a\n- b\n"),
    ("Read this.\n- a\n- b\n", "Read this.\n\n{}\n- a\n- b\n"),
    ("Read this.\n# Title\n", "Read this.\n\n{}\n# Title\n"),
    ("Read this.\n\nTitle\n---\n", "Read this.\n\n{}\n\nTitle\n---\n"),
    ("Read this.\n\n[^1]: Note.\n", "Read this.\n\n{}\n\n[^1]: Note.\n"),
    ("Read this.\n\n[r]: http://a.b\n", "Read this.\n\n{}\n\n[r]: http://a.b\n"),
    ("- one\n- Read this.\n", "- one\n- Read this.\n\n{}\n"),
    ("> Read this.\n", "> Read this.\n\n{}\n"),
    ("| a |\n|---|\n| Read this. |\n", "| a |\n|---|\n| Read this. |\n\n{}\n"),
    ("# Read this.", "# Read this.\n\n{}"),
    ("Read this.\n===\n", "Read this.\n===\n\n{}\n"),
    ("Read this.\n---\n", "Read this.\n---\n\n{}\n"),
    ("**Read this.**\n", "**Read this.**\n\n{}\n"),
    ("<p>Read this.</p>\n", "<p>Read this.</p>\n\n{}\n"),
    ("<b>Read this.</b>", "<b>Read this.</b>\n\n{}"),
    ("Read this. 🎉👩‍👩‍👧\n", "Read this. 🎉👩‍👩‍👧\n\n{}\n"),
    ("Read this. ![i](a.png)\n", "Read this. ![i](a.png)\n\n{}\n"),
    ("- Read this.\n- two\n", "- Read this.\n\n{}\n- two\n"),
    # There is no place after it: the end of the post is as good.
    ("> Read this.\n> more\n", "> Read this.\n> more\n\n{}\n"),
    ("Read this.\n#tag #two\n", "Read this.\n#tag #two\n\n{}\n"),
    ("Read this.\nMore of it.\n", "Read this.\nMore of it.\n\n{}\n"),
    ("Read this `code\ncode` too.\n", "Read this `code\ncode` too.\n\n{}\n"),
    ("Read this. <!-- a\nb --> It is.\n", "Read this. <!-- a\nb --> It is.\n\n{}\n"),
]  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize(("before", "after"), PUT)
def test_words_are_put_in_as_a_paragraph(before: str, after: str, end: str) -> None:
    after_words = next(words for words in ("Read this.", "Read this") if words in before)
    found = asked(before.replace("\n", end), after_words)
    wanted = after.replace("{}", ASKED)
    # A text of one line tells nothing of how its lines end.
    assert found == (wanted.replace("\n", end) if "\n" in before else wanted)


@pytest.mark.parametrize(
    ("text", "after", "wanted"),
    [
        ("One.\n\nTwo.", "One.", "One.\n\n{}\n\nTwo."),
        ("One.\nTwo.\n\nThree.", "Two.", "One.\nTwo.\n\n{}\n\nThree."),
        ("One.\n- two", "One.", "One.\n- two\n\n{}"),
        ("# One.\n\n#tag", "# One.", "# One.\n\n{}\n\n#tag"),
        ("One <b>a</b>.\n\n```\nx\n```", "One <b>a</b>.", "One <b>a</b>.\n\n{}\n\n```\nx\n```"),
    ],
)
def test_plain_text(text: str, after: str, wanted: str) -> None:
    assert asked(text, after, path="a.txt") == wanted.replace("{}", ASKED)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("import A from 'a'\n\nOne.\n\n<A />\n", "import A from 'a'\n\nOne.\n\n{}\n\n<A />\n"),
        ("<A>\n\nOne.\n\n</A>\n", "<A>\n\nOne.\n\n{}\n\n</A>\n"),
        ("One.\n\n{/* not shown */}\n", "One.\n\n{}\n\n{/* not shown */}\n"),
    ],
)
def test_mdx(text: str, wanted: str) -> None:
    assert asked(text, "One.", path="a.mdx") == wanted.replace("{}", ASKED, 1)


@pytest.mark.parametrize(
    ("text", "after", "ordinal", "split", "wanted"),
    [
        ("One.\n\n---\n\nTwo.\n", "One.", 1, "---", "One.\n\n{}\n\n---\n\nTwo.\n"),
        ("One.\n\n---\n\nTwo.\n", "Two.", 2, "---", "One.\n\n---\n\nTwo.\n\n{}\n"),
        ("One.\n---\nTwo.\n", "One.", 1, "---", "One.\n\n{}\n---\nTwo.\n"),
        ("- One.\n- more\n---\nTwo.\n", "more", 1, "---", "- One.\n- more\n\n{}\n---\nTwo.\n"),
        (
            "## Post a\nOne.\n## Post b\nTwo.\n", "One.", 1, "## Post",
            "## Post a\nOne.\n\n{}\n## Post b\nTwo.\n",
        ),
        (
            "```\nOne.\n```\n```x\nTwo.\n```\n", "One.", 1, "```",
            "```\nOne.\n\n{}\n```\n```x\nTwo.\n```\n",
        ),
        ("```\nOne.\n```\n```x\nTwo.\n", "Two.", 2, "```", "```\nOne.\n```\n```x\nTwo.\n\n{}\n"),
    ],
)  # fmt: skip
def test_several_posts_in_a_file(
    text: str, after: str, ordinal: int, split: str, wanted: str
) -> None:
    found = asked(text, after, ordinal, split=split)
    assert found == wanted.replace("{}", ASKED)
    drafts = reader(split=split)(found)
    assert [ASKED in {block.text.strip() for block in one.blocks} for one in drafts] == [
        number == ordinal for number in (1, 2)
    ]


@pytest.mark.parametrize(
    "words",
    ["# What?", "- What?", "1. What?", "> What?", "---", "`what`", "<b>What?</b>", "a&amp;b?",
     "**What?**", "", " ", "[what](u)", "<!-- what -->", "```", "    What?", "\\*What?"],
)  # fmt: skip
def test_words_that_would_be_read_as_something_else_are_not_put_in(words: str) -> None:
    assert asked("Read this.\n", "Read this.", words=words) is None


@pytest.mark.parametrize(
    "words", ["R&D?", "a < b?", "5 * 3 * 2?", "snake_case_name?", "Why, Größe 🎉?", "“So”? {x}"]
)
def test_words_with_marks_that_mean_nothing_are_put_in(words: str) -> None:
    assert asked("Read this.\n", "Read this.", words=words) == f"Read this.\n\n{words}\n"


@pytest.mark.parametrize("rest", ["https://a.b/c", "`code`", "![i](a.png)", "{{ x }}"])
def test_a_paragraph_stays_whole(rest: str) -> None:
    text = f"Read this.\n{rest}\n"
    assert asked(text, "Read this.") == f"{text}\n{ASKED}\n"


# Moving

MOVED = [
    ("One. [You two.]", "{}One."),
    ("One. [You two.]\n", "{}One.\n"),
    ("One. [You two.] Three.\n", "{}One. Three.\n"),
    ("One.\n\n[You two.]", "{}One."),
    ("One.\n\n[You two.]\n\nThree.\n", "{}One.\n\nThree.\n"),
    ("One.\n\nTwo. [You three.]\n\nFour.", "{}One.\n\nTwo.\n\nFour."),
    ("One.\n\n[You two.] Three.\n", "{}One.\n\nThree.\n"),
    ("# Title\n\nOne. [You two.]", "# Title\n\n{}One."),
    ("Title\n===\n\nOne. [You two.]", "Title\n===\n\n{}One."),
    ("Title\n---\nOne. [You two.]", "Title\n---\n{}One."),
    ("---\na: b\n---\nOne. [You two.]\n", "---\na: b\n---\n{}One.\n"),
    ("+++\n+++\n\nOne. [You two.]\n", "+++\n+++\n\n{}One.\n"),
    ("- item\n\nOne. [You two.]", "- item\n\n{}One."),
    ("> said\n\nOne. [You two.]", "> said\n\n{}One."),
    ("```\ncode\n```\n\nOne. [You two.]", "```\ncode\n```\n\n{}One."),
    ("One. [You two.]\n\n```\ncode\n```\n", "{}One.\n\n```\ncode\n```\n"),
    ("One. [You two.]\n\n    code\n", "{}One.\n\n    code\n"),
    ("One. [You two.]\n\n- a\n- b\n", "{}One.\n\n- a\n- b\n"),
    ("One. [You two.]\n- a\n- b\n", "{}One.\n- a\n- b\n"),
    ("One. [You two.]\n\n> said\n", "{}One.\n\n> said\n"),
    ("One. [You two.]\n\n| a |\n|---|\n| b |\n", "{}One.\n\n| a |\n|---|\n| b |\n"),
    ("One. [You two.]\n\n#tag #two\n", "{}One.\n\n#tag #two\n"),
    ("One. [You two.]\n\n🎉\n", "{}One.\n\n🎉\n"),
    ("One. [You two.]\n\n---\n\nThree.\n", "{}One.\n\n---\n\nThree.\n"),
    ("One. [You two.]\n\nTitle\n---\n", "{}One.\n\nTitle\n---\n"),
    ("One.\n\n[You two.]\n\n```\ncode\n```", "{}One.\n\n```\ncode\n```"),
    ("One.\n\n[You two.]\n\nhttps://a.b/c\n", "{}One.\n\nhttps://a.b/c\n"),
    ("One.\n\n[You two.]\n\n![i](a.png)\n", "{}One.\n\n![i](a.png)\n"),
    ("One.\n[You two.]\nThree.", "{}One.\nThree."),
    ("One here,\nand there. [You\ntwo.] Three.", "{}One here,\nand there. Three."),
    ("One. **You** are. [**You two.**] Three.", "{}One. **You** are. Three."),
    ("One. [See [you](http://a.b/c_(d)) there.] Three.", "{}One. Three."),
    ("One. [*You* `run` it 🎉.] Three.", "{}One. Three."),
    ("One. [You &amp; me.] Three.", "{}One. Three."),
    ("One. [You two [^1].] Three.\n\n[^1]: Note.", "{}One. Three.\n\n[^1]: Note."),
    ("One. [See [you][r] there.]\n\n[r]: http://a.b", "{}One.\n\n[r]: http://a.b"),
    ("<b>One.</b> [You two.]", "{}<b>One.</b>"),
    ("<div>\n\nOne.\n\n[You two.]\n\n</div>\n", "<div>\n\n{}One.\n\n</div>\n"),
]


def unmarked(text: str) -> tuple[str, str]:
    """Return a text without the outermost brackets, and what stood in them."""
    start, end = text.index("["), text.rindex("]")
    if text.count("[") > 1:
        depth = 0
        for at in range(start, len(text)):
            depth += {"[": 1, "]": -1}.get(text[at], 0)
            if not depth:
                end = at
                break
    sentence = text[start + 1 : end]
    return text[:start] + sentence + text[end + 1 :], sentence


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize(("before", "after"), MOVED)
def test_a_sentence_is_moved(before: str, after: str, end: str) -> None:
    text, sentence = unmarked(before.replace("\n", end))
    # A text of one line tells nothing of how its lines end.
    put = sentence + 2 * (end if end in text else "\n")
    assert moved(text, sentence) == after.replace("\n", end).replace("{}", put)


@pytest.mark.parametrize(
    "before",
    [
        "[You one.] Two.",
        "# Title\n\n[You one.] Two.",
        "One.\n\n- [You two.]\n",
        "One.\n\n- two\n\n  [You three.]\n",
        "One.\n\n> [You two.]\n",
        "One.\n\n> two\n> [You three.]\n",
        "One.\n\n| a |\n|---|\n| [You two.] |\n",
        "One.\n\n# [You two.]\n",
        "One.\n\n[You two.]\n===\n",
        "One.\n\n[You two.]\n---\n",
        "One.\n\nTwo. [You three.] Four.\n---\n",
        "One.\n\n```\n[You two.]\n```\n",
        "One.\n\n    [You two.]\n",
        "# [You one.]\n",
        "- [You one.]\n",
    ],
)
def test_what_is_not_moved(before: str) -> None:
    assert moved(*unmarked(before)) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("One. <!-- You two. --> Three.", "You two."),
        ("One. ![i](a.png) Two.", "a.png"),
        ("One. `You.` Two.", "You."),
        ("One.  Two.", "  "),
    ],
)
def test_a_stretch_without_prose_is_not_moved(text: str, words: str) -> None:
    assert moved(text, words) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One.\n\n**Two. You three.** Four.", "You three."),
        ("One.\n\n*Two. You three. Four.*", "You three."),
        ("One.\n\nTwo [three. You](http://a.b) four.", "You](http://a.b) four."),
        ("One.\n\nTwo **three. You** four.", "You** four."),
        ("One.\n\nTwo **three. You** four.", "Two **three."),
        ("One.\n\nTwo `three. You` four.", "You` four."),
        ("One. 1. You two.", "1. You two."),
        ("One. # You two.", "# You two."),
        ("One. > You two.", "> You two."),
        ("One. - You two.", "- You two."),
        ("One. [r]: http://a.b", "[r]: http://a.b"),
        ("One\\\nYou two.", "You two."),
    ],
)
def test_marks_that_are_cut_in_two_are_not_left_behind(text: str, sentence: str) -> None:
    """It may be refused, or done in a way that leaves all else as it was."""
    found = moved(text, sentence)
    if found is not None:
        before, after = reader()(text), reader()(found)
        assert words_of(after) == words_of(before)
        assert marks_of(after) == marks_of(before)
        assert after[0].blocks[0].kind == "paragraph"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One.\n\nTwo <b>three. You</b> four.", "You</b> four."),
        ("One.\n\nTwo <b>three. You</b> four.", "Two <b>three."),
        ("One.\n\nTwo <mark>three. You</mark> four.\n", "You</mark> four."),
    ],
)
def test_a_tag_is_not_parted_from_the_one_that_closes_it(text: str, sentence: str) -> None:
    found = moved(text, sentence)
    assert found is None or all(
        Counter(re.findall(r"<(\w+)", part)) == Counter(re.findall(r"</(\w+)", part))
        for part in parts_of(found)
    )


@pytest.mark.parametrize(
    ("text", "sentence", "ordinal", "split", "wanted"),
    [
        ("One. You.\n\n---\n\nTwo.\n", "You.", 1, "---", "You.\n\nOne.\n\n---\n\nTwo.\n"),
        ("One.\n---\nTwo. You.\n", "You.", 2, "---", "One.\n---\nYou.\n\nTwo.\n"),
        (
            "## Post\nOne. You.\n## Post\nTwo.", "You.", 1, "## Post",
            "## Post\nYou.\n\nOne.\n## Post\nTwo.",
        ),
        (
            "```\nOne. You.\n```\n```\nTwo.\n```", "You.", 1, "```",
            "```\nYou.\n\nOne.\n```\n```\nTwo.\n```",
        ),
    ],
)  # fmt: skip
def test_within_its_own_post(
    text: str, sentence: str, ordinal: int, split: str, wanted: str
) -> None:
    assert moved(text, sentence, ordinal, split=split) == wanted


UNREAD = [
    "https://a.b/c", "![i](a.png)", "<!-- comment -->", "{{< figure >}}", "`code`", "<hr>",
    "<img src=a>", "<div>\n\nIn it.\n\n</div>",
]  # fmt: skip


@pytest.mark.parametrize("unread", UNREAD)
def test_what_is_no_prose_stays_a_paragraph_of_its_own(unread: str) -> None:
    found = moved(f"One.\n\nTwo. You three.\n\n{unread}\n\nFour.\n", "You three.")
    assert found == f"You three.\n\nOne.\n\nTwo.\n\n{unread}\n\nFour.\n"


@pytest.mark.parametrize("unread", ["https://a.b/c", "![i](a.png)", "<!-- c -->", "`code`"])
def test_what_is_no_prose_stays_apart_from_the_next_paragraph(unread: str) -> None:
    found = moved(f"One.\n\n{unread} You three.\n\nFour.\n", "You three.")
    assert found == f"You three.\n\nOne.\n\n{unread}\n\nFour.\n"


@pytest.mark.parametrize(
    ("text", "path"),
    [("One. You two.\nThree.\n", "a.txt"), ("One. You two.  \nThree.\n", "a.md")],
)
def test_lines_that_readers_see_stay_lines(text: str, path: str) -> None:
    found = moved(text, "You two.", path=path)
    assert found is None or re.fullmatch(r"You two\.\n\nOne\. *\nThree\.\n", found)


def test_a_comment_that_accepts_a_finding_stays_at_its_block() -> None:
    text = "<!-- postlint-ignore x -->\n\nOne.\n\nTwo. You three.\n"
    found = moved(text, "You three.")
    assert found is None or "<!-- postlint-ignore x -->\n\nOne." in found


# Properties

SENTENCES = [
    "Had eggs for breakfast.", "You know it!", "**Bold one. Bold two.** After it.", "*You* do.",
    "See [our page](https://a.b/c). Then call.", "Fish &amp; chips, for you.",
    "A 🎉 for you 👩‍👩‍👧!",
    "Wrapped here\nand there. You too\nhave it.", "Some `code.` runs. You `use` it.",
    "“Quoted.” You said.", "1. No list. # No title. > No quote. - No item.", "#tag #more",
    "Go to https://a.b/x now. Or not.", "A <b>bold one. Two</b> thing.", "You see {{ x }} it.",
    "a\u2028b\x85c. You.",
    "Line one.  \nLine two. Three.", "back\\\nslash. You.", "![alt](a.png) You look.",
    "[ref][r] is. You.", "~~Gone. Not~~ you.", "<!-- c --> You. And.", "You[^1] know. It.",
    "don’t. e\u0301. naïve?", "\\*You\\* did.", "&#128512; and you.",
]  # fmt: skip
READ = [
    "# Title one", "Title two\n===", "Title three\n---", "- item\n- you item. two", "1. a\n2. b",
    "> quote. you", "| a | b |\n|---|---|\n| c. you | d |", "- a\n\n  para in item. You.\n- b",
    "<p>First. You.</p>", "#a #b", "[^1]: note. you", "> [!NOTE]\n> alert. You.", "- [ ] to do",
]  # fmt: skip
HIDDEN = [
    "```\ncode. you\n```", "    indented. you", "~~~\n\ncode\n\n~~~", "---", "***", "$$\nmath\n$$",
    "[r]: http://x.y",
]  # fmt: skip
JOINING = [
    "<div>\n\nInside. You.\n\n</div>",
    "https://a.b/c",
    "![i](a.png)",
    "<!-- comment -->",
    "{{ x }}",
    "<div>\nhtml\n</div>",
]
FRONT_MATTERS = ["", "", "---\ntitle: a\n---\n", "+++\n+++\n\n", "---\na: b: c\n---\n"]
MARKERS = {"---": "---", "## Post": "## Post x", "```": "```\nIn a fence. You.\n```"}


@dataclass(frozen=True)
class Written:
    """A file and how it is read."""

    text: str
    path: str
    split: str | None

    @property
    def read(self) -> DraftParser:
        return reader(self.path, self.split)

    def blocks(self) -> Iterator[tuple[int, Prose]]:
        for draft in self.read(self.text):
            yield from ((draft.ordinal, block) for block in draft.blocks)


@st.composite
def files(draw: st.DrawFn, others: Sequence[str]) -> Written:
    path, split = draw(
        st.sampled_from(
            [("a.md", None), ("a.md", None), ("a.mdx", None), ("a.txt", None), ("a.md", "---"),
             ("a.md", "## Post"), ("a.md", "```"), ("a.txt", "---")]
        )
    )  # fmt: skip
    paragraph = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join)
    # Plain text is what it is: nothing in it is hidden.
    block = paragraph | st.sampled_from([*READ, *others]) if path != "a.txt" else paragraph
    blocks = draw(st.lists(block, min_size=1, max_size=6))
    if split:
        blocks.insert(draw(st.integers(0, len(blocks))), MARKERS[split])
    text = draw(st.sampled_from(FRONT_MATTERS)) + "\n\n".join(blocks)
    text += draw(st.sampled_from(["", "\n", "\n\n", "  \n"]))
    return Written(text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"]))), path, split)


def words_of(drafts: Sequence[Draft]) -> Counter[str]:
    return Counter(
        word for one in drafts for block in one.blocks for word in re.findall(r"\w+", block.text)
    )


def marks_of(drafts: Sequence[Draft]) -> int:
    return sum(len(block.markup) for one in drafts for block in one.blocks)


def paragraphs(text: str) -> list[str]:
    """Return what blank lines divide, the white space in it made even."""
    return [" ".join(part.split()) for part in parts_of(text) if part.strip()]


def parts_of(text: str) -> list[str]:
    return re.split(r"\n[ \t]*(?=\n)", text.replace("\r\n", "\n").replace("\r", "\n"))


def leads_unread(text: str, block: Prose, sentence: Span) -> bool:
    """Say whether all that its paragraph has before a sentence is no prose."""
    lead = parts_of(text[: sentence.start])[-1]
    return bool(lead.strip()) and not text_of(block, Span(0, sentence.start)).strip()


def sentences_of(block: Prose) -> list[Span]:
    found = re.finditer(r"\S[^.!?]*[.!?”]*", block.text)
    ends = [(one.start(), one.start() + len(one[0].rstrip())) for one in found]
    return [block.to_source(*one) for one in ends]


@PATIENT
@given(
    files([*HIDDEN, *JOINING]), st.sampled_from([ASKED, "How do you deal with R&D 🎉?"]), st.data()
)
def test_putting_in_adds_its_words_and_nothing_else(
    written: Written, words: str, data: st.DataObject
) -> None:
    blocks = list(written.blocks())
    assume(blocks)
    ordinal, block = data.draw(st.sampled_from(blocks))
    after = block.to_source(0, len(block.text.rstrip()))
    edits = insert_paragraph(written.text, words, after, ordinal, written.read)
    assert in_order(edits, written.text)
    if not edits:
        return
    (edit,) = edits
    assert edit.span.start == edit.span.end
    assert edit.text.strip() == words
    found = apply(written.text, edits)
    before, now = written.read(written.text), written.read(found)
    assert words_of(now) == words_of(before) + Counter(re.findall(r"\w+", words))
    assert marks_of(now) == marks_of(before)
    for one, other in zip(before, now, strict=True):
        # One more paragraph below a title can make a blog post.
        assert other.platform in (one.platform, one.platform or "blog")
    assert words in {one.text.strip() for one in now[ordinal - 1].blocks}
    assert now[0].front_matter.values == before[0].front_matter.values
    ends = set(re.findall(r"\r\n|\n|\r", written.text))
    assert set(re.findall(r"\r\n|\n|\r", found)) == (ends or {"\n"})


@PATIENT
@given(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"])
)
def test_a_simple_post_can_always_be_put_something_into(parts: list[str], end: str) -> None:
    text = "\n\n".join(["Had tea.", *parts, "Read this."]).replace("\n", end)
    found = asked(text, "Read this.")
    assert found == f"{text}{end}{end}{ASKED}"


@PATIENT
@given(files(HIDDEN), st.data())
def test_moving_loses_no_word_and_touches_no_other_paragraph(
    written: Written, data: st.DataObject
) -> None:
    blocks = [(ordinal, one) for ordinal, one in written.blocks() if sentences_of(one)]
    assume(blocks)
    ordinal, block = data.draw(st.sampled_from(blocks))
    sentence = data.draw(st.sampled_from(sentences_of(block)))
    edits = move_to_top(written.text, sentence, ordinal, written.read)
    assert in_order(edits, written.text)
    if not edits:
        return
    found = apply(written.text, edits)
    said = written.text[sentence.start : sentence.end]
    before, now = written.read(written.text), written.read(found)
    assert words_of(now) == words_of(before)
    assert marks_of(now) == marks_of(before)
    # Of the file itself, with all that is no prose, nothing is lost either.
    assert Counter(re.findall(r"\w", found)) == Counter(re.findall(r"\w", written.text))
    first = next(one for one in now[ordinal - 1].blocks if one.kind == "paragraph")
    assert first.text.split() == text_of(block, sentence).split()
    if leads_unread(written.text, block, sentence):
        return
    home = " ".join(said.split())
    start = before[0].front_matter.span.end
    others = Counter(one for one in paragraphs(written.text[start:]) if home not in one)
    assert not others - Counter(paragraphs(found[start:]))


def text_of(block: Prose, sentence: Span) -> str:
    """Return the letters of a block that stand within a stretch of the file."""
    return "".join(
        block.text[at]
        for at in range(len(block.text))
        if sentence.start <= block.to_source(at, at + 1).start < sentence.end
    )


@PATIENT
@given(files([*HIDDEN, *JOINING]), st.data())
def test_any_stretch_is_moved_whole_or_not_at_all(written: Written, data: st.DataObject) -> None:
    """An editor's selection may be anything: half a word, a mark, nothing."""
    size = len(written.text)
    start = data.draw(st.integers(0, size))
    end = data.draw(st.integers(start, size))
    total = len(written.read(written.text))
    ordinal = data.draw(st.integers(1, total))
    assume(any(text_of(block, Span(start, end)).strip() for _, block in written.blocks()))
    for edits in (
        move_to_top(written.text, Span(start, end), ordinal, written.read),
        insert_paragraph(written.text, ASKED, Span(start, end), ordinal, written.read),
    ):
        assert in_order(edits, written.text)
        letters = Counter(re.findall(r"\w", apply(written.text, edits)))
        added = Counter(re.findall(r"\w", ASKED)) if len(edits) == 1 else Counter()
        assert letters == Counter(re.findall(r"\w", written.text)) + added
