"""What help is made of: the topic, the figure and the sentence of a draft."""

from __future__ import annotations

import pytest

from postlint.advice import find_subject
from postlint.drafts.draft import read_draft
from postlint.drafts.source import Source
from postlint.engine import analyse_english
from postlint.judgement.judge import judge
from postlint.judgement.model import load_models


def field(text: str, name: str) -> str | None:
    ((_, _, post),) = analyse_english([read_draft(Source("draft.md", text))])
    assert post is not None
    return find_subject(post, judge(post, load_models())).fields.get(name)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("They rot, as window frames do. Look at window frames before you paint.", "window frames"),
        ("Most people plug in a USB port and forget about it.", "a USB port"),
        ("They called an insurance broker after the storm.", "an insurance broker"),
    ],
)
def test_topics_have_their_article(text: str, topic: str) -> None:
    assert field(text, "topic") == topic


@pytest.mark.parametrize("text", ["Days go by. People do things.", "It was good.", "Wow!"])
def test_what_is_no_topic(text: str) -> None:
    assert field(text, "topic") is None


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("We sold 300 windows last year.", "300 windows"),
        ("They keep 1,200 records in a shed.", "1,200 records"),
        ("Only 6 spots are left for the workshop.", None),
        ("It took two weeks to mend.", None),
    ],
)
def test_figures_count_something(text: str, figure: str | None) -> None:
    assert field(text, "figure") == figure


def test_excuses_are_not_quoted() -> None:
    text = "Clients ask us for dates. Sorry, this is not much of a review of our work."
    assert field(text, "quote") == "“Clients ask us for dates”"
