"""The treebank as a spaCy corpus: passages as long as posts, many augmented to look like posts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import registry
from spacy.vocab import Vocab

from postlint.training.english.augmentation import LABEL_SAMPLE, augment_passage
from postlint.training.english.conllu import read_documents
from postlint.training.english.treebank import Passage, TreebankSentence

_SENTENCES_PER_PASSAGE = 8
"""A passage ends after this many sentences at the end of a paragraph, or after twice as many."""

_LEARNED_FEATURES = frozenset(
    ("Case", "Degree", "Mood", "Number", "Person", "Poss", "PronType", "Tense", "VerbForm", "Voice")
)


def passages(documents: Iterable[Passage]) -> Iterator[Passage]:
    """Cut documents into passages about as long as a post."""
    for document in documents:
        passage: list[TreebankSentence] = []
        for sentence in document:
            passage.append(sentence)
            ends_paragraph = "\n" in sentence.whitespace_after
            if len(passage) >= _SENTENCES_PER_PASSAGE * (1 if ends_paragraph else 2):
                yield tuple(passage)
                passage = []
        if passage:
            yield tuple(passage)


def to_doc(vocab: Vocab, passage: Passage) -> Doc:
    """Return a passage as an annotated `Doc`. As in spaCy, line breaks are tokens."""
    rows: list[tuple[str, bool, str, str, str, int, str]] = []
    for number, sentence in enumerate(passage, start=1):
        start = len(rows)
        whitespace = sentence.whitespace_after if number < len(passage) else ""
        for index, word in enumerate(sentence.words, start=1):
            # In spaCy, the first space belongs to the word before it.
            space = word.space_after if index < len(sentence) else whitespace.startswith(" ")
            feats = _learned_features(word.feats)
            rows.append(
                (word.form, space, word.xpos, word.upos, feats, start + word.head, word.dep)
            )
        if line_break := whitespace.removeprefix(" "):
            rows.append((line_break, False, "_SP", "SPACE", "", len(rows) - 1, "dep"))
    words, spaces, tags, pos, morphs, heads, deps = map(list, zip(*rows, strict=True))
    return Doc(
        vocab,
        words=words,
        spaces=spaces,
        tags=tags,
        pos=pos,
        morphs=morphs,
        heads=heads,
        deps=deps,
    )


def _learned_features(feats: str) -> str:
    return "|".join(
        feat for feat in feats.split("|") if feat.partition("=")[0] in _LEARNED_FEATURES
    )


def treebank_reader(
    path: Path, augmented_share: float = 0.0, seed: int = 0, label_sample: bool = False
) -> Callable[[Language], Iterator[Example]]:
    """Return a spaCy corpus: each call yields the whole treebank, in another order.

    Args:
        path: a CoNLL-U file.
        augmented_share: share of the passages that look like posts, in a new way each time.
        seed: of the order and of the augmentation.
        label_sample: whether a passage with the labels that augmentation can add comes first.
    """
    kept = list(passages(read_documents(Path(path))))
    random = Random(seed)

    def examples(nlp: Language) -> Iterator[Example]:
        if label_sample:
            yield _example(nlp, LABEL_SAMPLE)
        for passage in random.sample(kept, len(kept)):
            if random.random() < augmented_share:
                passage = augment_passage(passage, random)
            yield _example(nlp, passage)

    return examples


registry.readers("postlint.treebank.v1", func=treebank_reader)


def _example(nlp: Language, passage: Passage) -> Example:
    doc = to_doc(nlp.vocab, passage)
    return Example(nlp.make_doc(doc.text), doc)
