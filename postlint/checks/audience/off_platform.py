"""Posts on a platform where the author's clients aren't."""

from __future__ import annotations

from collections.abc import Iterator

from postlint.checks.base import Check, Context, Hit


def run(context: Context) -> Iterator[Hit]:
    """Yield the platform in the front matter if the profile doesn't list it."""
    draft, profile = context.post.draft, context.post.profile
    platform = draft.front_matter.platform
    if not platform or not profile.platforms or platform in profile.platforms:
        return
    listed = [f"{name} ({why})" if why else name for name, why in profile.platforms.items()]
    yield Hit(
        draft.front_matter.span_of_key(draft.source, "platform"),
        {"platform": platform, "platforms": " and ".join(listed)},
    )


CHECK = Check(run, fields=("platform", "platforms"), scopes=("frontmatter",))
