"""postlint: a linter for draft posts. Will a prospective client find this interesting?

>>> import postlint
>>> result = postlint.lint("Had eggs for breakfast. Taking the garbage out now.")
>>> [finding.rule for finding in result.findings]  # doctest: +SKIP
['self-focused']
"""

from __future__ import annotations

__version__ = "0.1.0"

# Not imported from `typing`, which is slow to import; Ctrl-C would print a traceback meanwhile.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from postlint.core.errors import PostlintError
    from postlint.diagnostics.finding import Finding
    from postlint.diagnostics.result import PostResult
    from postlint.scoring.labels import PostLabels

__all__ = ["Finding", "PostLabels", "PostResult", "PostlintError", "__version__", "lint"]

_LAZY_IMPORTS = {
    "Finding": "postlint.diagnostics.finding",
    "PostResult": "postlint.diagnostics.result",
    "PostlintError": "postlint.core.errors",
    "PostLabels": "postlint.scoring.labels",
}


def lint(
    text: str,
    *,
    path: str = "draft.md",
    platform: str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    config: str | PathLike[str] | None = None,
) -> PostResult:
    """Lint one draft with the same steps as `postlint check`.

    Args:
        text: the draft, including any front matter.
        path: its file name. The suffix decides whether it's Markdown (`.md`), MDX (`.mdx`), or
            plain text (`.txt`). The file isn't read.
        platform: the platform, if the front matter doesn't name one. One of
            `blog`, `bluesky`, `facebook`, `instagram`, `linkedin`, `mastodon`, `newsletter`,
            `threads`, or `x`.
        select: ids of the rules to run instead of the default set.
        ignore: ids of rules to skip.
        config: a configuration file, for custom rules, settings, and the profile. By default,
            there is none; postlint doesn't search for one.

    Returns:
        The post's findings, labels, and relevance.

    Raises:
        PostlintError: a rule or platform is unknown, the configuration can't be used, or the text
            isn't a valid draft.
    """
    from dataclasses import replace
    from pathlib import Path

    from postlint.config import CliOverrides, read_settings
    from postlint.core.errors import DraftError, LintFailure, PostlintError
    from postlint.core.platforms import describe_unknown_platform, normalize_platform
    from postlint.diagnostics.result import PostResult
    from postlint.document.source import decode_source
    from postlint.document.split import ONE_POST
    from postlint.linter.linter import Linter

    name = platform and normalize_platform(platform)
    if platform and not name:
        raise PostlintError(describe_unknown_platform(platform))
    source = decode_source(text.encode("utf-8", "surrogatepass"), path)
    if isinstance(select, str) or isinstance(ignore, str):
        raise PostlintError("`select` and `ignore` are lists of rule ids, not one string")
    settings = read_settings(Path(config) if config else None, path)
    effective = CliOverrides(select, ignore, platform=name).apply_to(settings)
    # The text is always one post, whatever the configuration says about files.
    effective = replace(effective, split=ONE_POST)
    linter = Linter(effective, jobs=1)
    items = list(linter.lint([source], details=True, keep_analysis=True))
    failures = tuple(item.message for item in items if isinstance(item, LintFailure))
    for item in items:
        if isinstance(item, PostResult):
            return replace(item, notices=(*failures, *item.notices))
    raise DraftError(path, failures[0])


def __getattr__(name: str) -> object:
    """Import the public classes on first use, so importing the package is fast."""
    if name in _LAZY_IMPORTS:
        from importlib import import_module

        return getattr(import_module(_LAZY_IMPORTS[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
