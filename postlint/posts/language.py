"""Whether a draft is English, without going online."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from postlint.posts.lexicon import FUNCTION_WORDS

_WORD = re.compile(r"(?<![\w#@])[^\W\d_]+(?:['’][^\W\d_]+)?")

_LAST_LATIN = "\u024f"

ENGLISH_SHARE = 0.15
"""From this share of English function words on, the language is not in doubt."""

MIN_WORDS = 4
"""With fewer words a guess is worth nothing, unless they are not in Latin letters."""

CONFIDENCE = 0.9
"""How sure the detector must be that a text is not English."""


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language; None where it has no words.

    Text too short or too mixed to tell is taken for English.
    """
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    if not words:
        return None
    share = sum(word in FUNCTION_WORDS for word in words) / len(words)
    if share >= ENGLISH_SHARE:
        return "en"
    foreign_script = sum(map(_is_foreign, words)) > len(words) / 2
    if len(words) < MIN_WORDS and not foreign_script:
        return "en"
    language, confidence = _identifier().classify(" ".join(words))
    sure = confidence >= CONFIDENCE and share < ENGLISH_SHARE / 2
    return str(language) if sure or foreign_script else "en"


def _is_foreign(word: str) -> bool:
    """Say whether a word is not in Latin letters."""
    return any(letter > _LAST_LATIN and letter.isalpha() for letter in word)


@lru_cache(maxsize=1)
def _identifier() -> Any:  # noqa: ANN401 -- py3langid has no types
    # Imported only where the function words leave a doubt: its model takes a while to load.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
