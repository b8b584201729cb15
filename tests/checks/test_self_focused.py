"""The essay's own examples of what doesn't interest anybody, in many wordings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from postlint.config.effective import EffectiveSettings
from postlint.diagnostics.result import PostResult
from postlint.document.source import Source
from postlint.document.split import ONE_POST
from postlint.linter.linter import Linter
from postlint.rules.loader import builtin_rules

WORDINGS = Path(__file__).parent / "wordings"


def wordings(name: str) -> list[str]:
    """Return the posts in a file, which an empty line sets apart."""
    return (WORDINGS / f"{name}.txt").read_text(encoding="utf-8").strip().split("\n\n")


def without_error(texts: Iterable[str]) -> list[str]:
    """Return the posts that don't get the error."""
    texts = list(texts)
    rules = [rule for rule in builtin_rules() if rule.id == "self-focused"]
    linter = Linter(EffectiveSettings(rules, split=ONE_POST), jobs=1)
    reports = [*linter.lint(Source("post.md", text) for text in texts)]
    return [
        text
        for text, report in zip(texts, reports, strict=True)
        if isinstance(report, PostResult) and not report.findings
    ]


@pytest.fixture(scope="module")
def flat() -> list[str]:
    """The posts that get the error."""
    texts = [text for name in ("breakfast", "garbage") for text in wordings(name)]
    missed = without_error(texts)
    return [text for text in texts if text not in missed]


@pytest.mark.parametrize("name", ["breakfast", "garbage"])
def test_it_is_an_error_in_fifty_wordings(name: str) -> None:
    texts = wordings(name)
    assert len(texts) - len(without_error(texts)) >= max(50, 0.95 * len(texts))


def test_told_as_a_joke_it_is_welcome() -> None:
    jokes = wordings("jokes")
    assert len(without_error(jokes)) >= 0.75 * len(jokes)


@pytest.mark.parametrize(
    "added",
    [
        "I am so tired.", "So tired today.", "Thanks to everyone!", "What a day!", "Feeling good.",
        "Me at my desk.", "Photo by my sister.", "I also watered the plants.", "Long day ahead.",
        "How are you?", "And you?", "Thoughts?", "What about you?", "How is your week going?",
    ],
)  # fmt: skip
def test_more_about_the_author_or_a_lazy_question_does_not_help(
    added: str, flat: list[str]
) -> None:
    assert len(without_error(f"{text} {added}" for text in flat)) <= 0.1 * len(flat)


@pytest.mark.parametrize(
    "added",
    [
        "If you run a small firm, send your invoices on Friday: they get paid four days sooner.",
        "Before you sign a lease, ask who pays for the roof: a new one can cost you a year's rent.",
        "If your boiler loses pressure, check the valve below the tank before you call anyone.",
    ],
)
def test_one_sentence_for_the_reader_is_enough(added: str, flat: list[str]) -> None:
    texts = [f"{text}\n\n{added}" for text in flat]
    assert without_error(texts) == texts


def no_period(text: str) -> str:
    return text.rstrip(" .")


CHANGES: dict[str, Callable[[str], str]] = {
    "lower case": str.lower,
    "capitals": str.upper,
    "an emoji": lambda text: f"{text} 🍳",
    "emoji around": lambda text: f"☀️ {text} 😀🙏",
    "no last period": no_period,
    "curly quotes": lambda text: text.replace("'", "’"),
    "a hashtag": lambda text: f"{text} #monday",
    "hashtags below": lambda text: f"{text}\n\n#cats #catlife #monday",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_looks_change_nothing(change: Callable[[str], str], flat: list[str]) -> None:
    assert without_error(map(change, flat)) == []
