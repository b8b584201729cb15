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
from postlint.document.heading_labels import Label, is_article_title, names_posts, platform_of_title
from postlint.document.outline import LINE_LABEL, Outline, OutlineEntry, count_words, inside
from postlint.document.path_hints import PathHints
from postlint.document.source import Source, Span, gaps, is_covered
from postlint.document.split import FENCES, PostSection, SplitMarker, inherit_from_headings
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

_METADATA = frozenset("title layout permalink slug tags categories category excerpt".split())
"""Front matter keys that describe a single post."""

Confidence = Literal["clear", "unclear", "none"]


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
    below the label.

    Args:
        source: the file.
        front_matter: its front matter.
        path_hints: hints from its name and its folders.
        platform: the platform that its front matter or the configuration names.
    """
    return _PostDetector(source, front_matter, path_hints, platform).detect()


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

    @property
    def label(self) -> Label | None:
        return self.entry.label if self.entry else None

    @property
    def kind(self) -> str:
        """What separates it from the others; for a label, what the label names."""
        return self.label.kind if self.by == "label" and self.label else self.by


class _PostDetector:
    """Finds the sections of a file that may be posts, and decides whether they are."""

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
        self._candidates = [
            candidate
            for entry, span in self._labeled_spans()
            for candidate in self._candidates_within(entry, span)
            if self._words_of(candidate) >= (2 if candidate.entry else 4)
        ]
        self._words = [self._words_of(candidate) for candidate in self._candidates]

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

    def _labeled_spans(self) -> list[tuple[OutlineEntry, Span]]:
        """Return the labels and the spans below them; without labels, the whole text."""
        labeled = list(self._outline.leaf_entries())
        label = Label("platform", is_plural=True) if self._is_collection else None
        start = self._body.start
        return labeled or [(OutlineEntry(0, start, start, "", label), self._body)]

    def _candidates_within(self, entry: OutlineEntry, span: Span) -> Iterator[_Candidate]:
        """Yield the possible posts below a label, or in the whole text."""
        label = entry.label if entry.level else None
        label_entry = entry if label else None
        platform = label.platform if label else None
        date = label.date if label else None
        is_plural = bool(entry.label and entry.label.is_plural)
        fences = inside(self._outline.fences, span)
        fenced_words = sum(self._words_in_fence(fence.inside) for fence in fences)
        words_outside = self._outline.words(span)
        parts = [
            part
            for part in gaps(span, inside(self._outline.rules, span))
            if self._outline.words(part) >= 3
        ]
        has_several = len(fences) > 1 or len(parts) > 1
        is_thread = has_several and find_thread(self._source.text, span).parts
        if fences and words_outside * 3 <= fenced_words and not is_thread:
            for fence in fences:
                fence_platform = normalize_platform(fence.info) or platform
                section = PostSection(fence.inside, fence_platform, date)
                yield _Candidate(section, "fence", label_entry)
            return
        is_period = entry.label and entry.label.kind == "time"
        if len(parts) > 1 and not is_thread and (is_plural or is_period or not label_entry):
            for part in parts:
                yield _Candidate(PostSection(part, platform, date), "rule", label_entry)
            return
        headings = inside(self._outline.entries, span) if is_plural else ()
        if headings:
            level = min(heading.level for heading in headings)
            top = [heading for heading in headings if heading.level == level]
            for heading, end in zip(
                top, [*(heading.start for heading in top[1:]), span.end], strict=True
            ):
                if not _NON_POST_TITLE.match(heading.title):
                    section = PostSection(Span(heading.end, end), platform, date)
                    yield _Candidate(section, "heading", label_entry)
        elif label_entry:
            yield _Candidate(PostSection(span, platform, date), "label", label_entry)

    def _words_of(self, candidate: _Candidate) -> int:
        span = candidate.section.span
        is_fenced = candidate.by == "fence"
        return self._words_in_fence(span) if is_fenced else self._outline.words(span)

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

    def _classify(self) -> Confidence:
        """Return how clear it is that the candidates are posts."""
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

    def _classify_single(self, candidate: _Candidate) -> Confidence:
        """Return how clear it is that the only candidate is a post, and not part of an article."""
        if self._is_article or candidate.by not in ("label", "fence"):
            return "none"
        words_outside = self._outline.words(self._body)
        words_outside -= self._words[0] if candidate.by == "label" else 0
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
        """Whether the file's name, title, or headings say that it's a collection of posts."""
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
        return any(words > _MAX_POST_WORDS for words in self._words)

    @property
    def _has_intro(self) -> bool:
        """Whether there are words before the first label, as in an article."""
        return self._outline.intro_words > _MAX_NOTE_WORDS

    @property
    def _is_known(self) -> bool:
        return self._is_known_collection or self._is_network

    def _classify_posts(self) -> Confidence:
        is_clear = self._is_known or self._outline.intro_words <= _MAX_INTRO_WORDS
        return "clear" if is_clear else "unclear"

    def _classify_platforms(self) -> Confidence:
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

    def _classify_times(self) -> Confidence:
        confidence = self._classify_variants()
        return "none" if confidence == "unclear" and self._has_long_post else confidence

    def _classify_variants(self) -> Confidence:
        if self._is_known or self._mostly_have_post_signs:
            return "clear"
        entries = self._outline.entries
        has_title = bool(entries) and entries[0].label is None
        return "none" if has_title or self._has_intro else "unclear"

    def _classify_numbers(self) -> Confidence:
        if self._mostly_have_post_signs:
            return "clear"
        is_network, has_intro = self._is_network, self._has_intro
        if self._is_known_collection:
            return "clear" if is_network or not has_intro else "unclear"
        return "unclear" if is_network and not has_intro else "none"

    def _classify_headings(self) -> Confidence:
        has_breaks = len(self._outline.rules) >= len(self._candidates) - 1
        return "clear" if has_breaks or self._mostly_have_post_signs else "unclear"

    def _classify_breaks(self) -> Confidence:
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
        all_short = all(8 <= words <= _TYPICAL_MAX_WORDS for words in self._words)
        are_breaks = all(len(rule.text) <= _MAX_BREAK_LENGTH for rule in self._outline.rules)
        return "unclear" if all_short and are_breaks else "none"

    def _classify_fences(self) -> Confidence:
        words_outside = self._outline.words(self._body)
        is_clear = (
            self._is_known
            or any(candidate.entry for candidate in self._candidates)
            or words_outside <= _MAX_INTRO_WORDS
            or words_outside * 4 <= sum(self._words)
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
        """Yield the markers that may split the candidates."""
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
