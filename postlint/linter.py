"""Linting in this process: sources in, plain data out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from postlint.configuration import SettingsFinder, Wishes
from postlint.drafts.source import Source
from postlint.errors import Problem
from postlint.findings import INTERNAL_ERROR
from postlint.results import PostReport, to_data
from postlint.timings import Timings

if TYPE_CHECKING:
    from postlint.engine import Setting
    from postlint.posts.memory import Memory

Data = list[dict[str, Any]]
"""The reports of one file, as `results.to_data` makes them."""


@dataclass(frozen=True)
class Linted:
    """The result of one file.

    Attributes:
        data: the reports on its posts.
        lasting: whether it may be kept.
        problems: why it could not be read, or not all of it.
    """

    data: Data
    lasting: bool
    problems: tuple[str, ...] = ()


def warm_up() -> None:
    """Load what linting needs."""
    from postlint.judgement.model import load_models
    from postlint.posts import english

    load_models()
    english.warm_up()


class Linter:
    """Lints sources in this process."""

    def __init__(
        self, settings: SettingsFinder, wishes: Wishes, memory: Memory | None = None
    ) -> None:
        self.timings = Timings()
        self._finder = settings
        self._wishes = wishes
        self._memory = memory
        self._settings: dict[int, Setting] = {}

    def setting(self, path: str) -> Setting:
        """Return what holds for a draft.

        Raises:
            PostlintError: its configuration cannot be used.
        """
        settings = self._finder.of(path)
        if id(settings) not in self._settings:
            self._settings[id(settings)] = self._wishes.within(settings)
        return self._settings[id(settings)]

    def __call__(self, sources: Sequence[Source], *, details: bool) -> list[Linted]:
        """Return the result of each source; `details` as in `engine.lint`."""
        # Imported late: what is in the cache needs neither engine nor models.
        from postlint import engine
        from postlint.judgement.model import load_models

        files = engine.lint_files(
            sources,
            setting=lambda source: self.setting(source.path),
            models=load_models(),
            details=details,
            memory=self._memory,
            timings=self.timings,
        )
        return [self._linted(items) for items in files]

    def _linted(self, items: Sequence[PostReport | Problem]) -> Linted:
        reports = [item for item in items if isinstance(item, PostReport)]
        problems = tuple(item.message for item in items if isinstance(item, Problem))
        failed = any(one.rule == INTERNAL_ERROR for report in reports for one in report.findings)
        lasting = not (problems or failed) and bool(self.setting(reports[0].path).running)
        return Linted([to_data(report) for report in reports], lasting, problems)
