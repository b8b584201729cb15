"""postlint: a linter for draft posts. Will a prospective client find this interesting?

>>> import postlint
>>> report = postlint.lint("Had eggs for breakfast. Taking the garbage out now.")
>>> [finding.rule for finding in report.findings]  # doctest: +SKIP
['self-focused']
"""

from __future__ import annotations

__version__ = "0.1.0"

# As in `typing`, which takes a while to import: Ctrl-C before `run` would print a traceback.
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
    """Lint one draft: the same steps as `postlint check`.

    Args:
        text: the draft, front matter included if it has any.
        path: its file name; the suffix tells Markdown (`.md`), MDX (`.mdx`) and plain text
            (`.txt`) apart. Nothing is read from it.
        platform: where it will be posted, if its front matter doesn't say so. One of
            `blog`, `bluesky`, `facebook`, `instagram`, `linkedin`, `mastodon`, `newsletter`,
            `threads`, or `x`.
        select: ids of the rules to run instead of the default set.
        ignore: ids of rules to leave out.
        config: a configuration file, for own rules, their settings and the profile; none is
            looked for.

    Returns:
        The post's findings, labels, and relevance.

    Raises:
        PostlintError: an unknown rule or platform, a configuration that cannot be used, or text
            that no draft can have.
    """
    from dataclasses import replace
    from pathlib import Path

    from postlint.config import CliOverrides, default_settings, read_settings
    from postlint.config.provider import FixedSettings
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
    settings = read_settings(Path(config), path) if config else default_settings()
    setting = CliOverrides(select, ignore, platform=name).apply_to(settings)
    # One text is one post here, whatever the configuration says of files.
    setting = replace(setting, split=ONE_POST)
    linter = Linter(FixedSettings(setting), jobs=1)
    items = list(linter.lint([source], details=True, keep_analysis=True))
    problems = tuple(item.message for item in items if isinstance(item, LintFailure))
    for item in items:
        if isinstance(item, PostResult):
            return replace(item, notices=(*problems, *item.notices))
    raise DraftError(path, problems[0])


def __getattr__(name: str) -> object:
    """Import the public classes where they are first used: the package itself stays light."""
    if name in _LAZY_IMPORTS:
        from importlib import import_module

        return getattr(import_module(_LAZY_IMPORTS[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
