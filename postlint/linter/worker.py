"""The worker: it lints sources in one process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postlint.config.provider import SettingsProvider
from postlint.core.errors import LintFailure
from postlint.core.timings import Timings
from postlint.diagnostics.finding import INTERNAL_ERROR
from postlint.diagnostics.result import PostResult
from postlint.document.source import Source

if TYPE_CHECKING:
    from postlint.nlp.analysis_cache import AnalysisCache
    from postlint.scoring.logistic_model import LogisticModel


@dataclass(frozen=True)
class FileResult:
    """The results of one source.

    Attributes:
        items: the results of its posts, and failures.
        cacheable: whether the results can be cached.
    """

    items: tuple[PostResult | LintFailure, ...]
    cacheable: bool


def warm_up() -> None:
    """Load the models and the language pipeline."""
    from postlint.nlp import spacy_pipeline
    from postlint.scoring.logistic_model import load_models

    load_models()
    spacy_pipeline.warm_up()


class Worker:
    """Lints sources in this process."""

    def __init__(
        self,
        settings: SettingsProvider,
        analysis_cache: AnalysisCache | None = None,
        models: Mapping[str, LogisticModel] | None = None,
    ) -> None:
        self.timings = Timings()
        self.settings = settings
        self._analysis_cache = analysis_cache
        self._models = models

    def lint(self, sources: Sequence[Source], *, details: bool) -> list[FileResult]:
        """Return the results of each source; `details` as in `Linter.lint`."""
        # Imported late: cached results need neither spaCy nor models.
        from postlint.linter.pipeline import lint_batch

        files = lint_batch(
            sources,
            self.settings.for_source,
            details=details,
            models=self._models,
            analysis_cache=self._analysis_cache,
            timings=self.timings,
        )
        return [
            FileResult(tuple(items), self._is_cacheable(source, items))
            for source, items in zip(sources, files, strict=True)
        ]

    def _is_cacheable(self, source: Source, items: Sequence[PostResult | LintFailure]) -> bool:
        is_complete = all(
            isinstance(item, PostResult)
            and all(finding.rule != INTERNAL_ERROR for finding in item.findings)
            for item in items
        )
        return is_complete and bool(self.settings.for_source(source).rules_to_run)
