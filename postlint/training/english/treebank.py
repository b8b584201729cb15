"""Sentences with their grammar: the treebank is read into them, and posts are made out of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class TreebankToken:
    """One word of a sentence, as Universal Dependencies describes it.

    Attributes:
        form: the word as it is written.
        upos: universal part of speech.
        xpos: Penn Treebank tag.
        dep: the word's relation to its head.
        head: place of the head in the sentence, from 0; the root is its own head, as in spaCy.
        feats: morphological features, `Mood=Imp|VerbForm=Fin`; empty if there are none.
        lemma: what the treebank says; a word that was changed keeps the one it had.
        space_after: whether a blank follows within the sentence.
    """

    form: str
    upos: str
    xpos: str
    dep: str
    head: int = 0
    feats: str = ""
    lemma: str = ""
    space_after: bool = False


@dataclass(frozen=True, slots=True)
class TreebankSentence:
    """The words of a sentence, which form one tree, and the white space that follows it."""

    words: tuple[TreebankToken, ...]
    whitespace_after: str = " "

    def __len__(self) -> int:
        return len(self.words)

    @property
    def root(self) -> int:
        """The place of the word that is its own head."""
        return next(place for place, word in enumerate(self.words) if word.head == place)

    @property
    def text(self) -> str:
        """The sentence as it is written, without what follows it."""
        return "".join(word.form + " " * word.space_after for word in self.words)

    def is_leaf(self, place: int) -> bool:
        """Whether no word hangs on this one, and the word itself hangs on another."""
        return all(word.head != place for word in self.words)

    def part(self, start: int, stop: int, *, root: int | None = None) -> TreebankSentence | None:
        """Return some of the words as a sentence, or `None` if they are not one whole tree.

        Args:
            start: place of the first word.
            stop: place after the last word.
            root: the word that becomes the root; the sentence's own if left out.
        """
        top = self.root if root is None else root
        if top not in range(start, stop):
            return None
        words: list[TreebankToken] = []
        for place in range(start, stop):
            word = self.words[place]
            if place == top:
                words.append(replace(word, head=top - start, dep="root"))
            elif word.head == place or word.head not in range(start, stop):
                return None
            else:
                words.append(replace(word, head=word.head - start))
        words[-1] = replace(words[-1], space_after=False)
        return replace(self, words=tuple(words))

    def prepend(self, word: TreebankToken) -> TreebankSentence:
        """Put a word and a blank before the others; it hangs on the root."""
        moved = [replace(other, head=other.head + 1) for other in self.words]
        first = replace(word, head=self.root + 1, space_after=True)
        return replace(self, words=(first, *moved))

    def append_word(self, word: TreebankToken, *, space_before: bool) -> TreebankSentence:
        """Put a word after the others; it hangs on the root."""
        before = replace(self.words[-1], space_after=space_before)
        return replace(self, words=(*self.words[:-1], before, replace(word, head=self.root)))

    def reroot(self, place: int) -> TreebankSentence:
        """Make a word that hangs on the root the new root, and hang all the others on it."""
        old = self.root
        return self.changed(
            lambda at, word: (
                replace(word, head=place, dep="root" if at == place else word.dep)
                if word.head == old
                else word
            )
        )

    def changed(self, change: Callable[[int, TreebankToken], TreebankToken]) -> TreebankSentence:
        """Change each word, given its place and itself."""
        return replace(
            self, words=tuple(change(place, word) for place, word in enumerate(self.words))
        )

    def map_forms(self, spell: Callable[[TreebankToken], str]) -> TreebankSentence:
        """Write each word in another way."""
        return self.changed(lambda _, word: replace(word, form=spell(word)))

    def capitalized(self) -> TreebankSentence:
        """Begin with a capital letter."""
        first = self.words[0]
        first = replace(first, form=first.form[:1].upper() + first.form[1:])
        return replace(self, words=(first, *self.words[1:]))


Passage: TypeAlias = tuple[TreebankSentence, ...]
"""Sentences that follow one another; the last one's gap means nothing."""
