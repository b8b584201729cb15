"""How well a pipeline tags and parses the treebank's own tokens, sentence by sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token

from postlint.training.english.treebank import TreebankSentence, TreebankToken

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


@dataclass(frozen=True, slots=True)
class GrammarScores:
    """Shares from 0 to 1.

    Attributes:
        upos: words with the correct universal part of speech.
        tag: words with the correct Penn Treebank tag.
        lemma: words with the correct lemma, including letter case.
        uas: words with the correct head, without punctuation (unlabeled attachment score).
        las: words with the correct head and relation (labeled attachment score).
        root_subject: sentences with a subject of the root in which a correct one was found.
        imperative_precision: sentences that begin with an imperative, of those predicted to.
        imperative_recall: sentences predicted to begin with an imperative, of those that do.
    """

    upos: float
    tag: float
    lemma: float
    uas: float
    las: float
    root_subject: float
    imperative_precision: float
    imperative_recall: float


def score_grammar(nlp: Language, sentences: Sequence[TreebankSentence]) -> GrammarScores:
    """Compare a pipeline's analysis of each sentence with the treebank's."""
    docs = nlp.pipe((_untagged(nlp, sentence) for sentence in sentences), batch_size=_BATCH)
    pairs = list(zip(sentences, docs, strict=True))
    words = [
        (place, word, doc[place])
        for sentence, doc in pairs
        for place, word in enumerate(sentence.words)
    ]

    def share(agree: Callable[[TreebankToken, Token], bool]) -> float:
        return _mean([agree(word, token) for _, word, token in words])

    attached = [
        (word.head == token.head.i, word.dep.lower() == token.dep_.lower())
        for _, word, token in words
        if word.upos != "PUNCT"
    ]
    imperatives = [
        _imperative_labels(sentence, doc)
        for sentence, doc in pairs
        if _first_word(sentence) is not None
    ]
    return GrammarScores(
        upos=share(lambda word, token: word.upos == token.pos_),
        tag=share(lambda word, token: word.xpos == token.tag_),
        lemma=share(lambda word, token: word.lemma == token.lemma_),
        uas=_mean([head for head, _ in attached]),
        las=_mean([head and relation for head, relation in attached]),
        root_subject=_mean(
            [
                bool(subjects & _found_subjects(doc))
                for sentence, doc in pairs
                if (subjects := _root_subjects(sentence))
            ]
        ),
        imperative_precision=_mean([gold for gold, found in imperatives if found]),
        imperative_recall=_mean([found for gold, found in imperatives if gold]),
    )


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


def _mean(outcomes: Sequence[bool]) -> float:
    return sum(outcomes) / len(outcomes) if outcomes else 0.0


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


def _imperative_labels(sentence: TreebankSentence, doc: Doc) -> tuple[bool, bool]:
    """Return whether the first word is an imperative, and whether the pipeline says so."""
    place = _first_word(sentence) or 0
    gold = "Mood=Imp" in sentence.words[place].feats.split("|")
    return gold, "Imp" in doc[place].morph.get("Mood", [])


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
