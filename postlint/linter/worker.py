"""Linting in this process: sources in, plain data out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from postlint.config import CliOverrides, SettingsResolver
from postlint.core.errors import LintFailure
from postlint.core.timings import Timings
from postlint.diagnostics.finding import INTERNAL_ERROR
from postlint.diagnostics.result import PostResult, to_dict
from postlint.document.source import Source

if TYPE_CHECKING:
    from postlint.config.effective import EffectiveSettings
    from postlint.nlp.analysis_cache import AnalysisCache

Data = list[dict[str, Any]]
"""The reports of one file, as `results.to_data` makes them."""


@dataclass(frozen=True)
class LintResult:
    """The result of one file.

    Attributes:
        data: the reports on its posts.
        cacheable: whether it may be kept.
        problems: why it could not be read, or not all of it.
    """

    data: Data
    cacheable: bool
    problems: tuple[str, ...] = ()


def warm_up() -> None:
    """Load what linting needs."""
    from postlint.nlp import spacy_pipeline as english
    from postlint.scoring.logistic_model import load_models

    load_models()
    english.warm_up()


class Linter:
    """Lints sources in this process."""

    def __init__(
        self, settings: SettingsResolver, wishes: CliOverrides, memory: AnalysisCache | None = None
    ) -> None:
        self.timings = Timings()
        self._finder = settings
        self._wishes = wishes
        self._analysis_cache = memory
        self._settings: dict[int, EffectiveSettings] = {}

    def effective_settings(self, path: str) -> EffectiveSettings:
        """Return what holds for a draft.

        Raises:
            PostlintError: its configuration cannot be used.
        """
        settings = self._finder.of(path)
        if id(settings) not in self._settings:
            self._settings[id(settings)] = self._wishes.apply_to(settings)
        return self._settings[id(settings)]

    def __call__(self, sources: Sequence[Source], *, details: bool) -> list[LintResult]:
        """Return the result of each source; `details` as in `engine.lint`."""
        # Imported late: what is in the cache needs neither engine nor models.
        from postlint.linter import pipeline as engine
        from postlint.scoring.logistic_model import load_models

        files = engine.lint_files(
            sources,
            setting=lambda source: self.effective_settings(source.path),
            models=load_models(),
            details=details,
            memory=self._analysis_cache,
            timings=self.timings,
        )
        return [self._linted(items) for items in files]

    def _linted(self, items: Sequence[PostResult | LintFailure]) -> LintResult:
        reports = [item for item in items if isinstance(item, PostResult)]
        problems = tuple(item.message for item in items if isinstance(item, LintFailure))
        failed = any(one.rule == INTERNAL_ERROR for report in reports for one in report.findings)
        lasting = not (problems or failed) and bool(
            self.effective_settings(reports[0].path).all_rules
        )
        return LintResult([to_dict(report) for report in reports], lasting, problems)
