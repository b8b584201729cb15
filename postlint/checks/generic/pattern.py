"""The generic check `pattern`: patterns of tokens, such as their parts of speech."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from pydantic import Field, field_validator

from postlint.checks.base import BlockSpan, Check, Context, Hit
from postlint.checks.generic.phrases import MatchOptions, hits_of_matches
from postlint.checks.scopes import parts
from postlint.core.terminal_text import shorten
from postlint.nlp.quotation import find_quotations

_ATTRIBUTES = frozenset(
    "TEXT LOWER LEMMA POS TAG DEP SHAPE LENGTH IS_ALPHA IS_DIGIT IS_LOWER IS_UPPER IS_TITLE "
    "IS_PUNCT IS_STOP IS_SENT_START IS_EMOJI LIKE_NUM LIKE_EMAIL OP".split()
)
_OPERATOR = re.compile(r"[!?*+]|\{\d{1,3}(?:,\d{0,3})?\}|\{,\d{1,3}\}")
_MAX_TOKENS = 12
_MAX_PATTERN_CHARACTERS = 1_000
_MAX_UNBOUNDED = 2
"""More tokens that match any number of words make matching slow on long sentences."""

Pattern = tuple[dict[str, Any], ...]


class PatternOptions(MatchOptions):
    """The patterns, and which matches count."""

    patterns: tuple[Pattern, ...] = Field(
        min_length=1,
        description=(
            "Each is a list of tokens in the form of spaCy's Matcher, such as `[{LOWER: so}, {POS: "
            "ADJ}]`. `LEMMA` is a word's base form; `IS_EMOJI: true` is an emoji. A pattern "
            "matches only within a sentence. `REGEX` and `FUZZY` aren't allowed."
        ),
    )

    @cached_property
    def as_json(self) -> str:
        """The patterns as a JSON string, which can be a cache key."""
        return json.dumps(self.patterns)

    @field_validator("patterns")
    @classmethod
    def _usable(cls, value: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
        for pattern in value:
            _refuse(pattern)
        return value


def _refuse(pattern: Pattern) -> None:
    if not 1 <= len(pattern) <= _MAX_TOKENS:
        raise ValueError(f"a pattern has 1 to {_MAX_TOKENS} tokens")
    for token in pattern:
        for name, value in token.items():
            if name not in _ATTRIBUTES:
                known = ", ".join(sorted(_ATTRIBUTES))
                raise ValueError(
                    f"`{shorten(name)}` isn't a token attribute; choose one of {known}"
                )
            _refuse_value(name, value)
    operators = [token.get("OP", "") for token in pattern]
    if sum(operator.startswith(("*", "+", "{")) for operator in operators) > _MAX_UNBOUNDED:
        raise ValueError(
            f"a pattern has at most {_MAX_UNBOUNDED} tokens that match any number of words"
        )
    if all(operator in ("*", "?", "!") for operator in operators):
        raise ValueError("a pattern needs a token that must be there")


def _is_operator(value: str) -> bool:
    low, _, high = value.strip("{}").partition(",")
    in_order = not (low.isdecimal() and high.isdecimal()) or int(low) <= int(high)
    return bool(_OPERATOR.fullmatch(value)) and in_order


def _refuse_value(name: str, value: object) -> None:
    if name == "OP":
        if not isinstance(value, str) or not _is_operator(value):
            raise ValueError(
                f"`{shorten(value)}` isn't an operator; use one of ! ? * + {{n}} {{n,m}}"
            )
    elif isinstance(value, dict):
        if set(value) not in ({"IN"}, {"NOT_IN"}):
            raise ValueError(f"{name}: only {{IN: […]}} and {{NOT_IN: […]}} are allowed here")
        (value,) = value.values()
        if not isinstance(value, list | tuple) or not value:
            raise ValueError(f"{name}: IN and NOT_IN need a list")
        for item in value:
            _refuse_value(name, item)
    elif name == "LENGTH":
        if type(value) is not int or not 0 <= value <= _MAX_PATTERN_CHARACTERS:
            raise ValueError("LENGTH must be a whole number of characters")
    elif name.startswith(("IS_", "LIKE_")):
        if not isinstance(value, bool):
            raise ValueError(f"{name} must be true or false")
    elif not isinstance(value, str) or not value:
        raise ValueError(f"{name} must be a word (use quotes for yes, no, on, off, and numbers)")


def run(context: Context) -> Iterator[Hit]:
    """Yield the matches in each part that has at least `min_count`."""
    # Imported late, because reading rule files doesn't need spaCy.
    from postlint.nlp.spacy_pipeline import match_patterns

    for part in parts(context):
        found: list[BlockSpan] = []
        for sentence in part.sentences:
            if sentence.quoted:
                continue
            found += (
                BlockSpan(sentence.block, span.start_char, span.end_char)
                for span in match_patterns(context.options.as_json, sentence.tokens)
                if span.start_char not in find_quotations(sentence.block.prose.text)
            )
        yield from hits_of_matches(context.options, part, found)


CHECKS = {"pattern": Check(run, PatternOptions, ("phrase", "count"))}
