"""The tables of the rule lemmatizer: spaCy's for English, completed and corrected.

spaCy's tables only cover nouns, verbs, adjectives, and adverbs, and treat every "-ed", "-ing", and
"-s" of a verb as an ending: "need" becomes a form of "nee".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from spacy.lookups import Lookups, load_lookups

from postlint.training.english.treebank import Passage

Exceptions: TypeAlias = dict[str, list[str]]
"""The lemmas of each lowercase form."""

_CLOSED_CLASSES = frozenset({"AUX", "DET", "PART", "PRON"})
_MIN_COUNT = 3
"""Rarer forms of a closed class are mostly typos."""

_NO_CHANGE = ["", ""]
"""The rule of a word without an ending: the lowercase form is the lemma."""

_VERB_ENDINGS = [
    ["s", ""],
    ["ies", "y"],
    ["es", "e"],
    ["es", ""],
    # If two rules give a known verb, the lemmatizer takes the last one. A verb with a silent e is
    # more likely: "hoping" is a form of "hope", since "hop" doubles its p.
    ["ed", ""],
    ["ed", "e"],
    ["ing", ""],
    ["ing", "e"],
    _NO_CHANGE,
]
# Verbs with a silent e that are less likely than the verb without it ("sing", "swing").
_VERBS_TO_DROP = frozenset({"singe", "swinge"})


def build_lemma_tables(documents: Iterable[Passage]) -> Lookups:
    """Return the lemmatizer's tables; those of the closed classes come from a treebank."""
    tables = load_lookups("en", ["lemma_rules", "lemma_exc", "lemma_index"])
    rules = tables.get_table("lemma_rules")
    exceptions = tables.get_table("lemma_exc")
    known = tables.get_table("lemma_index")
    rules["verb"] = _VERB_ENDINGS
    known["verb"] = [verb for verb in known["verb"] if verb not in _VERBS_TO_DROP]
    closed = _closed_classes(documents)
    for upos, lemmas in closed.items():
        rules[upos.lower()] = [_NO_CHANGE]
        exceptions[upos.lower()] = lemmas
    # Some auxiliaries are also full verbs with the same forms: "I've no idea".
    exceptions["verb"] = exceptions["verb"] | {
        form: lemma for form, lemma in closed["AUX"].items() if lemma[0] in {"be", "do", "have"}
    }
    return tables


def _closed_classes(documents: Iterable[Passage]) -> dict[str, Exceptions]:
    """Return the most common lemma of every form, by closed class."""
    counts: dict[str, defaultdict[str, Counter[str]]]
    counts = {upos: defaultdict(Counter) for upos in _CLOSED_CLASSES}
    for word in (
        word for document in documents for sentence in document for word in sentence.words
    ):
        if word.upos in _CLOSED_CLASSES:
            counts[word.upos][word.form.lower().replace("’", "'")][word.lemma] += 1
    closed: dict[str, Exceptions] = {}
    for upos, forms in counts.items():
        exceptions = {
            form: [lemmas.most_common(1)[0][0]]
            for form, lemmas in sorted(forms.items())
            if lemmas.total() >= _MIN_COUNT
        }
        curly = {form.replace("'", "’"): lemma for form, lemma in exceptions.items()}
        closed[upos] = exceptions | curly
    return closed
