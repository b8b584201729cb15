"""Linting many files in the shortest time: from the cache, here, or in several processes.

The results, and their order, are the same in each of these ways.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from postlint.config import CliOverrides, SettingsResolver
from postlint.core.digests import fingerprint, postlint_digest
from postlint.core.errors import LintFailure
from postlint.core.timings import Timings
from postlint.diagnostics.result import PostResult, from_dict
from postlint.document.path_hints import read_path_hints
from postlint.document.source import Source
from postlint.linter.cache import Cache
from postlint.linter.worker import Linter, LintResult

if TYPE_CHECKING:
    from postlint.config.effective import EffectiveSettings
    from postlint.linter.pool import WorkerPool
    from postlint.nlp.analysis_cache import AnalysisCache

_LOOKUP_BATCH = 64
"""So many drafts are read and looked up together."""

_CHUNK_CHARACTERS = 50_000
"""Characters that are given to one process at a time: about half a second's work."""

_MIN_PARALLEL_CHARACTERS = 60_000
"""From so many characters on, starting processes takes less time than it saves."""

_MAX_PENDING_CHUNKS = 16
"""Chunks that are read before the first of them is done."""


@dataclass
class _PendingDraft:
    """A draft on its way; without reports it is still to be linted."""

    source: Source
    key: bytes
    reports: list[PostResult] | None = None


@dataclass
class _Chunk:
    """Some drafts and problems, in their order.

    Attributes:
        items: what they are.
        size: how many characters are still to be linted.
    """

    items: list[_PendingDraft | LintFailure] = field(default_factory=list)
    size: int = 0

    def add(self, item: _PendingDraft | LintFailure) -> None:
        """Put one more at the end."""
        self.items.append(item)
        if isinstance(item, _PendingDraft) and item.reports is None:
            self.size += max(len(item.source.text), 1)

    @property
    def open(self) -> list[Source]:
        """What is still to be linted."""
        drafts = (item for item in self.items if isinstance(item, _PendingDraft))
        return [draft.source for draft in drafts if draft.reports is None]


class Runner:
    """Lints files. It can be used again; what it lints here stays warm."""

    def __init__(
        self,
        config: Path | None,
        wishes: CliOverrides,
        *,
        cache: Cache | None = None,
        jobs: int | None = None,
        memory: AnalysisCache | None = None,
    ) -> None:
        """Read the configuration.

        Args:
            config: the configuration file for all drafts; None for the closest one of each.
            wishes: what the run asks for on top.
            cache: where results are kept; None for nowhere.
            jobs: the most processes to use; None for as many as there are processors.
            memory: as in `engine.lint`, for what is linted in this process.

        Raises:
            PostlintError: `config` cannot be used.
        """
        self.resolver = SettingsResolver(config)
        self._worker_args = (config, wishes)
        self._linter = Linter(self.resolver, wishes, memory)
        self._overrides_digest = fingerprint(postlint_digest(), asdict(wishes))
        self._cache = cache
        self._jobs = jobs or available_processors()

    @property
    def timings(self) -> Timings:
        """How long the steps took that were taken in this process."""
        return self._linter.timings

    def effective_settings(self, path: str) -> EffectiveSettings:
        """Return what holds for a draft.

        Raises:
            PostlintError: its configuration cannot be used.
        """
        return self._linter.effective_settings(path)

    def rule_ids(self, path: str) -> set[str]:
        """Return the ids of the rules that are run on a draft."""
        rules = self._linter.effective_settings(path).rules
        return {rule.id for rule in rules if rule.scope != "feed"}

    def _runs_any(self, path: str) -> bool:
        return any(rule.scope != "feed" for rule in self._linter.effective_settings(path).all_rules)

    def prepare(self, paths: Iterable[str]) -> bool:
        """Read what holds for drafts, so that a fault stops the run before it says anything.

        Returns:
            Whether any rule is run on any of them.

        Raises:
            PostlintError: a configuration, or a rule or plug-in that it names, cannot be used.
        """
        keys = {
            fingerprint(self._overrides_digest, self.resolver.fingerprint(path)): path
            for path in paths
        }
        # What was found usable before is, for nothing of it has changed.
        known = self._cache.get(list(keys)) if self._cache else {}
        usable = [key for key, path in keys.items() if key not in known and self._runs_any(path)]
        if self._cache and usable:
            self._cache.put((key, "usable") for key in usable)
        return bool(known or usable)

    def lint(
        self, sources: Iterable[Source | LintFailure], *, details: bool = False, keep: bool = True
    ) -> Generator[PostResult | LintFailure]:
        """Yield a report for each post, in order; problems are passed on in place.

        Args:
            sources: what to lint; read ahead by some chunks and no more.
            details: as in `engine.lint`.
            keep: put in the cache what was not there.

        Raises:
            PostlintError: a process that was started has ended too early.
        """
        for chunk, linted in self._run_chunks(self._chunks(sources, details), details):
            lasting = []
            results = iter(linted)
            for item in chunk.items:
                if isinstance(item, LintFailure):
                    yield item
                elif item.reports is not None:
                    yield from item.reports
                else:
                    result = next(results)
                    if result.cacheable:
                        lasting.append((item.key, json.dumps(result.data)))
                    yield from (LintFailure(item.source.path, one) for one in result.problems)
                    yield from (from_dict(data, item.source) for data in result.data)
            if self._cache and lasting and keep:
                self._cache.put(lasting)

    def _chunks(self, sources: Iterable[Source | LintFailure], details: bool) -> Iterator[_Chunk]:
        sources = iter(sources)
        while batch := list(islice(sources, _LOOKUP_BATCH)):
            chunk = _Chunk()
            for item in self._look_up(batch, details):
                chunk.add(item)
                if chunk.size >= _CHUNK_CHARACTERS:
                    yield chunk
                    chunk = _Chunk()
            if chunk.items:
                yield chunk

    def _look_up(
        self, sources: Sequence[Source | LintFailure], details: bool
    ) -> list[_PendingDraft | LintFailure]:
        """Return drafts, those that are in the cache with their reports."""
        items = [
            _PendingDraft(one, self._key(one, details)) if isinstance(one, Source) else one
            for one in sources
        ]
        drafts = [item for item in items if isinstance(item, _PendingDraft)]
        found = self._cache.get([draft.key for draft in drafts]) if self._cache else {}
        for draft in drafts:
            if draft.key in found:
                draft.reports = _from_cache(found[draft.key], draft.source)
        return items

    def _key(self, source: Source, details: bool) -> bytes:
        if self._cache is None:
            return b""
        # Of the path only the ending counts, what its names say of posts, and what holds there.
        named = ["", None] if source.is_post else _named(source.path)
        settings = self.resolver.fingerprint(source.path)
        told = [*named, source.platform, source.is_post, details]
        return fingerprint(self._overrides_digest, settings, told, source.text.encode())

    def _run_chunks(
        self, chunks: Iterator[_Chunk], details: bool
    ) -> Iterator[tuple[_Chunk, list[LintResult]]]:
        """Yield chunks with the results of what was not known, in order."""
        waiting: deque[tuple[_Chunk, Callable[[], list[LintResult]]]] = deque()
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

                    pool = WorkerPool(min(self._jobs, len(to_do)), self._linter, self._worker_args)
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
        self, chunk: _Chunk, pool: WorkerPool | None, details: bool
    ) -> Callable[[], list[LintResult]]:
        """Return what gives the results of a chunk; in other processes the work begins now."""
        if not chunk.size:
            return list
        if pool is None:
            return lambda: self._linter(chunk.open, details=details)
        return partial(pool.wait_for, pool.submit(chunk.open, details=details))


def available_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _named(path: str) -> list[object]:
    return [PurePath(path).suffix.lower(), asdict(read_path_hints(path))]


def _from_cache(text: str, source: Source) -> list[PostResult] | None:
    """Return reports that were kept; None for what is none."""
    try:
        return [from_dict(data, source) for data in json.loads(text)]
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
        return None
