"""Lays a passage out like a post: lines, bullets, no periods, hashtags and links at the end."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from postlint.training.english.post_vocabulary import HASHTAGS, LINKS
from postlint.training.english.treebank import Passage, TreebankSentence, TreebankToken

_LINE_BREAKS = ("\n", "\n\n", "\n\n", " \n", "\n \n")

BULLETS = (
    *(TreebankToken(form, "PUNCT", "NFP", "punct") for form in "-•→*"),
    *(TreebankToken(form, "SYM", "NFP", "discourse") for form in ("✅", "👉", "❌", "➡️")),
)


def break_lines(passage: Passage, random: Random) -> Passage:
    """Put most sentences on separate lines, some without a period; sometimes make a list."""
    line_break = random.choice(_LINE_BREAKS)
    broken = random.choice((1.0, 1.0, 0.8, 0.5))
    no_period = random.choice((0.0, 0.0, 0.3, 0.9))
    lines: list[TreebankSentence] = []
    for sentence in passage:
        if random.random() < broken:
            sentence = replace(sentence, whitespace_after=line_break)
        if "\n" in sentence.whitespace_after and random.random() < no_period:
            sentence = drop_final_period(sentence, (".", "..."))
        lines.append(sentence)
    if random.random() < 0.12:
        bullet = random.choice(BULLETS)
        lines = [sentence.prepend(bullet) for sentence in lines]
    return tuple(lines)


def drop_periods(passage: Passage, random: Random) -> Passage:
    """Drop the periods of half of the sentences, without line breaks."""
    return tuple(
        drop_final_period(sentence, (".", "!")) if random.random() < 0.5 else sentence
        for sentence in passage
    )


def drop_final_period(sentence: TreebankSentence, stops: tuple[str, ...]) -> TreebankSentence:
    """Drop the last word if it's one of the stops and no word depends on it."""
    is_short = len(sentence) < 3
    if is_short or sentence.words[-1].form not in stops:
        return sentence
    rest = sentence.subtree(0, len(sentence) - 1)  # None if a word depends on the last one
    return replace(rest, whitespace_after=sentence.whitespace_after or " ") if rest else sentence


def add_hashtag_line(passage: Passage, random: Random) -> Passage:
    """Add a line of hashtags, sometimes below a link."""
    *others, last = passage
    closing = [replace(last, whitespace_after="\n\n")]
    if random.random() < 0.3:
        closing.append(link(random.choice(LINKS)))
    closing.append(hashtags(random.sample(HASHTAGS, random.randint(1, 4))))
    return (*others, *closing)


def link(url: str) -> TreebankSentence:
    """Return a line that is only a link."""
    return TreebankSentence((TreebankToken(url, "PROPN", "ADD", "root"),), whitespace_after="\n")


def hashtags(names: list[str]) -> TreebankSentence:
    """Return a line that is only hashtags."""
    first, *others = (f"#{name}" for name in names)
    line = TreebankSentence((TreebankToken(first, "X", "ADD", "root"),))
    for tag in others:
        line = line.append_word(TreebankToken(tag, "X", "ADD", "list"), space_before=True)
    return line
