"""A draft: one post as its author wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from pydantic import ValidationError

from postlint.drafts.front_matter import FrontMatter, read_front_matter
from postlint.drafts.markdown import read_markdown
from postlint.drafts.plain import read_plain
from postlint.drafts.prose import Prose, split_long
from postlint.drafts.source import Source, Span
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
        profile: who its author is.
        notices: what of its front matter could not be used.
    """

    source: Source
    body: Span
    blocks: tuple[Prose, ...]
    front_matter: FrontMatter
    platform: str | None
    ordinal: int = 1
    profile: Profile = EMPTY
    notices: tuple[str, ...] = ()


def read_draft(source: Source, *, platform: str | None = None, profile: Profile = EMPTY) -> Draft:
    """Read one draft out of a source.

    The suffix of the source's path tells what it is: `.txt` plain text, `.mdx` MDX, anything else
    Markdown. `platform` (in postlint's spelling) is used where the front matter names none; what
    the front matter says under `profile` replaces what `profile` says.
    """
    front_matter = read_front_matter(source)
    start = front_matter.span.end
    suffix = PurePath(source.path).suffix.lower()
    if suffix == ".txt":
        prose = read_plain(source.text, start)
    else:
        prose = read_markdown(source.text, start, mdx=suffix == ".mdx")
    own_profile, fault = _profile(front_matter, profile)
    blocks = tuple(part for block in prose for part in split_long(block))
    return Draft(
        source=source,
        body=Span(start, len(source.text)),
        blocks=blocks,
        front_matter=front_matter,
        platform=front_matter.platform or platform or _infer_platform(front_matter, blocks),
        profile=own_profile,
        notices=tuple(_notices(front_matter, fault)),
    )


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
