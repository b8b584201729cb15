"""The linter: from sources to results, from the cache, in this process, or in several.

The results, and their order, are the same in each of these ways.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Generic, TypeVar

from postlint.config.provider import ConfiguredSettings, SettingsProvider
from postlint.core.digests import fingerprint
from postlint.core.errors import LintFailure
from postlint.core.timings import Timings
from postlint.diagnostics.result import PostResult, from_dict, to_dict
from postlint.document.path_hints import read_path_hints
from postlint.document.source import Source
from postlint.linter.cache import Cache
from postlint.linter.worker import FileResult, Worker

if TYPE_CHECKING:
    from postlint.linter.pool import WorkerPool
    from postlint.nlp.analysis_cache import AnalysisCache
    from postlint.scoring.logistic_model import LogisticModel

_LOOKUP_BATCH = 64
"""Drafts per cache lookup, and analyzed together: enough to keep spaCy busy."""

_CHUNK_CHARACTERS = 50_000
"""Characters that one process gets at a time: about half a second's work."""

_MIN_PARALLEL_CHARACTERS = 60_000
"""From this many characters on, starting processes takes less time than it saves."""

_MAX_PENDING_CHUNKS = 16
"""Chunks that are read before the first of them is done."""

OtherT = TypeVar("OtherT")
"""Items that aren't sources: they're passed on in place."""


@dataclass
class _Pending:
    """A source on its way; without results, it still has to be linted."""

    source: Source
    key: bytes | None
    results: list[PostResult] | None = None


@dataclass
class _Chunk(Generic[OtherT]):
    """Some sources and other items, in their order.

    Attributes:
        items: what they are.
        size: how many characters still have to be linted.
    """

    items: list[_Pending | OtherT] = field(default_factory=list)
    size: int = 0

    def add(self, item: _Pending | OtherT) -> None:
        """Add an item at the end."""
        self.items.append(item)
        if isinstance(item, _Pending) and item.results is None:
            self.size += max(len(item.source.text), 1)

    @property
    def pending(self) -> list[Source]:
        """The sources that still have to be linted."""
        sources = (item for item in self.items if isinstance(item, _Pending))
        return [item.source for item in sources if item.results is None]


class Linter:
    """Lints sources. It can be used again: what it loads and starts here stays warm."""

    def __init__(
        self,
        settings: SettingsProvider,
        *,
        cache: Cache | None = None,
        jobs: int | None = None,
        analysis_cache: AnalysisCache | None = None,
        models: Mapping[str, LogisticModel] | None = None,
    ) -> None:
        """Set up a linter; nothing is loaded yet.

        Args:
            settings: gives the settings that apply to each source.
            cache: where results are cached; None for nowhere.
            jobs: the most processes to use; None for as many as there are processors.
            analysis_cache: blocks that were analyzed before, for drafts that are being written.
            models: the models for the labels and the score; the shipped ones by default.
        """
        self._settings = settings
        self._worker = Worker(settings, analysis_cache, models)
        self._cache = cache
        self._jobs = jobs or available_processors()

    @property
    def timings(self) -> Timings:
        """How long the steps in this process took."""
        return self._worker.timings

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
            items: what to lint; a few chunks are read ahead, and no more.
            details: also explain the score, and say who each sentence is about.
            write_cache: put results that weren't in the cache there.
            keep_analysis: keep the analysis in results that come from this process.

        Raises:
            PostlintError: a worker process died, or settings can't be used.
        """
        for chunk, linted in self._run_chunks(self._chunks(items, details), details):
            to_cache = []
            file_results = iter(linted)
            for item in chunk.items:
                if not isinstance(item, _Pending):
                    yield item
                elif item.results is not None:
                    yield from item.results
                else:
                    result = next(file_results)
                    if item.key and result.cacheable and write_cache:
                        data = [to_dict(one) for one in result.items if isinstance(one, PostResult)]
                        to_cache.append((item.key, json.dumps(data)))
                    yield from (
                        replace(one, analysis=None)
                        if isinstance(one, PostResult) and not keep_analysis
                        else one
                        for one in result.items
                    )
            if self._cache and to_cache:
                self._cache.put(to_cache)

    def _chunks(self, items: Iterable[Source | OtherT], details: bool) -> Iterator[_Chunk[OtherT]]:
        items = iter(items)
        while batch := list(islice(items, _LOOKUP_BATCH)):
            chunk = _Chunk[OtherT]()
            for item in self._look_up(batch, details):
                chunk.add(item)
                if chunk.size >= _CHUNK_CHARACTERS:
                    yield chunk
                    chunk = _Chunk()
            if chunk.items:
                yield chunk

    def _look_up(self, items: Sequence[Source | OtherT], details: bool) -> list[_Pending | OtherT]:
        """Return sources as pending, the cached ones with their results."""
        pending = [
            _Pending(item, self._key(item, details)) if isinstance(item, Source) else item
            for item in items
        ]
        if self._cache is None:
            return pending
        sources = {item.key: item for item in pending if isinstance(item, _Pending) and item.key}
        found = self._cache.get(list(sources))
        for item in pending:
            if isinstance(item, _Pending) and item.key in found:
                item.results = _from_cache(found[item.key], item.source)
        return pending

    def _key(self, source: Source, details: bool) -> bytes | None:
        settings = self._settings.fingerprint(source.path) if self._cache else None
        if settings is None:
            return None
        # Of the path, only its suffix and what its names say about posts count.
        hints = ["", None] if source.is_post else _path_hints(source.path)
        facts = [*hints, source.platform, source.is_post, details]
        return fingerprint(settings, facts, source.text.encode())

    def _run_chunks(
        self, chunks: Iterator[_Chunk[OtherT]], details: bool
    ) -> Iterator[tuple[_Chunk[OtherT], list[FileResult]]]:
        """Yield chunks with the results of their pending sources, in order."""
        waiting: deque[tuple[_Chunk[OtherT], Callable[[], list[FileResult]]]] = deque()
        ahead = max(_MAX_PENDING_CHUNKS, 4 * self._jobs) if self._jobs > 1 else 1
        pool: WorkerPool | None = None
        try:
            while (chunk := next(chunks, None)) or waiting:
                if chunk:
                    waiting.append((chunk, self._start_chunk(chunk, pool, details)))
                if chunk and len(waiting) < ahead:
                    continue
                to_do = [one.size for one, _ in waiting if one.size]
                if pool is None and self._jobs > 1 and sum(to_do) >= _MIN_PARALLEL_CHARACTERS:
                    # Imported late: few runs have so much to do.
                    from postlint.linter.pool import WorkerPool

                    pool = WorkerPool(min(self._jobs, len(to_do)), self._worker)
                    waiting = deque(
                        (one, self._start_chunk(one, pool, details)) for one, _ in waiting
                    )
                done, result = waiting.popleft()
                yield done, result()
        except BaseException:
            if pool:
                pool.end(wait=False)
            raise
        if pool:
            pool.end(wait=True)

    def _start_chunk(
        self, chunk: _Chunk[OtherT], pool: WorkerPool | None, details: bool
    ) -> Callable[[], list[FileResult]]:
        """Return a function that gives the results of a chunk; in a pool, the work begins now."""
        if not chunk.size:
            return list
        if pool is None:
            return lambda: self._worker.lint(chunk.pending, details=details)
        return partial(pool.wait_for, pool.submit(chunk.pending, details=details), chunk.pending)


def check_settings(
    settings: ConfiguredSettings, paths: Iterable[str], cache: Cache | None = None
) -> bool:
    """Read the settings of drafts, so an error stops the run before it prints anything.

    Returns:
        Whether any rule runs on any of them.

    Raises:
        PostlintError: a configuration, or a rule or plug-in that it names, can't be used.
    """
    keys = {fingerprint(settings.fingerprint(path)): path for path in paths}
    # Settings that were fine before still are if nothing has changed.
    known = cache.get(list(keys)) if cache else {}
    usable = [
        key
        for key, path in keys.items()
        if key not in known
        and any(rule.scope != "feed" for rule in settings.for_path(path).all_rules)
    ]
    if cache and usable:
        cache.put((key, "usable") for key in usable)
    return bool(known or usable)


def available_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _path_hints(path: str) -> list[object]:
    return [PurePath(path).suffix.lower(), asdict(read_path_hints(path))]


def _from_cache(text: str, source: Source) -> list[PostResult] | None:
    """Return cached results; None if the data isn't valid."""
    try:
        return [from_dict(data, source) for data in json.loads(text)]
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
        return None
