"""Drafts: the posts in a source, with their blocks of prose and metadata."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from postlint.core.platforms import describe_unknown_platform, get_platform
from postlint.core.profile import EMPTY_PROFILE, Profile
from postlint.core.terminal_text import one_line
from postlint.core.validation import describe_error
from postlint.document.front_matter import FrontMatter, read_front_matter
from postlint.document.hard_wrapping import is_wrapped
from postlint.document.heading_labels import names_posts, platform_of_title, read_label
from postlint.document.markdown import read_markdown
from postlint.document.notes import Notes, blank_out, find_notes
from postlint.document.path_hints import PathHints, read_path_hints
from postlint.document.plain_text import read_plain_text
from postlint.document.prose import Prose, split_long_block
from postlint.document.publish_date import date_notices
from postlint.document.source import Source, Span
from postlint.document.split import ONE_POST, PostSection, SplitMarker, parse_split_marker
from postlint.document.split_detection import FileContext, detect_posts
from postlint.document.thread import find_thread


@dataclass(frozen=True)
class Draft:
    """One post as its author wrote it, before any analysis of its language.

    Attributes:
        source: the file that contains it.
        body: its offsets in the source, without front matter.
        blocks: its blocks of prose, in the order of the text.
        front_matter: the front matter of the file.
        platform: where it will be posted, in postlint's spelling; None if unknown.
        ordinal: its number among the posts of the file, from 1.
        total: the number of posts in the file.
        split: whether a marker or labels split the file, so it may have several posts.
        profile: the profile of its author.
        notices: information for its author about how it was read.
        date: when it's posted, as written in a heading or note.
        notes: the spans of the body that aren't posted, sorted and without overlaps.
        parts: the posts of a thread; empty if the draft isn't a thread.
    """

    source: Source
    body: Span
    blocks: tuple[Prose, ...]
    front_matter: FrontMatter
    platform: str | None
    ordinal: int = 1
    total: int = 1
    split: bool = False
    profile: Profile = EMPTY_PROFILE
    notices: tuple[str, ...] = ()
    date: str | None = None
    notes: tuple[Span, ...] = ()
    parts: tuple[Span, ...] = ()

    @property
    def text(self) -> str:
        """The text of the body, with its notes blanked out."""
        return blank_out(self.source.text, self.notes, self.body)


def read_drafts(
    source: Source,
    *,
    platform: str | None = None,
    profile: Profile = EMPTY_PROFILE,
    split: str | None = None,
) -> tuple[Draft, ...]:
    """Return the posts in a source.

    The suffix of the source's path decides how it's read: `.txt` as plain text, `.mdx` as MDX,
    anything else as Markdown.

    Args:
        source: the file.
        platform: the platform in postlint's spelling, if neither the front matter nor a heading
            names one.
        profile: the configured profile; the keys under `profile` in the front matter override it.
        split: the marker between posts, see `postlint.document.split.SplitMarker`; `none` for one
            post; None to detect posts. A marker in the front matter overrides it.
    """
    front_matter = FrontMatter() if source.is_post else read_front_matter(source)
    merged_profile, fault = _merge_profile(front_matter, profile)
    notices = [*_notices(source, front_matter, fault)]
    front_matter_split, fault = (
        (None, None) if source.is_post else _split_from_front_matter(front_matter)
    )
    notices += [fault] if fault else []
    path_hints = PathHints() if source.is_post else read_path_hints(source.path)
    declared_platform = front_matter.platform or source.platform or platform
    has_metadata = not _METADATA.isdisjoint(front_matter.values)
    context = FileContext(path_hints, front_matter.title, declared_platform, has_metadata)
    layout = _find_layout(source, front_matter, front_matter_split or split, context)
    notices += layout.notices
    total = len(layout.sections)
    if total > MAX_POSTS:
        notices.append(
            f"{total:,} posts: only the first {MAX_POSTS:,} were checked; split the file"
        )
    drafts = []
    for ordinal, section in enumerate(layout.sections[:MAX_POSTS], start=1):
        notes = find_notes(source.text, section.span) if layout.is_split else Notes()
        named_platform = notes.platform or section.platform or declared_platform
        body = _PostBody(source, section.span, (*notes.spans, *section.notes))
        post_platform = named_platform or layout.platform or path_hints.platform
        if layout.is_whole and not source.is_post:
            post_platform = (
                named_platform
                or layout.platform
                or _infer_platform(front_matter, path_hints, body.blocks)
            )
        body.find_thread_parts(post_platform)
        post_notices = [
            *(notices if ordinal == 1 else ()),
            *([] if body.is_complete else [_TOO_LONG]),
        ]
        drafts.append(
            Draft(
                source=source,
                body=section.span,
                blocks=body.blocks,
                front_matter=front_matter,
                platform=post_platform,
                ordinal=ordinal,
                total=total,
                split=layout.is_split,
                profile=merged_profile,
                notices=tuple(post_notices),
                date=notes.date or section.date,
                notes=body.notes,
                parts=body.parts,
            )
        )
    return tuple(drafts)


def read_draft(
    source: Source, *, platform: str | None = None, profile: Profile = EMPTY_PROFILE
) -> Draft:
    """Return a source as one draft; see `read_drafts`."""
    (draft,) = read_drafts(source, platform=platform, profile=profile, split=ONE_POST)
    return draft


_METADATA = frozenset("title layout permalink slug tags categories category excerpt".split())
"""Front matter keys that describe a single post."""


def split_thread(draft: Draft) -> Iterator[tuple[int, Draft]]:
    """Yield each post of a thread as a separate draft, with the index of its first block.

    A draft that isn't a thread is yielded as it is.
    """
    if not draft.parts:
        yield 0, draft
        return
    first = 0
    for part in draft.parts:
        end = first
        while end < len(draft.blocks) and draft.blocks[end].source_map[0].source_start < part.end:
            end += 1
        notes = draft.notes[
            _index_of_offset(draft.notes, part.start) : _index_of_offset(draft.notes, part.end)
        ]
        yield (
            first,
            replace(draft, body=part, blocks=draft.blocks[first:end], notes=notes, parts=()),
        )
        first = end


def _index_of_offset(spans: Sequence[Span], offset: int) -> int:
    return bisect_left(spans, offset, key=lambda span: span.start)


@dataclass(frozen=True)
class _FileLayout:
    """The posts of a file.

    Attributes:
        sections: the sections that are posts.
        is_split: whether markers or labels separate the posts.
        platform: the platform of posts that don't name one.
        notices: information for the author about the split.
        is_whole: whether the whole file is one post.
    """

    sections: tuple[PostSection, ...]
    is_split: bool = False
    platform: str | None = None
    notices: tuple[str, ...] = ()
    is_whole: bool = False


def _find_layout(
    source: Source, front_matter: FrontMatter, split: str | None, context: FileContext
) -> _FileLayout:
    start = front_matter.span.end
    body = Span(start, len(source.text))
    whole = (PostSection(body),)
    if source.is_post or split == ONE_POST:
        return _FileLayout(whole, is_whole=True)
    title_platform = front_matter.title and platform_of_title(front_matter.title)
    if split is not None:
        sections = SplitMarker(split).split(source.text, start)
        is_whole = sections[0].span == body
        return _FileLayout(sections, True, title_platform or None, is_whole=is_whole)
    detection = detect_posts(source.text, start, context)
    if detection.sections:
        notices = tuple(_skipped_section_notices(source, detection.skipped_sections))
        return _FileLayout(
            detection.sections, True, detection.platform or title_platform or None, notices
        )
    notices = (detection.notice,) if detection.notice else ()
    return _FileLayout(whole, False, detection.platform, notices, is_whole=True)


def _skipped_section_notices(source: Source, sections: Sequence[tuple[int, str]]) -> Iterator[str]:
    if sections:
        offset, title = sections[0]
        more = f" and {len(sections) - 1} more" if len(sections) > 1 else ""
        line = source.position(offset).line
        yield (
            f"not checked: the section `{one_line(title)[:60]}` (line {line}){more}, because its "
            "heading doesn't look like a post's"
        )


def _split_from_front_matter(front_matter: FrontMatter) -> tuple[str | None, str | None]:
    """Return the marker under `postlint` in the front matter, and what is wrong with it."""
    settings = front_matter.values.get("postlint")
    value = settings.get("split") if isinstance(settings, Mapping) else None
    if value is None:
        return None, None
    if value is False:
        return ONE_POST, None
    try:
        return parse_split_marker(str(value)[:200]), None
    except ValueError as error:
        return None, f"`postlint: split` in the front matter is ignored: {error}"


class _PostBody:
    """The body of a post while it's read.

    Attributes:
        notes: the spans that aren't posted, sorted and without overlaps.
        parts: the posts of a thread; empty if the post isn't a thread.
        blocks: its blocks of prose.
        is_complete: whether the blocks cover the whole body, not only the first words of a very
            long one.
    """

    def __init__(self, source: Source, span: Span, notes: Iterable[Span]) -> None:
        self._source = source
        self._span = span
        self.notes = _merge_overlapping(notes)
        self.parts: tuple[Span, ...] = ()
        self.is_complete = True
        self.blocks = self._read()

    def find_thread_parts(self, platform: str | None) -> None:
        """Find the parts of a thread, if the platform has threads."""
        if not get_platform(platform).has_threads or self._source.is_post:
            return
        thread = find_thread(self._text(), Span(0, self._span.end - self._span.start))
        if thread.parts:
            labels = [_shift(label, self._span.start) for label in thread.labels]
            self.parts = tuple(_shift(part, self._span.start) for part in thread.parts)
            self.notes = _merge_overlapping([*self.notes, *labels])
            self.blocks = self._read()

    def _text(self) -> str:
        return blank_out(self._source.text, self.notes, self._span)

    def _read(self) -> tuple[Prose, ...]:
        blocks, self.is_complete = _limit_words(
            part for block in self._all_blocks() for part in split_long_block(block)
        )
        return blocks

    def _all_blocks(self) -> Iterator[Prose]:
        """Yield the blocks one by one: of a very long text, only the first ones are read."""
        text, start = self._text(), self._span.start
        for part in self.parts or (self._span,):
            part_text = text[part.start - start : part.end - start]
            for block in self._prose(part_text):
                yield replace(block, wrapped=is_wrapped(part_text, block)).shifted(part.start)

    def _prose(self, text: str) -> Iterator[Prose]:
        if self._source.is_plain:
            return read_plain_text(text)
        return read_markdown(text, mdx=self._source.is_mdx)


def _merge_overlapping(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans sorted, with overlapping ones merged."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _shift(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


MAX_POSTS = 1_000
"""The most posts of one file that are checked. Only a hostile file has more."""

MAX_WORDS = 60_000
"""The most words and punctuation marks of a post that are checked. Only a hostile file has more."""

_BLOCK_COST = 5
"""The words that take as long to check as the overhead of a block."""

_TOO_LONG = f"very long: only the first {MAX_WORDS:,} words and punctuation marks were checked"
_WORD_OR_MARK = re.compile(r"\w+|[^\w\s]")


def _limit_words(blocks: Iterable[Prose]) -> tuple[tuple[Prose, ...], bool]:
    """Return the blocks up to the limit of words, and whether those are all blocks."""
    limited: list[Prose] = []
    words = 0
    for block in blocks:
        words += sum(1 for _ in _WORD_OR_MARK.finditer(block.text)) + _BLOCK_COST
        if words > MAX_WORDS:
            return tuple(limited), False
        limited.append(block)
    return tuple(limited), True


def _merge_profile(front_matter: FrontMatter, profile: Profile) -> tuple[Profile, str | None]:
    """Return the profile for a draft, and what is wrong with `profile` in its front matter."""
    changes = front_matter.get("profile")
    if changes is None:
        return profile, None
    if not isinstance(changes, Mapping):
        return profile, "it must be a table with keys such as `clients`"
    try:
        return profile.with_overrides({str(key): value for key, value in changes.items()}), None
    except ValidationError as error:
        return profile, describe_error(error, lambda _: Profile.model_fields)[1]


def _notices(source: Source, front_matter: FrontMatter, profile_fault: str | None) -> Iterator[str]:
    if front_matter.error and not front_matter.exceeds_limits:
        yield front_matter.error
    yield from front_matter.notices
    platform = front_matter.get("platform")
    if platform is not None and not front_matter.platform:
        yield f"`platform` in the front matter is ignored: {describe_unknown_platform(platform)}"
    if profile_fault:
        yield f"`profile` in the front matter is ignored: {profile_fault}"
    yield from date_notices(front_matter, source)


_BLOG_MIN_WORDS = 100
"""The words below a title that make a draft a blog post."""


def _infer_platform(
    front_matter: FrontMatter, path_hints: PathHints, blocks: tuple[Prose, ...]
) -> str | None:
    """Return the platform suggested by the names of a post's file and folders, or by its form.

    A title in the front matter suggests a blog post, and so does a title above several
    paragraphs; a heading alone doesn't.
    """
    if path_hints.platform and not (front_matter.title and path_hints.is_platform_only):
        return path_hints.platform
    if front_matter.title:
        return "blog"
    if not blocks or blocks[0].kind != "heading":
        return None
    if names_posts(blocks[0].text) or read_label(blocks[0].text):
        return platform_of_title(blocks[0].text)
    text_blocks = [block for block in blocks[1:] if block.kind != "heading"]
    words = sum(len(block.text.split()) for block in text_blocks)
    is_article = (
        len(text_blocks) > 2 or len(text_blocks) + 1 < len(blocks) or words >= _BLOG_MIN_WORDS
    )
    return "blog" if is_article else None
