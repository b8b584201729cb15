"""Drafts: the posts in a source, with their blocks of prose and metadata."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from operator import attrgetter

from pydantic import ValidationError

from postlint.core.platforms import describe_unknown_platform, get_platform
from postlint.core.profile import EMPTY_PROFILE, Profile
from postlint.core.validation import describe_error
from postlint.document.front_matter import FrontMatter, read_front_matter
from postlint.document.hard_wrapping import is_wrapped
from postlint.document.heading_labels import names_posts, platform_of_title, read_label
from postlint.document.markdown import read_markdown
from postlint.document.notes import Notes, blank_out, find_notes
from postlint.document.path_hints import PathHints, read_path_hints
from postlint.document.prose import Prose, read_plain_text, split_long_block
from postlint.document.publish_date import date_notices
from postlint.document.source import Source, Span, iter_lines, merge_spans
from postlint.document.split import ONE_POST, PostSection, SplitMarker, parse_split_marker
from postlint.document.split_detection import FileLayout, detect_posts
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
    path_hints = PathHints() if source.is_post else read_path_hints(source.path)
    profile, profile_fault = _merge_profile(front_matter, profile)
    marker, marker_fault = _split_from_front_matter(front_matter)
    declared_platform = front_matter.platform or source.platform or platform
    split = ONE_POST if source.is_post else marker or split
    if split is None:
        layout = detect_posts(source, front_matter, path_hints, declared_platform)
    else:
        layout = _split_at_marker(source, front_matter, split)
    total = len(layout.sections)
    notices = [
        *_notices(source, front_matter, profile_fault),
        *([marker_fault] if marker_fault else []),
        *layout.notices,
    ]
    if total > MAX_POSTS:
        notices.append(
            f"{total:,} posts: only the first {MAX_POSTS:,} were checked; split the file"
        )
    drafts = []
    for ordinal, section in enumerate(layout.sections[:MAX_POSTS], start=1):
        notes = find_notes(source.text, section.span) if layout.is_split else Notes()
        draft = Draft(
            source=source,
            body=section.span,
            blocks=(),
            front_matter=front_matter,
            platform=notes.platform or section.platform or declared_platform or layout.platform,
            ordinal=ordinal,
            total=total,
            split=layout.is_split,
            profile=profile,
            notices=tuple(notices) if ordinal == 1 else (),
            date=notes.date or section.date,
            notes=notes.spans,
        )
        drafts.append(_with_blocks(draft, path_hints))
    return tuple(drafts)


def read_draft(
    source: Source, *, platform: str | None = None, profile: Profile = EMPTY_PROFILE
) -> Draft:
    """Return a source as one draft; see `read_drafts`."""
    (draft,) = read_drafts(source, platform=platform, profile=profile, split=ONE_POST)
    return draft


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
        first_note, end_note = (
            bisect_left(draft.notes, offset, key=attrgetter("start"))
            for offset in (part.start, part.end)
        )
        notes = draft.notes[first_note:end_note]
        yield (
            first,
            replace(draft, body=part, blocks=draft.blocks[first:end], notes=notes, parts=()),
        )
        first = end


def _split_at_marker(source: Source, front_matter: FrontMatter, marker: str) -> FileLayout:
    start = front_matter.span.end
    if marker == ONE_POST:
        return FileLayout((PostSection(Span(start, len(source.text))),))
    sections = SplitMarker(marker).split(source.text, start)
    return FileLayout(sections, True, platform_of_title(front_matter.title or ""))


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


def _with_blocks(draft: Draft, path_hints: PathHints) -> Draft:
    """Return a draft with its blocks, its platform if that's unknown, and the parts of a thread."""
    blocks, notice = _read_blocks(draft)
    if not draft.platform:
        body = Span(draft.front_matter.span.end, len(draft.source.text))
        platform = path_hints.platform
        if draft.body == body and not draft.source.is_post:
            platform = _infer_platform(draft.front_matter, path_hints, blocks)
        draft = replace(draft, platform=platform)
    if get_platform(draft.platform).has_threads and not draft.source.is_post:
        start = draft.body.start
        thread = find_thread(draft.text, Span(0, draft.body.end - start))
        if thread.parts:
            labels = [label.shifted(start) for label in thread.labels]
            parts = tuple(part.shifted(start) for part in thread.parts)
            notes = tuple(merge_spans([*draft.notes, *labels]))
            draft = replace(draft, notes=notes, parts=parts)
            blocks, notice = _read_blocks(draft)
    notices = (*draft.notices, notice) if notice else draft.notices
    return replace(draft, blocks=blocks, notices=notices)


def _read_blocks(draft: Draft) -> tuple[tuple[Prose, ...], str | None]:
    """Return the blocks of a draft up to the limits, and a notice if those aren't all blocks."""
    blocks: list[Prose] = []
    words = cost = 0
    text, is_complete = _first_part(draft.text)
    for block in _iter_blocks(draft, text):
        for part in split_long_block(block):
            lines = 1 if part.wrapped else part.text.count("\n") + 1
            count = sum(1 for _ in _WORD_OR_MARK.finditer(part.text))
            cost += count + _LINE_COST * lines
            if cost > MAX_WORDS and blocks:
                return tuple(blocks), _TOO_LONG.format(words)
            words += count
            blocks.append(part)
    return tuple(blocks), None if is_complete else _TOO_LONG.format(words)


def _first_part(text: str) -> tuple[str, bool]:
    """Return the text up to the limits of lines and marks, and whether that's all text."""
    if len(text) <= MAX_LINES:
        return text, True
    ends = (
        following.start()
        for following in (
            next(islice(iter_lines(text), MAX_LINES, None), None),
            next(islice(_MARK.finditer(text), MAX_MARKS, None), None),
        )
        if following
    )
    end = min(ends, default=len(text))
    return text[:end], not text[end:].strip()


def _iter_blocks(draft: Draft, text: str) -> Iterator[Prose]:
    """Yield the blocks in a text, the beginning of a draft's, one by one.

    Of a very long text, only the first ones are read.
    """
    start = draft.body.start
    for part in draft.parts or (draft.body,):
        part_text = text[part.start - start : part.end - start]
        if draft.source.is_plain:
            blocks = read_plain_text(part_text)
        else:
            blocks = read_markdown(part_text, mdx=draft.source.is_mdx)
        for block in blocks:
            yield replace(block, wrapped=is_wrapped(part_text, block)).shifted(part.start)


MAX_POSTS = 1_000
"""The most posts of one file that are checked. Only a hostile file has more."""

MAX_WORDS = 60_000
"""The most words and punctuation marks of a post that are checked. Only a hostile file has more."""

_LINE_COST = 15
"""The words that take as long to check as the overhead of a block, or of a line in it."""

MAX_LINES = 20_000
"""The most lines of a post that are read. Only a hostile file has more."""

MAX_MARKS = 100_000
"""The most punctuation marks and other symbols of a post that are read, because each may be
markup. Only a hostile file has more."""

_TOO_LONG = "very long: only the first {:,} words and punctuation marks were checked"
_WORD_OR_MARK = re.compile(r"\w+|[^\w\s]")
_MARK = re.compile(r"[^\w\s]")


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
    if platform := path_hints.platform_of(front_matter.title):
        return platform
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
