"""Posts beside their audience: the wrong place, nothing for these clients, words they don't use."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from postlint.checks.check import Check, Context, Hit, NoOptions, Stretch, one_fault
from postlint.checks.parts import parts
from postlint.checks.phrases import find_phrases, with_words
from postlint.checks.places import closing_block, spoken
from postlint.posts import lexicon
from postlint.posts.replies import MIN_WORDS
from postlint.posts.words import spoken_words

if TYPE_CHECKING:
    from postlint.profile import Profile


def run_off_platform(context: Context) -> Iterator[Hit]:
    """Yield the front matter's platform if the profile names others only."""
    draft, profile = context.post.draft, context.post.profile
    platform = draft.front_matter.platform
    if not platform or not profile.platforms or platform in profile.platforms:
        return
    told = [f"{name} ({why})" if why else name for name, why in profile.platforms.items()]
    yield Hit(
        draft.front_matter.place_of(draft.source, "platform"),
        {"platform": platform, "platforms": " and ".join(told)},
    )


class OffAudienceOptions(NoOptions):
    """How near a post must come to what the profile names."""

    likeness: float = Field(default=0.35, ge=0, le=1)
    """Posts are flagged that are less like the profile than this in meaning, as a whole and in
    each sentence. Words that the profile itself uses always count."""

    from_words: int = Field(default=15, ge=MIN_WORDS)
    """Shorter posts are not judged: a few words touch few subjects."""


def run_off_audience(context: Context) -> Iterator[Hit]:
    """Yield the last block of a post that touches nothing that the profile names."""
    post, options = context.post, context.options
    phrases = _concerns(post.profile)
    if not phrases or post.words < options.from_words or context.judgement.reading.anecdote:
        return
    # Imported late: only a profile needs them.
    from postlint.posts.market import touches
    from postlint.posts.meaning import load_meanings

    told = [sentence for sentence in spoken(post) if sentence.text]
    if not told or any(touches(phrases, sentence.text) for sentence in told):
        return
    meanings = load_meanings()
    wanted = [_content(phrase.lower().split()) for phrase in phrases]
    said = [_content(spoken_words(sentence.tokens)) for sentence in told]
    nearest = max(meanings.likeness(ours, theirs) for ours in said for theirs in wanted)
    as_a_whole = meanings.likeness(sum(said, Counter()), sum(wanted, Counter()))
    if max(nearest, as_a_whole) < options.likeness:
        yield Hit(closing_block(post))


def _concerns(profile: Profile) -> tuple[str, ...]:
    offer = (profile.offer,) if profile.offer else ()
    return (*profile.clients, *profile.problems, *profile.goals, *profile.topics, *offer)


def _content(words: Iterator[str] | list[str]) -> Counter[str]:
    return Counter(word for word in words if word not in lexicon.FUNCTION_WORDS)


class JargonOptions(NoOptions):
    """Words that clients would not use."""

    words: tuple[str, ...] = ()
    """Words and phrases, in the form of the check `phrases`, beside the profile's `jargon`."""

    @field_validator("words")
    @classmethod
    def _have_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return with_words(value)


_EXPLAINED = re.compile(
    r"[\"”)]*\s*(?:\(|(?:,\s*)?(?:or|that is|i\.e\.|meaning|means|stands for|is when)\b)"
)


def run_jargon(context: Context) -> Iterator[Hit]:
    """Yield the uses of each word of the trade that come before the post explains it."""
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
        yield from one_fault(hits)


def _is_explained(text: str, place: Stretch) -> bool:
    return text[place.start - 1 : place.start] == "(" or bool(_EXPLAINED.match(text, place.end))


OFF_PLATFORM = Check(run_off_platform, fields=("platform", "platforms"), scopes=("frontmatter",))
OFF_AUDIENCE = Check(run_off_audience, OffAudienceOptions, scopes=("post",))
JARGON = Check(run_jargon, JargonOptions, ("word",), ("post",))
