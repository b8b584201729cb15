"""Tests of sentence segmentation."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.document.hard_wrapping import is_hard_wrapped
from postlint.nlp.segmentation import unwrap
from postlint.nlp.spacy_pipeline import parse

WRAPPED = """\
We moved the shop last spring, and what we learned
from it is that nobody reads a notice on the door,
however large, as long as the lights behind it are
still on and the till is ringing."""
EDITED = """\
We moved the shop last spring, and what we learned
from it is that nobody reads a notice on the door,
however large, as long as the lights behind it are
still on.
The till was ringing all the same, so that nobody
even looked up from the shelves, and in the end it
was the postman who told them that we would not be
there any more on the Monday after that one."""
SHORT_LINES = "We moved the shop.\nNobody read the notice.\nThe till kept ringing.\nWhy?"


@pytest.mark.parametrize(
    ("text", "wrapped"),
    [
        ("", False),
        ("One line.", False),
        ("One line that is about as long as a line that was wrapped at a column would be.", False),
        ("\n\n", False),
        (WRAPPED, True),
        (WRAPPED.replace("\n", "  \n"), True),
        (EDITED, True),
        (SHORT_LINES, False),
        ("We moved the shop and what we learned from it is\nthat nobody reads.", True),
        ("We moved the shop and what we learned from it is\nThat nobody reads.", False),
        ("We moved the shop and learned a great deal by it.\nnobody reads.", False),
        ("We moved.\nWhat we learned from it is that nobody reads", False),
        ("word " * 40 + "\n" + "word " * 40, False),
        ("We moved the shop last spring, and what we learned is this.\n"
         "Nobody reads.\n"
         "A notice on the door, however large, is part of the door.\n"
         "So we phoned them all.", False),
    ],
)  # fmt: skip
def test_hard_wrapping_differs_from_intended_line_breaks(text: str, wrapped: bool) -> None:
    assert is_hard_wrapped(text) is wrapped


@settings(deadline=None)
@given(st.text(st.sampled_from("ab ,.\n"), max_size=200) | st.just(WRAPPED))
def test_unwrapping_keeps_offsets(text: str) -> None:
    unwrapped = unwrap(text)
    assert unwrapped in (text, text.replace("\n", " "))


def starts(text: str) -> set[str]:
    """Return the words that sentences start with."""
    (doc,) = parse([text])
    assert len(doc.text) == len(text)
    return {doc.text[sentence.start_char :].split()[0] for sentence in doc.sents}


@pytest.mark.parametrize(
    ("text", "first_words"),
    [
        ("We moved the shop\nNobody read the notice\nThe till kept ringing", "We Nobody The"),
        ("we moved the shop\nnobody read the notice", "we nobody"),
        ("We moved the shop!\nnobody read the notice", "We nobody"),
        ("We moved the shop 🎉\nnobody read the notice", "We nobody"),
        ("We moved the shop\n\n\nNobody read the notice", "We Nobody"),
        ("✅ Moved the shop\n✅ Hung a notice", "✅ ✅"),
        ("3 things helped us\n1. A notice\n2. A phone", "3 1. 2."),
    ],
)
def test_sentence_ends_at_a_line_break(text: str, first_words: str) -> None:
    assert starts(text) >= set(first_words.split())


def test_sentence_continues_in_a_hard_wrapped_paragraph() -> None:
    assert not starts(WRAPPED) & {"from", "however", "still"}


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("We moved the shop Nobody read it", "Nobody"),
        ("We asked Bob Then he came", "Then"),
        ("Thanks #shop #moving #notice", "#moving #notice"),
        ("Prices rise, Costs rise", "Costs"),
        ("Costs are 5 % Higher", "Higher"),
    ],
)
def test_sentence_does_not_start_after_a_word_without_punctuation(text: str, inside: str) -> None:
    assert not starts(text) & set(inside.split())


@pytest.mark.parametrize(
    "text",
    [
        # Emoji and symbols inside a line don't end a sentence.
        "Our 👩‍💻 crew moved the shop 👩‍👩‍👧‍👦 and we are glad 🙌🏽 of our 👨‍🔧 friends.",
        "We love it ❤️ and so does 🏴󠁧󠁢󠁥󠁮󠁧󠁿 or 🇬🇧 🇺🇸 this town.",
        "Great day 🎉 We moved the shop.",
        "We sell 3 × 4 boards → cheap ™ wood • nails ➡️ and 1️⃣ saw.",
        "We do three things: ✅ Boards ✅ Nails ✅ Saws",
        "Great day! 🎉| We moved the shop. 🏆🏆| You came.",
        "Great day!🎉| We moved.",
        "we moved! 🎉| so glad about it",
        "✅ Ask first.| ✅ Listen.| 2️⃣ Call us.",
        "We make doors.| ❤️ if you agree.",
        # Abbreviations.
        "See Fig. 3 and No. 5 of your list.| It takes approx. 3 weeks.",
        "See p. 4, pp. 5 and Vol. 2 of it.| Is the answer no?| Yes.",
        "The cheapest plan is plan B.| You can try it for a week.",
        "We live in the U.S.| You live in the U.K.| We open at 9 a.m.| You can come at ten.",
        "You live at 5 High St.| We live at 6.",
        "Dr. Smith met Mr. Jones in St. Ives, e.g. for tea vs. Coffee.",
        "J. R. Smith wrote it.| We read it.",
        "We sell nails, boards, etc.| You can buy them.",
        "We work for Acme Inc.| You know it.| Acme Inc. Boards are cheap.",
        "P.S. Have you moved yet?",
        # Closing marks belong to the previous sentence.
        "She said “We moved.” | He left the shop.",
        "“We moved today.”",
        # Periods that don't end a sentence, and periods without a space.
        "Version 2.0.1 costs 3.50 at example.com or on Yahoo! today.",
        "We moved.You came.| Really?!| Yes.",
    ],
)
def test_sentence_boundaries_in_a_line(text: str) -> None:
    expected = [part.strip() for part in text.replace("moved.You", "moved.|You").split("|")]
    text = text.replace("|", "")
    (doc,) = parse([text])
    sentences = [text[sentence.start_char : sentence.end_char] for sentence in doc.sents]
    assert [sentence.strip() for sentence in sentences] == expected


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Eggs", "we", "sold.", "#tag", "🎉", "👩‍💻", "\n", '"Why?"', "@sam", "5%", "St."]
        )
    )
)
def test_sentences_cover_the_whole_text(words: list[str]) -> None:
    (doc,) = parse([" ".join(words)])
    sentences = list(doc.sents)
    assert "".join(sentence.text_with_ws for sentence in sentences) == doc.text


def test_endless_sentence_is_split() -> None:
    (doc,) = parse(["word " * 2_000])
    assert max(len(sentence) for sentence in doc.sents) <= 201
