"""What a post is taken to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["only about you", "nothing for a client"]
"""Why an editor would stop a post: it's only about its author, or about others, but in either case
a prospective client gets nothing from it, and it isn't a moment told lightly."""


@dataclass(frozen=True)
class PostLabels:
    """What a post is taken to be, by the definitions in `models/posts/README.md`.

    Attributes:
        self_focus: purely about the author or the author's firm, nothing in it for the reader.
        question: asks the reader something that they could answer in a comment.
        tie: ties its subject to how the author helps, or to the reader's need, problem or goal.
        anecdote: tells a personal moment in a light, funny or self-mocking way.
    """

    self_focus: bool
    question: bool
    tie: bool
    anecdote: bool
