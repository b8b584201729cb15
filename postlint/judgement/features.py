"""A post as named numbers, each with the sentences it comes from.

Three families. *Cues* say how many sentences have a cue of `postlint.posts.cues` or
`postlint.posts.questions`, and whether the first and the last have it. *Words* are single words
and pairs, weighed by TF-IDF. *Meaning* is where the word vectors of all words together point.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from postlint.posts.words import spoken_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from postlint.judgement.meaning import Shares
    from postlint.judgement.vocabulary import Vocabulary
    from postlint.posts.post import Post, Sentence

WORD_SCALE = 8.0
"""Weight of the word family as a whole beside the cues; found by cross-validation over authors."""

MEANING_SCALE = 6.0
"""Length of a post's meaning; found likewise."""

_QUESTION_MEANING_SCALE = 2.0

QUESTION_CUES = frozenset({"question", "invitation"})

_MAX_QUESTIONS = 500
"""Questions of a post that are looked at."""


@dataclass(frozen=True)
class Features:
    """A post's features.

    Attributes:
        cues: value by feature name, such as `any:command` or `last:asks`.
        words: the sentences (by index) in which each word or pair occurs, once an occurrence.
        origins: the sentences (by index) that each cue feature comes from; none for
            features of the post as a whole.
        questions: the features of each sentence (by index) that asks or invites an answer.
        shares: what each word adds to the post's meaning.
    """

    cues: dict[str, float]
    words: dict[str, list[int]]
    origins: dict[str, list[int]]
    questions: dict[int, dict[str, float]]
    shares: Shares | None = None
    _known: dict[Vocabulary, tuple[Any, Any]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @cached_property
    def terms(self) -> dict[str, float]:
        """The weight of each word or pair in the post, before it is told how rare that is."""
        return {word: term_weight(len(places)) for word, places in self.words.items()}

    def known(self, vocabulary: Vocabulary) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return what `vocabulary.weigh` makes of the terms; models may share a vocabulary."""
        if vocabulary not in self._known:
            self._known[vocabulary] = vocabulary.weigh(self.terms)
        return self._known[vocabulary]


def extract(post: Post) -> Features:
    """Return the features of a post."""
    spoken = [
        (index, sentence)
        for index, sentence in enumerate(post.sentences)
        if "tags" not in sentence.cues
    ]
    cues, origins = _cue_features(spoken)
    links = sum(block.prose.links for block in post.blocks)
    # The divisors bring logarithms of usual sizes near 1, so that one penalty suits all features.
    cues["words"] = math.log1p(post.words) / 4
    cues["sentences"] = math.log1p(len(spoken)) / 3
    cues["links"] = math.log1p(links) / 2
    cues["tags"] = float(len(spoken) < len(post.sentences))
    asking = (pair for pair in enumerate(post.sentences) if pair[1].cues & QUESTION_CUES)
    questions = {
        index: _question_features(sentence, post.words)
        for index, sentence in islice(asking, _MAX_QUESTIONS)
    }
    words = _word_features(post)
    counts = {word: len(places) for word, places in words.items() if " " not in word}
    return Features(cues, words, origins, questions, _shares(counts, MEANING_SCALE))


def _cue_features(
    spoken: list[tuple[int, Sentence]],
) -> tuple[dict[str, float], dict[str, list[int]]]:
    having: dict[str, list[int]] = defaultdict(list)
    for index, sentence in spoken:
        for cue in _labels(sentence):
            having[cue].append(index)
    values: dict[str, float] = {}
    origins: dict[str, list[int]] = {}

    def put(name: str, value: float, indices: list[int]) -> None:
        values[name] = value
        origins[name] = indices

    for cue, indices in sorted(having.items()):
        put(f"any:{cue}", 1.0, indices)
        if not _asks(cue):
            put(f"share:{cue}", len(indices) / (len(spoken) + 1), indices)
            put(f"many:{cue}", math.log1p(len(indices)) / 3, indices)
    for place, (index, sentence) in (("first", spoken[0]), ("last", spoken[-1])) if spoken else ():
        for cue in _labels(sentence):
            if not _asks(cue):
                put(f"{place}:{cue}", 1.0, [index])
    return values, origins


def _question_features(sentence: Sentence, post_words: int) -> dict[str, float]:
    """Return the features of one question: its cues and its words, the first two marked."""
    words = [str(token.lower_) for token in sentence.tokens if not token.is_space]
    meaning = _shares(Counter(spoken_words(sentence.tokens)), _QUESTION_MEANING_SCALE).total
    return {
        **{f"meaning:{axis}": value for axis, value in enumerate(meaning.tolist())},
        **{f"cue:{cue}": 1.0 for cue in sentence.cues},
        **{f"word:{word}": 0.5 for word in words},
        **{f"opening:{word}": 0.7 for word in words[:2]},
        "words": math.log1p(len(words)) / 3,
        "post-words": math.log1p(post_words) / 4,
    }


def _labels(sentence: Sentence) -> list[str]:
    return sorted(
        sentence.cues
        | {f"is-about-{sentence.about}", f"speaks-to-{sentence.speaks_to}", sentence.act}
    )


def _asks(cue: str) -> bool:
    return cue.split("-")[0] in QUESTION_CUES


def _word_features(post: Post) -> dict[str, list[int]]:
    words: dict[str, list[int]] = defaultdict(list)
    for index, sentence in enumerate(post.sentences):
        for ngram in _ngrams(sentence):
            words[ngram].append(index)
    return dict(words)


def _ngrams(sentence: Sentence) -> Iterator[str]:
    before = ""
    for word in spoken_words(sentence.tokens):
        yield word
        if before:
            yield f"{before} {word}"
        before = word


def _shares(counts: Mapping[str, int], length: float) -> Shares:
    # Imported late: NumPy is not needed before there is a post.
    from postlint.judgement.meaning import load_meanings

    return load_meanings().shares(counts, length)


def term_weight(count: int) -> float:
    """Return the weight of a word that occurs `count` times (sublinear term frequency)."""
    return 1 + math.log(count)
