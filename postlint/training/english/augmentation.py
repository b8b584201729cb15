"""Makes a passage of the treebank look like a post.

The treebank is web text of well-formed paragraphs. Posts put one sentence on a line, drop full
stops and subjects, tell their readers what to do, and are full of emoji, hashtags and mentions.
What is rewritten keeps its grammar: every change is made to the words and to their tree at once.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from postlint.training.english import layout
from postlint.training.english import orthography as surface
from postlint.training.english import rewrites as wording
from postlint.training.english.treebank import Passage, TreebankSentence, TreebankToken


def augment_passage(passage: Passage, random: Random) -> Passage:
    """Return a passage as somebody might post it: the same sentences, and some more."""
    passage = _add_clauses(passage, random)
    way = random.random()
    if way < 0.38:
        passage = layout.break_lines(passage, random)
    elif way < 0.45:
        passage = layout.drop_periods(passage, random)
    passage = _rewrite(passage, random)
    if random.random() < 0.12:
        passage = surface.add_emoji(passage, random)
    if random.random() < 0.15:
        passage = surface.add_mentions(passage, random)
    passage = surface.change_case(passage, random)
    passage = surface.change_typography(passage, random)
    if random.random() < 0.08:
        passage = layout.add_hashtag_line(passage, random)
    return passage


def _add_clauses(passage: Passage, random: Random) -> Passage:
    """Follow some sentences by one of their clauses."""
    share = random.choice((0.0, 0.15, 0.3))
    sentences: list[TreebankSentence] = []
    for sentence in passage:
        clause = wording.extract_clause(sentence, random) if random.random() < share else None
        if clause:
            whitespace_after = sentence.whitespace_after or " "
            sentences += [
                replace(sentence, whitespace_after=whitespace_after),
                replace(clause, whitespace_after=whitespace_after),
            ]
        else:
            sentences.append(sentence)
    return tuple(sentences)


def _rewrite(passage: Passage, random: Random) -> Passage:
    share = random.choice((0.0, 0.3, 0.6))

    def reworded(sentence: TreebankSentence) -> TreebankSentence:
        if random.random() < share:
            sentence = wording.make_imperative(sentence)
        if random.random() < share:
            sentence = wording.drop_subject(sentence, random)
        if random.random() < 0.2:
            sentence = wording.replace_verb(sentence, random)
        return sentence

    return tuple(reworded(sentence) for sentence in passage)


_DO = wording.IMPERATIVE_FEATS
LABEL_SAMPLE: Passage = (
    TreebankSentence(
        (
            TreebankToken("Share", "VERB", "VB", "root", feats=_DO),
            TreebankToken("!", "PUNCT", ".", "punct"),
        )
    )
    .prepend(layout.BULLETS[0])
    .append_word(surface.emoji("🚀"), space_before=True),
    TreebankSentence(
        (
            TreebankToken("Be", "AUX", "VB", "root", feats=_DO),
            TreebankToken(".", "PUNCT", ".", "punct"),
        ),
        "\n",
    ),
    layout.link("https://example.com/post"),
    layout.hashtags(["growth", "sales"]),
)
"""Every label that rewriting can add: a pipeline has to know its labels before it is trained."""
