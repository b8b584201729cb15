"""Several posts in one file, where no configuration says how they are split.

A file is split only if it is clear that it holds posts: a blog post with headings such as
`LinkedIn` or `Day 1`, or with `---` between its sections, must stay in one piece.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from postlint.core.platforms import NAMES, OWN, normalise_platform
from postlint.document.labels import Label, is_article_title, names_posts, platform_of_title
from postlint.document.names import Names
from postlint.document.outline import LINE_LABEL, WORD, Mark, Outline, inside
from postlint.document.source import Span
from postlint.document.split import Marker, Section, below_headings
from postlint.document.thread import find_thread

_ASIDE = re.compile(
    r"notes?\b|tips\b|.*\b(?:schedule|calendar|guidelines?|checklist|strategy|results|hashtags"
    r"|images?|assets?|timeline|metrics|instructions|overview|todo)\b",
    re.IGNORECASE,
)
_INTRO = 40
"""Words before numbered posts that a writer's own notes may have; an article has more."""

_WORDS_OF_NOTE = 5
"""Words before posts that no article begins with."""

_LONGEST_RULE = 10
"""Longer ones are decoration within a post."""

_SHORT = 300
"""Words that most posts on a network stay below."""

_LONG = 600
"""Words that hardly any post on a network has."""

Verdict = Literal["clear", "unclear", "none"]


@dataclass(frozen=True)
class Detection:
    """The posts that a file seems to hold.

    Attributes:
        sections: they, if that is clear; empty if not.
        notice: what to say to the author if it is not clear.
        platform: where posts go that don't say so themselves, by the file's title or its parts.
        left_out: sections between them that are not taken as posts: offset and title.
    """

    sections: tuple[Section, ...] = ()
    notice: str | None = None
    platform: str | None = None
    left_out: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Context:
    """What is known of a file besides its text.

    Attributes:
        names: what its name and its folders say.
        title: the title in its front matter.
        platform: the platform that its front matter or the configuration names.
        has_metadata: its front matter says something of the post that it is.
    """

    names: Names = field(default_factory=Names)
    title: str | None = None
    platform: str | None = None
    has_metadata: bool = False

    @property
    def is_network(self) -> bool:
        """Whether its posts go to a network, as far as is known."""
        platform = self.platform or self._named
        return platform is not None and platform not in OWN

    @property
    def _named(self) -> str | None:
        return None if self.title and self.names.is_plain else self.names.platform

    @property
    def is_collection(self) -> bool:
        """Whether its name or title speaks of several posts."""
        titled = self.title is not None and names_posts(self.title)
        return titled or (self.names.collection and not is_article_title(self.title or ""))

    @property
    def is_article(self) -> bool:
        """Whether its name or front matter is that of a post on a blog, or of a newsletter."""
        if self.is_collection:
            return False
        platform = self.platform or self._named
        return platform in OWN or (self.title is not None and not self.is_network)


def detect_posts(text: str, start: int, context: Context) -> Detection:
    """Return the posts in a text from an offset on, as far as it is clear that there are several.

    A file with one post below a label, such as `## LinkedIn` or a date, gives this post.
    """
    outline = Outline(text, start, context.title or "")
    file = _File(outline, context)
    units = file.units()
    verdict = _verdict(file, units)
    if verdict == "clear":
        sections = below_headings(text, start, [unit.section for unit in units])
        left_out = tuple(file.left_out(units))
        return Detection(tuple(sections), None, outline.part_platform, left_out)
    if verdict == "unclear" and len(units) > 1:
        named = (mark for mark in outline.labels if mark.label and mark.label.is_plural)
        platforms = (platform_of_title(mark.title) for mark in named)
        return Detection((), _notice(text, start, units, file), next(platforms, None))
    return Detection(platform=outline.part_platform)


@dataclass(frozen=True)
class _Unit:
    """Something that may be a post.

    Attributes:
        section: where it is.
        by: what sets it apart from the others.
        mark: the label that it is below; None without one.
    """

    section: Section
    by: Literal["label", "heading", "rule", "fence"]
    mark: Mark | None


@dataclass(frozen=True)
class _File:
    """What a file has that may be posts, and what is known of it.

    Attributes:
        outline: its headings and the like.
        context: what is known of it besides.
    """

    outline: Outline
    context: Context

    def units(self) -> list[_Unit]:
        """Return what may be the posts, in order."""
        leaves = list(self.outline.leaves())
        if not leaves:
            whole = Label("platform", is_plural=True) if self.context.is_collection else None
            root = Mark(0, self.outline.body.start, self.outline.body.start, "", whole)
            leaves = [(root, self.outline.body)]
        found = [unit for mark, span in leaves for unit in self._within(mark, span)]
        return [unit for unit in found if self.words_of(unit) >= (2 if unit.mark else 4)]

    def _within(self, mark: Mark, span: Span) -> Iterator[_Unit]:
        """Yield the posts below a label, or in the whole text."""
        own = mark if mark.label and mark.level else None
        platform = own.label.platform if own and own.label else None
        date = own.label.date if own and own.label else None
        fences = [one for one in inside(self.outline.fences, span) if one.is_prose]
        outside = self.outline.words(span.start, span.end)
        fenced = sum(one.words for one in fences)
        pieces = list(self._between_rules(span))
        several = len(fences) > 1 or len(pieces) > 1
        thread = several and find_thread(self.outline.text, span).parts
        if fences and outside * 3 <= fenced and not thread:
            for fence in fences:
                named = normalise_platform(fence.info) or platform
                yield _Unit(Section(fence.inside, named, date), "fence", own)
            return
        plural = bool(mark.label and (mark.label.is_plural or mark.label.kind == "time"))
        if len(pieces) > 1 and not thread and (plural or not own):
            for piece in pieces:
                yield _Unit(Section(piece, platform, date), "rule", own)
            return
        headings = inside(self.outline.marks, span)
        if mark.label and mark.label.is_plural and headings:
            level = min(one.level for one in headings)
            top = [one for one in headings if one.level == level]
            for one, end in zip(top, [*(two.start for two in top[1:]), span.end], strict=True):
                if not _ASIDE.match(one.title):
                    yield _Unit(Section(Span(one.end, end), platform, date), "heading", own)
            return
        if own:
            yield _Unit(Section(span, platform, date), "label", own)

    def _between_rules(self, span: Span) -> Iterator[Span]:
        rules = inside(self.outline.rules, span)
        starts = [span.start, *(rule.end for rule in rules)]
        ends = [*(rule.start for rule in rules), span.end]
        for start, end in zip(starts, ends, strict=True):
            if self.outline.words(start, end) >= 3:
                yield Span(start, end)

    def left_out(self, units: Sequence[_Unit]) -> Iterator[tuple[int, str]]:
        """Yield the sections next to posts that have words and are not taken as posts."""
        levels = {unit.mark.level for unit in units if unit.mark and unit.by == "label"}
        starts = [unit.section.span.start for unit in units]
        ends = [*(mark.start for mark in self.outline.marks[1:]), self.outline.body.end]
        for mark, end in zip(self.outline.marks, ends, strict=False):
            if mark.label or mark.level not in levels or _ASIDE.match(mark.title):
                continue
            before = bisect_left(starts, mark.start)
            covered = before and units[before - 1].section.span.end > mark.start
            if not covered and self.outline.words(mark.end, end) >= 5:
                yield mark.start, mark.title

    def words_of(self, unit: _Unit) -> int:
        """Return how many words a unit has."""
        span = unit.section.span
        if unit.by == "fence":
            return len(WORD.findall(self.outline.text, span.start, span.end))
        return self.outline.words(span.start, span.end)


def _verdict(file: _File, units: Sequence[_Unit]) -> Verdict:
    """Return whether the units are posts."""
    if not units:
        return "none"
    by_kind = Counter(_kind(unit) for unit in units)
    kind = by_kind.most_common(1)[0][0]
    if len(units) == 1:
        return _verdict_on_one(file, units[0])
    others = sum(1 for _ in file.left_out(units))
    if others > len(units):
        return "none"
    return _JUDGES[kind](file, units)


def _kind(unit: _Unit) -> str:
    if unit.by == "label" and unit.mark and unit.mark.label:
        return unit.mark.label.kind
    return unit.by


def _verdict_on_one(file: _File, unit: _Unit) -> Verdict:
    """A file with one post below a label, or in a fence; what is around it is no prose."""
    if file.context.is_article or unit.by not in ("label", "fence"):
        return "none"
    around = file.outline.words(file.outline.body.start, file.outline.body.end)
    around -= file.words_of(unit) if unit.by == "label" else 0
    headings = sum(1 for mark in file.outline.marks if mark.level < LINE_LABEL)
    if around or headings > 2:
        return "none"
    if unit.by == "fence":
        return "clear"
    label = unit.mark.label if unit.mark else None
    if label is None or label.kind not in ("post", "time", "platform"):
        return "none"
    about = label.kind == "platform" and _names_network(file, unit)
    return "none" if about or file.words_of(unit) > _LONG else "clear"


def _posted(file: _File, units: Sequence[_Unit]) -> bool:
    """Return whether at least half of the units have what goes with a post."""
    count = sum(file.outline.is_posted(_reach(unit)) for unit in units)
    return count * 2 >= len(units)


def _reach(unit: _Unit) -> Span:
    span = unit.section.span
    return Span(unit.mark.end if unit.mark else span.start, span.end)


def _is_known(file: _File, units: Sequence[_Unit]) -> bool:
    """Return whether something else than the units says that a file holds posts for a network."""
    return file.context.is_collection or any(
        mark.label and mark.label.is_plural and mark.level < LINE_LABEL
        for mark in file.outline.marks
    )


def _judge_posts(file: _File, units: Sequence[_Unit]) -> Verdict:
    known = _is_known(file, units)
    if file.context.names.is_blog:
        return "none"
    if file.context.is_article:
        return "clear" if known else "unclear"
    clear = known or file.context.is_network or file.outline.intro <= _INTRO
    return "clear" if clear else "unclear"


def _judge_platforms(file: _File, units: Sequence[_Unit]) -> Verdict:
    about = sum(_names_network(file, unit) for unit in units)
    if file.context.is_article or about * 2 >= len(units):
        return "none"
    if _is_known(file, units):
        return "clear"
    if any(file.words_of(unit) > _LONG for unit in units):
        return "none"
    if _posted(file, units):
        return "clear"
    if file.outline.intro > _WORDS_OF_NOTE:
        return "none"
    return "unclear" if about else "clear"


def _judge_times(file: _File, units: Sequence[_Unit]) -> Verdict:
    context = file.context
    if context.names.is_log or context.names.is_blog:
        return "none"
    if _is_known(file, units) or (context.is_network and not context.is_article):
        return "clear"
    if context.is_article:
        return "none"
    if _posted(file, units):
        return "clear"
    titled = bool(file.outline.marks) and file.outline.marks[0].label is None
    long = any(file.words_of(unit) > _LONG for unit in units)
    return "none" if titled or file.outline.intro > _WORDS_OF_NOTE or long else "unclear"


def _judge_variants(file: _File, units: Sequence[_Unit]) -> Verdict:
    context = file.context
    if _is_known(file, units) or (context.is_network and not context.is_article):
        return "clear"
    if context.is_article:
        return "none"
    if _posted(file, units):
        return "clear"
    titled = bool(file.outline.marks) and file.outline.marks[0].label is None
    return "none" if titled or file.outline.intro > _WORDS_OF_NOTE else "unclear"


def _judge_numbers(file: _File, units: Sequence[_Unit]) -> Verdict:
    context = file.context
    if context.is_article:
        return "none"
    if _is_known(file, units):
        clear = context.is_network or _posted(file, units) or file.outline.intro <= _WORDS_OF_NOTE
        return "clear" if clear else "unclear"
    if _posted(file, units):
        return "clear"
    return "unclear" if context.is_network and file.outline.intro <= _WORDS_OF_NOTE else "none"


def _judge_headings(file: _File, units: Sequence[_Unit]) -> Verdict:
    if file.context.is_article:
        return "none"
    ruled = len(file.outline.rules) >= len(units) - 1
    return "clear" if ruled or _posted(file, units) else "unclear"


def _judge_rules(file: _File, units: Sequence[_Unit]) -> Verdict:
    context = file.context
    if context.is_article:
        return "none"
    if _is_known(file, units):
        return "clear"
    tagged = sum(file.outline.is_posted(unit.section.span) for unit in units)
    headed = any(mark.level < LINE_LABEL for mark in file.outline.marks)
    if headed or context.has_metadata:
        return "unclear" if tagged == len(units) else "none"
    if tagged >= len(units) - 1 and tagged > 1:
        return "clear"
    short = all(8 <= file.words_of(unit) <= _SHORT for unit in units)
    short = short and all(len(rule.text) <= _LONGEST_RULE for rule in file.outline.rules)
    return "unclear" if short else "none"


def _judge_fences(file: _File, units: Sequence[_Unit]) -> Verdict:
    if file.context.is_article:
        return "none"
    around = file.outline.words(file.outline.body.start, file.outline.body.end)
    fenced = sum(file.words_of(unit) for unit in units)
    known = _is_known(file, units) or file.context.is_network or any(u.mark for u in units)
    return "clear" if known or around <= _INTRO or around * 4 <= fenced else "unclear"


_JUDGES = {
    "post": _judge_posts,
    "platform": _judge_platforms,
    "time": _judge_times,
    "variant": _judge_variants,
    "number": _judge_numbers,
    "heading": _judge_headings,
    "rule": _judge_rules,
    "fence": _judge_fences,
}


def _names_network(file: _File, unit: _Unit) -> bool:
    """Return whether a text speaks of the network that its heading names: then it is about it."""
    label = unit.mark.label if unit.mark else None
    platform = label.platform if label else None
    if platform is None:
        return False
    names = {"x": r"X|Twitter", "newsletter": r"[Nn]ewsletters?", "blog": r"[Bb]logs?"}
    pattern = names.get(platform, re.escape(NAMES[platform]))
    span = unit.section.span
    return (
        re.compile(rf"(?<![\w#@/.])(?:{pattern})(?![\w/]|\.\w)").search(
            file.outline.text, span.start, span.end
        )
        is not None
    )


def _notice(text: str, start: int, units: Sequence[_Unit], file: _File) -> str | None:
    """Return what to tell the author, with a marker that splits the file as it seems meant."""
    best: tuple[int, str] | None = None
    for marker in dict.fromkeys(_markers(units, file)):
        count = len(Marker(marker).split(text, start))
        if count > 1 and (best is None or abs(count - len(units)) < abs(best[0] - len(units))):
            best = count, marker
    if best is None:
        return None
    count, marker = best
    quoted = "'" if '"' in marker else '"'
    return (
        f"this looks like {count} posts: set `split = {quoted}{marker}{quoted}` in postlint.toml "
        'to check each one, or `split = "none"` if it\'s one post'
    )


def _markers(units: Sequence[_Unit], file: _File) -> Iterator[str]:
    by = units[0].by
    if by == "fence":
        yield from ("```", "~~~")
    elif by == "rule":
        common = Counter(rule.text for rule in file.outline.rules)
        yield from (text for text, _ in common.most_common(3))
    else:
        ends = {unit.section.span.start for unit in units}
        marks = [
            mark for mark in file.outline.marks if mark.end in ends and mark.level < LINE_LABEL
        ]
        for level in sorted({mark.level for mark in marks}):
            titles = [mark.title for mark in marks if mark.level == level]
            words = [title.split()[0].strip(":,") for title in titles if title.split()]
            word, count = Counter(words).most_common(1)[0] if words else ("", 0)
            if count == len(titles) and word.isalpha() and units[0].by == "label":
                yield f"{'#' * level} {word}"
            yield "#" * level
