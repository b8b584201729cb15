"""Checks of whether posts reach the author's clients."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pydantic import Field

from postlint.checks.base import BlockSpan, Check, CheckOptions, Context, Hit, group_hits
from postlint.checks.phrase_lists import Phrases, find_phrases
from postlint.checks.scopes import parts


class JargonOptions(CheckOptions):
    """Words that clients wouldn't use."""

    words: Phrases = Field(
        default=(),
        description=(
            "Words and phrases in addition to the profile's `jargon`, in the form of the check "
            "`phrases`."
        ),
    )


_EXPLAINED = re.compile(
    r"[\"”)]*\s*(?:\(|(?:,\s*)?(?:or|that is|i\.e\.|meaning|means|stands for|is when)\b)"
)


def run_jargon(context: Context) -> Iterator[Hit]:
    """Yield the uses of each term before the post explains it."""
    words = (*context.post.profile.jargon, *context.options.words)
    uses: dict[str, list[Hit]] = defaultdict(list)
    explained: set[str] = set()
    for part in parts(context):
        for place in find_phrases(words, part):
            word = place.text.lower()
            if _is_explained(place):
                explained.add(word)
            elif word not in explained:
                uses[word].append(Hit(place, {"word": place.text}))
    for hits in uses.values():
        yield from group_hits(hits)


def _is_explained(place: BlockSpan) -> bool:
    text = place.block.prose.text
    return text[place.start - 1 : place.start] == "(" or bool(_EXPLAINED.match(text, place.end))


def run_off_platform(context: Context) -> Iterator[Hit]:
    """Yield the platform in the front matter if the profile doesn't list it."""
    draft, profile = context.post.draft, context.post.profile
    platform = draft.front_matter.platform
    if not platform or not profile.platforms or platform in profile.platforms:
        return
    listed = [f"{name} ({why})" if why else name for name, why in profile.platforms.items()]
    yield Hit(
        draft.front_matter.span_of_key(draft.source, "platform"),
        {"platform": platform, "platforms": " and ".join(listed)},
    )


CHECKS = {
    "jargon": Check(run_jargon, JargonOptions, ("word",), ("post",)),
    "off_platform": Check(
        run_off_platform, fields=("platform", "platforms"), scopes=("frontmatter",)
    ),
}
