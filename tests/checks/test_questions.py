"""Questions that are closed, lazy, rhetorical or too many, and what lies between them."""

from __future__ import annotations

import pytest

import postlint

RULES = {"closed-question", "lazy-question", "rhetorical-only", "too-many-questions", "no-question"}


def _found(text: str, platform: str = "linkedin") -> list[str]:
    report = postlint.lint(text, platform=platform)
    return [finding.rule for finding in report.findings if finding.rule in RULES]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("We price every job by the day now. Have you tried it?", "closed-question"),
        ("Cheap paint costs more, because you paint twice. Do you agree?", "lazy-question"),
        ("Cheap paint costs more, because you paint twice. Agree? 👇", "lazy-question"),
        (
            "Most quotes for solar panels leave out the scaffold. Why? Because it makes the price "
            "look better. Ask for it in writing.",
            "rhetorical-only",
        ),
        (
            "Small firms write offers that are far too long. A client wants to know the price, the "
            "date, and who will come. All the rest could wait for the contract.",
            "no-question",
        ),
    ],
)
def test_one_fault_gives_one_finding(text: str, rule: str) -> None:
    assert _found(text) == [rule]


def test_what_needs_no_question_is_left_alone() -> None:
    for text in (
        "Measure every frame twice before you order the glass.",  # useful as it is
        "Looking for a bookkeeper who answers the phone? Call us before noon and speak to the "
        "person who does your books.",  # an offer with a next step
        "We're closed from Monday to Friday next week because of the works in our street.",
        "Locked myself out with the bins in my hand and had to ask the neighbor's boy for a "
        "leg-up. He charged me two pounds.",
    ):
        assert _found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "We price every job by the day now. Have you tried it? What did your clients say?",
        "We price every job by the day now. Have you tried it, or do you count hours?",
        "Cheap paint costs more. Agree? Tell me which paint you regret.",
        "The result? Chaos. Which move taught you the most?",
    ],
)
def test_what_leaves_something_to_say_is_let_pass(text: str) -> None:
    assert _found(text) == []


def test_a_lazy_question_is_marked_without_what_stands_before_it() -> None:
    report = postlint.lint("A good hinge lasts for forty years - thoughts?", platform="linkedin")

    (finding,) = [found for found in report.findings if found.rule == "lazy-question"]
    assert finding.excerpt == "thoughts?"
    assert finding.message.startswith("“thoughts?”")


def test_the_first_question_too_many_is_marked() -> None:
    text = "How do you train new people? What do you show them first? What would you change today?"

    report = postlint.lint(text, platform="linkedin")

    (finding,) = [found for found in report.findings if found.rule == "too-many-questions"]
    assert finding.excerpt == "What would you change today?"
    assert finding.message.startswith("Three questions")


@pytest.mark.parametrize(
    "text",
    [
        "?",
        "???",
        "👍?",
        "Why?",
        "#why? #how?",
        "@you? @me?",
        "? ? ? ?",
        "Is?",
        "So… — : ?",
        "- ?\n- ?",
    ],
)
def test_odd_questions_do_no_harm(text: str) -> None:
    report = postlint.lint(text, platform="x")

    assert not [found for found in report.findings if found.rule == "internal-error"]
