"""Makes a passage of the treebank look like a post.

The treebank is web text of well-formed paragraphs. Posts put one sentence on a line, drop full
stops and subjects, tell their readers what to do, and are full of emoji, hashtags and mentions.
What is rewritten keeps its grammar: every change is made to the words and to their tree at once.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from postlint.training.english import layout, surface, wording
from postlint.training.english.sentences import Passage, Sentence, Word


def as_post(passage: Passage, random: Random) -> Passage:
    """Return a passage as somebody might post it: the same sentences, and some more."""
    passage = _with_clauses(passage, random)
    way = random.random()
    if way < 0.38:
        passage = layout.in_lines(passage, random)
    elif way < 0.45:
        passage = layout.running_on(passage, random)
    passage = _reworded(passage, random)
    if random.random() < 0.12:
        passage = surface.with_emoji(passage, random)
    if random.random() < 0.15:
        passage = surface.with_mentions(passage, random)
    passage = surface.in_other_case(passage, random)
    passage = surface.in_other_type(passage, random)
    if random.random() < 0.08:
        passage = layout.with_closing(passage, random)
    return passage


def _with_clauses(passage: Passage, random: Random) -> Passage:
    """Follow some sentences by one of their clauses."""
    share = random.choice((0.0, 0.15, 0.3))
    sentences: list[Sentence] = []
    for sentence in passage:
        clause = wording.clause_of(sentence, random) if random.random() < share else None
        if clause:
            gap = sentence.gap or " "
            sentences += [replace(sentence, gap=gap), replace(clause, gap=gap)]
        else:
            sentences.append(sentence)
    return tuple(sentences)


def _reworded(passage: Passage, random: Random) -> Passage:
    share = random.choice((0.0, 0.3, 0.6))

    def reworded(sentence: Sentence) -> Sentence:
        if random.random() < share:
            sentence = wording.as_instruction(sentence)
        if random.random() < share:
            sentence = wording.without_subject(sentence, random)
        if random.random() < 0.2:
            sentence = wording.with_other_verb(sentence, random)
        return sentence

    return tuple(reworded(sentence) for sentence in passage)


_DO = wording.INSTRUCTION
SPECIMEN: Passage = (
    Sentence((Word("Share", "VERB", "VB", "root", feats=_DO), Word("!", "PUNCT", ".", "punct")))
    .with_first(layout.BULLETS[0])
    .with_last(surface.emoji("🚀"), space_before=True),
    Sentence((Word("Be", "AUX", "VB", "root", feats=_DO), Word(".", "PUNCT", ".", "punct")), "\n"),
    layout.link("https://example.com/post"),
    layout.hashtags(["growth", "sales"]),
)
"""Every label that rewriting can add: a pipeline has to know its labels before it is trained."""
