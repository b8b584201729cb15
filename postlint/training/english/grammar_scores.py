"""How well a pipeline tags and parses the treebank's own tokens, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import fmean

from spacy.language import Language
from spacy.tokens import Doc

from postlint.training.english.treebank import TreebankSentence

_BATCH = 64

# The tokenizer sets these norms for parts of contractions, but gold words don't go through it.
_NORMS = {
    "n't": "not",
    "'m": "am",
    "'re": "are",
    "'ve": "have",
    "'ll": "will",
    "ca": "can",
    "wo": "will",
    "sha": "shall",
}
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubjpass"})


def score_grammar(nlp: Language, sentences: Sequence[TreebankSentence]) -> dict[str, float]:
    """Return how much of the treebank a pipeline analyzes correctly, from 0 to 1, by name.

    Punctuation doesn't count for attachment. A subject counts as found if a sentence has one or
    several subjects of the root, and the pipeline finds any of them.
    """
    docs = nlp.pipe((_untagged(nlp, sentence) for sentence in sentences), batch_size=_BATCH)
    pairs = list(zip(sentences, docs, strict=True))
    words = [pair for sentence, doc in pairs for pair in zip(sentence.words, doc, strict=True)]
    attached = [
        (word.head == token.head.i, word.dep.lower() == token.dep_.lower())
        for word, token in words
        if word.upos != "PUNCT"
    ]
    imperatives = [
        ("Mood=Imp" in sentence.words[first].feats, "Imp" in doc[first].morph.get("Mood", []))
        for sentence, doc in pairs
        if (first := _first_word(sentence)) is not None
    ]
    return {
        "universal part of speech": _mean(word.upos == token.pos_ for word, token in words),
        "Penn Treebank tag": _mean(word.xpos == token.tag_ for word, token in words),
        "lemma": _mean(word.lemma == token.lemma_ for word, token in words),
        "unlabeled attachment (UAS)": _mean(head for head, _ in attached),
        "labeled attachment (LAS)": _mean(head and relation for head, relation in attached),
        "subject of the root found": _mean(
            bool(subjects & _found_subjects(doc))
            for sentence, doc in pairs
            if (subjects := _root_subjects(sentence))
        ),
        "imperative at the beginning, precision": _mean(
            gold for gold, found in imperatives if found
        ),
        "imperative at the beginning, recall": _mean(found for gold, found in imperatives if gold),
    }


def _untagged(nlp: Language, sentence: TreebankSentence) -> Doc:
    doc = Doc(
        nlp.vocab,
        words=[word.form for word in sentence.words],
        spaces=[word.space_after for word in sentence.words],
    )
    for token in doc:
        if norm := _NORMS.get(token.lower_.replace("’", "'")):
            token.norm_ = norm
    return doc


def _mean(outcomes: Iterable[bool]) -> float:
    return fmean(list(outcomes) or [0])


def _root_subjects(sentence: TreebankSentence) -> set[int]:
    """Return the subjects of the root; none if there's an expletive ("there is")."""
    root = sentence.root
    dependants = [
        (place, word.dep) for place, word in enumerate(sentence.words) if word.head == root
    ]
    if any(dep.startswith("expl") for _, dep in dependants):
        return set()
    return {place for place, dep in dependants if dep in _SUBJECTS}


def _found_subjects(doc: Doc) -> set[int]:
    return {
        token.i for token in doc if token.dep_ in _SUBJECTS and token.head.head.i == token.head.i
    }


def _first_word(sentence: TreebankSentence) -> int | None:
    """Return the index of the first word that isn't a bullet, emoji, mention, hashtag, or link."""
    for place, word in enumerate(sentence.words):
        if not (
            word.upos in {"PUNCT", "SYM"}
            or word.xpos in {"ADD", "LS", "NFP"}
            or word.form.startswith(("#", "@", "http"))
        ):
            return place
    return None
