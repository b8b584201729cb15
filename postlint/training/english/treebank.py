"""Sentences with their dependency trees, as read from the treebank or augmented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class TreebankToken:
    """One word of a sentence, annotated with Universal Dependencies.

    Attributes:
        form: the word as it's written.
        upos: universal part of speech.
        xpos: Penn Treebank tag.
        dep: the word's relation to its head.
        head: index of the head in the sentence; the root is its own head, as in spaCy.
        feats: morphological features, such as `Mood=Imp|VerbForm=Fin`; empty if there are none.
        lemma: the treebank's lemma; a word that was changed keeps the one it had.
        space_after: whether a space follows within the sentence.
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
    """The words of a sentence, which form one tree, and the whitespace after it."""

    words: tuple[TreebankToken, ...]
    whitespace_after: str = " "

    def __len__(self) -> int:
        return len(self.words)

    @property
    def root(self) -> int:
        """The index of the word that is its own head."""
        return next(index for index, word in enumerate(self.words) if word.head == index)

    @property
    def text(self) -> str:
        """The sentence as it's written, without the whitespace after it."""
        return "".join(word.form + " " * word.space_after for word in self.words)

    def subtree(self, start: int, stop: int, *, root: int | None = None) -> TreebankSentence | None:
        """Return some of the words as a sentence, or None if they don't form one tree.

        Args:
            start: index of the first word.
            stop: index after the last word.
            root: index of the new root; by default, the sentence's own root.
        """
        top = self.root if root is None else root
        if top not in range(start, stop):
            return None
        words: list[TreebankToken] = []
        for index in range(start, stop):
            word = self.words[index]
            if index == top:
                words.append(replace(word, head=top - start, dep="root"))
            elif word.head == index or word.head not in range(start, stop):
                return None
            else:
                words.append(replace(word, head=word.head - start))
        words[-1] = replace(words[-1], space_after=False)
        return replace(self, words=tuple(words))

    def prepend(self, word: TreebankToken) -> TreebankSentence:
        """Put a word and a space before the others; it depends on the root."""
        moved = [replace(other, head=other.head + 1) for other in self.words]
        first = replace(word, head=self.root + 1, space_after=True)
        return replace(self, words=(first, *moved))

    def append_word(self, word: TreebankToken, *, space_before: bool) -> TreebankSentence:
        """Put a word after the others; it depends on the root."""
        before = replace(self.words[-1], space_after=space_before)
        return replace(self, words=(*self.words[:-1], before, replace(word, head=self.root)))

    def reroot(self, index: int) -> TreebankSentence:
        """Make a word that depends on the root the new root, with the old root's dependents."""
        words = [
            replace(word, head=index) if word.head == self.root else word for word in self.words
        ]
        words[index] = replace(words[index], dep="root")
        return replace(self, words=tuple(words))

    def map_words(self, change: Callable[[int, TreebankToken], TreebankToken]) -> TreebankSentence:
        """Replace each word by what a function returns for its index and itself."""
        words = (change(index, word) for index, word in enumerate(self.words))
        return replace(self, words=tuple(words))

    def map_forms(self, spell: Callable[[TreebankToken], str]) -> TreebankSentence:
        """Replace the form of each word by what a function returns for it."""
        return self.map_words(lambda _, word: replace(word, form=spell(word)))

    def capitalized(self) -> TreebankSentence:
        """Return the sentence with an uppercase first letter."""
        first = self.words[0]
        first = replace(first, form=first.form[:1].upper() + first.form[1:])
        return replace(self, words=(first, *self.words[1:]))


Passage: TypeAlias = tuple[TreebankSentence, ...]
"""Consecutive sentences; the whitespace after the last one means nothing."""
