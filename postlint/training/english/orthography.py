"""Spells a passage like a post: emoji, mentions, letter case, curly quotes and dashes."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from postlint.training.english.post_vocabulary import EMOJI, HANDLES
from postlint.training.english.treebank import Passage, TreebankSentence, TreebankToken

_EMPHASIZED_POS = frozenset({"ADJ", "ADV", "NOUN", "VERB"})
_DASH_TAGS = frozenset({",", ":", "HYPH", "NFP"})
_NAME_DEPS = frozenset({"compound", "flat"})


def emoji(form: str) -> TreebankToken:
    """Return an emoji as a word."""
    return TreebankToken(form, "SYM", "NFP", "discourse")


def add_emoji(passage: Passage, random: Random) -> Passage:
    """Put emoji behind some sentences, and before a few."""

    def decorated(sentence: TreebankSentence) -> TreebankSentence:
        place = random.random()
        if place < 0.25:
            mark = emoji(random.choice(EMOJI))
            sentence = sentence.append_word(mark, space_before=random.random() < 0.8)
            for _ in range(random.choice((0, 0, 0, 1, 2))):
                sentence = sentence.append_word(mark, space_before=False)
        elif place < 0.35:
            sentence = sentence.prepend(emoji(random.choice(EMOJI)))
        return sentence

    return tuple(decorated(sentence) for sentence in passage)


def add_mentions(passage: Passage, random: Random) -> Passage:
    """Make some names mentions or hashtags, and a few other nouns hashtags."""

    def mentioning(sentence: TreebankSentence) -> TreebankSentence:
        long_names = {word.head for word in sentence.words if word.dep in _NAME_DEPS}

        def mention(place: int, word: TreebankToken) -> TreebankToken:
            form = word.form
            if not form.isalpha():
                pass
            elif word.xpos == "NNP":
                alone = word.dep not in _NAME_DEPS and place not in long_names
                if alone and random.random() < 0.2:
                    is_mention = random.random() < 0.6
                    form = f"@{random.choice(HANDLES)}" if is_mention else f"#{form}"
            elif word.xpos == "NN" and random.random() < 0.04:
                form = f"#{form}"
            return replace(word, form=form)

        return sentence.changed(mention)

    return tuple(mentioning(sentence) for sentence in passage)


def change_case(passage: Passage, random: Random) -> Passage:
    """Now and then write it all small, or all in capitals, or stress some words with them."""
    way = random.random()
    if way < 0.07:
        return tuple(sentence.map_forms(lambda word: word.form.lower()) for sentence in passage)
    if way < 0.15:
        return tuple(_lowercase_start(sentence, random) for sentence in passage)
    if way < 0.17:
        return tuple(sentence.map_forms(lambda word: word.form.upper()) for sentence in passage)
    if way < 0.25:
        return tuple(
            _uppercase_words(sentence, random) if random.random() < 0.3 else sentence
            for sentence in passage
        )
    return passage


def _lowercase_start(sentence: TreebankSentence, random: Random) -> TreebankSentence:
    """Write "i" small, and mostly the first word too."""
    small = random.random() < 0.8 and sentence.words[0].xpos not in {"NNP", "NNPS"}

    def spell(place: int, word: TreebankToken) -> TreebankToken:
        if word.form == "I" or (small and place == 0):
            return replace(word, form=word.form.lower())
        return word

    return sentence.changed(spell)


def _uppercase_words(sentence: TreebankSentence, random: Random) -> TreebankSentence:
    return sentence.map_forms(
        lambda word: (
            word.form.upper()
            if word.upos in _EMPHASIZED_POS and random.random() < 0.2
            else word.form
        )
    )


def change_typography(passage: Passage, random: Random) -> Passage:
    """Use a telephone's apostrophes, quotation marks, dashes and dots in place of a keyboard's."""
    if random.random() < 0.4:
        passage = tuple(sentence.map_forms(_curly_apostrophe) for sentence in passage)
    if random.random() < 0.3:
        passage = tuple(sentence.map_forms(_curly_quote) for sentence in passage)
    if random.random() < 0.3:
        passage = tuple(_with_dashes(sentence) for sentence in passage)
    return passage


def _curly_apostrophe(word: TreebankToken) -> str:
    # Alone it may be a quotation mark.
    return word.form if word.form == "'" else word.form.replace("'", "’")


def _curly_quote(word: TreebankToken) -> str:
    return {"``": "“", "''": "”"}.get(word.xpos, word.form) if word.form == '"' else word.form


def _with_dashes(sentence: TreebankSentence) -> TreebankSentence:
    def spell(place: int, word: TreebankToken) -> TreebankToken:
        if word.form == "...":
            return replace(word, form="…")
        # A hyphen between blanks is a dash, one within "e-mail" is not.
        apart = place > 0 and sentence.words[place - 1].space_after
        if word.form == "--" or (word.form == "-" and apart and word.xpos in _DASH_TAGS):
            return replace(word, form="—")
        return word

    return sentence.changed(spell)
