"""The linter: it gets results from the cache, this process, or worker processes.

The results and their order are the same in all cases.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, partial
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Generic, TypeVar

from postlint.core.digests import fingerprint
from postlint.core.errors import LintFailure
from postlint.core.interpreter import CAN_START_SAFELY
from postlint.core.timings import Timings
from postlint.diagnostics.finding import INTERNAL_ERROR
from postlint.diagnostics.result import PostResult, from_dict, to_dict
from postlint.document.path_hints import read_path_hints
from postlint.document.source import Source
from postlint.linter.cache import Cache

if TYPE_CHECKING:
    from postlint.config.effective import EffectiveSettings
    from postlint.config.settings import SettingsResolver
    from postlint.linter.pipeline import FileResults, Pipeline
    from postlint.linter.pool import WorkerPool
    from postlint.nlp.analysis_cache import AnalysisCache
    from postlint.scoring.logistic_model import LogisticModel

_LOOKUP_BATCH = 64
"""The number of drafts in a cache lookup and in a batch for spaCy."""

_CHUNK_CHARACTERS = 50_000
"""The number of characters in a chunk for one process; it takes about half a second."""

_MIN_PARALLEL_CHARACTERS = 60_000
"""The minimum number of characters for which starting processes saves time."""

_MIN_CHUNKS_AHEAD = 16
"""The minimum number of chunks to read ahead with several processes."""

OtherT = TypeVar("OtherT")
"""Items that aren't sources; the linter passes them on in order."""


@dataclass(frozen=True)
class _Lookup:
    """A source's cache key and its cached results. Without results, it has to be linted."""

    key: bytes | None
    results: FileResults | None


@dataclass
class _Chunk(Generic[OtherT]):
    """Consecutive sources and other items.

    Attributes:
        items: the sources and other items, in order.
        pending: the sources to lint.
        size: the number of characters in these sources; at least one for each.
        get_results: returns the results of these sources, once linting has started.
    """

    items: list[_Lookup | OtherT] = field(default_factory=list)
    pending: list[Source] = field(default_factory=list)
    size: int = 0
    get_results: Callable[[], list[FileResults]] = list


class Linter:
    """Lints sources. Reuse a linter: it keeps loaded models in memory.

    Attributes:
        timings: the time that each step took in this process.
    """

    def __init__(
        self,
        settings: SettingsResolver | EffectiveSettings,
        *,
        cache: Cache | None = None,
        jobs: int | None = None,
        analysis_cache: AnalysisCache | None = None,
        models: Mapping[str, LogisticModel] | None = None,
    ) -> None:
        """Set up a linter. Models are loaded on first use.

        Args:
            settings: gives the settings that apply to each source.
            cache: the cache of results.
            jobs: the maximum number of processes; None for one per processor.
            analysis_cache: a cache of analyzed blocks, for drafts that are being edited.
            models: the models for the labels and the score; the shipped ones by default.
        """
        self.timings = Timings()
        self._settings = settings
        self._cache = cache
        self._jobs = (jobs or available_processors()) if CAN_START_SAFELY else 1
        self._analysis_cache = analysis_cache
        self._models = models

    @cached_property
    def _pipeline(self) -> Pipeline:
        # Imported late: cached results need neither spaCy nor models.
        from postlint.linter.pipeline import Pipeline

        return Pipeline(self._settings, self.timings, self._analysis_cache, self._models)

    def lint(
        self,
        items: Iterable[Source | OtherT],
        *,
        details: bool = False,
        write_cache: bool = True,
        keep_analysis: bool = False,
    ) -> Generator[PostResult | LintFailure | OtherT]:
        """Yield the result of each post, in order; items that aren't sources are passed on.

        Args:
            items: the sources to lint; only a few chunks are read ahead.
            details: whether to add the reasons for the score and the predictions for sentences.
            write_cache: whether to cache new results.
            keep_analysis: whether results from this process keep their analysis. If they aren't
                cached, details are left to `postlint.linter.pipeline.add_details`.

        Raises:
            PostlintError: a worker process died, or settings can't be used.
        """
        details_now = details and (write_cache or not keep_analysis)
        for chunk, linted in self._run_chunks(self._chunks(items, details), details_now):
            to_cache = []
            file_results = iter(linted)
            for item in chunk.items:
                if not isinstance(item, _Lookup):
                    yield item
                    continue
                results = item.results
                if results is None:
                    results = next(file_results)
                    if item.key and write_cache and (text := _to_cache(results)):
                        to_cache.append((item.key, text))
                for result in results:
                    if isinstance(result, LintFailure) or keep_analysis:
                        yield result
                    else:
                        yield replace(result, analysis=None)
            if self._cache and to_cache:
                self._cache.put(to_cache)

    def _chunks(self, items: Iterable[Source | OtherT], details: bool) -> Iterator[_Chunk[OtherT]]:
        """Yield chunks of items, with the sources looked up in the cache."""
        items = iter(items)
        while batch := list(islice(items, _LOOKUP_BATCH)):
            keys = [
                self._key(item, details) if isinstance(item, Source) else None for item in batch
            ]
            cached = self._cache.get([key for key in keys if key]) if self._cache else {}
            chunk = _Chunk[OtherT]()
            for item, key in zip(batch, keys, strict=True):
                if isinstance(item, Source):
                    results = _from_cache(cached[key], item) if key in cached else None
                    chunk.items.append(_Lookup(key, results))
                    if results is None:
                        chunk.pending.append(item)
                        chunk.size += max(len(item.text), 1)
                else:
                    chunk.items.append(item)
                if chunk.size >= _CHUNK_CHARACTERS:
                    yield chunk
                    chunk = _Chunk()
            if chunk.items:
                yield chunk

    def _key(self, source: Source, details: bool) -> bytes | None:
        settings = self._settings.fingerprint(source.path) if self._cache else None
        if settings is None:
            return None
        facts: list[object] = [source.platform, source.is_post, details]
        if not source.is_post:
            # Of the path, results depend only on the suffix and on hints in its names.
            facts += [PurePath(source.path).suffix.lower(), asdict(read_path_hints(source.path))]
        return fingerprint(settings, facts, source.text.encode())

    def _run_chunks(
        self, chunks: Iterator[_Chunk[OtherT]], details: bool
    ) -> Iterator[tuple[_Chunk[OtherT], list[FileResults]]]:
        """Yield chunks with the results of their pending sources, in order."""
        waiting: deque[_Chunk[OtherT]] = deque()
        max_waiting = max(_MIN_CHUNKS_AHEAD, 4 * self._jobs) if self._jobs > 1 else 1
        pool: WorkerPool | None = None
        try:
            while (chunk := next(chunks, None)) or waiting:
                if chunk:
                    self._start(chunk, pool, details)
                    waiting.append(chunk)
                    if len(waiting) < max_waiting:
                        continue
                sizes = [waiting_chunk.size for waiting_chunk in waiting if waiting_chunk.size]
                if pool is None and self._jobs > 1 and sum(sizes) >= _MIN_PARALLEL_CHARACTERS:
                    # Imported late: few runs need it.
                    from postlint.linter.pool import WorkerPool

                    pool = WorkerPool(min(self._jobs, len(sizes)), self._pipeline)
                    for waiting_chunk in waiting:
                        self._start(waiting_chunk, pool, details)
                next_chunk = waiting.popleft()
                yield next_chunk, next_chunk.get_results()
        except BaseException:
            if pool:
                pool.end(wait=False)
            raise
        if pool:
            pool.end(wait=True)

    def _start(self, chunk: _Chunk[OtherT], pool: WorkerPool | None, details: bool) -> None:
        """Start to lint a chunk in a pool; without one, it's linted when its results are used."""
        if chunk.pending and pool:
            chunk.get_results = pool.start(chunk.pending, details=details)
        elif chunk.pending:
            chunk.get_results = partial(self._pipeline.lint, chunk.pending, details=details)


def check_settings(
    settings: SettingsResolver, paths: Iterable[str], cache: Cache | None = None
) -> bool:
    """Validate the settings of drafts, so an error stops the run before it prints anything.

    Returns:
        Whether any rule runs on any of the drafts.

    Raises:
        PostlintError: a configuration, or a rule or plug-in that it names, can't be used.
    """
    keys = {fingerprint(settings.fingerprint(path)): path for path in paths}
    # Settings that were valid before are still valid if nothing has changed.
    cached = cache.get(list(keys)) if cache else {}
    with_rules = [
        key
        for key, path in keys.items()
        if key not in cached
        and any(rule.scope != "feed" for rule in settings.for_path(path).rules_to_run)
    ]
    if cache and with_rules:
        cache.put((key, "usable") for key in with_rules)
    return bool(cached or with_rules)


def available_processors() -> int:
    """Return the number of processors that this process can use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _to_cache(results: FileResults) -> str | None:
    """Return results for the cache; None if they're incomplete."""
    posts = [result for result in results if isinstance(result, PostResult)]
    failed = (finding.rule == INTERNAL_ERROR for post in posts for finding in post.findings)
    if len(posts) < len(results) or any(failed):
        return None
    return json.dumps([to_dict(post) for post in posts])


def _from_cache(text: str, source: Source) -> FileResults | None:
    try:
        return [from_dict(data, source) for data in json.loads(text)]
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
        return None
