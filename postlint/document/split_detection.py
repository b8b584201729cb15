"""Detection of several posts in one file that has no configured marker.

A file is split only if it clearly contains several posts. A blog post with headings such as
`LinkedIn` or `Day 1`, or with `---` between its sections, isn't split.
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
"""The most words of notes before numbered posts; an article has a longer introduction."""

_MAX_NOTE_WORDS = 5
"""The most words before posts that are too few for an article's introduction."""

_MAX_BREAK_LENGTH = 10
"""The most characters of a thematic break between posts; a longer one is decoration in a post."""

_TYPICAL_MAX_WORDS = 300
"""The most words of typical posts on a network."""

_MAX_POST_WORDS = 600
"""The most words of almost all posts on a network."""

Confidence = Literal["clear", "unclear", "none"]


@dataclass(frozen=True)
class SplitDetection:
    """The posts detected in a file.

    Attributes:
        sections: the posts, if they are clear; otherwise empty.
        notice: a message to the author if it isn't clear whether there are several posts.
        platform: the platform of posts that don't name one, by the file's title or its parts.
        skipped_sections: the sections between the posts that aren't posts: offset and title.
    """

    sections: tuple[PostSection, ...] = ()
    notice: str | None = None
    platform: str | None = None
    skipped_sections: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class FileContext:
    """Facts about a file other than its text.

    Attributes:
        path_hints: hints from its name and its folders.
        title: the title in its front matter.
        platform: the platform that its front matter or the configuration names.
        has_metadata: whether its front matter has keys that describe a single post.
    """

    path_hints: PathHints = field(default_factory=PathHints)
    title: str | None = None
    platform: str | None = None
    has_metadata: bool = False

    @property
    def is_network(self) -> bool:
        """Whether its posts are known to be for a network."""
        platform = self.platform or self._path_platform
        return platform is not None and platform not in OWNED_CHANNELS

    @property
    def _path_platform(self) -> str | None:
        hints = self.path_hints
        return None if self.title and hints.is_platform_only else hints.platform

    @property
    def is_collection(self) -> bool:
        """Whether its name or title is that of a collection of posts."""
        if self.title is not None and names_posts(self.title):
            return True
        return self.path_hints.is_collection and not is_article_title(self.title or "")

    @property
    def is_article(self) -> bool:
        """Whether its name or front matter is that of a blog post or newsletter."""
        if self.is_collection:
            return False
        platform = self.platform or self._path_platform
        return platform in OWNED_CHANNELS or (self.title is not None and not self.is_network)


def detect_posts(text: str, start: int, context: FileContext) -> SplitDetection:
    """Return the posts in a text from an offset on, if there clearly are several.

    In a file with one post below a label, such as `## LinkedIn` or a date, the post is the text
    below the label.
    """
    outline = Outline(text, start, context.title or "")
    structure = _FileStructure(outline, context)
    candidates = structure.candidates()
    confidence = _classify(structure, candidates)
    if confidence == "clear":
        sections = inherit_from_headings(
            text, start, [candidate.section for candidate in candidates]
        )
        skipped = tuple(structure.skipped_sections(candidates))
        return SplitDetection(tuple(sections), None, outline.part_platform, skipped)
    if confidence == "unclear" and len(candidates) > 1:
        collections = (entry for entry in outline.labels if entry.label and entry.label.is_plural)
        platforms = (platform_of_title(entry.title) for entry in collections)
        return SplitDetection(
            (), _split_notice(text, start, candidates, structure), next(platforms, None)
        )
    return SplitDetection(platform=outline.part_platform)


@dataclass(frozen=True)
class _Candidate:
    """A section that may be a post.

    Attributes:
        section: the section.
        by: the kind of thing that separates it from the other candidates.
        entry: the label above it, or None.
    """

    section: PostSection
    by: Literal["label", "heading", "rule", "fence"]
    entry: OutlineEntry | None


@dataclass(frozen=True)
class _FileStructure:
    """The structure of a file.

    Attributes:
        outline: its headings, labels, thematic breaks, and fences.
        context: facts about the file other than its text.
    """

    outline: Outline
    context: FileContext

    def candidates(self) -> list[_Candidate]:
        """Return the sections that may be posts, in order."""
        leaf_entries = list(self.outline.leaf_entries())
        if not leaf_entries:
            collection_label = (
                Label("platform", is_plural=True) if self.context.is_collection else None
            )
            root = OutlineEntry(
                0, self.outline.body.start, self.outline.body.start, "", collection_label
            )
            leaf_entries = [(root, self.outline.body)]
        candidates = (
            candidate for entry, span in leaf_entries for candidate in self._within(entry, span)
        )
        return [
            candidate
            for candidate in candidates
            if self.words_of(candidate) >= (2 if candidate.entry else 4)
        ]

    def _within(self, entry: OutlineEntry, span: Span) -> Iterator[_Candidate]:
        """Yield the possible posts below a label, or in the whole text."""
        label = entry.label if entry.level else None
        label_entry = entry if label else None
        platform = label.platform if label else None
        date = label.date if label else None
        fences = [fence for fence in inside(self.outline.fences, span) if fence.is_prose]
        words_outside = self.outline.words(span.start, span.end)
        fenced_words = sum(fence.words for fence in fences)
        parts = list(self._between_rules(span))
        has_several = len(fences) > 1 or len(parts) > 1
        is_thread = has_several and find_thread(self.outline.text, span).parts
        if fences and words_outside * 3 <= fenced_words and not is_thread:
            for fence in fences:
                fence_platform = normalize_platform(fence.info) or platform
                section = PostSection(fence.inside, fence_platform, date)
                yield _Candidate(section, "fence", label_entry)
            return
        is_plural = bool(entry.label and (entry.label.is_plural or entry.label.kind == "time"))
        if len(parts) > 1 and not is_thread and (is_plural or not label_entry):
            for part in parts:
                yield _Candidate(PostSection(part, platform, date), "rule", label_entry)
            return
        headings = inside(self.outline.entries, span)
        if entry.label and entry.label.is_plural and headings:
            level = min(heading.level for heading in headings)
            top = [heading for heading in headings if heading.level == level]
            ends = [*(heading.start for heading in top[1:]), span.end]
            for heading, end in zip(top, ends, strict=True):
                if not _NON_POST_TITLE.match(heading.title):
                    section = PostSection(Span(heading.end, end), platform, date)
                    yield _Candidate(section, "heading", label_entry)
            return
        if label_entry:
            yield _Candidate(PostSection(span, platform, date), "label", label_entry)

    def _between_rules(self, span: Span) -> Iterator[Span]:
        rules = inside(self.outline.rules, span)
        starts = [span.start, *(rule.end for rule in rules)]
        ends = [*(rule.start for rule in rules), span.end]
        for start, end in zip(starts, ends, strict=True):
            if self.outline.words(start, end) >= 3:
                yield Span(start, end)

    def skipped_sections(self, candidates: Sequence[_Candidate]) -> Iterator[tuple[int, str]]:
        """Yield the offset and title of sections next to posts that have text but aren't posts."""
        levels = {
            candidate.entry.level
            for candidate in candidates
            if candidate.entry and candidate.by == "label"
        }
        starts = [candidate.section.span.start for candidate in candidates]
        ends = [*(entry.start for entry in self.outline.entries[1:]), self.outline.body.end]
        for entry, end in zip(self.outline.entries, ends, strict=False):
            if entry.label or entry.level not in levels or _NON_POST_TITLE.match(entry.title):
                continue
            preceding = bisect_left(starts, entry.start)
            covered = preceding and candidates[preceding - 1].section.span.end > entry.start
            if not covered and self.outline.words(entry.end, end) >= 5:
                yield entry.start, entry.title

    def words_of(self, candidate: _Candidate) -> int:
        """Return the number of words of a candidate."""
        span = candidate.section.span
        if candidate.by == "fence":
            return len(WORD.findall(self.outline.text, span.start, span.end))
        return self.outline.words(span.start, span.end)


def _classify(file: _FileStructure, candidates: Sequence[_Candidate]) -> Confidence:
    """Return how clear it is that the candidates are posts."""
    if not candidates:
        return "none"
    by_kind = Counter(_candidate_kind(candidate) for candidate in candidates)
    kind = by_kind.most_common(1)[0][0]
    if len(candidates) == 1:
        return _classify_single(file, candidates[0])
    skipped_count = sum(1 for _ in file.skipped_sections(candidates))
    if skipped_count > len(candidates):
        return "none"
    return _CLASSIFIERS[kind](file, candidates)


def _candidate_kind(candidate: _Candidate) -> str:
    if candidate.by == "label" and candidate.entry and candidate.entry.label:
        return candidate.entry.label.kind
    return candidate.by


def _classify_single(file: _FileStructure, candidate: _Candidate) -> Confidence:
    """Return how clear it is that the only candidate is a post; other prose speaks against it."""
    if file.context.is_article or candidate.by not in ("label", "fence"):
        return "none"
    words_outside = file.outline.words(file.outline.body.start, file.outline.body.end)
    words_outside -= file.words_of(candidate) if candidate.by == "label" else 0
    headings = sum(1 for entry in file.outline.entries if entry.level < LINE_LABEL)
    if words_outside or headings > 2:
        return "none"
    if candidate.by == "fence":
        return "clear"
    label = candidate.entry.label if candidate.entry else None
    if label is None or label.kind not in ("post", "time", "platform"):
        return "none"
    is_about_network = label.kind == "platform" and _names_network(file, candidate)
    return "none" if is_about_network or file.words_of(candidate) > _MAX_POST_WORDS else "clear"


def _mostly_have_post_signs(file: _FileStructure, candidates: Sequence[_Candidate]) -> bool:
    """Return whether at least half of the candidates have signs of a post."""
    count = sum(file.outline.has_post_signs(_labeled_span(candidate)) for candidate in candidates)
    return count * 2 >= len(candidates)


def _labeled_span(candidate: _Candidate) -> Span:
    span = candidate.section.span
    return Span(candidate.entry.end if candidate.entry else span.start, span.end)


def _is_known_collection(file: _FileStructure, candidates: Sequence[_Candidate]) -> bool:
    """Return whether a file's name, title, or headings say that it's a collection of posts."""
    return file.context.is_collection or any(
        entry.label and entry.label.is_plural and entry.level < LINE_LABEL
        for entry in file.outline.entries
    )


def _classify_posts(file: _FileStructure, candidates: Sequence[_Candidate]) -> Confidence:
    is_known = _is_known_collection(file, candidates)
    if file.context.path_hints.is_blog:
        return "none"
    if file.context.is_article:
        return "clear" if is_known else "unclear"
    is_clear = is_known or file.context.is_network or file.outline.intro_words <= _MAX_INTRO_WORDS
    return "clear" if is_clear else "unclear"


def _classify_platforms(file: _FileStructure, candidates: Sequence[_Candidate]) -> Confidence:
    about_network = sum(_names_network(file, candidate) for candidate in candidates)
    if file.context.is_article or about_network * 2 >= len(candidates):
        return "none"
    if _is_known_collection(file, candidates):
        return "clear"
    if any(file.words_of(candidate) > _MAX_POST_WORDS for candidate in candidates):
        return "none"
    if _mostly_have_post_signs(file, candidates):
        return "clear"
    if file.outline.intro_words > _MAX_NOTE_WORDS:
        return "none"
    return "unclear" if about_network else "clear"


def _classify_times(file: _FileStructure, candidates: Sequence[_Candidate]) -> Confidence:
    context = file.context
    if context.path_hints.is_log or context.path_hints.is_blog:
        return "none"
    if _is_known_collection(file, candidates) or (context.is_network and not context.is_article):
        return "clear"
    if context.is_article:
        return "none"
    if _mostly_have_post_signs(file, candidates):
        return "clear"
    has_title = bool(file.outline.entries) and file.outline.entries[0].label is None
    has_long_post = any(file.words_of(candidate) > _MAX_POST_WORDS for candidate in candidates)
    return (
        "none"
        if has_title or file.outline.intro_words > _MAX_NOTE_WORDS or has_long_post
        else "unclear"
    )


def _classify_variants(file: _FileStructure, candidates: Sequence[_Candidate]) -> Confidence:
    context = file.context
    if _is_known_collection(file, candidates) or (context.is_network and not context.is_article):
        return "clear"
    if context.is_article:
        return "none"
    if _mostly_have_post_signs(file, candidates):
        return "clear"
    has_title = bool(file.outline.entries) and file.outline.entries[0].label is None
    return "none" if has_title or file.outline.intro_words > _MAX_NOTE_WORDS else "unclear"


def _classify_numbers(file: _FileStructure, candidates: Sequence[_Candidate]) -> Confidence:
    context = file.context
    if context.is_article:
        return "none"
    if _is_known_collection(file, candidates):
        is_clear = (
            context.is_network
            or _mostly_have_post_signs(file, candidates)
            or file.outline.intro_words <= _MAX_NOTE_WORDS
        )
        return "clear" if is_clear else "unclear"
    if _mostly_have_post_signs(file, candidates):
        return "clear"
    return (
        "unclear" if context.is_network and file.outline.intro_words <= _MAX_NOTE_WORDS else "none"
    )


def _classify_headings(file: _FileStructure, candidates: Sequence[_Candidate]) -> Confidence:
    if file.context.is_article:
        return "none"
    has_breaks = len(file.outline.rules) >= len(candidates) - 1
    return "clear" if has_breaks or _mostly_have_post_signs(file, candidates) else "unclear"


def _classify_breaks(file: _FileStructure, candidates: Sequence[_Candidate]) -> Confidence:
    context = file.context
    if context.is_article:
        return "none"
    if _is_known_collection(file, candidates):
        return "clear"
    with_post_signs = sum(
        file.outline.has_post_signs(candidate.section.span) for candidate in candidates
    )
    has_headings = any(entry.level < LINE_LABEL for entry in file.outline.entries)
    if has_headings or context.has_metadata:
        return "unclear" if with_post_signs == len(candidates) else "none"
    if with_post_signs >= len(candidates) - 1 and with_post_signs > 1:
        return "clear"
    all_short = all(8 <= file.words_of(candidate) <= _TYPICAL_MAX_WORDS for candidate in candidates)
    all_short = all_short and all(
        len(rule.text) <= _MAX_BREAK_LENGTH for rule in file.outline.rules
    )
    return "unclear" if all_short else "none"


def _classify_fences(file: _FileStructure, candidates: Sequence[_Candidate]) -> Confidence:
    if file.context.is_article:
        return "none"
    words_outside = file.outline.words(file.outline.body.start, file.outline.body.end)
    fenced_words = sum(file.words_of(candidate) for candidate in candidates)
    is_known = (
        _is_known_collection(file, candidates)
        or file.context.is_network
        or any(unit.entry for unit in candidates)
    )
    return (
        "clear"
        if is_known or words_outside <= _MAX_INTRO_WORDS or words_outside * 4 <= fenced_words
        else "unclear"
    )


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
    """Return whether a candidate mentions the network in its heading, so it's about the network."""
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
    text: str, start: int, candidates: Sequence[_Candidate], file: _FileStructure
) -> str | None:
    """Return a notice that suggests the marker that comes closest to splitting the candidates."""
    best: tuple[int, str] | None = None
    for marker in dict.fromkeys(_suggest_markers(candidates, file)):
        count = len(SplitMarker(marker).split(text, start))
        if count > 1 and (
            best is None or abs(count - len(candidates)) < abs(best[0] - len(candidates))
        ):
            best = count, marker
    if best is None:
        return None
    count, marker = best
    quote = "'" if '"' in marker else '"'
    return (
        f"this looks like {count} posts: set `split = {quote}{marker}{quote}` in postlint.toml "
        'to check each one, or `split = "none"` if it\'s one post'
    )


def _suggest_markers(candidates: Sequence[_Candidate], file: _FileStructure) -> Iterator[str]:
    by = candidates[0].by
    if by == "fence":
        yield from ("```", "~~~")
    elif by == "rule":
        common = Counter(rule.text for rule in file.outline.rules)
        yield from (text for text, _ in common.most_common(3))
    else:
        starts = {candidate.section.span.start for candidate in candidates}
        headings = [
            entry
            for entry in file.outline.entries
            if entry.end in starts and entry.level < LINE_LABEL
        ]
        for level in sorted({entry.level for entry in headings}):
            titles = [entry.title for entry in headings if entry.level == level]
            words = [title.split()[0].strip(":,") for title in titles if title.split()]
            word, count = Counter(words).most_common(1)[0] if words else ("", 0)
            if count == len(titles) and word.isalpha() and candidates[0].by == "label":
                yield f"{'#' * level} {word}"
            yield "#" * level
