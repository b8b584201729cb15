"""Posts that turn to their reader only where a feed does not show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pydantic import Field

from postlint.checks.check import ByPlatform, Check, Context, Hit, NoOptions, on_platform
from postlint.checks.parts import opening
from postlint.checks.places import spoken
from postlint.platforms import fold_of

if TYPE_CHECKING:
    from postlint.posts.post import Post, Sentence

_QUOTE_LENGTH = 80

_TURNS = frozenset(
    "advice condition so-you-can we-help reader-word question-to-anyone question-opinion "
    "question-experience invitation".split()
)
"""Cues that make a word to the reader more than a "look at this"."""

_HOLDS = frozenset(
    "reader-word command call-to-action contact condition how-to listing so-you-can we-help "
    "about-clients people-at-large problem benefit number".split()
)
"""Cues of a sentence that may hold a reader, whoever it is about."""

_TELLS = frozenset({"past", "reason"})
_FEELS = frozenset({"mood", "celebration"})


class Options(NoOptions):
    """How long a post must be."""

    folds: ByPlatform = Field(default={"default": 2, "blog": None, "newsletter": None})
    """Judge posts that are at least so many times as long as what a feed shows of them; a number,
    or numbers by platform. Where there is no number, posts are not judged."""


def run(context: Context) -> Iterator[Hit]:
    """Yield the first sentence that turns to the reader, if what a feed shows does not."""
    post, reading = context.post, context.judgement.reading
    # Posts about their author alone have another fault, and a moment told may keep readers waiting.
    if reading.self_focus or reading.anecdote or not (reading.tie or reading.question):
        return
    if not _is_long(post, context.options) or not _is_only_own(seen := opening(post)):
        return
    shown = {id(sentence) for sentence in seen}
    for sentence in spoken(post):
        if id(sentence) not in shown and _turns(sentence):
            yield Hit(sentence, {"quote": _quote(sentence)})
            return


def _is_long(post: Post, options: Options) -> bool:
    folds = on_platform(options.folds, post.platform)
    length = sum(len(block.prose.text) for block in post.blocks)
    return folds is not None and length >= folds * fold_of(post.platform)


def _is_only_own(seen: Sequence[Sentence]) -> bool:
    """Say whether sentences report on the author, and give nobody else a reason to read on."""
    said = [sentence for sentence in seen if sentence.quoted or "tags" not in sentence.cues]
    cues = {cue for sentence in said for cue in sentence.cues}
    if not said or cues & _HOLDS:
        return False
    # A story may hold anybody; what opens with a feeling is none.
    if cues & _TELLS and not said[0].cues & _FEELS:
        return False
    return said[0].about == "author" and all(map(_is_own, said))


def _is_own(sentence: Sentence) -> bool:
    """Say whether a sentence is about the author, or about as good as nothing."""
    return (
        (sentence.about == "author" or bool(sentence.cues & (_FEELS | {"fragment"})))
        and sentence.act == "tells"
        and sentence.speaks_to == "nobody"
        and not sentence.quoted
    )


def _turns(sentence: Sentence) -> bool:
    """Say whether a sentence turns to the reader in earnest."""
    spoken_to = sentence.speaks_to == "reader" or "invitation" in sentence.cues
    return spoken_to and bool(sentence.cues & _TURNS)


def _quote(sentence: Sentence) -> str:
    text = " ".join(sentence.text.split())
    return f"“{text.rstrip('.!')}”" if len(text) <= _QUOTE_LENGTH else "this sentence"


CHECK = Check(run, Options, ("quote",), scopes=("post",))
