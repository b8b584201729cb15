"""What a guild of restorers asks of its members' posts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from postlint.plugins import API_VERSION, Check, CheckOptions, Context, Hit, Plugin


class UndatedOptions(CheckOptions):
    """What an undated piece is."""

    pieces: tuple[str, ...] = Field(min_length=1)
    """Words for what is restored, in small letters."""


def undated(context: Context) -> Iterator[Hit]:
    """Yield sentences that speak of a piece and give no number: no year, no age."""
    for sentence in context.post.sentences:
        words = {token.lower_ for token in sentence.tokens}
        found = sorted(words & set(context.options.pieces))
        if found and "number" not in sentence.cues and not sentence.quoted:
            yield Hit(sentence, {"piece": found[0]})


def breaks(context: Context) -> Iterator[Hit]:
    """Fail on every post: what postlint then says is for a test to see."""
    raise LookupError("the guild's ledger is lost")
    yield


CHECKS = {
    "guild_undated": Check(undated, UndatedOptions, ("piece",)),
    "guild_breaks": Check(breaks),
}

PLUGIN = Plugin(api=API_VERSION, checks=CHECKS, rules=Path(__file__).with_name("rules"))
FROM_TOMORROW = Plugin(api=API_VERSION + 1)
NOTHING = None
