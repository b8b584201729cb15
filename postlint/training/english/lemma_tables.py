"""The tables of the rule lemmatizer: spaCy's for English, and what they leave out.

spaCy's tables have exceptions, words and endings of nouns, verbs, adjectives and adverbs only, and
take every "-ed", "-ing" and "-s" of a verb for an ending, "need" for a form of "nee".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from spacy.lookups import Lookups, load_lookups

from postlint.training.english.treebank import Passage

Exceptions: TypeAlias = dict[str, list[str]]
"""The lemmas of forms, in small letters."""

_CLOSED_CLASSES = frozenset({"AUX", "DET", "PART", "PRON"})
_MIN_COUNT = 3
"""Rarer forms of a closed class are mostly slips of the pen."""

_NO_CHANGE = ["", ""]
"""The rule of a word that has no ending: the form, in small letters, is the lemma."""

_VERB_ENDINGS = [
    ["s", ""],
    ["ies", "y"],
    ["es", "e"],
    ["es", ""],
    # Of two known verbs the last rule's is taken, and a verb with a silent e is the likelier one:
    # "hoping" is of "hope", since that of "hop" has two p.
    ["ed", ""],
    ["ed", "e"],
    ["ing", ""],
    ["ing", "e"],
    _NO_CHANGE,
]
# Where the likelier verb has no silent e, the other one is forgotten.
_VERBS_TO_DROP = frozenset({"singe", "swinge"})


def build_lemma_tables(documents: Iterable[Passage]) -> Lookups:
    """Return the lemmatizer's tables; those of the closed classes are learned from a treebank."""
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
    # Some auxiliaries are full verbs too, with the same forms: "I've no idea".
    exceptions["verb"] = {**exceptions["verb"], **_full_verbs(closed["AUX"])}
    return tables


def _closed_classes(documents: Iterable[Passage]) -> dict[str, Exceptions]:
    """Return for each closed class the commonest lemma of every form."""
    lemmas: dict[str, defaultdict[str, Counter[str]]]
    lemmas = {upos: defaultdict(Counter) for upos in _CLOSED_CLASSES}
    for document in documents:
        for sentence in document:
            for word in sentence.words:
                if word.upos in _CLOSED_CLASSES:
                    lemmas[word.upos][_straight(word.form.lower())][word.lemma] += 1
    return {upos: _with_curly(_most_common(forms)) for upos, forms in lemmas.items()}


def _most_common(forms: Mapping[str, Counter[str]]) -> Exceptions:
    return {
        form: [lemmas.most_common(1)[0][0]]
        for form, lemmas in sorted(forms.items())
        if lemmas.total() >= _MIN_COUNT
    }


def _straight(form: str) -> str:
    return form.replace("’", "'")


def _with_curly(lemmas: Exceptions) -> Exceptions:
    return lemmas | {form.replace("'", "’"): lemma for form, lemma in lemmas.items()}


def _full_verbs(auxiliaries: Exceptions) -> Exceptions:
    return {form: lemma for form, lemma in auxiliaries.items() if lemma[0] in {"be", "do", "have"}}
