"""Moving a sentence to the top of a post: no other word changes."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from postlint.document.prose import Prose
from postlint.document.source import Span
from postlint.fixes import apply, insert_paragraph, move_to_top
from tests.fixes.generated_files import (
    HIDDEN,
    JOINING,
    PATIENT,
    QUESTION,
    WrittenFile,
    files,
    in_order,
    marks_of,
    reader,
    span_of,
    text_of,
    words_of,
)


def moved(
    text: str, sentence: str, ordinal: int = 1, *, path: str = "a.md", split: str | None = None
) -> str | None:
    """Return the text with a sentence moved to its top; None if that's impossible."""
    edits = move_to_top(text, span_of(text, sentence), ordinal, reader(path, split))
    assert in_order(edits, text)
    return apply(text, edits) if edits else None


MOVED = [
    ("One. [You two.]", "{}One."),
    ("One. [You two.] Three.\n", "{}One. Three.\n"),
    ("One.\n\n[You two.]\n\nThree.\n", "{}One.\n\nThree.\n"),
    ("One.\n\nTwo. [You three.]\n\nFour.", "{}One.\n\nTwo.\n\nFour."),
    ("One.\n\n[You two.] Three.\n", "{}One.\n\nThree.\n"),
    ("# Title\n\nOne. [You two.]", "# Title\n\n{}One."),
    ("Title\n---\nOne. [You two.]", "Title\n---\n{}One."),
    ("---\na: b\n---\nOne. [You two.]\n", "---\na: b\n---\n{}One.\n"),
    ("+++\n+++\n\nOne. [You two.]\n", "+++\n+++\n\n{}One.\n"),
    ("- item\n\nOne. [You two.]", "- item\n\n{}One."),
    ("```\ncode\n```\n\nOne. [You two.]", "```\ncode\n```\n\n{}One."),
    ("One. [You two.]\n\n```\ncode\n```\n", "{}One.\n\n```\ncode\n```\n"),
    ("One. [You two.]\n\n- a\n- b\n", "{}One.\n\n- a\n- b\n"),
    ("One. [You two.]\n- a\n- b\n", "{}One.\n- a\n- b\n"),
    ("One. [You two.]\n\n| a |\n|---|\n| b |\n", "{}One.\n\n| a |\n|---|\n| b |\n"),
    ("One. [You two.]\n\n---\n\nThree.\n", "{}One.\n\n---\n\nThree.\n"),
    ("One. [You two.]\n\nTitle\n---\n", "{}One.\n\nTitle\n---\n"),
    ("One.\n\n[You two.]\n\n```\ncode\n```", "{}One.\n\n```\ncode\n```"),
    ("One.\n\n[You two.]\n\nhttps://a.b/c\n", "{}One.\n\nhttps://a.b/c\n"),
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


def split_brackets(text: str) -> tuple[str, str]:
    """Return a text without its outermost brackets, and the text in them."""
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
def test_move_to_top_moves_a_sentence(before: str, after: str, end: str) -> None:
    text, sentence = split_brackets(before.replace("\n", end))
    # A text of one line has no line ending to use.
    moved_text = sentence + 2 * (end if end in text else "\n")
    assert moved(text, sentence) == after.replace("\n", end).replace("{}", moved_text)


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
def test_move_to_top_rejects_other_places(before: str) -> None:
    assert moved(*split_brackets(before)) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("One. <!-- You two. --> Three.", "You two."),
        ("One. ![i](a.png) Two.", "a.png"),
        ("One. `You.` Two.", "You."),
        ("One.  Two.", "  "),
    ],
)
def test_move_to_top_rejects_a_span_without_prose(text: str, words: str) -> None:
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
def test_move_to_top_does_not_split_markup(text: str, sentence: str) -> None:
    """The move is rejected, or changes nothing else."""
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
def test_move_to_top_does_not_split_html_elements(text: str, sentence: str) -> None:
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
def test_move_to_top_stays_within_its_post(
    text: str, sentence: str, ordinal: int, split: str, wanted: str
) -> None:
    assert moved(text, sentence, ordinal, split=split) == wanted


WITHOUT_PROSE = [
    "https://a.b/c", "![i](a.png)", "<!-- comment -->", "{{< figure >}}", "`code`", "<hr>",
    "<img src=a>", "<div>\n\nIn it.\n\n</div>",
]  # fmt: skip


@pytest.mark.parametrize("other", WITHOUT_PROSE)
def test_move_to_top_keeps_other_blocks(other: str) -> None:
    found = moved(f"One.\n\nTwo. You three.\n\n{other}\n\nFour.\n", "You three.")
    assert found == f"You three.\n\nOne.\n\nTwo.\n\n{other}\n\nFour.\n"


@pytest.mark.parametrize("other", ["https://a.b/c", "![i](a.png)", "<!-- c -->", "`code`"])
def test_move_to_top_keeps_paragraphs_apart(other: str) -> None:
    found = moved(f"One.\n\n{other} You three.\n\nFour.\n", "You three.")
    assert found == f"You three.\n\nOne.\n\n{other}\n\nFour.\n"


@pytest.mark.parametrize(
    ("text", "path"),
    [("One. You two.\nThree.\n", "a.txt"), ("One. You two.  \nThree.\n", "a.md")],
)
def test_move_to_top_keeps_line_breaks(text: str, path: str) -> None:
    found = moved(text, "You two.", path=path)
    assert found is None or re.fullmatch(r"You two\.\n\nOne\. *\nThree\.\n", found)


def test_move_to_top_keeps_suppression_comments_in_place() -> None:
    text = "<!-- postlint-ignore x -->\n\nOne.\n\nTwo. You three.\n"
    found = moved(text, "You three.")
    assert found is None or "<!-- postlint-ignore x -->\n\nOne." in found


def paragraphs(text: str) -> list[str]:
    """Return the parts between blank lines, with white space collapsed."""
    return [" ".join(part.split()) for part in parts_of(text) if part.strip()]


def parts_of(text: str) -> list[str]:
    return re.split(r"\n[ \t]*(?=\n)", text.replace("\r\n", "\n").replace("\r", "\n"))


def follows_other_text(text: str, block: Prose, sentence: Span) -> bool:
    """Return whether only text other than prose is before a sentence in its paragraph."""
    lead = parts_of(text[: sentence.start])[-1]
    return bool(lead.strip()) and not text_of(block, Span(0, sentence.start)).strip()


def sentences_of(block: Prose) -> list[Span]:
    found = re.finditer(r"\S[^.!?]*[.!?”]*", block.text)
    ends = [(one.start(), one.start() + len(one[0].rstrip())) for one in found]
    return [block.to_source(*one) for one in ends]


@PATIENT
@given(files(HIDDEN), st.data())
def test_move_to_top_changes_nothing_else(file: WrittenFile, data: st.DataObject) -> None:
    blocks = [(ordinal, one) for ordinal, one in file.blocks() if sentences_of(one)]
    assume(blocks)
    ordinal, block = data.draw(st.sampled_from(blocks))
    sentence = data.draw(st.sampled_from(sentences_of(block)))
    edits = move_to_top(file.text, sentence, ordinal, file.read)
    assert in_order(edits, file.text)
    if not edits:
        return
    found = apply(file.text, edits)
    said = file.text[sentence.start : sentence.end]
    before, now = file.read(file.text), file.read(found)
    assert words_of(now) == words_of(before)
    assert marks_of(now) == marks_of(before)
    # The text that isn't prose is unchanged, too.
    assert Counter(re.findall(r"\w", found)) == Counter(re.findall(r"\w", file.text))
    first = next(one for one in now[ordinal - 1].blocks if one.kind == "paragraph")
    assert first.text.split() == text_of(block, sentence).split()
    if follows_other_text(file.text, block, sentence):
        return
    words_moved = " ".join(said.split())
    start = before[0].front_matter.span.end
    others = Counter(one for one in paragraphs(file.text[start:]) if words_moved not in one)
    assert not others - Counter(paragraphs(found[start:]))


@PATIENT
@given(files([*HIDDEN, *JOINING]), st.data())
def test_edits_of_any_span_keep_all_characters(file: WrittenFile, data: st.DataObject) -> None:
    """An editor's selection may be anything: half a word, markup, or empty."""
    size = len(file.text)
    start = data.draw(st.integers(0, size))
    end = data.draw(st.integers(start, size))
    total = len(file.read(file.text))
    ordinal = data.draw(st.integers(1, total))
    assume(any(text_of(block, Span(start, end)).strip() for _, block in file.blocks()))
    for edits in (
        move_to_top(file.text, Span(start, end), ordinal, file.read),
        insert_paragraph(file.text, QUESTION, Span(start, end), ordinal, file.read),
    ):
        assert in_order(edits, file.text)
        characters = Counter(re.findall(r"\w", apply(file.text, edits)))
        added = Counter(re.findall(r"\w", QUESTION)) if len(edits) == 1 else Counter()
        assert characters == Counter(re.findall(r"\w", file.text)) + added
