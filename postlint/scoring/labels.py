"""The labels of a post, and the verdict on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["only about you", "nothing for a client"]
"""Why an editor would reject a post: it's only about its author, or it's about others, but in both
cases a prospective client gets nothing from it, and it isn't a light personal anecdote."""


MIN_WORDS = 3
"""The fewest words of a post that gets a verdict or a finding about something it lacks."""


@dataclass(frozen=True)
class PostLabels:
    """The labels of a post, as defined in `models/posts/README.md`.

    Attributes:
        self_focus: whether it's only about the author or the author's firm, with nothing for the
            reader.
        question: whether it asks the reader something that they could answer in a comment.
        tie: whether it connects its topic to how the author helps, or to the reader's need,
            problem, or goal.
        anecdote: whether it tells a personal moment in a light, funny, or self-mocking way.
    """

    self_focus: bool
    question: bool
    tie: bool
    anecdote: bool
