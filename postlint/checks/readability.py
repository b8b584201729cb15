"""Readability formulas that give American school grades.

They count only letters and words. Other formulas also count syllables, which can only be estimated.

- ARI: Smith and Senter 1967, Automated Readability Index, AMRL-TR-66-220:
  4.71 * characters / words + 0.5 * words / sentences - 21.43
- Coleman-Liau: Coleman and Liau 1975, Journal of Applied Psychology 60:
  0.0588 * letters per 100 words - 0.296 * sentences per 100 words - 15.8
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal


def grade(metric: Literal["ari", "coleman-liau"], sentences: Sequence[str]) -> float:
    """Return the school grade of some sentences, or 0 if they have no words.

    textstat counts the characters, letters, and words. It doesn't count the sentences, because it
    splits at abbreviations and decimals and ignores line breaks.
    """
    import textstat  # imported late: most runs don't need it

    text = "\n".join(sentences)
    words = int(textstat.lexicon_count(text))
    if not words:
        return 0.0
    if metric == "ari":
        characters = int(textstat.char_count(text))
        return 4.71 * characters / words + 0.5 * words / len(sentences) - 21.43
    letters = int(textstat.letter_count(text))
    return 5.88 * letters / words - 29.6 * len(sentences) / words - 15.8
