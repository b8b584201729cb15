"""Sentence segmentation: where sentences must, may, and can't start in posts.

The parser splits sentences, but it was trained on running text. In a post, a line break ends a
sentence even without a period, unless the paragraph is wrapped at a column; and a sentence never
starts in the middle of a line after a word without punctuation.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import regex

from postlint.document.hard_wrapping import is_hard_wrapped
from postlint.nlp.lexicon import AUTHOR, FIRM, FUNCTION_WORDS, LAUGHTER, READER, WH_WORDS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MAX_SENTENCE_WORDS = 200
"""The most words of a sentence. A longer text is split to keep the analysis linear."""

_FULL_STOPS = frozenset(".!?…")
_OPEN_ENDED = frozenset(",-–—/&%$€£+'’(\"“[")
_CLOSERS = frozenset("\"'”’)]»*_")
_NEVER_FIRST = frozenset(".!?…,;:)]}%”»")
_NEVER_FIRST_ATTACHED = _NEVER_FIRST | frozenset("\"'’*_")

_BULLETS = frozenset("•‣▪↳▸►▶●◦➡→➤➔✅☑✔✓👉🔹🔸🔵")
_EMOJI = (
    r"(?:[0-9#*]\uFE0F?\u20E3|[[\p{Extended_Pictographic}\p{Regional_Indicator}\p{EMod}\u200D"
    r"\uFE0F\U000E0020-\U000E007F]--[©®™0-9#*]])"
)
_EMOJI_RUN = regex.compile(rf"(?V1){_EMOJI}(?:{_EMOJI}|\ )*+")
_WORD_BEFORE = regex.compile(r"([\w'\"]+)\ *\Z")
_WORD_AFTER = regex.compile(r"\w+")
_WORDS_BEFORE_EMOJI_WORD = frozenset(
    "a an the one some with using and or of drop leave hit smash press click tap give send add use"
    " put react".split()
)
_WORDS_AFTER_EMOJI_WORD = frozenset("for if or below button emoji reaction".split())
"""Words next to an emoji that replaces a word: "drop a 🔥 below", "👍 for yes"."""

_EMOJI_CONTEXT = 20
"""The characters around an emoji that are searched for those words."""

_MAX_SYMBOLS = 10
_KEYCAP = "\u20e3"
_SYMBOL_CATEGORIES = frozenset({"So", "Sk", "Sm", "Cf", "Mn", "Me"})

_NON_FINAL_ABBREVIATIONS = frozenset(
    "mr mrs ms mx dr prof rev hon gen sen rep gov capt lt col sgt messrs mt ft st vs e.g eg i.e ie"
    " cf viz approx ca incl excl fig figs eq resp p.s p.p.s n.b".split()
)
"""Abbreviations before a name or an example, which never end a sentence."""

_NUMBER_ABBREVIATIONS = frozenset(
    "no nos p pp vol vols ch chap sec sect art par para pt ex op est min max ext tel apt ste rm ed"
    " ver jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
"""Abbreviations that don't end a sentence if a number follows."""

_FINAL_ABBREVIATIONS = frozenset(
    "u.s u.k u.s.a e.u u.n d.c a.m p.m am pm inc ltd co corp plc llc etc st ave rd blvd jr sr ph.d"
    " b.a m.a b.sc m.sc m.d al".split()
)
"""Abbreviations that sentences often end with."""

_OPENERS = (
    FUNCTION_WORDS | AUTHOR | FIRM | READER | WH_WORDS
    | frozenset("a an he her his she everyone everybody nobody no yes please now next so".split())
)  # fmt: skip
"""Words that begin a sentence after an abbreviation if capitalized, because they aren't names."""


def hide_emoji(text: str) -> str:
    """Return the text with spaces instead of the emoji inside sentences, in the same length.

    Emoji confuse the parser. Laughing emoji stay, because they are cues.
    """
    return text if text.isascii() else _EMOJI_RUN.sub(_blank_inner_emoji, text)


def _blank_inner_emoji(emoji: regex.Match[str]) -> str:
    text, run = emoji.string, str(emoji[0])
    before = _WORD_BEFORE.search(text[max(0, emoji.start() - _EMOJI_CONTEXT) : emoji.start()])
    after = _WORD_AFTER.match(text, emoji.end(), emoji.end() + _EMOJI_CONTEXT)
    if not before or not after or run[0] == "\ufe0f" or not LAUGHTER.isdisjoint(run):
        return run
    is_word = (
        before[1].lower() in _WORDS_BEFORE_EMOJI_WORD or after[0].lower() in _WORDS_AFTER_EMOJI_WORD
    )
    return run if is_word else " " * len(run)


def unwrap(text: str) -> str:
    """Return the text with spaces instead of the line breaks of a hard-wrapped paragraph."""
    return text.replace("\n", " ") if is_hard_wrapped(text) else text


def mark_sentence_starts(doc: Doc) -> None:
    """Mark the tokens where a sentence must start or can't start, for the parser."""
    previous: Token | None = None
    word: Token | None = None  # the last token of this line that isn't a symbol
    is_plain = False  # whether that token is a plain word
    length = 0
    starts: list[int] = []
    cased = doc[:1].text[:1].isupper() or any(
        token.text[0].isupper() for before, token in pairwise(doc) if before.is_space
    )
    for token in doc:
        start: bool | None = False
        text = token.text
        if text.isspace():
            if "\n" in text:
                word, is_plain = None, False
        else:
            # Most tokens follow a plain word, and no rule ends a sentence after one.
            if not is_plain:
                start = _starts_sentence(token, previous, word, cased=cased)
            if length >= _MAX_SENTENCE_WORDS and start is False:
                start = True
            length = length + 1 if start is False else 1
            previous = token
            if not _is_symbol(text):
                word, is_plain = token, text[-1].isalnum() and text[0] not in "#@"
            elif start:
                word, is_plain = None, False
        starts.append({True: 1, False: -1, None: 0}[start])
    # Set all at once, because setting one token walks the whole Doc.
    values = np.array(starts, dtype="int64").astype("uint64")
    doc.from_array(["SENT_START"], values)  # type: ignore[arg-type]


def _starts_sentence(
    token: Token, previous: Token | None, word: Token | None, *, cased: bool
) -> bool | None:
    """Return whether a sentence starts with `token`; None if the parser decides.

    Args:
        token: isn't whitespace.
        previous: the previous token that isn't whitespace.
        word: the last token of the line that isn't a symbol. It isn't a plain word.
        cased: whether the author uses capitals at the start of lines.
    """
    if token.i == 0:
        return None
    before = token.nbor(-1)
    if before.is_space and "\n" in before.text:
        # If the author uses capitals, a lowercase letter continues the sentence.
        continues = cased and token.text[0].islower() and not _can_end_line(previous)
        return None if continues else True
    if previous is None:
        return None
    if _is_symbol(token.text):
        # A bullet starts the next item, and so does an emoji before a lowercase letter ("❤️ if you
        # agree"); any other emoji belongs to the previous sentence.
        if word is None or not _is_full_stop(word):
            return False
        is_bullet = token.text[0] in _BULLETS or _KEYCAP in token.text
        return is_bullet or (cased and previous is word and _precedes_lowercase_word(token))
    if word is None or _NEVER_FIRST.issuperset(token.text):
        return False
    if previous is not word:
        return _is_full_stop(word) and not (cased and token.text[0].islower())
    if _is_attached(token) and (
        _NEVER_FIRST_ATTACHED.issuperset(token.text) or not _is_full_stop(word)
    ):
        return False
    if token.text[0].islower() and _is_name_with_mark(word):
        return False
    if (abbreviated := _after_abbreviation(word, token)) is not None:
        return abbreviated
    return None if _can_end_sentence(word, token) else False


@lru_cache(maxsize=4_096)
def _is_symbol(text: str) -> bool:
    """Return whether a token is an emoji, a bullet, an arrow, or a part of one."""
    if text.isascii():
        return False
    return _KEYCAP in text or all(
        character in _BULLETS
        or (character > "\x7f" and unicodedata.category(character) in _SYMBOL_CATEGORIES)
        for character in text
    )


def _precedes_lowercase_word(symbol: Token) -> bool:
    """Return whether a lowercase word follows one or a few symbols."""
    following = symbol.doc[symbol.i + 1 : symbol.i + 1 + _MAX_SYMBOLS]
    word = next((token for token in following if not _is_symbol(token.text)), None)
    return word is not None and word.text[0].islower()


def _is_attached(token: Token) -> bool:
    """Return whether nothing separates a token from the previous one."""
    before = token.nbor(-1)
    return not before.whitespace_ and not before.is_space


def _is_full_stop(token: Token) -> bool:
    """Return whether a token is a period or the like, or a closing mark after one."""
    if token.text[-1] in _CLOSERS and token.i and _is_attached(token):
        token = token.nbor(-1)
    return token.text[-1] in _FULL_STOPS


def _is_name_with_mark(mark: Token) -> bool:
    """Return whether an exclamation mark may be part of a name: "on Yahoo! today"."""
    if mark.text != "!" or mark.i < 2 or not _is_attached(mark):
        return False
    name = mark.nbor(-1)
    return name.text.istitle() and mark.nbor(-2).text.islower()


def _after_abbreviation(word: Token, token: Token) -> bool | None:
    """Return whether a sentence starts after an abbreviation; None if `word` isn't one."""
    if word.text[-1] != "." or word.text.endswith(".."):
        return None
    is_period = word.text == "." and word.i and _is_attached(word)
    abbreviation = word.nbor(-1) if is_period else word
    text = abbreviation.text
    stem = text.lower().rstrip(".")
    first = token.text[0]
    opens = first.isupper() and token.lower_ in _OPENERS
    if stem == "st" and opens and abbreviation.i and abbreviation.nbor(-1).text[0].isupper():
        return True  # a street
    if stem in _NON_FINAL_ABBREVIATIONS:
        return False
    if stem in _NUMBER_ABBREVIATIONS and first.isdigit():
        return False
    if stem in _FINAL_ABBREVIATIONS or (text.count(".") > 1 and len(stem) < 8):
        return opens or (None if first.isupper() else False)
    if len(stem) == 1 and text[0].islower() and stem in "cv":
        return False  # circa, versus
    if len(stem) == 1 and text[0].isupper():
        # A single letter is the name of a thing ("plan B") or an initial ("J. R. Smith").
        named = abbreviation.i and abbreviation.nbor(-1).text.islower()
        return opens or (None if named and first.isupper() else False)
    return None


def _can_end_line(token: Token | None) -> bool:
    return token is None or not (token.text[-1].isalnum() or token.text[-1] in _OPEN_ENDED)


def _can_end_sentence(previous: Token, token: Token) -> bool:
    """Return whether a sentence can end with `previous` when `token` is the next word."""
    if previous.text[0] in "#@":
        return not (token.text[0] in "#@" or token.text[0].islower())
    return previous.text[-1] in _CLOSERS or _can_end_line(previous)
