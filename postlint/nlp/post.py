"""Posts: drafts after the analysis of their language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from postlint.core.platforms import get_platform

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from postlint.core.profile import Profile
    from postlint.document.draft import Draft
    from postlint.document.prose import Prose

About = Literal["author", "reader", "client", "other"]
Addressee = Literal["reader", "nobody"]
Act = Literal["asks", "tells", "instructs"]


@dataclass(frozen=True)
class Block:
    """One block of a draft with its parse; `doc.text` has the same length as `prose.text`."""

    prose: Prose
    doc: Doc


@dataclass(frozen=True)
class Sentence:
    """One sentence of a post.

    Attributes:
        block: the block that contains it.
        start: the offset of its start in the block's text, without whitespace.
        end: the offset of its end in the block's text, exclusive.
        tokens: its tokens, including the whitespace around it.
        about: who it's about: the author or the author's firm, the reader, the author's clients
            or people like them, or something else.
        speaks_to: whether it addresses the reader.
        act: whether it asks, tells, or instructs.
        quoted: whether it quotes someone else.
        cues: the names of its cues; see `postlint.nlp.cues` and `postlint.nlp.question_cues`.
    """

    block: Block
    start: int
    end: int
    tokens: Span
    about: About
    speaks_to: Addressee
    act: Act
    quoted: bool
    cues: frozenset[str]

    @property
    def text(self) -> str:
        """The text that is analyzed, with plain letters, apostrophes, and quotation marks."""
        return self.block.prose.text[self.start : self.end]

    @property
    def original(self) -> str:
        """The text as its author wrote it."""
        return self.block.prose.original[self.start : self.end]


@dataclass(frozen=True)
class Post:
    """A draft after the analysis of its language.

    Attributes:
        blocks: its English blocks, in the order of the text.
        sentences: their sentences, in the same order.
        words: the number of words in them.
    """

    draft: Draft
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    words: int

    @cached_property
    def cues(self) -> frozenset[str]:
        """The cues that any of its sentences has."""
        return frozenset().union(*(sentence.cues for sentence in self.sentences))

    @property
    def platform(self) -> str | None:
        """The platform where it will be posted."""
        return self.draft.platform

    @property
    def profile(self) -> Profile:
        """The profile of its author."""
        return self.draft.profile

    @property
    def is_reply(self) -> bool:
        """Whether it starts like a reply on its platform."""
        prefix = get_platform(self.platform).reply_prefix
        text = self.blocks[0].prose.text.lstrip() if self.blocks else ""
        return prefix is not None and text.startswith(prefix)
