"""Spells a passage like a post: emoji, mentions, letter case, curly quotes, and dashes."""

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
    """Put emoji after some sentences, and before a few."""

    def decorate(sentence: TreebankSentence) -> TreebankSentence:
        choice = random.random()
        if choice < 0.25:
            mark = emoji(random.choice(EMOJI))
            sentence = sentence.append_word(mark, space_before=random.random() < 0.8)
            for _ in range(random.choice((0, 0, 0, 1, 2))):
                sentence = sentence.append_word(mark, space_before=False)
        elif choice < 0.35:
            sentence = sentence.prepend(emoji(random.choice(EMOJI)))
        return sentence

    return tuple(decorate(sentence) for sentence in passage)


def add_mentions(passage: Passage, random: Random) -> Passage:
    """Turn some names into mentions or hashtags, and a few other nouns into hashtags."""

    def add_to(sentence: TreebankSentence) -> TreebankSentence:
        long_names = {word.head for word in sentence.words if word.dep in _NAME_DEPS}

        def mention(index: int, word: TreebankToken) -> TreebankToken:
            if not word.form.isalpha():
                return word
            form = word.form
            is_name = word.xpos == "NNP" and word.dep not in _NAME_DEPS and index not in long_names
            if is_name and random.random() < 0.2:
                is_mention = random.random() < 0.6
                form = f"@{random.choice(HANDLES)}" if is_mention else f"#{form}"
            elif word.xpos == "NN" and random.random() < 0.04:
                form = f"#{form}"
            return replace(word, form=form)

        return sentence.map_words(mention)

    return tuple(add_to(sentence) for sentence in passage)


def change_case(passage: Passage, random: Random) -> Passage:
    """Sometimes write everything in lowercase or in uppercase, or some words in uppercase."""
    choice = random.random()
    if choice < 0.07:
        return tuple(sentence.map_forms(lambda word: word.form.lower()) for sentence in passage)
    if choice < 0.15:
        return tuple(_lowercase_start(sentence, random) for sentence in passage)
    if choice < 0.17:
        return tuple(sentence.map_forms(lambda word: word.form.upper()) for sentence in passage)
    if choice < 0.25:
        return tuple(
            _uppercase_words(sentence, random) if random.random() < 0.3 else sentence
            for sentence in passage
        )
    return passage


def _lowercase_start(sentence: TreebankSentence, random: Random) -> TreebankSentence:
    """Write "i" in lowercase, and usually the first word, too."""
    is_lowercase = random.random() < 0.8 and sentence.words[0].xpos not in {"NNP", "NNPS"}

    def spell(index: int, word: TreebankToken) -> TreebankToken:
        if word.form == "I" or (is_lowercase and index == 0):
            return replace(word, form=word.form.lower())
        return word

    return sentence.map_words(spell)


def _uppercase_words(sentence: TreebankSentence, random: Random) -> TreebankSentence:
    return sentence.map_forms(
        lambda word: (
            word.form.upper()
            if word.upos in _EMPHASIZED_POS and random.random() < 0.2
            else word.form
        )
    )


def change_typography(passage: Passage, random: Random) -> Passage:
    """Use the apostrophes, quotation marks, dashes, and ellipses that phones insert."""
    if random.random() < 0.4:
        passage = tuple(sentence.map_forms(_curly_apostrophe) for sentence in passage)
    if random.random() < 0.3:
        passage = tuple(sentence.map_forms(_curly_quote) for sentence in passage)
    if random.random() < 0.3:
        passage = tuple(_with_dashes(sentence) for sentence in passage)
    return passage


def _curly_apostrophe(word: TreebankToken) -> str:
    # On its own, it may be a quotation mark.
    return word.form if word.form == "'" else word.form.replace("'", "’")


def _curly_quote(word: TreebankToken) -> str:
    return {"``": "“", "''": "”"}.get(word.xpos, word.form) if word.form == '"' else word.form


def _with_dashes(sentence: TreebankSentence) -> TreebankSentence:
    def spell(index: int, word: TreebankToken) -> TreebankToken:
        if word.form == "...":
            return replace(word, form="…")
        # A hyphen between spaces is a dash; the one in "e-mail" isn't.
        apart = index > 0 and sentence.words[index - 1].space_after
        if word.form == "--" or (word.form == "-" and apart and word.xpos in _DASH_TAGS):
            return replace(word, form="—")
        return word

    return sentence.map_words(spell)
