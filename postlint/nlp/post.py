"""A post: a draft that has been analyzed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

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
    """One block of a draft with its analysis; `doc.text` is as long as `prose.text`."""

    prose: Prose
    doc: Doc


@dataclass(frozen=True)
class Sentence:
    """One sentence of a post.

    Attributes:
        block: the block it is in.
        start: where it starts in the block's text, white space left out.
        end: where it ends there, exclusive.
        tokens: its tokens, white space around it included.
        about: whom it is about: the author or the author's firm, the reader, the author's clients
            or people like them, or something else.
        speaks_to: whether it speaks to the reader.
        act: whether it asks, tells or instructs.
        quoted: whether someone else says it.
        cues: what else was noticed in it, by name; see `postlint.nlp.cues`.
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
        """The sentence as it is analyzed: in plain letters, apostrophes, and quotation marks."""
        return self.block.prose.text[self.start : self.end]

    @property
    def original(self) -> str:
        """The sentence as its author wrote it."""
        return self.block.prose.original[self.start : self.end]


@dataclass(frozen=True)
class Post:
    """A draft that has been analyzed.

    Attributes:
        draft: what was analyzed.
        blocks: its English blocks, in the order of the text.
        sentences: its sentences, in the order of the text.
        words: how many words it has.
    """

    draft: Draft
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    words: int

    @property
    def platform(self) -> str | None:
        """Where it will be posted."""
        return self.draft.platform

    @property
    def profile(self) -> Profile:
        """Who its author is."""
        return self.draft.profile
