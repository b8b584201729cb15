"""Commands whose `--help` shows the options under headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import click

SECTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "What to check": (
            "stdin_filename", "drafts_only", "force_exclude", "columns", "since", "compare",
            "watch",
        ),
        "Which rules": ("select", "extend_select", "ignore", "min_relevance", "baseline"),
        "Fixes": ("fix", "diff"),
        "Output": ("formats", "output_file", "statistics", "quiet"),
        "Exit status": ("fail_on", "max_warnings", "exit_zero"),
        "Settings": ("platform", "config", "show_settings"),
        "Performance": ("jobs", "no_cache", "timings"),
        "Dask cluster": ("engine", "scheduler", "parts", "worker_timeout"),
    }
)  # fmt: skip
"""The options under each heading, by the names of their parameters."""

OTHER = "Other"


def group_by_section(
    parameters: Iterable[click.Parameter],
) -> Iterator[tuple[str, list[click.Parameter]]]:
    """Yield the headings that have any options, each with its options; all others come last."""
    left = {parameter.name: parameter for parameter in parameters}
    for heading, names in SECTIONS.items():
        if found := [left.pop(name) for name in names if name in left]:
            yield heading, found
    if left:
        yield OTHER, [*left.values()]


class SectionedCommand(click.Command):
    """A command whose `--help` shows the options under headings."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, section by section."""
        options = [one for one in self.get_params(ctx) if isinstance(one, click.Option)]
        for heading, own in group_by_section(options):
            rows = [row for one in own if (row := one.get_help_record(ctx))]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)
