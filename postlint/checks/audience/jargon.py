"""Technical terms that clients don't use."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pydantic import Field, field_validator

from postlint.checks.base import BlockSpan, Check, CheckOptions, Context, Hit, group_hits
from postlint.checks.phrase_lists import find_phrases, require_words
from postlint.checks.scopes import parts


class JargonOptions(CheckOptions):
    """Words that clients wouldn't use."""

    words: tuple[str, ...] = Field(
        default=(),
        description=(
            "Words and phrases in addition to the profile's `jargon`, in the form of the check "
            "`phrases`."
        ),
    )

    @field_validator("words")
    @classmethod
    def _require_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return require_words(value)


_EXPLAINED = re.compile(
    r"[\"”)]*\s*(?:\(|(?:,\s*)?(?:or|that is|i\.e\.|meaning|means|stands for|is when)\b)"
)


def run(context: Context) -> Iterator[Hit]:
    """Yield the uses of each term before the post explains it."""
    words = (*context.post.profile.jargon, *context.options.words)
    if not words:
        return
    uses: dict[str, list[Hit]] = defaultdict(list)
    explained: set[str] = set()
    for part in parts(context):
        for place in find_phrases(words, part):
            text = place.block.prose.text
            word = text[place.start : place.end].lower()
            if _is_explained(text, place):
                explained.add(word)
            elif word not in explained:
                uses[word].append(Hit(place, {"word": text[place.start : place.end]}))
    for hits in uses.values():
        yield from group_hits(hits)


def _is_explained(text: str, place: BlockSpan) -> bool:
    return text[place.start - 1 : place.start] == "(" or bool(_EXPLAINED.match(text, place.end))


CHECK = Check(run, JargonOptions, ("word",), ("post",))
