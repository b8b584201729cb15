"""How hard a text is to read, as an American school grade.

Both formulas need letters and words only; those that count syllables guess them from a word list.

- ARI: Smith and Senter 1967, Automated Readability Index, AMRL-TR-66-220:
  4.71 * characters / words + 0.5 * words / sentences - 21.43
- Coleman-Liau: Coleman and Liau 1975, Journal of Applied Psychology 60:
  0.0588 * letters per 100 words - 0.296 * sentences per 100 words - 15.8
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal


def grade(metric: Literal["ari", "coleman-liau"], sentences: Sequence[str]) -> float:
    """Return the school grade of some sentences; 0 for those without words.

    textstat counts characters, letters and words. It is told the sentences: by itself it takes
    each full stop for an end, those of abbreviations and decimals too, and no line break.
    """
    import textstat  # late: most runs need no grade

    text = "\n".join(sentences)
    words = int(textstat.lexicon_count(text))
    if not words:
        return 0.0
    if metric == "ari":
        characters = int(textstat.char_count(text))
        return 4.71 * characters / words + 0.5 * words / len(sentences) - 21.43
    letters = int(textstat.letter_count(text))
    return 5.88 * letters / words - 29.6 * len(sentences) / words - 15.8
