"""A draft: one post as its author wrote it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from pydantic import ValidationError

from postlint.core.platforms import describe_unknown_platform, get_platform
from postlint.core.profile import EMPTY_PROFILE, Profile
from postlint.core.terminal_text import one_line
from postlint.core.validation import describe_error
from postlint.document.front_matter import FrontMatter, read_front_matter
from postlint.document.hard_wrapping import is_wrapped
from postlint.document.heading_labels import names_posts, platform_of_title, read_label
from postlint.document.markdown import read_markdown
from postlint.document.notes import Notes, blank, find_notes
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
    """One post as its author wrote it; knows nothing of language.

    Attributes:
        source: the file it is in.
        body: where it is there, front matter not included.
        blocks: the prose in it, in the order of the text.
        front_matter: what it says of itself.
        platform: where it will be posted, in postlint's spelling; None if unknown.
        ordinal: counts the posts of one file, from 1.
        total: how many posts the file has.
        split: the file may have several posts.
        profile: who its author is.
        notices: what its author should know of how it was read.
        date: when it is posted, as a heading or a note says it.
        notes: what of the body isn't posted, in order and apart.
        parts: the posts of the thread that it is; none if it isn't one.
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
        """The text of the body, with blanks in place of its notes."""
        return blank(self.source.text, self.notes, self.body)


def read_drafts(
    source: Source,
    *,
    platform: str | None = None,
    profile: Profile = EMPTY_PROFILE,
    split: str | None = None,
) -> tuple[Draft, ...]:
    """Read the posts in a source: one, or several.

    The suffix of the source's path tells what it is: `.txt` plain text, `.mdx` MDX, anything else
    Markdown.

    Args:
        source: the file.
        platform: in postlint's spelling; used where neither the front matter nor a heading
            names one.
        profile: what the front matter says under `profile` replaces what is said here.
        split: the marker between posts, as `postlint.document.split.Marker` takes it; `none` for
            one post; None to look for posts. What the front matter says goes before it.
    """
    front_matter = FrontMatter() if source.is_post else read_front_matter(source)
    own_profile, fault = _merge_profile(front_matter, profile)
    notices = [*_notices(source, front_matter, fault)]
    own_split, fault = (None, None) if source.is_post else _split_from_front_matter(front_matter)
    notices += [fault] if fault else []
    names = PathHints() if source.is_post else read_path_hints(source.path)
    declared_platform = front_matter.platform or source.platform or platform
    has_metadata = not _METADATA.isdisjoint(front_matter.values)
    context = FileContext(names, front_matter.title, declared_platform, has_metadata)
    layout = _find_layout(source, front_matter, own_split or split, context)
    notices += layout.notices
    total = len(layout.sections)
    if total > MAX_POSTS:
        notices.append(
            f"{total:,} posts: only the first {MAX_POSTS:,} were checked; split the file"
        )
    drafts = []
    for ordinal, section in enumerate(layout.sections[:MAX_POSTS], start=1):
        notes = find_notes(source.text, section.span) if layout.is_split else Notes()
        named = notes.platform or section.platform or declared_platform
        body = _PostBody(source, section.span, (*notes.spans, *section.notes))
        goes_to = named or layout.platform or names.platform
        if layout.is_whole and not source.is_post:
            goes_to = named or layout.platform or _infer_platform(front_matter, names, body.blocks)
        body.find_thread_parts(goes_to)
        noted = [*(notices if ordinal == 1 else ()), *([] if body.is_complete else [_TOO_LONG])]
        drafts.append(
            Draft(
                source=source,
                body=section.span,
                blocks=body.blocks,
                front_matter=front_matter,
                platform=goes_to,
                ordinal=ordinal,
                total=total,
                split=layout.is_split,
                profile=own_profile,
                notices=tuple(noted),
                date=notes.date or section.date,
                notes=body.notes,
                parts=body.parts,
            )
        )
    return tuple(drafts)


def read_draft(
    source: Source, *, platform: str | None = None, profile: Profile = EMPTY_PROFILE
) -> Draft:
    """Read a source as one draft; see `read_drafts`."""
    (draft,) = read_drafts(source, platform=platform, profile=profile, split=ONE_POST)
    return draft


_METADATA = frozenset("title layout permalink slug tags categories category excerpt".split())
"""Keys of front matter that are about one post."""


def split_thread(draft: Draft) -> Iterator[tuple[int, Draft]]:
    """Yield each post of a thread as a draft of its own, with the number of its first block.

    A draft that is no thread is its only post.
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


def _index_of_offset(spans: Sequence[Span], place: int) -> int:
    return bisect_left(spans, place, key=lambda span: span.start)


@dataclass(frozen=True)
class _FileLayout:
    """The posts of a file.

    Attributes:
        sections: where they are.
        is_split: something other than the file's end sets them apart.
        platform: where they are posted if nothing else says so.
        notices: what its author should know of this.
        is_whole: all of the file is one post.
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
    titled = front_matter.title and platform_of_title(front_matter.title)
    if split is not None:
        sections = SplitMarker(split).split(source.text, start)
        is_whole = sections[0].span == body
        return _FileLayout(sections, True, titled or None, is_whole=is_whole)
    found = detect_posts(source.text, start, context)
    if found.sections:
        notices = tuple(_skipped_section_notices(source, found.skipped_sections))
        return _FileLayout(found.sections, True, found.platform or titled or None, notices)
    notices = (found.notice,) if found.notice else ()
    return _FileLayout(whole, False, found.platform, notices, is_whole=True)


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
    """Return the marker that front matter names under `postlint`, and what is wrong with it."""
    said = front_matter.values.get("postlint")
    value = said.get("split") if isinstance(said, Mapping) else None
    if value is None:
        return None, None
    if value is False:
        return ONE_POST, None
    try:
        return parse_split_marker(str(value)[:200]), None
    except ValueError as error:
        return None, f"`postlint: split` in the front matter is ignored: {error}"


class _PostBody:
    """The text of a post while it is read.

    Attributes:
        notes: what of it isn't posted, in order and apart.
        parts: the posts of the thread that it is; none if it isn't one.
        blocks: the prose in it.
        is_complete: whether that is all of it, and not only the first words of a huge text.
    """

    def __init__(self, source: Source, span: Span, notes: Iterable[Span]) -> None:
        self._source = source
        self._span = span
        self.notes = _merge_overlapping(notes)
        self.parts: tuple[Span, ...] = ()
        self.is_complete = True
        self.blocks = self._read()

    def find_thread_parts(self, platform: str | None) -> None:
        """Find the parts of a thread, where the platform has threads."""
        if not get_platform(platform).has_threads or self._source.is_post:
            return
        thread = find_thread(self._text(), Span(0, self._span.end - self._span.start))
        if thread.parts:
            labels = [_shift(one, self._span.start) for one in thread.labels]
            self.parts = tuple(_shift(one, self._span.start) for one in thread.parts)
            self.notes = _merge_overlapping([*self.notes, *labels])
            self.blocks = self._read()

    def _text(self) -> str:
        return blank(self._source.text, self.notes, self._span)

    def _read(self) -> tuple[Prose, ...]:
        blocks, self.is_complete = _limit_words(
            part for block in self._all_blocks() for part in split_long_block(block)
        )
        return blocks

    def _all_blocks(self) -> Iterator[Prose]:
        """Yield the blocks one by one: of a huge text, only the first are wanted."""
        text, start = self._text(), self._span.start
        for part in self.parts or (self._span,):
            stretch = text[part.start - start : part.end - start]
            for block in self._prose(stretch):
                yield replace(block, wrapped=is_wrapped(stretch, block)).shifted(part.start)

    def _prose(self, text: str) -> Iterator[Prose]:
        if self._source.is_plain:
            return read_plain_text(text, 0)
        return read_markdown(text, 0, mdx=PurePath(self._source.path).suffix.lower() == ".mdx")


def _merge_overlapping(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return stretches in order, those that overlap as one."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda one: one.start):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def _shift(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


MAX_POSTS = 1_000
"""Posts of one file that are checked. No one keeps more in one file; a hostile file may."""

MAX_WORDS = 60_000
"""Words and marks of one post that are checked. No post has as many; a hostile file may."""

_BLOCK_COST = 5
"""Each block costs as much time as so many more words."""

_TOO_LONG = f"very long: only the first {MAX_WORDS:,} words and punctuation marks were checked"
_WORD_OR_MARK = re.compile(r"\w+|[^\w\s]")


def _limit_words(blocks: Iterable[Prose]) -> tuple[tuple[Prose, ...], bool]:
    """Return the blocks up to the limit of words, and whether that is all of them."""
    kept: list[Prose] = []
    words = 0
    for block in blocks:
        words += sum(1 for _ in _WORD_OR_MARK.finditer(block.text)) + _BLOCK_COST
        if words > MAX_WORDS:
            return tuple(kept), False
        kept.append(block)
    return tuple(kept), True


def _merge_profile(front_matter: FrontMatter, profile: Profile) -> tuple[Profile, str | None]:
    """Return the profile that holds for a draft, and what is wrong with what it says itself."""
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
    named = front_matter.get("platform")
    if named is not None and not front_matter.platform:
        yield f"`platform` in the front matter is ignored: {describe_unknown_platform(named)}"
    if profile_fault:
        yield f"`profile` in the front matter is ignored: {profile_fault}"
    yield from date_notices(front_matter, source)


_BLOG_MIN_WORDS = 100
"""Words below a title that make a blog post."""


def _infer_platform(
    front_matter: FrontMatter, names: PathHints, blocks: tuple[Prose, ...]
) -> str | None:
    """Return where a post goes by the names of its file and folders, or by its form.

    A title in the front matter makes a blog post, and so does one above several paragraphs:
    a heading alone doesn't.
    """
    if names.platform and not (front_matter.title and names.is_platform_only):
        return names.platform
    if front_matter.title:
        return "blog"
    if not blocks or blocks[0].kind != "heading":
        return None
    if names_posts(blocks[0].text) or read_label(blocks[0].text):
        return platform_of_title(blocks[0].text)
    below = [block for block in blocks[1:] if block.kind != "heading"]
    words = sum(len(block.text.split()) for block in below)
    titled = len(below) > 2 or len(below) + 1 < len(blocks) or words >= _BLOG_MIN_WORDS
    return "blog" if titled else None
