"""Options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postlint.core.errors import RULES_HELP
from postlint.core.platforms import PLATFORMS, describe_unknown_platform, normalize_platform
from postlint.diagnostics.finding import SEVERITIES

if TYPE_CHECKING:
    from postlint.linter.cache import Cache


class PlatformType(click.ParamType[str]):
    """The name or an alias of a platform."""

    name = "platform"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return postlint's name for the platform."""
        platform = normalize_platform(value)
        if platform is None:
            self.fail(describe_unknown_platform(value), param, ctx)
        return platform


platform_option: Callable[..., Any] = click.option(
    "--platform",
    type=PlatformType(),
    metavar="NAME",
    help=f"The platform of drafts that don't name one: {', '.join(PLATFORMS)}.",
)

stdin_filename_option: Callable[..., Any] = click.option(
    "--stdin-filename",
    metavar="PATH",
    help="The path of the draft on standard input. Its extension says whether it's Markdown or "
    "plain text.",
)


config_option: Callable[..., Any] = click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Use this configuration file for all drafts, instead of the one nearest to each draft.",
)


severity_type = click.Choice(SEVERITIES[::-1])
"""The values of `--fail-on`, the most serious first."""

select_option: Callable[..., Any] = click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    help="Run only these rules: ids or categories, separated by commas, or ALL.",
)

extend_select_option: Callable[..., Any] = click.option(
    "--extend-select",
    multiple=True,
    metavar="RULES",
    help="Run these rules in addition to the ones that are on.",
)

ignore_option: Callable[..., Any] = click.option(
    "--ignore",
    multiple=True,
    metavar="RULES",
    help="Don't run these rules, even if another option selects them.",
)

jobs_option: Callable[..., Any] = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Use at most this many processes.  [default: one per processor, if there are many drafts]",
)

no_cache_option: Callable[..., Any] = click.option(
    "--no-cache",
    is_flag=True,
    help="Don't use cached results, and don't cache new ones.",
)


def open_cache(
    *, use: bool, feeds: bool = False
) -> AbstractContextManager[Cache] | AbstractContextManager[None]:
    """Return the cache, or the cache for feeds, to be closed; no cache if `use` is false."""
    if not use:
        return nullcontext()
    from postlint.linter.cache import DRAFT_STORE, FEED_STORE, Cache

    cache = Cache(store=FEED_STORE if feeds else DRAFT_STORE)
    if cache.disabled_reason:
        # Not with `echo_stderr`, because its module imports formatters.
        click.echo(f"postlint: running without a cache ({cache.disabled_reason})", err=True)
    return cache


def split_names(values: tuple[str, ...]) -> list[str]:
    """Return the names in a repeatable option whose values can be separated by commas."""
    names = [name.strip() for value in values for name in value.split(",") if name.strip()]
    if values and not names:
        raise click.UsageError(f"name at least one rule or category; {RULES_HELP}.")
    return names
