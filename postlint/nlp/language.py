"""Language detection for the blocks of a draft, without going online.

Most English text is recognized by its function words, or because most of its words are common in
English. For other text, py3langid estimates the probability of English. Headings, names, and other
blocks that could be in any language get the language of their neighbors.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, compress
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from postlint.document.character_folding import fold_characters
from postlint.nlp.lexicon import ENGLISH_ONLY, FOREIGN_WORDS, FUNCTION_WORDS, frequent_words

if TYPE_CHECKING:
    from postlint.document.prose import Prose

_WORD = re.compile(r"(?<![\w#@])[^\W\d_]+(?:'[^\W\d_]+)?")
_LAST_LATIN = "\u024f"

_MIN_ENGLISH_SHARE = 0.1
"""The least share of words that only English has in an English text."""

_MIN_ENGLISH_PROBABILITY = 0.05
"""The least probability of English in a text that may be English."""

_MAX_FOREIGN_ENGLISH_PROBABILITY = 0.02
"""Below this probability of English, a text is foreign even without foreign function words."""

_MIN_CONFIDENCE = 0.5
"""The least probability of a language without any of its function words."""

_MIN_NAMING_CONFIDENCE = 0.6
"""The least probability of a language to name it in a message."""

_MIN_GUESS_WORDS = 3
"""The fewest words of a text whose language can be detected without function words."""

_MANY_WORDS = 8
"""The number of words from which any text has function words."""

_MIN_FOREIGN_WORDS = 4
"""The fewest words of a foreign block; a shorter one may be a borrowed phrase."""

_MIN_COMMON_WORDS = 4
"""The fewest words of a text that can be recognized by its common English words."""

_MIN_COMMON_SHARE, _MIN_COMMON_SHARE_OF_FEW = 0.6, 0.8
"""The least share of common English words in an English text, and in one of few words.

Of 3,300 interface texts of at least eight words in 90 other languages (Django and two of its
packages), without more foreign function words than English ones, none but untranslated ones have
that many; of 9,900 shorter ones, 0.2%.
"""

_SUBSTANTIAL_SHARE, _SUBSTANTIAL_WORDS = 0.25, 40
"""The share or number of English words from which a multilingual draft is checked as English."""

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
"""Names of the most common languages of posts, by ISO 639-1 code."""


@dataclass(frozen=True)
class DraftLanguages:
    """The languages of a draft.

    Attributes:
        main: the ISO 639-1 code: "en" if enough text is English; None if there are no words.
        name: the name of the main language; None if it's uncertain.
        english: the English blocks, which are analyzed.
        foreign: the number of other blocks.
    """

    main: str | None
    name: str | None
    english: tuple[Prose, ...]
    foreign: int = 0


NO_LANGUAGE = DraftLanguages(None, None, ())
"""The languages of a draft without words."""


class _LanguageGuess(NamedTuple):
    """The detected language of a text.

    Attributes:
        language: the ISO 639-1 code; None if it's undecided.
        words: the number of words in the text.
        confidence: the probability of the language.
    """

    language: str | None
    words: int
    confidence: float = 1.0


def find_languages(blocks: Sequence[Prose]) -> DraftLanguages:
    """Return the English blocks of a draft, and its main language."""
    guesses = [_guess(block.text, block=True) for block in blocks]
    decided = [guess for guess in guesses if guess.language]
    if not decided:
        whole = _guess(" ".join(block.text for block in blocks), block=False)
        language = (whole.language or "en") if whole.words else None
        return DraftLanguages(language, _name(whole), tuple(blocks) if language == "en" else ())
    english_words = sum(guess.words for guess in decided if guess.language == "en")
    share = english_words / sum(guess.words for guess in decided)
    if not english_words or (share < _SUBSTANTIAL_SHARE and english_words < _SUBSTANTIAL_WORDS):
        foreign = (guess for guess in decided if guess.language != "en")
        longest = max(foreign, key=lambda guess: guess.words)
        return DraftLanguages(longest.language, _name(longest), ())
    languages = _resolve_undecided(blocks, guesses)
    is_english = [language == "en" for language in languages]
    english = tuple(compress(blocks, is_english))
    return DraftLanguages("en", "English", english, len(blocks) - len(english))


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language; None if the text has no words.

    A text that could be in any language counts as English.
    """
    guess = _guess(text, block=False)
    return (guess.language or "en") if guess.words else None


def _resolve_undecided(blocks: Sequence[Prose], guesses: Sequence[_LanguageGuess]) -> list[str]:
    """Return the language of each block; undecided blocks get the language of a neighbor.

    The neighbor is the previous block, or for a heading the next block.
    """
    languages = [guess.language for guess in guesses]
    before = list(accumulate(languages, _later_or_earlier))
    after = list(accumulate(reversed(languages), _later_or_earlier))[::-1]
    return [
        (following or preceding or "en")
        if block.kind == "heading"
        else (preceding or following or "en")
        for block, preceding, following in zip(blocks, before, after, strict=True)
    ]


def _later_or_earlier(earlier: str | None, later: str | None) -> str | None:
    return later or earlier


@lru_cache(maxsize=2_048)
def _guess(text: str, *, block: bool) -> _LanguageGuess:
    """Return the language of a text; the detector runs for a block only if necessary."""
    words = [word.lower() for word in _WORD.findall(fold_characters(text))]
    count = len(words)
    english = len(ENGLISH_ONLY.intersection(words))
    foreign = len(FOREIGN_WORDS.intersection(words))
    if english > foreign and english >= _MIN_ENGLISH_SHARE * len(set(words)):
        return _LanguageGuess("en", count)
    if sum(map(_is_foreign_script, words)) > count / 2:
        # Scripts without spaces have few "words".
        characters = sum(map(len, words))
        if block and characters < _MANY_WORDS:
            return _LanguageGuess(None, count)
        language, confidence, _ = _rank(words)
        return _LanguageGuess(language, max(count, characters // 4), confidence)
    if not words or (
        block
        and count < _MANY_WORDS
        and not (foreign and count >= _MIN_FOREIGN_WORDS)
        and all(map(str.isascii, words))
    ):
        return _LanguageGuess(None, count)
    if english >= foreign and count >= _MIN_COMMON_WORDS and _has_common_words(words):
        return _LanguageGuess("en", count)
    if not block and not foreign and count < _MIN_GUESS_WORDS:
        return _LanguageGuess(None, count)
    return _detect_with_model(words, english, foreign, block=block)


def _has_common_words(words: Sequence[str]) -> bool:
    """Return whether most words are common in English."""
    share = len([*filter(frequent_words().__contains__, words)]) / len(words)
    return share >= (_MIN_COMMON_SHARE if len(words) >= _MANY_WORDS else _MIN_COMMON_SHARE_OF_FEW)


def _detect_with_model(
    words: Sequence[str], english: int, foreign: int, *, block: bool
) -> _LanguageGuess:
    count = len(words)
    language, confidence, english_probability = _rank(words)
    if english_probability >= _MIN_ENGLISH_PROBABILITY:
        return _LanguageGuess(
            "en" if english or english_probability >= _MIN_CONFIDENCE else None, count
        )
    if english > foreign and count < _MANY_WORDS:
        return _LanguageGuess("en", count)
    if block:
        # Names and code look foreign, too, so more evidence is necessary.
        is_foreign = english_probability < _MAX_FOREIGN_ENGLISH_PROBABILITY and (
            foreign > 1
            or (confidence >= _MIN_NAMING_CONFIDENCE and (foreign or count >= _MANY_WORDS))
        )
        min_words = _MIN_FOREIGN_WORDS
    else:
        is_foreign = foreign or confidence >= _MIN_CONFIDENCE or count >= _MANY_WORDS
        if english_probability < _MAX_FOREIGN_ENGLISH_PROBABILITY:
            has_accents = not all(map(str.isascii, words))
            is_foreign = is_foreign or has_accents or FUNCTION_WORDS.isdisjoint(words)
        min_words = 1 if foreign else _MIN_GUESS_WORDS
    return _LanguageGuess(
        language if is_foreign and count >= min_words else None, count, confidence
    )


def _rank(words: Sequence[str]) -> tuple[str, float, float]:
    """Return the likeliest language except English, its probability, and that of English."""
    probabilities = dict(load_detector().rank(" ".join(words)))
    # The detector reads informal English as Nigerian Pidgin.
    english = probabilities.pop("en") + probabilities.pop("pcm", 0.0)
    probabilities.pop("zxx", None)  # no language: mostly names and numbers
    language = max(probabilities, key=lambda code: probabilities[code])
    return language, float(probabilities[language]), float(english)


def _is_foreign_script(word: str) -> bool:
    """Return whether a word isn't in the Latin script."""
    return any(character > _LAST_LATIN and character.isalpha() for character in word)


def _name(guess: _LanguageGuess) -> str | None:
    if guess.language == "en":
        return "English"
    return _NAMES.get(guess.language or "") if guess.confidence >= _MIN_NAMING_CONFIDENCE else None


def load_detector() -> Any:  # noqa: ANN401 -- py3langid has no types
    """Return py3langid's detector; loaded once, even if two threads need it at the same time."""
    with _detector_lock:
        return _read_detector()


_detector_lock = Lock()


@lru_cache(maxsize=1)
def _read_detector() -> Any:  # noqa: ANN401
    # Imported late, because the model is slow to load and rarely needed.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
