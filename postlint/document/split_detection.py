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

from postlint.core.platforms import OWNED_CHANNELS, get_platform, normalize_platform
from postlint.document.heading_labels import Label, is_article_title, names_posts, platform_of_title
from postlint.document.outline import LINE_LABEL, WORD, Outline, OutlineEntry, inside
from postlint.document.path_hints import PathHints
from postlint.document.source import Span
from postlint.document.split import PostSection, SplitMarker, inherit_from_headings
from postlint.document.thread import find_thread

_NON_POST_TITLE = re.compile(
    r"notes?\b|tips\b|.*\b(?:schedule|calendar|guidelines?|checklist|strategy|results|hashtags"
    r"|images?|assets?|timeline|metrics|instructions|overview|todo)\b",
    re.IGNORECASE,
)
_MAX_INTRO_WORDS = 40
"""Words before numbered posts that a writer's own notes may have; an article has more."""

_MAX_NOTE_WORDS = 5
"""Words before posts that no article begins with."""

_MAX_BREAK_LENGTH = 10
"""Longer ones are decoration within a post."""

_TYPICAL_MAX_WORDS = 300
"""Words that most posts on a network stay below."""

_MAX_POST_WORDS = 600
"""Words that hardly any post on a network has."""

Confidence = Literal["clear", "unclear", "none"]


@dataclass(frozen=True)
class SplitDetection:
    """The posts that a file seems to hold.

    Attributes:
        sections: they, if that is clear; empty if not.
        notice: what to say to the author if it is not clear.
        platform: where posts go that don't say so themselves, by the file's title or its parts.
        skipped_sections: sections between them that are not taken as posts: offset and title.
    """

    sections: tuple[PostSection, ...] = ()
    notice: str | None = None
    platform: str | None = None
    skipped_sections: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class FileContext:
    """What is known of a file besides its text.

    Attributes:
        names: what its name and its folders say.
        title: the title in its front matter.
        platform: the platform that its front matter or the configuration names.
        has_metadata: its front matter says something of the post that it is.
    """

    names: PathHints = field(default_factory=PathHints)
    title: str | None = None
    platform: str | None = None
    has_metadata: bool = False

    @property
    def is_network(self) -> bool:
        """Whether its posts go to a network, as far as is known."""
        platform = self.platform or self._named
        return platform is not None and platform not in OWNED_CHANNELS

    @property
    def _named(self) -> str | None:
        return None if self.title and self.names.is_platform_only else self.names.platform

    @property
    def is_collection(self) -> bool:
        """Whether its name or title speaks of several posts."""
        titled = self.title is not None and names_posts(self.title)
        return titled or (self.names.is_collection and not is_article_title(self.title or ""))

    @property
    def is_article(self) -> bool:
        """Whether its name or front matter is that of a post on a blog, or of a newsletter."""
        if self.is_collection:
            return False
        platform = self.platform or self._named
        return platform in OWNED_CHANNELS or (self.title is not None and not self.is_network)


def detect_posts(text: str, start: int, context: FileContext) -> SplitDetection:
    """Return the posts in a text from an offset on, as far as it is clear that there are several.

    A file with one post below a label, such as `## LinkedIn` or a date, gives this post.
    """
    outline = Outline(text, start, context.title or "")
    file = _FileStructure(outline, context)
    candidates = file.candidates()
    verdict = _classify(file, candidates)
    if verdict == "clear":
        sections = inherit_from_headings(
            text, start, [candidate.section for candidate in candidates]
        )
        skipped = tuple(file.skipped_sections(candidates))
        return SplitDetection(tuple(sections), None, outline.part_platform, skipped)
    if verdict == "unclear" and len(candidates) > 1:
        named = (mark for mark in outline.labels if mark.label and mark.label.is_plural)
        platforms = (platform_of_title(mark.title) for mark in named)
        return SplitDetection(
            (), _split_notice(text, start, candidates, file), next(platforms, None)
        )
    return SplitDetection(platform=outline.part_platform)


@dataclass(frozen=True)
class _Candidate:
    """Something that may be a post.

    Attributes:
        section: where it is.
        by: what sets it apart from the others.
        entry: the label that it is below; None without one.
    """

    section: PostSection
    by: Literal["label", "heading", "rule", "fence"]
    entry: OutlineEntry | None


@dataclass(frozen=True)
class _FileStructure:
    """What a file has that may be posts, and what is known of it.

    Attributes:
        outline: its headings and the like.
        context: what is known of it besides.
    """

    outline: Outline
    context: FileContext

    def candidates(self) -> list[_Candidate]:
        """Return what may be the posts, in order."""
        leaf_entries = list(self.outline.leaf_entries())
        if not leaf_entries:
            whole = Label("platform", is_plural=True) if self.context.is_collection else None
            root = OutlineEntry(0, self.outline.body.start, self.outline.body.start, "", whole)
            leaf_entries = [(root, self.outline.body)]
        found = [candidate for mark, span in leaf_entries for candidate in self._within(mark, span)]
        return [
            candidate
            for candidate in found
            if self.words_of(candidate) >= (2 if candidate.entry else 4)
        ]

    def _within(self, mark: OutlineEntry, span: Span) -> Iterator[_Candidate]:
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
                named = normalize_platform(fence.info) or platform
                yield _Candidate(PostSection(fence.inside, named, date), "fence", own)
            return
        plural = bool(mark.label and (mark.label.is_plural or mark.label.kind == "time"))
        if len(pieces) > 1 and not thread and (plural or not own):
            for piece in pieces:
                yield _Candidate(PostSection(piece, platform, date), "rule", own)
            return
        headings = inside(self.outline.entries, span)
        if mark.label and mark.label.is_plural and headings:
            level = min(one.level for one in headings)
            top = [one for one in headings if one.level == level]
            for one, end in zip(top, [*(two.start for two in top[1:]), span.end], strict=True):
                if not _NON_POST_TITLE.match(one.title):
                    yield _Candidate(
                        PostSection(Span(one.end, end), platform, date), "heading", own
                    )
            return
        if own:
            yield _Candidate(PostSection(span, platform, date), "label", own)

    def _between_rules(self, span: Span) -> Iterator[Span]:
        rules = inside(self.outline.rules, span)
        starts = [span.start, *(rule.end for rule in rules)]
        ends = [*(rule.start for rule in rules), span.end]
        for start, end in zip(starts, ends, strict=True):
            if self.outline.words(start, end) >= 3:
                yield Span(start, end)

    def skipped_sections(self, units: Sequence[_Candidate]) -> Iterator[tuple[int, str]]:
        """Yield the sections next to posts that have words and are not taken as posts."""
        levels = {
            candidate.entry.level
            for candidate in units
            if candidate.entry and candidate.by == "label"
        }
        starts = [candidate.section.span.start for candidate in units]
        ends = [*(mark.start for mark in self.outline.entries[1:]), self.outline.body.end]
        for mark, end in zip(self.outline.entries, ends, strict=False):
            if mark.label or mark.level not in levels or _NON_POST_TITLE.match(mark.title):
                continue
            before = bisect_left(starts, mark.start)
            covered = before and units[before - 1].section.span.end > mark.start
            if not covered and self.outline.words(mark.end, end) >= 5:
                yield mark.start, mark.title

    def words_of(self, candidate: _Candidate) -> int:
        """Return how many words a unit has."""
        span = candidate.section.span
        if candidate.by == "fence":
            return len(WORD.findall(self.outline.text, span.start, span.end))
        return self.outline.words(span.start, span.end)


def _classify(file: _FileStructure, units: Sequence[_Candidate]) -> Confidence:
    """Return whether the units are posts."""
    if not units:
        return "none"
    by_kind = Counter(_candidate_kind(candidate) for candidate in units)
    kind = by_kind.most_common(1)[0][0]
    if len(units) == 1:
        return _classify_single(file, units[0])
    others = sum(1 for _ in file.skipped_sections(units))
    if others > len(units):
        return "none"
    return _CLASSIFIERS[kind](file, units)


def _candidate_kind(candidate: _Candidate) -> str:
    if candidate.by == "label" and candidate.entry and candidate.entry.label:
        return candidate.entry.label.kind
    return candidate.by


def _classify_single(file: _FileStructure, candidate: _Candidate) -> Confidence:
    """A file with one post below a label, or in a fence; what is around it is no prose."""
    if file.context.is_article or candidate.by not in ("label", "fence"):
        return "none"
    around = file.outline.words(file.outline.body.start, file.outline.body.end)
    around -= file.words_of(candidate) if candidate.by == "label" else 0
    headings = sum(1 for mark in file.outline.entries if mark.level < LINE_LABEL)
    if around or headings > 2:
        return "none"
    if candidate.by == "fence":
        return "clear"
    label = candidate.entry.label if candidate.entry else None
    if label is None or label.kind not in ("post", "time", "platform"):
        return "none"
    about = label.kind == "platform" and _names_network(file, candidate)
    return "none" if about or file.words_of(candidate) > _MAX_POST_WORDS else "clear"


def _mostly_have_post_signs(file: _FileStructure, units: Sequence[_Candidate]) -> bool:
    """Return whether at least half of the units have what goes with a post."""
    count = sum(file.outline.has_post_signs(_labeled_span(candidate)) for candidate in units)
    return count * 2 >= len(units)


def _labeled_span(candidate: _Candidate) -> Span:
    span = candidate.section.span
    return Span(candidate.entry.end if candidate.entry else span.start, span.end)


def _is_known_collection(file: _FileStructure, units: Sequence[_Candidate]) -> bool:
    """Return whether something else than the units says that a file holds posts for a network."""
    return file.context.is_collection or any(
        mark.label and mark.label.is_plural and mark.level < LINE_LABEL
        for mark in file.outline.entries
    )


def _classify_posts(file: _FileStructure, units: Sequence[_Candidate]) -> Confidence:
    known = _is_known_collection(file, units)
    if file.context.names.is_blog:
        return "none"
    if file.context.is_article:
        return "clear" if known else "unclear"
    clear = known or file.context.is_network or file.outline.intro_words <= _MAX_INTRO_WORDS
    return "clear" if clear else "unclear"


def _classify_platforms(file: _FileStructure, units: Sequence[_Candidate]) -> Confidence:
    about = sum(_names_network(file, candidate) for candidate in units)
    if file.context.is_article or about * 2 >= len(units):
        return "none"
    if _is_known_collection(file, units):
        return "clear"
    if any(file.words_of(candidate) > _MAX_POST_WORDS for candidate in units):
        return "none"
    if _mostly_have_post_signs(file, units):
        return "clear"
    if file.outline.intro_words > _MAX_NOTE_WORDS:
        return "none"
    return "unclear" if about else "clear"


def _classify_times(file: _FileStructure, units: Sequence[_Candidate]) -> Confidence:
    context = file.context
    if context.names.is_log or context.names.is_blog:
        return "none"
    if _is_known_collection(file, units) or (context.is_network and not context.is_article):
        return "clear"
    if context.is_article:
        return "none"
    if _mostly_have_post_signs(file, units):
        return "clear"
    titled = bool(file.outline.entries) and file.outline.entries[0].label is None
    long = any(file.words_of(candidate) > _MAX_POST_WORDS for candidate in units)
    return "none" if titled or file.outline.intro_words > _MAX_NOTE_WORDS or long else "unclear"


def _classify_variants(file: _FileStructure, units: Sequence[_Candidate]) -> Confidence:
    context = file.context
    if _is_known_collection(file, units) or (context.is_network and not context.is_article):
        return "clear"
    if context.is_article:
        return "none"
    if _mostly_have_post_signs(file, units):
        return "clear"
    titled = bool(file.outline.entries) and file.outline.entries[0].label is None
    return "none" if titled or file.outline.intro_words > _MAX_NOTE_WORDS else "unclear"


def _classify_numbers(file: _FileStructure, units: Sequence[_Candidate]) -> Confidence:
    context = file.context
    if context.is_article:
        return "none"
    if _is_known_collection(file, units):
        clear = (
            context.is_network
            or _mostly_have_post_signs(file, units)
            or file.outline.intro_words <= _MAX_NOTE_WORDS
        )
        return "clear" if clear else "unclear"
    if _mostly_have_post_signs(file, units):
        return "clear"
    return (
        "unclear" if context.is_network and file.outline.intro_words <= _MAX_NOTE_WORDS else "none"
    )


def _classify_headings(file: _FileStructure, units: Sequence[_Candidate]) -> Confidence:
    if file.context.is_article:
        return "none"
    ruled = len(file.outline.rules) >= len(units) - 1
    return "clear" if ruled or _mostly_have_post_signs(file, units) else "unclear"


def _classify_breaks(file: _FileStructure, units: Sequence[_Candidate]) -> Confidence:
    context = file.context
    if context.is_article:
        return "none"
    if _is_known_collection(file, units):
        return "clear"
    tagged = sum(file.outline.has_post_signs(candidate.section.span) for candidate in units)
    headed = any(mark.level < LINE_LABEL for mark in file.outline.entries)
    if headed or context.has_metadata:
        return "unclear" if tagged == len(units) else "none"
    if tagged >= len(units) - 1 and tagged > 1:
        return "clear"
    short = all(8 <= file.words_of(candidate) <= _TYPICAL_MAX_WORDS for candidate in units)
    short = short and all(len(rule.text) <= _MAX_BREAK_LENGTH for rule in file.outline.rules)
    return "unclear" if short else "none"


def _classify_fences(file: _FileStructure, units: Sequence[_Candidate]) -> Confidence:
    if file.context.is_article:
        return "none"
    around = file.outline.words(file.outline.body.start, file.outline.body.end)
    fenced = sum(file.words_of(candidate) for candidate in units)
    known = (
        _is_known_collection(file, units) or file.context.is_network or any(u.entry for u in units)
    )
    return "clear" if known or around <= _MAX_INTRO_WORDS or around * 4 <= fenced else "unclear"


_CLASSIFIERS = {
    "post": _classify_posts,
    "platform": _classify_platforms,
    "time": _classify_times,
    "variant": _classify_variants,
    "number": _classify_numbers,
    "heading": _classify_headings,
    "rule": _classify_breaks,
    "fence": _classify_fences,
}


def _names_network(file: _FileStructure, candidate: _Candidate) -> bool:
    """Return whether a text speaks of the network that its heading names: then it is about it."""
    label = candidate.entry.label if candidate.entry else None
    if label is None or label.platform is None:
        return False
    platform = get_platform(label.platform)
    pattern = "|".join(map(re.escape, platform.spellings or [platform.display_name]))
    span = candidate.section.span
    return (
        re.compile(rf"(?<![\w#@/.])(?:{pattern})(?![\w/]|\.\w)").search(
            file.outline.text, span.start, span.end
        )
        is not None
    )


def _split_notice(
    text: str, start: int, units: Sequence[_Candidate], file: _FileStructure
) -> str | None:
    """Return what to tell the author, with a marker that splits the file as it seems meant."""
    best: tuple[int, str] | None = None
    for marker in dict.fromkeys(_suggest_markers(units, file)):
        count = len(SplitMarker(marker).split(text, start))
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


def _suggest_markers(units: Sequence[_Candidate], file: _FileStructure) -> Iterator[str]:
    by = units[0].by
    if by == "fence":
        yield from ("```", "~~~")
    elif by == "rule":
        common = Counter(rule.text for rule in file.outline.rules)
        yield from (text for text, _ in common.most_common(3))
    else:
        ends = {candidate.section.span.start for candidate in units}
        marks = [
            mark for mark in file.outline.entries if mark.end in ends and mark.level < LINE_LABEL
        ]
        for level in sorted({mark.level for mark in marks}):
            titles = [mark.title for mark in marks if mark.level == level]
            words = [title.split()[0].strip(":,") for title in titles if title.split()]
            word, count = Counter(words).most_common(1)[0] if words else ("", 0)
            if count == len(titles) and word.isalpha() and units[0].by == "label":
                yield f"{'#' * level} {word}"
            yield "#" * level
