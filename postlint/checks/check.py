"""What a check is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from postlint.judgement.judge import Judgement
    from postlint.posts.post import Block, Post, Sentence


Scope = Literal["post", "block", "sentence", "opening", "closing", "frontmatter", "feed"]
"""What a rule looks at."""


class NoOptions(BaseModel):
    """Options of a check that has none; the base of those that do."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True)
class Context:
    """All that a check may look at.

    Attributes:
        post: the analysed draft.
        judgement: its readings and score.
        options: the check's options, as the rule sets them.
        scope: what the rule looks at.
    """

    post: Post
    judgement: Judgement
    options: Any
    scope: Scope = "post"


@dataclass(frozen=True)
class Stretch:
    """Some words of a block: offsets in its text, the end exclusive."""

    block: Block
    start: int
    end: int


@dataclass(frozen=True)
class Hit:
    """A place that a check flags, and the fields for the rule's message and help."""

    where: Sentence | Stretch | Block
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """A check: its function, its options and the fields it fills in.

    Attributes:
        run: yields the hits of one post, in the order of the text.
        options: the model of its options.
        fields: the names that messages and helps may use.
    """

    run: Callable[[Context], Iterator[Hit]]
    options: type[NoOptions] = NoOptions
    fields: tuple[str, ...] = ()
