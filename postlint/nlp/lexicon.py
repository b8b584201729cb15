"""Word lists for the analysis, in lowercase and with straight apostrophes.

The long ones are in `data/words`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from postlint.core.resources import folder

_LISTS = json.loads((folder("words") / "lexicon.json").read_text(encoding="utf-8"))


def to_words(lines: Iterable[str]) -> frozenset[str]:
    """Return the words in lines of text."""
    return frozenset(" ".join(lines).split())


AUTHOR = frozenset("i me my mine myself im ive id i'm i've i'd i'll".split())
FIRM = frozenset("we us our ours ourselves we're we've we'll we'd".split())
READER = frozenset(
    "you your yours yourself yourselves u ur ya y'all you're you've you'll you'd youre"
    " youve".split()
)
CLIENTS = to_words(_LISTS["clients"])
HELPING = to_words(_LISTS["helping"])
BENEFITS = to_words(_LISTS["benefits"])
PROBLEMS = to_words(_LISTS["problems"])

CALLS_TO_ACTION = to_words(_LISTS["calls_to_action"])
"""Verbs of calls to action that alone give the reader nothing to use."""

MOODS = to_words(_LISTS["moods"])
"""First words of a sentence that is about its author and has no subject."""

CELEBRATION = to_words(_LISTS["celebration"])
LAUGHTER = frozenset(
    "😂 🤣 😅 😆 😜 🤪 🙈 😬 🤦 🤷 😝 😏 🥴 🙃 😉 lol haha hahaha lmao rofl oops whoops"
    " :) ;) :-) ;-) :p".split()
)
TIMES = to_words(_LISTS["times"])
KIN = to_words(_LISTS["kin"])

WH_WORDS = frozenset(
    "what which who whom whose when where why how what's who's how's where's".split()
)
AUXILIARIES = to_words(_LISTS["auxiliaries"])

FUNCTION_WORDS = to_words(_LISTS["function_words"])
"""Common English words, whose share identifies English text.

Words that are as common in a related language are left out (a, in, was, so, no, me).
"""

_SHARED = to_words(_LISTS["shared"])
"""Common English words that are also words of other languages."""

ENGLISH_ONLY = (FUNCTION_WORDS - _SHARED) | to_words(_LISTS["english_only"])
"""Common English words that aren't words of related languages."""

FOREIGN_WORDS = frozenset().union(*map(to_words, _LISTS["foreign_words"].values())) - FUNCTION_WORDS
"""Common words of other languages in the Latin script that posts are often written in."""

_FREQUENT_WORDS = 10_000


@lru_cache(maxsize=1)
def frequent_words() -> frozenset[str]:
    """Return the 10,000 most frequent words of English; read once, when they're needed."""
    # Words are sorted by frequency.
    with (folder("models/words") / "words.txt").open(encoding="utf-8") as lines:
        return frozenset(line.rstrip("\n") for line in islice(lines, _FREQUENT_WORDS))
