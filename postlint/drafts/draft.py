"""A draft: one post as its author wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from pydantic import ValidationError

from postlint.drafts.front_matter import FrontMatter, read_front_matter
from postlint.drafts.markdown import read_markdown
from postlint.drafts.plain import read_plain
from postlint.drafts.prose import Prose, split_long
from postlint.drafts.source import Source, Span
from postlint.drafts.split import Marker, Section
from postlint.faults import explain_fault
from postlint.profile import EMPTY, Profile


@dataclass(frozen=True)
class Draft:
    """One post as its author wrote it; knows nothing of language.

    Attributes:
        source: the file it stands in.
        body: where it stands there, front matter not included.
        blocks: the prose in it, in the order of the text.
        front_matter: what it says of itself.
        platform: where it will be posted, in postlint's spelling; None if unknown.
        ordinal: counts the posts of one file, from 1.
        total: how many posts the file has.
        split: the file may have several posts.
        profile: who its author is.
        notices: what of its front matter could not be used.
    """

    source: Source
    body: Span
    blocks: tuple[Prose, ...]
    front_matter: FrontMatter
    platform: str | None
    ordinal: int = 1
    total: int = 1
    split: bool = False
    profile: Profile = EMPTY
    notices: tuple[str, ...] = ()


def read_drafts(
    source: Source,
    *,
    platform: str | None = None,
    profile: Profile = EMPTY,
    split: str | None = None,
) -> tuple[Draft, ...]:
    """Read the posts in a source: one, or more where a marker stands between them.

    The suffix of the source's path tells what it is: `.txt` plain text, `.mdx` MDX, anything else
    Markdown.

    Args:
        source: the file.
        platform: in postlint's spelling; used where neither the front matter nor a post's own
            heading names one.
        profile: what the front matter says under `profile` replaces what is said here.
        split: the marker between posts, as `postlint.drafts.split.Marker` takes it.
    """
    front_matter = FrontMatter() if source.is_post else read_front_matter(source)
    own_profile, fault = _profile(front_matter, profile)
    notices = tuple(_notices(front_matter, fault))
    start = front_matter.span.end
    if split is None or source.is_post:
        sections: tuple[Section, ...] = (Section(Span(start, len(source.text))),)
    else:
        sections = Marker(split).split(source.text, start)
    drafts = []
    for ordinal, section in enumerate(sections, start=1):
        blocks, is_complete = _first_words(_read_blocks(source, section.span))
        named = section.platform or front_matter.platform or source.platform or platform
        untold = len(sections) == 1 and not source.is_post
        drafts.append(
            Draft(
                source=source,
                body=section.span,
                blocks=blocks,
                front_matter=front_matter,
                platform=named or (_infer_platform(front_matter, blocks) if untold else None),
                ordinal=ordinal,
                total=len(sections),
                split=split is not None and not source.is_post,
                profile=own_profile,
                notices=(*(notices if ordinal == 1 else ()), *([] if is_complete else [_TOO_LONG])),
            )
        )
    return tuple(drafts)


def read_draft(source: Source, *, platform: str | None = None, profile: Profile = EMPTY) -> Draft:
    """Read a source as one draft; see `read_drafts`."""
    (draft,) = read_drafts(source, platform=platform, profile=profile)
    return draft


MAX_WORDS = 60_000
"""Words and marks of one post that are checked. No post has as many; a hostile file may."""

_BLOCK_WORDS = 5
"""Each block costs as much time as so many more words."""

_TOO_LONG = f"very long: only the first {MAX_WORDS:,} words and punctuation marks were checked"
_WORD_OR_MARK = re.compile(r"\w+|[^\w\s]")


def _first_words(blocks: Iterable[Prose]) -> tuple[tuple[Prose, ...], bool]:
    """Return the blocks up to the limit of words, and whether that is all of them."""
    kept: list[Prose] = []
    words = 0
    for block in blocks:
        words += sum(1 for _ in _WORD_OR_MARK.finditer(block.text)) + _BLOCK_WORDS
        if words > MAX_WORDS:
            return tuple(kept), False
        kept.append(block)
    return tuple(kept), True


def _read_blocks(source: Source, body: Span) -> Iterator[Prose]:
    # A post is read by itself: copying all that stands before it takes too long with many posts.
    text = source.text[body.start : body.end]
    if source.is_plain:
        prose = read_plain(text, 0)
    else:
        mdx = PurePath(source.path).suffix.lower() == ".mdx"
        prose = read_markdown(text, 0, mdx=mdx)
    return (part.moved(body.start) for block in prose for part in split_long(block))


def _profile(front_matter: FrontMatter, profile: Profile) -> tuple[Profile, str | None]:
    """Return the profile that holds for a draft, and what is wrong with what it says itself."""
    changes = front_matter.values.get("profile")
    if changes is None:
        return profile, None
    if not isinstance(changes, Mapping):
        return profile, "it wants keys such as `clients`"
    try:
        return profile.with_changes({str(key): value for key, value in changes.items()}), None
    except ValidationError as error:
        return profile, explain_fault(error, lambda _: Profile.model_fields)[1]


def _notices(front_matter: FrontMatter, profile_fault: str | None) -> Iterator[str]:
    if front_matter.error:
        yield front_matter.error
    named = front_matter.values.get("platform")
    if named is not None and not front_matter.platform:
        yield f"platform `{named}` is not known, so not used"
    if profile_fault:
        yield f"`profile` in the front matter is not used: {profile_fault}"


def _infer_platform(front_matter: FrontMatter, blocks: tuple[Prose, ...]) -> str | None:
    """A post with a title is a blog post: no network's posts have one."""
    titled = front_matter.title or (blocks and blocks[0].kind == "heading")
    return "blog" if titled else None
