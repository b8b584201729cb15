"""Which parts of a draft are in English, without going online.

Most English text shows itself by its function words. Where it doesn't, py3langid says how likely
English is. Headings, names, and other blocks that could be in any language follow the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from postlint.document.character_folding import fold_characters
from postlint.nlp.lexicon import ENGLISH_ONLY, FOREIGN_WORDS, FUNCTION_WORDS

if TYPE_CHECKING:
    from postlint.document.prose import Prose

_WORD = re.compile(r"(?<![\w#@])[^\W\d_]+(?:'[^\W\d_]+)?")
_LAST_LATIN = "\u024f"

_MIN_ENGLISH_SHARE = 0.1
"""With this share of words that only English has, a text is English."""

_MIN_ENGLISH_PROBABILITY = 0.05
"""A text is not English if the detector gives English a smaller chance."""

_MAX_FOREIGN_ENGLISH_PROBABILITY = 0.02
"""With a smaller one, it is another language even if it shows no function word of its own."""

_MIN_CONFIDENCE = 0.5
"""How sure the detector must be of a language that shows none of its function words."""

_MIN_NAMING_CONFIDENCE = 0.6
"""How sure the detector must be of a language to name it."""

_MIN_GUESS_WORDS = 3
"""With fewer words, a guess by the letters alone is worth nothing."""

_MANY_WORDS = 8
"""Text of this many words has function words, in any language."""

_MIN_FOREIGN_WORDS = 4
"""A block with fewer words may be a phrase that its author borrowed."""

_SUBSTANTIAL_SHARE, _SUBSTANTIAL_WORDS = 0.25, 40
"""In a draft with several languages, English is checked from this share or this many words on."""

_NAMES = {
    "af": "Afrikaans", "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan",
    "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish",
    "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "ga": "Irish", "gl": "Galician", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian",
    "ja": "Japanese", "ka": "Georgian", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian",
    "ms": "Malay", "nb": "Norwegian", "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili",
    "ta": "Tamil", "th": "Thai", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian",
    "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""Names of the languages that posts are mostly written in, by ISO 639-1 code."""


@dataclass(frozen=True)
class DraftLanguages:
    """The languages of a draft.

    Attributes:
        main: ISO 639-1 code: "en" if enough of it is English, None if it has no words.
        name: what the main language is called; None if that is not certain.
        english: the blocks to analyze.
        foreign: how many blocks with words are left out.
    """

    main: str | None
    name: str | None
    english: tuple[Prose, ...]
    foreign: int = 0


NO_LANGUAGE = DraftLanguages(None, None, ())
"""Of a draft without words."""


class _LanguageGuess(NamedTuple):
    """What language a text is in: a code, or None where that is open.

    Attributes:
        language: ISO 639-1 code.
        words: how many words it has.
        sure: how sure the detector is.
    """

    language: str | None
    words: int
    sure: float = 1.0


def find_languages(blocks: Sequence[Prose]) -> DraftLanguages:
    """Return which blocks of a draft are English, and what its main language is."""
    guesses = [_guess(block.text, block=True) for block in blocks]
    decided = [guess for guess in guesses if guess.language]
    if not decided:
        whole = _guess(" ".join(block.text for block in blocks), block=False)
        language = (whole.language or "en") if whole.words else None
        return DraftLanguages(language, _name(whole), tuple(blocks) if language == "en" else ())
    english = sum(guess.words for guess in decided if guess.language == "en")
    share = english / sum(guess.words for guess in decided)
    if not english or (share < _SUBSTANTIAL_SHARE and english < _SUBSTANTIAL_WORDS):
        longest = max((one for one in decided if one.language != "en"), key=lambda one: one.words)
        return DraftLanguages(longest.language, _name(longest), ())
    languages = _resolve_undecided(blocks, guesses)
    kept = tuple(
        block for block, language in zip(blocks, languages, strict=True) if language == "en"
    )
    return DraftLanguages("en", "English", kept, len(blocks) - len(kept))


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language; None where it has no words.

    A text that could be in any language counts as English.
    """
    guess = _guess(text, block=False)
    return (guess.language or "en") if guess.words else None


def _resolve_undecided(blocks: Sequence[Prose], guesses: Sequence[_LanguageGuess]) -> list[str]:
    """Return each block's language; open ones are in that of a neighbor.

    That is the block before, but for a heading the block after.
    """
    before: list[str | None] = []
    for guess in guesses:
        before.append(guess.language or (before[-1] if before else None))
    after: list[str | None] = []
    for guess in reversed(guesses):
        after.append(guess.language or (after[-1] if after else None))
    return [
        (following or preceding or "en")
        if block.kind == "heading"
        else (preceding or following or "en")
        for block, preceding, following in zip(blocks, before, reversed(after), strict=True)
    ]


def _guess(text: str, *, block: bool) -> _LanguageGuess:
    """Return a text's language; of a block, it is left open where the detector isn't needed."""
    words = [word.lower() for word in _WORD.findall(fold_characters(text))]
    count = len(words)
    english = len(ENGLISH_ONLY.intersection(words))
    foreign = len(FOREIGN_WORDS.intersection(words))
    if english > foreign and english >= _MIN_ENGLISH_SHARE * len(set(words)):
        return _LanguageGuess("en", count)
    if sum(map(_is_foreign_script, words)) > count / 2:
        # Scripts without blanks have few "words".
        letters = sum(map(len, words))
        if block and letters < _MANY_WORDS:
            return _LanguageGuess(None, count)
        language, sure, _ = _rank(words)
        return _LanguageGuess(language, max(count, letters // 4), sure)
    if not words or (
        block
        and count < _MANY_WORDS
        and not (foreign and count >= _MIN_FOREIGN_WORDS)
        and all(map(str.isascii, words))
    ):
        return _LanguageGuess(None, count)
    return _detect_with_model(words, english, foreign, block=block)


def _detect_with_model(
    words: Sequence[str], english: int, foreign: int, *, block: bool
) -> _LanguageGuess:
    count = len(words)
    language, sure, chance = _rank(words)
    if chance >= _MIN_ENGLISH_PROBABILITY:
        return _LanguageGuess("en" if english or chance >= _MIN_CONFIDENCE else None, count)
    if english > foreign and count < _MANY_WORDS:
        return _LanguageGuess("en", count)
    if block:
        # Names and code look foreign, too.
        is_foreign = chance < _MAX_FOREIGN_ENGLISH_PROBABILITY and (
            foreign > 1 or (sure >= _MIN_NAMING_CONFIDENCE and (foreign or count >= _MANY_WORDS))
        )
        fewest = _MIN_FOREIGN_WORDS
    else:
        is_foreign = foreign or sure >= _MIN_CONFIDENCE or count >= _MANY_WORDS
        if chance < _MAX_FOREIGN_ENGLISH_PROBABILITY:
            accents = not all(map(str.isascii, words))
            is_foreign = is_foreign or accents or FUNCTION_WORDS.isdisjoint(words)
        fewest = 1 if foreign else _MIN_GUESS_WORDS
    return _LanguageGuess(language if is_foreign and count >= fewest else None, count, sure)


def _rank(words: Sequence[str]) -> tuple[str, float, float]:
    """Return the likeliest language but English, its chance, and that of English."""
    chances = dict(_detector().rank(" ".join(words)))
    # Nigerian Pidgin is what it takes slangy English for.
    english = float(chances.pop("en")) + float(chances.pop("pcm", 0))
    # What it has learned to be no language is mostly names and numbers.
    chances.pop("zxx", None)
    language = max(chances, key=lambda code: float(chances[code]))
    return str(language), float(chances[language]), english


def _is_foreign_script(word: str) -> bool:
    """Return whether a word isn't in Latin letters."""
    return any(letter > _LAST_LATIN and letter.isalpha() for letter in word)


def _name(guess: _LanguageGuess) -> str | None:
    if guess.language == "en":
        return "English"
    return _NAMES.get(guess.language or "") if guess.sure >= _MIN_NAMING_CONFIDENCE else None


@lru_cache(maxsize=1)
def _detector() -> Any:  # noqa: ANN401 -- py3langid has no types
    # Imported only where the function words leave a doubt: its model takes a while to load.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
