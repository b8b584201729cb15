"""Linting in this process: sources in, plain data out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from postlint.config import SettingsFinder, Wishes
from postlint.core.errors import Problem
from postlint.core.timings import Timings
from postlint.diagnostics.finding import INTERNAL_ERROR
from postlint.diagnostics.result import PostReport, to_data
from postlint.document.source import Source

if TYPE_CHECKING:
    from postlint.config.effective import Setting
    from postlint.nlp.memory import Memory

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
    from postlint.nlp import english
    from postlint.scoring.model import load_models

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
        from postlint.linter import pipeline as engine
        from postlint.scoring.model import load_models

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
