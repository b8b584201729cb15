"""Detection of several posts in one file that has no configured marker.

A file is split only if it clearly contains several posts. A blog post with headings such as
`LinkedIn` or `Day 1`, or with `---` between its sections, isn't split.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from postlint.core.platforms import OWNED_CHANNELS, get_platform, normalize_platform
from postlint.core.terminal_text import one_line
from postlint.document.front_matter import FrontMatter
from postlint.document.heading_labels import Label, names_posts, platform_of_title
from postlint.document.outline import LINE_LABEL, Outline, OutlineEntry, count_words, inside
from postlint.document.path_hints import PathHints
from postlint.document.source import Source, Span, gaps, is_covered
from postlint.document.split import FENCES, PostSection, SplitMarker, inherit_from_headings
from postlint.document.thread import find_thread
from postlint.document.title_words import is_article_title

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

_METADATA = frozenset("title layout permalink slug tags categories category excerpt".split())
"""Front matter keys that describe a single post."""

_Separator = Literal["label", "heading", "rule", "fence"]
_Confidence = Literal["clear", "unclear", "none"]


@dataclass(frozen=True)
class FileLayout:
    """The posts of a file.

    Attributes:
        sections: the sections that are posts; the whole file if it isn't split.
        is_split: whether markers or labels separate the posts.
        platform: the platform of posts that don't name one.
        notices: information for the author about the split.
    """

    sections: tuple[PostSection, ...]
    is_split: bool = False
    platform: str | None = None
    notices: tuple[str, ...] = ()


def detect_posts(
    source: Source, front_matter: FrontMatter, path_hints: PathHints, platform: str | None
) -> FileLayout:
    """Return the posts in a file, if there clearly are several.

    In a file with one post below a label, such as `## LinkedIn` or a date, the post is the text
    below the label. `platform` is the one that the front matter or the configuration names.
    """
    return _PostDetector(source, front_matter, path_hints, platform).detect()


@dataclass(frozen=True)
class _Candidate:
    """A section that may be a post, what separates it from others, and the label above it."""

    section: PostSection
    by: _Separator
    entry: OutlineEntry | None
    words: int

    @property
    def label(self) -> Label | None:
        return self.entry.label if self.entry else None

    @property
    def kind(self) -> str:
        """What separates it from the others; for a label, what the label names."""
        return self.label.kind if self.by == "label" and self.label else self.by


class _PostDetector:
    def __init__(
        self,
        source: Source,
        front_matter: FrontMatter,
        path_hints: PathHints,
        platform: str | None,
    ) -> None:
        self._title = title = front_matter.title or ""
        self._source = source
        self._body = Span(front_matter.span.end, len(source.text))
        self._path_hints = path_hints
        self._has_metadata = not _METADATA.isdisjoint(front_matter.values)
        self._is_collection = names_posts(title) or (
            path_hints.is_collection and not is_article_title(title)
        )
        known_platform = platform or path_hints.platform_of(title)
        is_owned = known_platform in OWNED_CHANNELS
        self._is_network = known_platform is not None and not is_owned
        is_titled = bool(title) and not self._is_network
        self._is_article = (is_owned or is_titled) and not self._is_collection
        self._outline = Outline(source.text, self._body, title)
        self._candidates = list(self._find_candidates())

    def detect(self) -> FileLayout:
        """Return the layout of the file."""
        confidence = self._classify()
        if confidence == "clear":
            sections = [candidate.section for candidate in self._candidates]
            return FileLayout(
                tuple(inherit_from_headings(self._source.text, self._body, sections)),
                True,
                self._outline.part_platform or platform_of_title(self._title),
                tuple(self._skipped_section_notices()),
            )
        whole = (PostSection(self._body),)
        if confidence == "none":
            return FileLayout(whole, platform=self._outline.part_platform)
        titles = (
            entry.title for entry in self._outline.labels if entry.label and entry.label.is_plural
        )
        platform = next(map(platform_of_title, titles), None)
        return FileLayout(whole, platform=platform, notices=tuple(self._split_notices()))

    def _find_candidates(self) -> Iterator[_Candidate]:
        """Yield the candidates below each label, or in the whole text if there are no labels."""
        label = Label("platform", is_plural=True) if self._is_collection else None
        root = OutlineEntry(0, self._body.start, self._body.start, "", label)
        for entry, span in list(self._outline.leaf_entries()) or [(root, self._body)]:
            label_entry = entry if entry.level else None
            label = label_entry.label if label_entry else None
            for by, part, platform in self._separate(entry, span):
                words = self._words_in_fence(part) if by == "fence" else self._outline.words(part)
                if words >= (2 if label else 4):
                    platform = platform or (label.platform if label else None)
                    section = PostSection(part, platform, label.date if label else None)
                    yield _Candidate(section, by, label_entry, words)

    def _separate(
        self, entry: OutlineEntry, span: Span
    ) -> Iterator[tuple[_Separator, Span, str | None]]:
        """Yield the parts below a label that may be posts, with the platforms of fenced ones."""
        is_plural = bool(entry.label and entry.label.is_plural)
        is_period = bool(entry.label and entry.label.kind == "time")
        fences = inside(self._outline.fences, span)
        fenced_words = sum(self._words_in_fence(fence.inside) for fence in fences)
        parts = [
            part
            for part in gaps(span, inside(self._outline.rules, span))
            if self._outline.words(part) >= 3
        ]
        headings = inside(self._outline.entries, span) if is_plural else ()
        has_several = len(fences) > 1 or len(parts) > 1
        is_thread = has_several and find_thread(self._source.text, span).parts
        if fences and self._outline.words(span) * 3 <= fenced_words and not is_thread:
            for fence in fences:
                yield "fence", fence.inside, normalize_platform(fence.info)
        elif len(parts) > 1 and not is_thread and (is_plural or is_period or not entry.level):
            for part in parts:
                yield "rule", part, None
        elif headings:
            level = min(heading.level for heading in headings)
            top = [heading for heading in headings if heading.level == level]
            ends = [*(heading.start for heading in top[1:]), span.end]
            for heading, end in zip(top, ends, strict=True):
                if not _NON_POST_TITLE.match(heading.title):
                    yield "heading", Span(heading.end, end), None
        elif entry.level:
            yield "label", span, None

    def _words_in_fence(self, span: Span) -> int:
        return count_words(self._source.text[span.start : span.end])

    @cached_property
    def _skipped_sections(self) -> list[OutlineEntry]:
        """The sections next to posts that have text but aren't posts."""
        levels = {
            candidate.entry.level
            for candidate in self._candidates
            if candidate.entry and candidate.by == "label"
        }
        spans = [candidate.section.span for candidate in self._candidates]
        entries = self._outline.entries
        ends = [*(entry.start for entry in entries[1:]), self._body.end]
        return [
            entry
            for entry, end in zip(entries, ends, strict=False)
            if entry.label is None
            and entry.level in levels
            and not _NON_POST_TITLE.match(entry.title)
            and not is_covered(entry.start, spans)
            and self._outline.words(Span(entry.end, end)) >= 5
        ]

    def _skipped_section_notices(self) -> Iterator[str]:
        if sections := self._skipped_sections:
            more = f" and {len(sections) - 1} more" if len(sections) > 1 else ""
            line = self._source.position(sections[0].start).line
            yield (
                f"not checked: the section `{one_line(sections[0].title)[:60]}` (line {line}){more}"
                ", because its heading doesn't look like a post's"
            )

    def _classify(self) -> _Confidence:
        if len(self._candidates) == 1:
            return self._classify_single(self._candidates[0])
        if not self._candidates or len(self._skipped_sections) > len(self._candidates):
            return "none"
        by_kind = Counter(candidate.kind for candidate in self._candidates)
        kind = by_kind.most_common(1)[0][0]
        hints = self._path_hints
        if (hints.is_blog and kind in ("post", "time")) or (hints.is_log and kind == "time"):
            return "none"
        if self._is_article:
            if kind in ("post", "time", "variant") and self._is_known_collection:
                return "clear"
            return "unclear" if kind == "post" else "none"
        return _CLASSIFIERS[kind](self)

    def _classify_single(self, candidate: _Candidate) -> _Confidence:
        """Return how clear it is that the only candidate is a post, and not part of an article."""
        if self._is_article or candidate.by not in ("label", "fence"):
            return "none"
        words_outside = self._outline.words(self._body)
        words_outside -= candidate.words if candidate.by == "label" else 0
        headings = sum(1 for entry in self._outline.entries if entry.level < LINE_LABEL)
        if words_outside or headings > 2:
            return "none"
        if candidate.by == "fence":
            return "clear"
        is_about_network = candidate.kind == "platform" and self._names_network(candidate)
        if candidate.kind not in ("post", "time", "platform") or is_about_network:
            return "none"
        return "none" if self._has_long_post else "clear"

    @cached_property
    def _is_known_collection(self) -> bool:
        return self._is_collection or any(
            entry.label and entry.label.is_plural and entry.level < LINE_LABEL
            for entry in self._outline.entries
        )

    @property
    def _mostly_have_post_signs(self) -> bool:
        """Whether at least half of the candidates have signs of a post."""
        count = 0
        for candidate in self._candidates:
            span = candidate.section.span
            start = candidate.entry.end if candidate.entry else span.start
            count += self._outline.has_post_signs(Span(start, span.end))
        return count * 2 >= len(self._candidates)

    @property
    def _has_long_post(self) -> bool:
        return any(candidate.words > _MAX_POST_WORDS for candidate in self._candidates)

    @property
    def _has_intro(self) -> bool:
        return self._outline.intro_words > _MAX_NOTE_WORDS

    @property
    def _is_known(self) -> bool:
        return self._is_known_collection or self._is_network

    def _classify_posts(self) -> _Confidence:
        is_clear = self._is_known or self._outline.intro_words <= _MAX_INTRO_WORDS
        return "clear" if is_clear else "unclear"

    def _classify_platforms(self) -> _Confidence:
        about_network = sum(map(self._names_network, self._candidates))
        if about_network * 2 >= len(self._candidates):
            return "none"
        if self._is_known_collection:
            return "clear"
        if self._has_long_post:
            return "none"
        if self._mostly_have_post_signs:
            return "clear"
        if self._has_intro:
            return "none"
        return "unclear" if about_network else "clear"

    def _classify_times(self) -> _Confidence:
        confidence = self._classify_variants()
        return "none" if confidence == "unclear" and self._has_long_post else confidence

    def _classify_variants(self) -> _Confidence:
        if self._is_known or self._mostly_have_post_signs:
            return "clear"
        entries = self._outline.entries
        has_title = bool(entries) and entries[0].label is None
        return "none" if has_title or self._has_intro else "unclear"

    def _classify_numbers(self) -> _Confidence:
        if self._mostly_have_post_signs:
            return "clear"
        is_network, has_intro = self._is_network, self._has_intro
        if self._is_known_collection:
            return "clear" if is_network or not has_intro else "unclear"
        return "unclear" if is_network and not has_intro else "none"

    def _classify_headings(self) -> _Confidence:
        has_breaks = len(self._outline.rules) >= len(self._candidates) - 1
        return "clear" if has_breaks or self._mostly_have_post_signs else "unclear"

    def _classify_breaks(self) -> _Confidence:
        if self._is_known_collection:
            return "clear"
        count = len(self._candidates)
        with_post_signs = sum(
            self._outline.has_post_signs(candidate.section.span) for candidate in self._candidates
        )
        has_headings = any(entry.level < LINE_LABEL for entry in self._outline.entries)
        if has_headings or self._has_metadata:
            return "unclear" if with_post_signs == count else "none"
        if with_post_signs >= count - 1 and with_post_signs > 1:
            return "clear"
        all_short = all(
            8 <= candidate.words <= _TYPICAL_MAX_WORDS for candidate in self._candidates
        )
        are_breaks = all(len(rule.text) <= _MAX_BREAK_LENGTH for rule in self._outline.rules)
        return "unclear" if all_short and are_breaks else "none"

    def _classify_fences(self) -> _Confidence:
        words_outside = self._outline.words(self._body)
        fenced_words = sum(candidate.words for candidate in self._candidates)
        is_clear = (
            self._is_known
            or any(candidate.entry for candidate in self._candidates)
            or words_outside <= _MAX_INTRO_WORDS
            or words_outside * 4 <= fenced_words
        )
        return "clear" if is_clear else "unclear"

    def _names_network(self, candidate: _Candidate) -> bool:
        """Return whether a candidate mentions the network in its heading, so it's about it."""
        if candidate.label is None or candidate.label.platform is None:
            return False
        platform = get_platform(candidate.label.platform)
        names = "|".join(map(re.escape, platform.spellings or [platform.display_name]))
        pattern = re.compile(rf"(?<![\w#@/.])(?:{names})(?![\w/]|\.\w)")
        span = candidate.section.span
        return pattern.search(self._source.text, span.start, span.end) is not None

    def _split_notices(self) -> Iterator[str]:
        """Yield a notice that suggests the marker that best splits the candidates."""
        text, start = self._source.text, self._body.start
        counts = {marker: len(SplitMarker(marker).split(text, start)) for marker in self._markers()}
        several = [marker for marker, count in counts.items() if count > 1]
        if several:
            target = len(self._candidates)
            marker = min(several, key=lambda marker: abs(counts[marker] - target))
            quote = "'" if '"' in marker else '"'
            yield (
                f"this looks like {counts[marker]} posts: set `split = {quote}{marker}{quote}` in "
                'postlint.toml to check each one, or `split = "none"` if it\'s one post'
            )

    def _markers(self) -> Iterator[str]:
        by = self._candidates[0].by
        if by == "fence":
            yield from FENCES
        elif by == "rule":
            common = Counter(rule.text for rule in self._outline.rules)
            yield from (text for text, _ in common.most_common(3))
        else:
            starts = {candidate.section.span.start for candidate in self._candidates}
            headings = [
                entry
                for entry in self._outline.entries
                if entry.end in starts and entry.level < LINE_LABEL
            ]
            for level in sorted({entry.level for entry in headings}):
                titles = [entry.title for entry in headings if entry.level == level]
                words = [title.split()[0].strip(":,") for title in titles if title.split()]
                word, count = Counter(words).most_common(1)[0] if words else ("", 0)
                if count == len(titles) and word.isalpha() and by == "label":
                    yield f"{'#' * level} {word}"
                yield "#" * level


_CLASSIFIERS = {
    "post": _PostDetector._classify_posts,
    "platform": _PostDetector._classify_platforms,
    "time": _PostDetector._classify_times,
    "variant": _PostDetector._classify_variants,
    "number": _PostDetector._classify_numbers,
    "heading": _PostDetector._classify_headings,
    "rule": _PostDetector._classify_breaks,
    "fence": _PostDetector._classify_fences,
}
