"""Makes a passage of the treebank look like a post.

The treebank is web text in well-formed paragraphs. Posts have one sentence per line, drop periods
and subjects, use imperatives, and are full of emoji, hashtags, and mentions. Each change applies to
the words and to their dependency tree, so the annotation stays correct.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from postlint.training.english import layout, orthography, rewrites
from postlint.training.english.treebank import Passage, TreebankSentence, TreebankToken


def augment_passage(passage: Passage, random: Random) -> Passage:
    """Return a passage as someone might post it: the same sentences, and some more."""
    passage = _add_clauses(passage, random)
    choice = random.random()
    if choice < 0.38:
        passage = layout.break_lines(passage, random)
    elif choice < 0.45:
        passage = layout.drop_periods(passage, random)
    passage = _rewrite(passage, random)
    if random.random() < 0.12:
        passage = orthography.add_emoji(passage, random)
    if random.random() < 0.15:
        passage = orthography.add_mentions(passage, random)
    passage = orthography.change_case(passage, random)
    passage = orthography.change_typography(passage, random)
    if random.random() < 0.08:
        passage = layout.add_hashtag_line(passage, random)
    return passage


def _add_clauses(passage: Passage, random: Random) -> Passage:
    """Add one of its clauses as a sentence after some sentences."""
    share = random.choice((0.0, 0.15, 0.3))
    sentences: list[TreebankSentence] = []
    for sentence in passage:
        clause = rewrites.extract_clause(sentence, random) if random.random() < share else None
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

    def rewrite(sentence: TreebankSentence) -> TreebankSentence:
        if random.random() < share:
            sentence = rewrites.make_imperative(sentence)
        if random.random() < share:
            sentence = rewrites.drop_subject(sentence, random)
        if random.random() < 0.2:
            sentence = rewrites.replace_verb(sentence, random)
        return sentence

    return tuple(rewrite(sentence) for sentence in passage)


_IMPERATIVE = rewrites.IMPERATIVE_FEATS
LABEL_SAMPLE: Passage = (
    TreebankSentence(
        (
            TreebankToken("Share", "VERB", "VB", "root", feats=_IMPERATIVE),
            TreebankToken("!", "PUNCT", ".", "punct"),
        )
    )
    .prepend(layout.BULLETS[0])
    .append_word(orthography.emoji("🚀"), space_before=True),
    TreebankSentence(
        (
            TreebankToken("Be", "AUX", "VB", "root", feats=_IMPERATIVE),
            TreebankToken(".", "PUNCT", ".", "punct"),
        ),
        "\n",
    ),
    layout.link("https://example.com/post"),
    layout.hashtags(["growth", "sales"]),
)
"""Has every label that augmentation can add: a pipeline must know its labels before training."""
