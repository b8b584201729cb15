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
    """Yield the headings that have options, each with its options. Other options come last."""
    remaining = {parameter.name: parameter for parameter in parameters}
    for heading, names in SECTIONS.items():
        if members := [remaining.pop(name) for name in names if name in remaining]:
            yield heading, members
    if remaining:
        yield OTHER, [*remaining.values()]


class SectionedCommand(click.Command):
    """A command whose `--help` shows the options under headings."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, section by section."""
        options = [option for option in self.get_params(ctx) if isinstance(option, click.Option)]
        for heading, section_options in group_by_section(options):
            rows = [row for option in section_options if (row := option.get_help_record(ctx))]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)
